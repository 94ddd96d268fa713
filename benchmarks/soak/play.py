"""Playing the rounds of a soak on an installation of its own, and comparing what came of it."""

import time
from collections.abc import Callable
from subprocess import Popen

from tests.journeys.crew import Crew, pause, resume
from tests.journeys.installation import Installation

from .plan import Plan, Round, drawn
from .verdict import Verdict, judge

MOST_OPEN = 12  # so that each blow falls on workers that have something to do
BUSY_SECONDS, POLL_SECONDS = 2.0, 0.02
PATIENCE_SECONDS = 240.0  # longer than any wait of the product at the speed of a soak
TOLD_ROUNDS = 25


class Soak:
    """One run on one installation that is connected."""

    def __init__(self, installation: Installation, plan: Plan, tell: Callable[[str], object]) -> None:
        self._installation, self._plan, self._tell = installation, plan, tell
        self._crew = Crew(installation, plan.workers)
        self._asked = self._stopped = 0
        self._numbering = ""

    def run(self) -> Verdict:
        """Play all rounds, let everything come to rest, and compare the sandbox with the database."""
        before = self._installation.sandbox.world()
        rounds = drawn(self._plan)
        for number, one in enumerate(rounds, start=1):
            self._play(one)
            if number % TOLD_ROUNDS == 0 or number == len(rounds):
                self._tell(f"round {number} of {len(rounds)}: {self._progress()}")
        self._come_to_rest()
        verdict = judge(self._installation, before)
        self._tell(self._progress())
        return verdict

    def _play(self, one: Round) -> None:
        if one.numbering != self._numbering:
            self._come_to_rest()
            self._installation.inside.call("set_numbering", numbering=one.numbering)
            self._numbering = one.numbering
        self._wait_until_open(MOST_OPEN)
        # A fault that no call has met is forgotten: two expired tokens for one call would be a lost consent.
        self._installation.sandbox.clear_faults()
        self._installation.sandbox.order(*one.faults)
        self._ask(one.asks)
        worker = self._chosen(one)
        if not one.asleep_seconds:
            self._crew.replace(worker)
            return
        pause(worker)
        time.sleep(one.asleep_seconds)
        resume(worker)
        self._stopped += 1

    def _ask(self, count: int) -> None:
        names = [f'Job {self._asked + number} "for" <A & B> 中' for number in range(count)]
        self._installation.inside.call("ask_for_jobs", names=names)
        self._asked += count

    def _chosen(self, one: Round) -> "Popen[bytes]":
        """The worker that is hit."""
        until = time.monotonic() + (BUSY_SECONDS if one.hits_call else 0)
        if not one.hits_call:
            time.sleep(one.wait_seconds)
        workers = self._crew.all()
        while time.monotonic() < until:
            pids = {int(name.split(":")[1]) for name in self._installation.inside.call("busy_workers")}
            busy = [worker for worker in workers if worker.pid in pids]
            if busy:
                return busy[int(one.pick * len(busy))]
            time.sleep(POLL_SECONDS)
        return workers[int(one.pick * len(workers))]

    def _come_to_rest(self) -> None:
        """Until every delivery is settled or waits for a person, or nothing has moved for long."""
        self._installation.sandbox.clear_faults()
        self._wait_until_open(0)
        self._installation.sandbox.settle()

    def _wait_until_open(self, most: int) -> None:
        """Until at most so many deliveries are under way, or nothing has moved for long."""
        until, before = time.monotonic() + PATIENCE_SECONDS, -1
        while time.monotonic() < until:
            now = self._installation.inside.call("open_deliveries")
            if now <= most:
                return
            if now != before:
                until, before = time.monotonic() + PATIENCE_SECONDS, now
            time.sleep(POLL_SECONDS * 5)

    def _progress(self) -> str:
        counts = self._installation.inside.call("counts_by_status")
        told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items()))
        return f"{self._asked} asked for ({told}), {self._crew.killed} killed, {self._stopped} stopped"
