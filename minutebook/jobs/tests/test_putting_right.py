"""A job with the wrong client, or made in error: cancelled once, a new one in its place, a billed one left alone."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, User
from minutebook.jobs.live import marks_of
from minutebook.jobs.models import Job, JobReading
from minutebook.jobs.putting_right import (
    Way,
    billing_of,
    can_give_up,
    can_replace,
    cancel_job,
    give_up_cancelling,
    way_to_cancel,
)
from minutebook.jobs.readings import ask_xpm
from minutebook.jobs.replacing import old_draft, replace_job
from minutebook.jobs.services import set_state
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.jobs.tests.test_cost_changes import add_invoice
from minutebook.practice_manager.models import Connection, DeliveryStep, JobState
from minutebook.work import clock
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
WHY = 'Wrong client: "Kōwhai" & <Sons>'


@pytest.fixture
def job(sandbox: SandboxServer, ready: Connection, ask: AskForJob) -> Job:
    """A job with two costs that is in XPM; the code of Cancelled is known."""
    know_the_code(ready)
    job = ask()
    assert settle(job) == "done"
    return fresh(job)


def know_the_code(connection: Connection) -> None:
    """The firm has entered its code for cancelled jobs."""
    JobState.across_firms.update_or_create(
        connection=connection, role="cancelled",
        defaults={"firm_id": connection.firm_id, "name": "Cancelled", "code": "DROPPED"},
    )  # fmt: skip


def fresh(job: Job) -> Job:
    return Job.across_firms.select_related("firm", "delivery__connection").get(pk=job.pk)


def quantities(made: dict[str, Any]) -> list[tuple[Decimal, bool]]:
    return [(Decimal(cost["quantity"]), cost["billable"]) for cost in made["costs"]]


def cancelled(made: dict[str, Any]) -> tuple[Any, ...]:
    """What a cancelled job looks like: lines, state, how many notes, and the begin of the note."""
    notes = [note for note in made["notes"] if note["title"] == "Cancelled from Minutebook"]
    return quantities(made), made["state"], [note["text"].split("\n")[0] for note in notes]


GONE = ([(Decimal(0), False)] * 2, "DROPPED", [WHY])


def test_cancelled_job_has_no_lines_a_note_and_its_state(
    sandbox: SandboxServer, job: Job, preparer: User
) -> None:
    assert way_to_cancel(job) == Way.CANCEL
    cancel_job(job, f" {WHY} ", preparer, makes_new=True)
    assert settle(job) == "done"
    assert cancelled(world_jobs(sandbox)[-1]) == GONE
    job = fresh(job)
    assert (job.state, job.cancelled_because, job.awaits_replacement) == ("cancelled", WHY, True)
    event = AuditEvent.across_firms.get(action="job.cancelled")
    assert (event.user, event.facts) == (preparer, {"way": "cancel", "makes_new": True})


@pytest.mark.parametrize("call", ["*job.api/cost", "*job.api/note", "*job.api/state"])
@pytest.mark.parametrize("fault", ["lost_reply", "cut_reply", "reset_before", "late", "html"])
def test_lost_answers_cancel_it_once(
    sandbox: SandboxServer, job: Job, preparer: User, fault: str, call: str
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault(fault, path=call, method="*", seconds=1.3))
    cancel_job(job, WHY, preparer)
    assert settle(job) == "done"
    assert cancelled(world_jobs(sandbox)[-1]) == GONE


def test_without_the_code_its_name_and_a_note_say_it(
    sandbox: SandboxServer, job: Job, preparer: User
) -> None:
    JobState.across_firms.filter(role="cancelled").update(code="")
    before = world_jobs(sandbox)[-1]
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path="*job.api/update", method="PUT"))
    cancel_job(job, WHY, preparer)
    assert settle(job) == "done"
    made = world_jobs(sandbox)[-1]
    assert cancelled(made) == ([(Decimal(0), False)] * 2, "SCHED", [WHY])
    same = ("description", "client_uuid", "client_order_number", "category_uuid", "start_date", "due_date")
    assert made["name"] == f"CANCELLED: {before['name']}"
    assert {key: made[key] for key in same} == {key: before[key] for key in same}


def test_cancelled_job_is_not_marked_with_another_state(
    sandbox: SandboxServer, job: Job, preparer: User
) -> None:
    before = fresh(job)
    cancel_job(job, WHY, preparer)
    assert settle(job) == "done"
    assert marks_of(fresh(job)) == []
    with pytest.raises(DomainError, match="The job is cancelled"):
        set_state(fresh(job), "complete", preparer)
    # A page that was opened before says nothing of it; nothing is asked for either.
    set_state(before, "complete", preparer)
    assert settle(job) == "done"
    assert cancelled(world_jobs(sandbox)[-1]) == GONE


def test_second_press_is_told_and_does_nothing(job: Job, preparer: User) -> None:
    cancel_job(job, WHY, preparer)
    steps = DeliveryStep.across_firms.count()
    for same in (job, fresh(job)):
        with pytest.raises(DomainError):
            cancel_job(same, "again", preparer)
    assert DeliveryStep.across_firms.count() == steps
    assert fresh(job).cancelled_because == WHY


def test_job_that_xpm_has_nothing_of_is_simply_not_made(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, job = world_jobs(sandbox), ask()
    cancel_job(job, WHY, preparer)
    assert settle(job) == "cancelled"
    assert world_jobs(sandbox) == before


def test_partly_refused_job_can_be_cancelled_and_what_was_never_made_is_left_out(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    know_the_code(ready)
    sandbox.app.sandbox.faults.faults.append(
        Fault(
            "error_200", path="*job.api/cost", method="POST", text="The date falls in a period that is locked"
        )
    )
    job = ask()
    assert settle(job) == "refused"
    cancel_job(fresh(job), WHY, preparer)
    assert settle(job) == "done"
    assert cancelled(world_jobs(sandbox)[-1]) == ([(Decimal(0), False)], "DROPPED", [WHY])


def test_known_invoice_keeps_it_from_being_cancelled(
    sandbox: SandboxServer, job: Job, preparer: User
) -> None:
    add_invoice(sandbox, job, "Approved")
    look(job)
    with pytest.raises(DomainError) as refusal:
        cancel_job(job, WHY, preparer)
    assert (refusal.value.code, billing_of(job).numbers) == ("billed", "I000777")
    assert fresh(job).cancelled_because == ""


def test_job_that_was_billed_meanwhile_is_left_alone_and_kept(
    sandbox: SandboxServer, job: Job, preparer: User
) -> None:
    add_invoice(sandbox, job, "Draft")
    before = world_jobs(sandbox)[-1]
    cancel_job(job, WHY, preparer, makes_new=True)
    assert settle(job) == "refused"
    assert can_give_up(fresh(job))
    give_up_cancelling(fresh(job), preparer)
    assert settle(job) == "done"
    job = fresh(job)
    assert (job.cancelled_because, job.awaits_replacement, job.state) == ("", False, "planned")
    assert world_jobs(sandbox)[-1] == before
    assert as_made(before) == expected_job(job)
    with pytest.raises(DomainError):
        give_up_cancelling(job, preparer)


def test_new_job_takes_its_place_once(sandbox: SandboxServer, job: Job, preparer: User) -> None:
    set_state(job, "in progress", preparer)
    settle(job)
    cancel_job(fresh(job), WHY, preparer, makes_new=True)
    day = clock.today(job.firm.zone)
    draft = old_draft(fresh(job), day)
    assert [(line.description, str(line.unit_price)) for line in draft.costs] == [
        ("Our fee & <more>", "130.00"), ("Search", "15.05"),
    ]  # fmt: skip
    assert draft.state == "planned"
    new = replace_job(fresh(job), draft.with_changes(name="The right one"), preparer)
    with pytest.raises(DomainError):
        replace_job(fresh(job), draft, preparer)
    with pytest.raises(DomainError):
        replace_job(job, draft, preparer)
    assert settle(job) == settle(new) == "done"
    old, made = world_jobs(sandbox)[-2:]
    assert cancelled(old) == GONE
    assert as_made(made) == expected_job(new)
    assert (fresh(job).replaced_by, fresh(job).awaits_replacement, new.label) == (new, False, job.label)


def test_billed_job_may_have_a_new_one_beside_it(sandbox: SandboxServer, job: Job, preparer: User) -> None:
    assert not can_replace(job)
    add_invoice(sandbox, job, "Paid")
    look(job)
    before = world_jobs(sandbox)[-1]
    new = replace_job(job, old_draft(job, clock.today(job.firm.zone)), preparer)
    assert settle(new) == "done"
    assert world_jobs(sandbox)[-2] == before
    assert len(world_jobs(sandbox)[-1]["costs"]) == 2


def test_look_says_why_it_could_not_be_read(sandbox: SandboxServer, job: Job) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("status", path="*invoice.api/job/*", method="*", code=503))
    assert look(job).problem
    assert not billing_of(job).is_under_way
    assert look(job).problem == ""


def look(job: Job) -> JobReading:
    assert job.delivery is not None
    reading = ask_xpm(job.delivery.connection, JobReading.Kind.INVOICES, job.number, job.created_by)
    assert reading.is_under_way
    Worker().work(until_idle=True)
    reading.refresh_from_db()
    return reading
