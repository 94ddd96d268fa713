"""Random schedules on the real database: several jobs, two workers in turn, faults, deaths, sleeps and lost commits.

The seed is printed and fixed by MINUTEBOOK_SEED; a schedule that fails is its own test, named by its number.
"""

import os
from collections.abc import Callable
from random import Random

import pytest
from django.db import DatabaseError, OperationalError, transaction

from minutebook.firms.models import User
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.tests import office
from minutebook.jobs.tests.crashes import ASSIGN, BEHAVIOURS, COST, CREATE
from minutebook.jobs.tests.held import rest_of_world, whole_as_made, whole_expected_job, world_jobs
from minutebook.jobs.tests.hours import jump_to, needs_person, next_moment, work
from minutebook.jobs.tests.watch import LATE_SECONDS, Died, Moment, Strike, Watch
from minutebook.practice_manager.delivery.services import make_again, resume_held, retry
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep
from minutebook.practice_manager.tests.virtual import VirtualClock
from minutebook.work.models import Operation
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

server, sandbox, hands, ready = office.server, office.sandbox, office.hands, office.ready
AskForJob = Callable[..., Job]
SEED = os.environ.get("MINUTEBOOK_SEED", "2026")
SCHEDULES, JOBS, MOST_FAULTS, MOST_STRIKES, MOST_ROUNDS = 100, 3, 3, 3, 300
ON_THE_WIRE = (Moment.HALF_SENT, Moment.SENT, Moment.EXECUTED, Moment.CUT)
# Where a worker holds no transaction, another one may take its turn.
BETWEEN_TRANSACTIONS = (Moment.BEGUN, Moment.ANSWERED, Moment.RECORDED)
FAILING = (Moment.INTENT, Moment.CLOSING, Moment.COMMITTING)


class Schedule:
    """One run of jobs through whatever its random numbers hold."""

    def __init__(self, seed: str, sandbox: SandboxServer, hands: VirtualClock, person: User) -> None:
        self.random, self.sandbox, self.hands, self.person = Random(seed), sandbox, hands, person
        self.watch = Watch(dict(self._strike() for _ in range(self.random.randint(0, MOST_STRIKES))))
        late = []
        for _ in range(self.random.randint(0, MOST_FAULTS)):
            behaviour, path = self.random.choice(BEHAVIOURS), self.random.choice((CREATE, ASSIGN, COST))
            late += [("*", path)] * behaviour.is_late
            if behaviour.fault:
                where = {"path": path, "after": self.random.randint(0, 3)}
                sandbox.app.sandbox.faults.faults.append(Fault(**where, **behaviour.fault))
        sandbox.app.begin(self.watch, *late)

    def run(self) -> None:
        """To the end, with everything executed that was under way."""
        with self.watch.watching():
            for _ in range(MOST_ROUNDS):
                self._work()
                moment = next_moment()
                if needs_person():
                    self._answer()
                elif moment is None:
                    break
                else:
                    jump_to(self.hands, self.sandbox.app, moment)
        assert next_moment() is None, "never over"
        self.hands.jump(LATE_SECONDS)
        self.sandbox.app.drain()

    def _strike(self) -> tuple[tuple[Moment, int], Strike]:
        number = self.random.randint(1, 18)
        kind = self.random.choice(("die", "wire", "fail", "turn", "sleep"))
        if kind == "wire":
            return (self.random.choice(ON_THE_WIRE), number), self._die
        if kind == "fail":
            return (self.random.choice(FAILING), number), self._fail
        if kind == "die":
            return (self.random.choice([*BETWEEN_TRANSACTIONS, *FAILING]), number), self._die
        return (
            self.random.choice(BETWEEN_TRANSACTIONS),
            number,
        ), self._work if kind == "turn" else self._sleep

    def _die(self) -> None:
        self.watch.die()

    def _fail(self) -> None:
        raise OperationalError("database or disk is full")

    def _sleep(self) -> None:
        """Through all leases, while another worker does what is due."""
        leases = Operation.across_firms.filter(status=Operation.Status.LEASED)
        jump_to(self.hands, self.sandbox.app, max(one.lease_until for one in leases))
        self._work()

    def _work(self) -> None:
        try:
            work()
        except (Died, DatabaseError):
            self.watch.is_dead = False
            # A statement outside all transactions marks the one that the test itself runs in.
            transaction.set_rollback(False)

    def _answer(self) -> None:
        """What a person does who has looked into XPM."""
        Connection.across_firms.update(status=Connection.Status.CONNECTED, problem="")
        for connection in Connection.across_firms.all():
            resume_held(connection)
        for delivery in Delivery.across_firms.filter(status=Delivery.Status.REFUSED):
            retry(delivery, self.person)
        for step in DeliveryStep.across_firms.filter(status=DeliveryStep.Status.QUESTION):
            there = [job for job in world_jobs(self.sandbox) if step.delivery.marker in job["description"]]
            assert (step.kind, step.delivery.uses_own_number, there) == ("job.create", False, [])
            make_again(step, self.person)


@pytest.mark.parametrize("number", range(SCHEDULES))
def test_schedule_ends_with_each_job_once(
    sandbox: SandboxServer,
    hands: VirtualClock,
    ready: Connection,
    ask: AskForJob,
    job_draft: JobDraft,
    preparer: User,
    number: int,
) -> None:
    seed = f"{SEED}/{number}"
    print(f"seed {seed}")
    ready.numbering = ("own", "series")[number % 2]
    ready.save()
    rest, before = rest_of_world(sandbox, made=0), world_jobs(sandbox)
    jobs = [ask(name=f"Job {one}", costs=job_draft.costs[: 1 + one % 2]) for one in range(JOBS)]
    Schedule(seed, sandbox, hands, preparer).run()
    made = sorted(
        (whole_as_made(one) for one in world_jobs(sandbox)[len(before) :]), key=lambda one: one["name"]
    )
    assert made == [whole_expected_job(job) for job in jobs]
    assert {one.status for one in Delivery.across_firms.all()} == {Delivery.Status.DONE}
    assert rest_of_world(sandbox, made=JOBS) == rest
