"""The way from a connection to a ready `xpm` client: its tenant, its tokens, its turns in the call budget."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http import HTTPStatus

from django.conf import settings

from minutebook.xpm.api import Api
from minutebook.xpm.errors import RetryLater
from minutebook.xpm.transport import Timeouts, Transport
from minutebook.xpm.wire import Call, Wire

from .tokens import access_token
from .turns import Turns

API_PATH = "/practicemanager/3.1/"
MOST_READS = 5


def api_for(turns: Turns) -> Api:
    """A client for the practice of these turns; close its transport when done. For one thread.

    Each call waits for its turn, which may raise `budget.BudgetWait`. A call ends after the turns' `whole_seconds`
    also where its answer drips in: a delivery's call must end within its lease.
    """
    timeouts = Timeouts(read=settings.XPM_READ_TIMEOUT_SECONDS, whole=turns.whole_seconds)
    return Api(_BudgetedTransport(turns, timeouts))


class _BudgetedTransport(Transport):
    """A transport that waits for its turn before each call and tells the call budget what each answer says."""

    def __init__(self, turns: Turns, timeouts: Timeouts) -> None:
        connection = turns.connection
        super().__init__(
            base_url=settings.XERO_API_URL.rstrip("/") + API_PATH,
            tenant_id=connection.tenant_id,
            token=lambda renew: access_token(connection, renew=renew),
            timeouts=timeouts,
        )
        self._turns = turns

    @contextmanager
    def answered(self, call: Call) -> Iterator[Wire]:
        """Give the wire of an answer for as long as it is read."""
        with ExitStack() as exchange:
            yield self._admitted(exchange, call)

    def _admitted(self, exchange: ExitStack, call: Call) -> Wire:
        """Call in turn; a read that met Xero's limit asks for another turn, which waits or raises."""
        for tries_left in reversed(range(MOST_READS)):
            slot = self._turns.begin()
            self.last_exchange = None
            try:
                with ExitStack() as attempt:
                    attempt.push(self._ending(slot))
                    wire = attempt.enter_context(super().answered(call))
                    exchange.push(attempt.pop_all())
                    return wire
            except RetryLater as error:
                if not tries_left or call.is_write or not _met_limit(error):
                    raise
        raise AssertionError("the last try gives or raises")

    def _ending(self, slot: str) -> Callable[..., None]:
        """What gives the turn back once its answer is read, whatever came of it."""

        def end(_kind: object, error: BaseException | None, _trace: object) -> None:
            self._turns.end(slot, self.last_exchange, error)

        return end


def _met_limit(error: RetryLater) -> bool:
    return error.exchange is not None and error.exchange.status == HTTPStatus.TOO_MANY_REQUESTS
