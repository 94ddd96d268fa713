"""One worker with the real delivery, database and call budget; whatever it sleeps, the clock jumps over."""

from datetime import timedelta
from random import Random

from django.conf import settings

from minutebook.practice_manager.api import api_for
from minutebook.practice_manager.limiter import Urgency
from minutebook.practice_manager.models import CallBudget, Connection
from minutebook.practice_manager.tests.virtual import VirtualClock, virtual
from minutebook.practice_manager.turns import Turns
from minutebook.work.services import claim, run

from .figures import Figures, figures
from .world import ask_for_jobs, connect, jobs_open, running_sandbox

POLL_SECONDS = 0.3
BETWEEN_PERSONS_SECONDS = 30.0


class Person:
    """Somebody who asks for one call now and then, and waits for it."""

    def __init__(self, connection: Connection, hands: VirtualClock, random: Random) -> None:
        self._connection, self._hands, self._random = connection, hands, random
        self.waits: list[float] = []
        self._next_at = hands.now() + timedelta(seconds=BETWEEN_PERSONS_SECONDS)
        self._is_calling = False

    def while_waiting(self, seconds: float) -> None:
        """The worker sleeps: time passes, and a wish that falls into it is fulfilled."""
        end = self._hands.now() + timedelta(seconds=seconds)
        while not self._is_calling and self._next_at <= end:
            self._hands.jump(max(0.0, (self._next_at - self._hands.now()).total_seconds()))
            self._call()
        self._hands.jump(max(0.0, (end - self._hands.now()).total_seconds()))

    def _call(self) -> None:
        wished_at, self._is_calling = self._next_at, True
        api = api_for(Turns(self._connection, Urgency.PERSON, lambda: None))
        api.list_templates()
        api.close()
        self._is_calling = False
        self.waits.append((self._hands.now() - wished_at).total_seconds())
        self._next_at = self._hands.now() + timedelta(
            seconds=self._random.uniform(0.5, 1.5) * BETWEEN_PERSONS_SECONDS
        )


def run_virtual(jobs: int, window: str) -> Figures:
    """All jobs in one moment, with Xero's minute counted in this way."""
    with running_sandbox() as sandbox:
        practice = connect(sandbox, f"virtual {window}")
        sandbox.world.modes.change({"minute_window": window})
        sandbox.world.ledger.clear()
        sandbox.app.sandbox.meter.calls.clear()
        with virtual(sandbox) as hands:
            CallBudget.across_firms.all().delete()
            ask_for_jobs(practice, jobs)
            person = Person(practice.connection, hands, Random(window))
            hands.while_waiting = person.while_waiting
            while jobs_open():
                lease = claim("benchmark")
                if lease is None:
                    hands.sleep(POLL_SECONDS)
                else:
                    run(lease)
        title = f"virtual clock, {window} minute"
        entries = list(sandbox.world.ledger.entries)
        return figures(title, jobs, entries, settings.XPM_CALLS_PER_MINUTE, person.waits)
