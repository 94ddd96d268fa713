"""One caller's turns in the call budget: waited for before each call, given back with what the answer taught."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from minutebook.work import clock
from minutebook.xpm.errors import OutcomeUnknown, RetryLater, XpmError
from minutebook.xpm.exchange import Exchange

from .budget import BudgetWait, give_back, learn, reserve
from .limiter import Answer, Urgency, Why
from .models import Connection

SHORT_SECONDS = 5.0
# Beyond the answer itself: the connection, and a sign-in that is renewed first.
MARGIN_SECONDS = 10.0
PASSING = (Why.PACE, Why.SLOTS)


@dataclass(slots=True)
class Turns:
    """The turns of one client of XPM, for one thread.

    `hold` runs before each ask and may raise (the lease is gone). A wait of a few seconds is sat out; the queue's,
    which passes by itself, for `patience_seconds` in all. What is longer is raised as BudgetWait.
    """

    connection: Connection
    urgency: Urgency
    hold: Callable[[], None]
    whole_seconds: float = 60.0
    patience_seconds: float = SHORT_SECONDS
    kept: str = ""

    def take_ahead(self) -> None:
        """Take the turn of the first call before it is known to be made."""
        self.kept = self._wait()

    def begin(self) -> str:
        """Give the slot of a call that goes now."""
        slot, self.kept = self.kept, ""
        return slot or self._wait()

    def end(self, slot: str, exchange: Exchange | None, error: BaseException | None) -> None:
        """Give the slot back. `exchange` is None where nothing was sent; an error of ours says nothing of XPM."""
        if exchange is None or not (error is None or isinstance(error, XpmError)):
            give_back(self.connection, slot)
        else:
            learn(self.connection, _answer(slot, exchange, error))

    def give_back(self) -> None:
        """Give back a turn that was taken ahead and not used."""
        slot, self.kept = self.kept, ""
        if slot:
            give_back(self.connection, slot)

    def _wait(self) -> str:
        """The slot, once it is our turn."""
        begun_at = clock.now()
        while True:
            self.hold()
            try:
                return reserve(self.connection, self.urgency, self.whole_seconds + MARGIN_SECONDS)
            except BudgetWait as wait:
                now = clock.now()
                patience = self.patience_seconds if wait.why in PASSING else SHORT_SECONDS
                if (wait.until - begun_at).total_seconds() > patience:
                    raise
                seconds = (wait.until - now).total_seconds()
                clock.sleep(min(max(seconds, 0.0), settings.XPM_LEASE_SECONDS / 3))


def _answer(slot: str, exchange: Exchange, error: BaseException | None) -> Answer:
    status = exchange.status
    is_unusable = isinstance(error, RetryLater | OutcomeUnknown)
    return Answer(
        slot=slot,
        status=status,
        seconds=(exchange.finished_at - exchange.started_at).total_seconds(),
        has_failed=is_unusable and (status is None or status >= 500 or 200 <= status < 300),
        minute_remaining=exchange.minute_remaining,
        day_remaining=exchange.day_remaining,
        retry_after=exchange.retry_after,
        problem=exchange.rate_problem,
    )
