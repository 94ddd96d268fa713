"""What XPM refused is put right and sent again under the same marker; what was called off is never made."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.corrections import Parts, Team, correct_parts, draft_of, refused_costs
from minutebook.jobs.models import Job
from minutebook.jobs.services import can_drop_job, correct_job, drop_job
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.practice_manager.delivery.services import retry
from minutebook.practice_manager.models import Connection, DeliveryStep, JobState, JobTemplate
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status = DeliveryStep.Status


def refuse(sandbox: SandboxServer, call: str, text: str) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("error_200", path=f"*{call}", text=text))


def made(sandbox: SandboxServer, before: list[Any]) -> list[dict[str, Any]]:
    return [as_made(job) for job in world_jobs(sandbox)[len(before) :]]


@pytest.fixture
def refused(sandbox: SandboxServer, ready: Connection, ask: AskForJob) -> Job:
    """A job that XPM refused to make."""
    refuse(sandbox, "job.api/add", "Invalid job template identifier")
    job = ask()
    assert settle(job) == "refused"
    job.refresh_from_db()
    return job


def test_draft_of_a_job_is_what_was_asked_for(refused: Job, job_draft: Any) -> None:
    shown = draft_of(refused)
    assert replace(shown, staff_ids=()) == replace(job_draft, staff_ids=(), is_confirmed=False)
    assert sorted(shown.staff_ids) == sorted(job_draft.staff_ids)


def test_corrected_job_is_made_once_as_corrected(
    sandbox: SandboxServer, ready: Connection, refused: Job, preparer: User
) -> None:
    before, marker = world_jobs(sandbox), refused.delivery.marker if refused.delivery else ""
    other = JobTemplate.across_firms.filter(connection=ready, is_gone=False).exclude(pk=refused.template_id)[
        0
    ]
    draft = draft_of(refused)
    lines = (replace(draft.costs[0], unit_price=Decimal("99.95"), description="Put <right> & tidy"),)
    corrected = draft.with_changes(
        template_id=other.pk, name="Another name", costs=lines, staff_ids=draft.staff_ids[:1]
    )
    correct_job(refused, corrected, preparer)
    assert settle(refused) == "done"
    assert made(sandbox, before) == [expected_job(refused)]
    assert (refused.template, refused.name, refused.costs.count()) == (other, "Another name", 1)
    assert refused.delivery is not None
    assert refused.delivery.marker == marker
    assert AuditEvent.across_firms.filter(action="job.corrected", user=preparer).count() == 1


def test_refused_job_is_corrected_once(refused: Job, preparer: User) -> None:
    correct_job(refused, draft_of(refused), preparer)
    with pytest.raises(DomainError) as second:
        correct_job(refused, draft_of(refused), preparer)
    assert second.value.code == "not_refused"
    kinds = [step.kind for step in DeliveryStep.across_firms.all()]
    assert kinds.count("job.create") == 1


def test_correction_may_make_the_client_first(
    sandbox: SandboxServer, ready: Connection, refused: Job, firm: Firm, preparer: User
) -> None:
    before = world_jobs(sandbox)
    contact = Contact.across_firms.create(firm=firm, kind="company", name="New & <client> Pty Ltd")
    draft = draft_of(refused).with_changes(contact_id=contact.pk, client_id=None, creates_client=True)
    correct_job(refused, draft, preparer)
    assert settle(refused) == "done"
    refused.refresh_from_db()
    assert refused.client is not None
    assert refused.client.name == contact.name
    assert made(sandbox, before) == [expected_job(refused)]


def test_refused_client_gives_way_to_a_linked_one(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, firm: Firm, preparer: User, job_draft: Any
) -> None:
    before = world_jobs(sandbox)
    contact = Contact.across_firms.create(firm=firm, kind="company", name="Not to be Pty Ltd")
    refuse(sandbox, "client.api/add", "Business structure is invalid")
    job = ask(contact_id=contact.pk, client_id=None, creates_client=True)
    assert settle(job) == "refused"
    linked = job_draft.contact_id, job_draft.client_id
    draft = draft_of(job).with_changes(contact_id=linked[0], client_id=linked[1], creates_client=False)
    correct_job(job, draft, preparer)
    assert settle(job) == "done"
    assert made(sandbox, before) == [expected_job(job)]
    assert sorted(DeliveryStep.across_firms.values_list("kind", "status"))[0] == (
        "client.create",
        "cancelled",
    )


def test_refused_client_takes_over_the_mended_contact_on_retry(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, firm: Firm, preparer: User
) -> None:
    contact = Contact.across_firms.create(
        firm=firm, kind="company", name="Mend me Pty Ltd", email="old@x.example"
    )
    refuse(sandbox, "client.api/add", "Email is invalid")
    job = ask(contact_id=contact.pk, client_id=None, creates_client=True)
    assert settle(job) == "refused"
    Contact.across_firms.update(email="new@x.example")
    assert job.delivery is not None
    retry(job.delivery, preparer)
    assert settle(job) == "done"
    clients = sandbox.world.to_dict()["tenants"]
    found = [one for tenant in clients for one in tenant["clients"] if one["name"] == contact.name]
    assert [one["email"] for one in found] == ["new@x.example"]


def test_refused_cost_is_put_right_and_the_others_stay(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before = world_jobs(sandbox)
    refuse(sandbox, "job.api/cost", "The period is locked")
    job = ask()
    assert settle(job) == "refused"
    [cost] = refused_costs(job)
    line = replace(draft_of(job).costs[0], unit_price=Decimal("77.70"), description="In an open period")
    correct_parts(job, Parts((line,), None), preparer)
    assert settle(job) == "done"
    cost.refresh_from_db()
    assert (cost.description, cost.unit_price) == ("In an open period", Decimal("77.70"))
    assert made(sandbox, before) == [expected_job(job)]


def test_refused_cost_can_be_left_out(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before = world_jobs(sandbox)
    refuse(sandbox, "job.api/cost", "The period is locked")
    job = ask()
    settle(job)
    line = replace(draft_of(job).costs[0], is_included=False)
    correct_parts(job, Parts((line,), None), preparer)
    assert (settle(job), job.costs.count()) == ("done", 1)
    assert made(sandbox, before) == [expected_job(job)]


def test_refused_team_is_put_right(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before = world_jobs(sandbox)
    refuse(sandbox, "job.api/assign", "Invalid staff identifier for add request")
    job = ask()
    assert settle(job) == "refused"
    staff = tuple(job.staff.values_list("pk", flat=True))
    correct_parts(job, Parts((), Team(staff[1:], job.manager_id, None)), preparer)
    assert settle(job) == "done"
    assert made(sandbox, before) == [expected_job(job)]


def test_retry_takes_the_states_code_from_settings(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    codes = JobState.across_firms.filter(connection=ready, role="complete")
    codes.update(code="WRONG")
    before = world_jobs(sandbox)
    job = ask(state="complete")
    assert settle(job) == "refused"
    codes.update(code="COMPLETED")
    assert job.delivery is not None
    retry(job.delivery, preparer)
    assert settle(job) == "done"
    assert [one["state"] for one in world_jobs(sandbox)[len(before) :]] == ["COMPLETED"]


def test_job_that_was_called_off_is_never_made(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before = world_jobs(sandbox)
    job = ask()
    assert can_drop_job(job)
    drop_job(job, preparer)
    Worker().work(until_idle=True)
    job.refresh_from_db()
    assert job.delivery is not None
    assert (job.delivery.status, world_jobs(sandbox)) == ("cancelled", before)
    assert not can_drop_job(job)


@pytest.mark.parametrize("status", [Status.SENDING, Status.UNKNOWN, Status.QUESTION, Status.DONE])
def test_job_that_may_be_in_xpm_is_not_called_off(
    ready: Connection, ask: AskForJob, preparer: User, status: Status
) -> None:
    job = ask()
    DeliveryStep.across_firms.filter(kind="job.create").update(status=status, sends=1)
    assert not can_drop_job(job)
    with pytest.raises(DomainError) as refusal:
        drop_job(job, preparer)
    assert refusal.value.code == "sent"
    assert set(DeliveryStep.across_firms.exclude(kind="job.create").values_list("status", flat=True)) == {
        "staged"
    }


def test_job_is_called_off_after_its_client_was_made(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, firm: Firm, preparer: User
) -> None:
    before = world_jobs(sandbox)
    contact = Contact.across_firms.create(firm=firm, kind="company", name="Only the client Pty Ltd")
    refuse(sandbox, "job.api/add", "Invalid job template identifier")
    job = ask(contact_id=contact.pk, client_id=None, creates_client=True)
    assert settle(job) == "refused"
    drop_job(job, preparer)
    assert (settle(job), world_jobs(sandbox)) == ("cancelled", before)
