"""The way from a connection to a ready `xpm` client: its tenant, its tokens, its call budget."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from django.conf import settings

from minutebook.xpm.api import Api
from minutebook.xpm.transport import Timeouts, Transport
from minutebook.xpm.wire import Call
from minutebook.xpm.xml.envelope import Element

from .budget import learn
from .models import Connection
from .tokens import access_token

API_PATH = "/practicemanager/3.1/"
LONG_READ_SECONDS = 600.0
Record = TypeVar("Record")


def api_for(
    connection: Connection,
    before_call: Callable[[], None] | None = None,
    whole_seconds: float = LONG_READ_SECONDS,
) -> Api:
    """A client for this connection's practice; close its transport when done. For one thread.

    `before_call` runs before each call and may raise to keep it from being sent (`budget.reserve`); a caller
    that reserves by itself leaves it out. What each answer says about the limits is learnt in any case.
    `whole_seconds` ends a call whose answer drips in for longer: a delivery's call must end within its lease.
    """
    timeouts = Timeouts(read=settings.XPM_READ_TIMEOUT_SECONDS, whole=whole_seconds)
    return Api(_BudgetedTransport(connection, before_call, timeouts))


class _BudgetedTransport(Transport):
    """A transport that tells the call budget what each answer says of it."""

    def __init__(
        self, connection: Connection, before_call: Callable[[], None] | None, timeouts: Timeouts
    ) -> None:
        super().__init__(
            base_url=settings.XERO_API_URL.rstrip("/") + API_PATH,
            tenant_id=connection.tenant_id,
            token=lambda renew: access_token(connection, renew=renew),
            timeouts=timeouts,
        )
        self._connection = connection
        self._before_call = before_call

    def fetch(self, call: Call, parse: Callable[[Element], Record]) -> Record:
        """Make a call within the budget."""
        self._ask()
        try:
            return super().fetch(call, parse)
        finally:
            learn(self._connection, self.last_exchange)

    def stream(
        self, call: Call, container: str, item: str, parse: Callable[[Element], Record]
    ) -> Iterator[Record]:
        """Make a read within the budget, item by item."""
        self._ask()
        try:
            yield from super().stream(call, container, item, parse)
        finally:
            learn(self._connection, self.last_exchange)

    def _ask(self) -> None:
        if self._before_call is not None:
            self._before_call()
