"""Workers killed with kill -9, or stopped past their lease, before, between and during their calls.

Afterwards the whole sandbox is compared: one job for each that was asked for, each cost once, nothing else changed.
A schedule is drawn from a seed, which is printed; JOURNEY_SEED repeats it (the machine's timing still differs).
"""

import os
import random
import time
from collections.abc import Callable
from typing import Any

import pytest

from .crew import Crew, pause, resume
from .installation import Installation, wait_until
from .worlds import as_expected, as_held, new_jobs, rest_of

ROUNDS = 12
SETTLE_SECONDS = 90.0
LEASE_SECONDS = 1.6
SLEEP_SECONDS = 15.0
FINAL = {"done", "question", "refused", "held", "cancelled"}
WRITES = ("add", "assign", "cost")
pytestmark = pytest.mark.slow


@pytest.mark.parametrize("numbering", ["own", "series"])
def test_killed_workers_leave_one_job_with_each_cost_once(installation: Installation, numbering: str) -> None:
    before = installation.sandbox.world()
    installation.inside.call("set_numbering", numbering=numbering)
    story = Story(installation, Crew(installation, 2))
    for number in range(ROUNDS):
        story.play(number)
    interrupted = [one for one in installation.inside.call("attempts") if one["outcome"] == "interrupted"]
    settled = story.settle()
    assert story.crew.killed == ROUNDS
    compare(installation, before, settled, may_ask=numbering == "series")
    assert len(interrupted) >= ROUNDS // 4, "the kills must hit calls, else this test proves nothing"


@pytest.mark.parametrize("numbering", ["own", "series"])
def test_worker_stopped_past_its_lease_changes_nothing_when_it_wakes(
    installation: Installation, numbering: str
) -> None:
    before = installation.sandbox.world()
    installation.inside.call("set_numbering", numbering=numbering)
    story = Story(installation, Crew(installation, 2))
    for call in WRITES:
        story.oversleep(call)
    settled = story.settle()
    compare(installation, before, settled, may_ask=False)
    interrupted = [one for one in installation.inside.call("attempts") if one["outcome"] == "interrupted"]
    assert len(interrupted) >= len(WRITES) - 1, (
        "the sleepers must be overtaken, else this test proves nothing"
    )


class Story:
    """Rounds of asking and killing, drawn from one seed."""

    def __init__(self, installation: Installation, crew: Crew) -> None:
        self.installation, self.crew = installation, crew
        self._asked: list[str] = []
        seed = int(os.environ.get("JOURNEY_SEED", 0)) or random.SystemRandom().randrange(1, 10**9)
        print(f"JOURNEY_SEED={seed}")
        self._dice = random.Random(seed)
        self._windows: tuple[Callable[[], None], ...] = (
            self._before,
            self._during,
            self._between,
            self._anytime,
        )

    def play(self, number: int) -> None:
        """Ask for two jobs and kill a worker in one of the windows, each in its turn."""
        self._windows[number % len(self._windows)]()

    def oversleep(self, call: str) -> None:
        """Stop the worker in the middle of a call until another has done its work, then let it wake."""
        self.installation.sandbox.order({"kind": "slow", "path": f"*job.api/{call}", "seconds": 0.8})
        self.ask(1)
        sleeper = self.crew.busy()
        pause(sleeper)
        until = time.monotonic() + SLEEP_SECONDS
        # It may have been stopped while it held SQLite's one lock: then nobody can finish before it wakes.
        while not self._settled() and time.monotonic() < until:
            time.sleep(0.3)
        resume(sleeper)
        time.sleep(LEASE_SECONDS)
        self.settle()

    def ask(self, count: int) -> None:
        """Ask for some jobs."""
        names = [f'Job {len(self._asked) + number} "for" <A & B> 中' for number in range(count)]
        self._asked += self.installation.inside.call("ask_for_jobs", names=names)

    def settle(self) -> dict[str, str]:
        """Until every delivery is settled or waits for a person; their statuses by marker."""
        self.installation.sandbox.settle()
        try:
            settled: dict[str, str] = wait_until(self._settled, "all settled", SETTLE_SECONDS, pause=0.3)
        except AssertionError:
            print([self.installation.inside.call("steps_of", marker=marker) for marker in self._asked])
            raise
        return settled

    def _before(self) -> None:
        """While the work is queued or just taken."""
        self.ask(2)
        time.sleep(self._dice.uniform(0, 0.35))
        self._kill_one()

    def _during(self) -> None:
        """While XPM executes the call, or has executed it and not answered yet, or will execute it after the kill."""
        kind, call = self._dice.choice(["slow", "late"]), self._dice.choice(WRITES)
        self.installation.sandbox.order({"kind": kind, "path": f"*job.api/{call}", "seconds": 0.8})
        self.ask(2)
        self.crew.replace(self.crew.busy())

    def _between(self) -> None:
        """Right after one of the writes came back."""
        goal = self._writes() + self._dice.randint(1, 8)
        self.ask(2)
        wait_until(lambda: self._writes() >= goal, "writes", pause=0.002)
        self._kill_one()

    def _anytime(self) -> None:
        """At any moment of the next two seconds."""
        self.ask(2)
        time.sleep(self._dice.uniform(0, 2))
        self._kill_one()

    def _kill_one(self) -> None:
        self.crew.replace(self._dice.choice(self.crew.all()))

    def _writes(self) -> int:
        return sum(entry["method"] != "GET" for entry in self.installation.sandbox.ledger())

    def _settled(self) -> dict[str, str]:
        statuses: dict[str, str] = self.installation.inside.call("deliveries")
        return statuses if all(statuses[marker] in FINAL for marker in self._asked) else {}


def compare(installation: Installation, before: Any, settled: dict[str, str], *, may_ask: bool) -> None:
    """The whole world: a job with its costs for each delivery that is done, none for a question, all else as before."""
    old, new = before["tenants"][0], installation.sandbox.practice()
    wanted = installation.inside.call("wanted_jobs")
    made = [marker for marker, status in settled.items() if status == "done"]
    asking = [marker for marker, status in settled.items() if status == "question"]
    assert sorted(made + asking) == sorted(wanted), settled
    assert may_ask or not asking, settled
    held = [as_held(job) for job in new_jobs(old, new)]
    expected = [as_expected(wanted[marker], new) for marker in made]
    assert by_marker(held) == by_marker(expected)
    assert rest_of(new) == rest_of(old)
    assert installation.sandbox.world()["tenants"][1:] == before["tenants"][1:]
    numbers = {job["client_order_number"]: job["id"] for job in new_jobs(old, new)}
    assert {
        marker: number for marker, number in installation.inside.call("numbers").items() if number
    } == numbers


def by_marker(jobs: list[Any]) -> list[Any]:
    """Jobs in the order of their markers; two with one marker stay two."""
    return sorted(jobs, key=lambda job: str(job["client_order_number"]))
