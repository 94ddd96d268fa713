"""What befalls an installation: each mishap has its behaviour, and none loses or doubles a job."""

import io
import logging
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection

from minutebook.firms.models import User
from minutebook.firms.triggers import TRIGGERS
from minutebook.jobs.models import Job
from minutebook.jobs.tests import office
from minutebook.jobs.tests.held import as_made, expected_job, rest_of_world, world_jobs
from minutebook.jobs.tests.hours import go_on, jump_to, next_moment, work
from minutebook.practice_manager.delivery.epoch import begin_epoch
from minutebook.practice_manager.delivery.services import resume_held, retry
from minutebook.practice_manager.models import Attempt, Connection, Delivery, DeliveryStep
from minutebook.practice_manager.tests.virtual import VirtualClock
from minutebook.practice_manager.tests.worlds import PRACTICE, SECOND_PRACTICE
from minutebook.work import clock
from minutebook.work.services import claim, run
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer
from minutebook.xpm_sandbox.tenants import Tenant

server, sandbox, hands, ready = office.server, office.sandbox, office.hands, office.ready
AskForJob = Callable[..., Job]
Status, StepStatus = Delivery.Status, DeliveryStep.Status
COST = "*job.api/cost"


@pytest.fixture
def commits(transactional_db: None) -> Iterator[None]:
    """Real commits. The audit trail, which nobody may delete, gives way so that the test's rows can be taken away."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own ways to refuse a commit and to keep a copy")
    yield
    with connection.cursor() as cursor:
        for name in TRIGGERS:  # made again when the tables are empty
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


def practice(sandbox: SandboxServer) -> Tenant:
    return next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)


def made_since(sandbox: SandboxServer, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [as_made(one) for one in world_jobs(sandbox)[len(before) :]]


def until_the_first_cost(sandbox: SandboxServer, ask: AskForJob) -> Job:
    """A job that is made, and waits a day for room for its costs."""
    sandbox.app.sandbox.faults.faults.append(Fault("rate_day", path=COST))
    job = ask()
    work()
    made = DeliveryStep.across_firms.filter(delivery=job.delivery, status=StepStatus.DONE)
    assert [step.kind for step in made] == ["job.create", "job.assign"]
    return job


def status_of(job: Job) -> tuple[str, str]:
    delivery = Delivery.across_firms.get(pk=job.delivery_id)
    return delivery.status, delivery.reason


def test_consent_that_is_withdrawn_half_way_holds_the_rest_until_somebody_signs_in(
    sandbox: SandboxServer, hands: VirtualClock, ready: Connection, ask: AskForJob
) -> None:
    before = world_jobs(sandbox)
    job = until_the_first_cost(sandbox, ask)
    consents, sandbox.world.connections = sandbox.world.connections, []
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.HELD
    ready.refresh_from_db()
    assert ready.status == Connection.Status.RECONNECT
    assert [len(one["costs"]) for one in made_since(sandbox, before)] == [0]
    sandbox.world.connections = consents
    _connect(ready)
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.DONE
    assert made_since(sandbox, before) == [expected_job(job)]


def test_other_practice_that_is_connected_half_way_gets_nothing_of_the_job(
    sandbox: SandboxServer, hands: VirtualClock, ready: Connection, ask: AskForJob
) -> None:
    before, rest = world_jobs(sandbox), rest_of_world(sandbox, made=0)
    job = until_the_first_cost(sandbox, ask)
    Connection.across_firms.update(tenant_id=SECOND_PRACTICE)
    calls = len(sandbox.world.ledger.entries)
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.HELD
    assert len(sandbox.world.ledger.entries) == calls
    _connect(ready)
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.DONE
    assert made_since(sandbox, before) == [expected_job(job)]
    assert rest_of_world(sandbox, made=1) == rest


def test_job_whose_number_somebody_changes_in_xpm_is_told_and_not_made_again(
    sandbox: SandboxServer, hands: VirtualClock, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before = world_jobs(sandbox)
    job = until_the_first_cost(sandbox, ask)
    made = practice(sandbox).jobs[-1]
    number, made.id = made.id, "ANN1"
    go_on(hands, sandbox.app)
    assert status_of(job) == (Status.REFUSED, "Invalid job identifier")
    assert [len(one["costs"]) for one in made_since(sandbox, before)] == [0]
    made.id = number
    retry(Delivery.across_firms.get(pk=job.delivery_id), preparer)
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.DONE
    assert made_since(sandbox, before) == [expected_job(job)]


@pytest.mark.parametrize("newer", [{"kind": "job.of_tomorrow"}, {"status": "tomorrow"}])
def test_step_of_a_newer_version_is_left_to_it(
    sandbox: SandboxServer,
    hands: VirtualClock,
    ready: Connection,
    ask: AskForJob,
    caplog: pytest.LogCaptureFixture,
    newer: dict[str, str],
) -> None:
    before = world_jobs(sandbox)
    ready.numbering = Connection.Numbering.OWN
    ready.save()
    job = ask()
    step = DeliveryStep.across_firms.get(delivery=job.delivery, kind="job.assign")
    DeliveryStep.across_firms.filter(pk=step.pk).update(**newer)
    kept = list(DeliveryStep.across_firms.values())
    with caplog.at_level(logging.WARNING):
        work()
    assert caplog.messages == [f"left to a newer version: delivery={job.delivery_id} step={step.pk}"]
    assert list(DeliveryStep.across_firms.values()) == kept
    begin_epoch()
    assert DeliveryStep.across_firms.filter(pk=step.pk).values().get() == kept[step.position - 1]
    assert world_jobs(sandbox) == before
    # The newer version comes: it knows the step.
    DeliveryStep.across_firms.filter(pk=step.pk).update(kind="job.assign", status=StepStatus.STAGED)
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.DONE
    assert made_since(sandbox, before) == [expected_job(job)]


def test_step_that_waits_for_an_earlier_one_does_not_bring_the_worker_back_at_once(
    hands: VirtualClock, ready: Connection, ask: AskForJob
) -> None:
    job = ask()
    begin_epoch()
    soon, later = clock.now() + timedelta(seconds=5), clock.now() + timedelta(seconds=500)
    steps = DeliveryStep.across_firms.filter(delivery=job.delivery)
    steps.update(not_before=soon)
    steps.filter(kind="job.create").update(not_before=later)
    hands.jump(10)
    lease = claim("a worker")
    assert lease is not None
    run(lease)
    assert next_moment() == later


def test_full_disk_sends_nothing_that_is_not_written_down(
    commits: None, sandbox: SandboxServer, hands: VirtualClock, ready: Connection, ask: AskForJob
) -> None:
    before = world_jobs(sandbox)
    job = ask()
    step = DeliveryStep.across_firms.filter(delivery=job.delivery)[0]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA page_count")
        pages = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        fill_attempts(step)
        written = Attempt.across_firms.count()
        work_on_a_full_disk()
        assert Attempt.across_firms.count() == written
        assert [entry.path for entry in sandbox.world.ledger.entries if "job.api" in entry.path] == []
        assert DeliveryStep.across_firms.get(pk=step.pk).status == StepStatus.STAGED
        cursor.execute("PRAGMA max_page_count = 1073741823")
    Attempt.across_firms.filter(worker="filler").delete()
    jump_to(hands, sandbox.app, next_moment())
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.DONE
    assert made_since(sandbox, before) == [expected_job(job)]


def fill_attempts(step: DeliveryStep) -> None:
    """Until not even a small one fits."""
    for size in (500, 100, 1):
        with pytest.raises(OperationalError, match="full"):  # noqa: PT012 - it is the last of many
            while True:
                Attempt.across_firms.create(
                    firm_id=step.firm_id, step=step, purpose="probe", worker="filler", lease_number=0,
                    started_at=step.delivery.created_at, answer="x" * size, outcome="filler",
                )  # fmt: skip


def work_on_a_full_disk() -> None:
    with suppress(OperationalError):
        work()


def test_commit_that_the_database_refuses_leaves_an_unknown_outcome_that_is_looked_up(
    commits: None, sandbox: SandboxServer, hands: VirtualClock, ready: Connection, ask: AskForJob
) -> None:
    before = world_jobs(sandbox)
    job = ask()
    connection.ensure_connection()
    connection.connection.set_authorizer(refuse_commit_after(sandbox, "job.api/add"))
    work()
    connection.connection.set_authorizer(None)
    assert DeliveryStep.across_firms.get(kind="job.create").status == StepStatus.SENDING
    assert len(made_since(sandbox, before)) == 1
    go_on(hands, sandbox.app)
    assert status_of(job)[0] == Status.DONE
    assert made_since(sandbox, before) == [expected_job(job)]
    create = DeliveryStep.across_firms.get(kind="job.create")
    assert create.attempts.filter(purpose="send").count() == 1


def refuse_commit_after(sandbox: SandboxServer, path: str) -> Callable[..., int]:
    """Refuse the first commit of an outcome that follows the call."""
    seen = {"is_closing": False, "is_over": False}

    def authorise(action: int, first: str | None, second: str | None, *rest: object) -> int:
        has_called = any(path in entry.path for entry in sandbox.world.ledger.entries)
        if action == sqlite3.SQLITE_UPDATE and first == "practice_manager_attempt" and has_called:
            seen["is_closing"] = True
        if action == sqlite3.SQLITE_TRANSACTION and first == "COMMIT" and seen["is_closing"]:
            seen["is_over"], is_first = True, not seen["is_over"]
            return sqlite3.SQLITE_DENY if is_first else sqlite3.SQLITE_OK
        return sqlite3.SQLITE_OK

    return authorise


@pytest.mark.parametrize("numbering", ["own", "series"])
def test_restore_from_a_backup_makes_nothing_twice_and_names_what_nobody_knows(
    commits: None,
    sandbox: SandboxServer,
    hands: VirtualClock,
    ready: Connection,
    ask: AskForJob,
    numbering: str,
) -> None:
    Connection.across_firms.update(numbering=numbering)
    ready.refresh_from_db()
    before = world_jobs(sandbox)
    known = [ask(name=f"Known {number}") for number in range(3)]
    copy = backup()
    go_on(hands, sandbox.app)
    lost = ask(name="Asked for after the backup")
    go_on(hands, sandbox.app)
    lost.refresh_from_db()
    assert lost.delivery is not None
    number, marker = lost.number, lost.delivery.marker
    made = made_since(sandbox, before)
    assert len(made) == 4
    restore(copy)
    told = _new_epoch(hands)
    go_on(hands, sandbox.app)
    assert made_since(sandbox, before) == made
    assert [status_of(job)[0] for job in known] == [Status.DONE] * 3
    assert told == [
        "3 deliveries are looked up in XPM before anything of them is sent.",
        "Ngata & Walker: 1 jobs in XPM are of no pack here",
        f"  {number}  Asked for after the backup  ({known[0].client.name}, reference {marker})",
    ]
    _adopt(hands, sandbox, ask, number)
    assert _new_epoch(hands)[1:] == ["Ngata & Walker: 0 jobs in XPM are of no pack here"]


def _new_epoch(hands: VirtualClock) -> list[str]:
    told = io.StringIO()
    call_command("newepoch", "--since", hands.now().date().isoformat(), stdout=told)
    return told.getvalue().splitlines()


def _adopt(hands: VirtualClock, sandbox: SandboxServer, ask: AskForJob, number: str) -> None:
    """Somebody records the change again and ties its pack to the job that is there."""
    before = [(job["id"], job["costs"]) for job in world_jobs(sandbox)]
    job = ask(add_to=number, template_id=None, name="", costs=())
    go_on(hands, sandbox.app)
    job.refresh_from_db()
    assert (status_of(job)[0], job.number) == (Status.DONE, number)
    assert [(job["id"], job["costs"]) for job in world_jobs(sandbox)] == before


def backup() -> sqlite3.Connection:
    copy = sqlite3.connect(":memory:")
    connection.connection.backup(copy)
    return copy


def restore(copy: sqlite3.Connection) -> None:
    copy.backup(connection.connection)
    copy.close()


def _connect(ready: Connection) -> None:
    """An administrator signs in to the first practice again."""
    Connection.across_firms.update(status=Connection.Status.CONNECTED, tenant_id=PRACTICE, problem="")
    resume_held(Connection.across_firms.get(pk=ready.pk))
