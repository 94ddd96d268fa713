"""Workers at work while the clock is run ahead from one thing that is due to the next."""

from datetime import datetime

from django.db.models import Min

from minutebook.jobs.tests.watch import LATE_SECONDS, Wire
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.practice_manager.tests.virtual import VirtualClock
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim, run

MOST_ROUNDS = 60
A_MOMENT = 0.001
NEEDS_PERSON = (Delivery.Status.QUESTION, Delivery.Status.REFUSED, Delivery.Status.HELD)


def work() -> None:
    """Do what is due."""
    while lease := claim("a worker"):
        run(lease)


def next_moment() -> datetime | None:
    """When something is due, or the lease of a worker that is gone is over; None when nothing waits for time."""
    ready = Operation.across_firms.filter(status=Operation.Status.READY)
    leased = Operation.across_firms.filter(status=Operation.Status.LEASED)
    moments = [ready.aggregate(at=Min("due_at"))["at"], leased.aggregate(at=Min("lease_until"))["at"]]
    return min((moment for moment in moments if moment), default=None)


def jump_to(hands: VirtualClock, wire: Wire, moment: datetime | None) -> None:
    """Let it be that moment, with everything executed that is due by then."""
    seconds = max((moment - clock.now()).total_seconds(), 0.0) + A_MOMENT if moment else A_MOMENT
    # What is late comes in its own time, not at the end of a long wait, when its token is no longer good.
    for part in (min(seconds, LATE_SECONDS + 1), max(seconds - LATE_SECONDS - 1, 0.0)):
        hands.jump(part)
        wire.drain()


def needs_person() -> bool:
    """Whether somebody has to do something before it goes on."""
    is_cut_off = Connection.across_firms.exclude(status=Connection.Status.CONNECTED).exists()
    return is_cut_off or Delivery.across_firms.filter(status__in=NEEDS_PERSON).exists()


def go_on(hands: VirtualClock, wire: Wire) -> None:
    """Work until nothing goes on by itself, or a person is needed."""
    for _ in range(MOST_ROUNDS):
        work()
        moment = next_moment()
        if needs_person() or moment is None:
            return
        jump_to(hands, wire, moment)
    raise AssertionError(f"never over: {list(Delivery.across_firms.values())}")
