"""The way from a connection to a ready `xpm` client: its tenant, its tokens, its call budget."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

from django.conf import settings

from minutebook.xpm.api import Api
from minutebook.xpm.errors import RetryLater
from minutebook.xpm.transport import Timeouts, Transport
from minutebook.xpm.wire import Call, Wire

from .budget import learn
from .models import Connection
from .tokens import access_token

API_PATH = "/practicemanager/3.1/"
LONG_READ_SECONDS = 600.0
MOST_READS = 5


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
    """A transport that asks the call budget before each call and tells it what each answer says."""

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

    @contextmanager
    def answered(self, call: Call) -> Iterator[Wire]:
        """Give the wire of an answer for as long as it is read."""
        with ExitStack() as exchange:
            yield self._admitted(exchange, call)

    def _admitted(self, exchange: ExitStack, call: Call) -> Wire:
        """Call within the budget; a read that met Xero's limit asks the budget again, which waits or raises."""
        for tries_left in reversed(range(MOST_READS)):
            self._ask()
            try:
                with ExitStack() as attempt:
                    attempt.callback(self._learn)
                    wire = attempt.enter_context(super().answered(call))
                    exchange.push(attempt.pop_all())
                    return wire
            except RetryLater as error:
                may_repeat = tries_left and self._before_call is not None and not call.is_write
                if not may_repeat or not _met_limit(error):
                    raise
        raise AssertionError("the last try gives or raises")

    def _ask(self) -> None:
        if self._before_call is not None:
            self._before_call()

    def _learn(self) -> None:
        learn(self._connection, self.last_exchange)


def _met_limit(error: RetryLater) -> bool:
    return error.exchange is not None and error.exchange.status == HTTPStatus.TOO_MANY_REQUESTS
