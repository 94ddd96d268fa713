"""One job's story: asked for, a worker that ends somewhere, another one that goes on, a person who answers."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db import DatabaseError, transaction

from minutebook.firms.models import User
from minutebook.jobs.models import Cost, Job
from minutebook.jobs.tests.crashes import Behaviour, Point
from minutebook.jobs.tests.held import world_jobs
from minutebook.jobs.tests.hours import MOST_ROUNDS, jump_to, needs_person, next_moment, work
from minutebook.jobs.tests.watch import LATE_SECONDS, Died, Watch, Wire
from minutebook.practice_manager.delivery.epoch import begin_epoch
from minutebook.practice_manager.delivery.services import make_again, resume_held, retry
from minutebook.practice_manager.models import Attempt, Connection, Delivery, DeliveryStep
from minutebook.practice_manager.tests.virtual import VirtualClock
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work.models import Operation
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer
from minutebook.xpm_sandbox.tenants import Tenant

Status = Delivery.Status
MOST_ANSWERS = 3
KEPT = (Delivery, DeliveryStep, Job, Cost)


@dataclass
class Story:
    """A job at a crash point under one behaviour. `asked`: the kinds of steps about which a person was asked."""

    sandbox: SandboxServer
    wire: Wire
    hands: VirtualClock
    connection: Connection
    person: User
    ask: Callable[[], Job]
    point: Point
    behaviour: Behaviour
    asked: list[str] = field(default_factory=list)
    retries: int = 0

    def __post_init__(self) -> None:
        number = self.point.number
        if self.connection.numbering == Connection.Numbering.SERIES:
            number = self.point.number_in_series or number
        strike = partial(self.point.strike, self)
        self.watch = Watch({(self.point.moment, number): strike} if self.point.moment else {})
        self.wire.begin(self.watch, *[(self.point.method, self.point.call)] * self.behaviour.is_late)
        self.before = len(world_jobs(self.sandbox))

    @property
    def practice(self) -> Tenant:
        """What the practice holds in XPM."""
        return next(one for one in self.sandbox.world.tenants if one.tenant_id == PRACTICE)

    def run(self) -> Job:
        """From the press to the end, answers of a person included."""
        self._order_faults()
        self.job = self._press()
        self.backup = {model: list(model.across_firms.values()) for model in KEPT}
        with self.watch.watching():
            self._go_to_the_end()
        # What somebody gave up may still arrive; nothing may come of it now.
        self.hands.jump(LATE_SECONDS)
        self.wire.drain()
        return self.job

    def restore(self) -> None:
        """Put the database back to the moment of the press, as an administrator does, and begin anew."""
        Attempt.across_firms.all().delete()
        for model, rows in self.backup.items():
            for row in rows:
                model.across_firms.filter(pk=row["id"]).update(**row)
        begin_epoch()

    def others_go_on(self) -> None:
        """This worker sleeps until its lease is over; another one does the work meanwhile."""
        lease = Operation.across_firms.get(subject_id=self.job.delivery_id, kind="practice_manager.deliver")
        jump_to(self.hands, self.wire, lease.lease_until)
        self._go_to_the_end()

    def _order_faults(self) -> None:
        for order in self.point.before:
            self.sandbox.app.sandbox.faults.faults.append(Fault(**order))
        if self.behaviour.fault:
            where = {"path": self.point.call, "method": self.point.method, "after": self.point.spared}
            self.sandbox.app.sandbox.faults.faults.append(Fault(**where, **self.behaviour.fault))

    def _press(self) -> Job:
        if self.point.name.startswith("C1 "):
            try:
                with transaction.atomic():
                    self.ask()
                    raise Died
            except Died:
                assert not Operation.across_firms.exists()
        return self.ask()

    def _go_to_the_end(self) -> None:
        for _ in range(MOST_ROUNDS):
            self._work()
            if self._is_over() and not self._answer():
                return
            moment = next_moment()
            if moment is not None:
                jump_to(self.hands, self.wire, moment)
        raise AssertionError(f"never over: {list(DeliveryStep.across_firms.values())}")

    def _work(self) -> None:
        try:
            work()
        except (Died, DatabaseError):
            self.watch.is_dead = False
            # A statement outside all transactions marks the one that the test itself runs in.
            transaction.set_rollback(False)
            self.point.meanwhile(self)

    def _is_over(self) -> bool:
        """Whether nothing goes on by itself, or only a person can help."""
        self.delivery = Delivery.across_firms.get(pk=self.job.delivery_id)
        self.connection.refresh_from_db()
        return needs_person() or next_moment() is None

    def _answer(self) -> bool:
        """What a person does when told; false where there is nothing to do any more."""
        if self.connection.status != Connection.Status.CONNECTED or self.delivery.status == Status.HELD:
            Connection.across_firms.update(status=Connection.Status.CONNECTED, tenant_id=PRACTICE, problem="")
            resume_held(Connection.across_firms.get(pk=self.connection.pk))
            return True
        if self.delivery.status == Status.REFUSED and self.retries < MOST_ANSWERS:
            self.retries += 1
            retry(self.delivery, self.person)
            return True
        if self.delivery.status == Status.QUESTION and len(self.asked) < MOST_ANSWERS:
            for step in self.delivery.steps.filter(status=DeliveryStep.Status.QUESTION):
                self.asked.append(step.kind)
                # The truth at this moment: "make it again" is the right answer.
                assert len(world_jobs(self.sandbox)) == self.before, "asked about a job that is there"
                make_again(step, self.person)
            return True
        return False
