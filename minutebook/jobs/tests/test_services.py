from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.drafts import CostDraft, JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.services import queue_job, set_state
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.practice_manager.models import Client, Delivery, DeliveryStep, JobState, Staff
from minutebook.work.clock import today
from minutebook.work.models import Operation

LINES = (("Fee & <more>", "1", "0.00", "130.00"), ("Search", "2.5", "9.50", "15.05"))


@pytest.fixture
def practice(firm: Firm, preparer: User) -> Practice:
    return make_practice(firm, preparer)


@pytest.fixture
def client(practice: Practice, company: Company) -> Client:
    return make_client(practice, company.name, company.contact)


@pytest.fixture
def draft(practice: Practice, client: Client, company: Company, firm: Firm) -> JobDraft:
    day = today(firm.zone)
    return JobDraft(
        adds_job=True, contact_id=company.contact_id, client_id=client.pk, creates_client=False,
        template_id=practice.template.pk, name=" CoSec ", description=" Line\nMāori ", start_date=day, due_date=day,
        staff_ids=(practice.me.pk, practice.colleague.pk), manager_id=practice.me.pk, is_confirmed=True,
        costs=tuple(CostDraft(day, text, *map(Decimal, numbers)) for text, *numbers in LINES),
    )  # fmt: skip


@pytest.fixture
def queue(practice: Practice, company: Company, preparer: User, draft: JobDraft) -> Any:
    def ask(**changes: Any) -> Job:
        return queue_job(
            practice.connection, preparer, draft.with_changes(**changes),
            company_id=company.pk, label="7KQ2-M9XD", kind="registered_office",
        )  # fmt: skip

    return ask


def steps(job: Job) -> list[str]:
    return list(DeliveryStep.across_firms.filter(delivery=job.delivery).values_list("kind", flat=True))


def states(job: Job) -> list[str]:
    rows = DeliveryStep.across_firms.filter(delivery=job.delivery, kind="job.state")
    return [step.payload["role"] for step in rows]


def made(job: Job) -> Job:
    """As if XPM had made it."""
    job.number = "J000123"
    job.save()
    DeliveryStep.across_firms.update(status=DeliveryStep.Status.DONE)
    return job


def test_job_its_costs_and_its_delivery_are_made_together(
    queue: Any, practice: Practice, client: Client
) -> None:
    job = queue()
    marker = job.delivery.marker
    assert (job.name, job.description, job.client, job.label, job.state) == (
        "CoSec", "Line\nMāori", client, "7KQ2-M9XD", "planned",
    )  # fmt: skip
    assert [
        (cost.description, cost.quantity, cost.unit_price, cost.reference) for cost in job.costs.all()
    ] == [
        ("Fee & <more>", Decimal(1), Decimal(130), f"{marker}-1"),
        ("Search", Decimal("2.5"), Decimal("15.05"), f"{marker}-2"),
    ]
    assert steps(job) == ["job.create", "job.assign", "job.cost", "job.cost", "job.read", "job.note"]
    payloads = list(DeliveryStep.across_firms.values_list("payload", flat=True))
    assert payloads[1] == {
        "staff": sorted([practice.me.uuid, practice.colleague.uuid]), "manager": practice.me.uuid, "partner": "",
    }  # fmt: skip
    assert (job.delivery.tenant_id, Operation.across_firms.get().subject_id) == ("tenant-1", job.delivery_id)
    assert AuditEvent.across_firms.get(action="job.queued").facts == {
        "delivery": job.delivery_id, "label": "7KQ2-M9XD",
    }  # fmt: skip


def test_unticked_lines_and_nobody_to_assign_make_no_steps(queue: Any, draft: JobDraft) -> None:
    lines = tuple(replace(line, is_included=number == 1) for number, line in enumerate(draft.costs))
    job = queue(costs=lines, staff_ids=(), manager_id=None)
    assert steps(job) == ["job.create", "job.cost", "job.read", "job.note"]
    assert job.costs.get().reference == f"{job.delivery.marker}-1"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"client_id": None}, "client"),
        ({"state": "in progress"}, None),
        ({"state": "complete"}, None),
    ],
)
def test_state_other_than_planned_is_a_step_and_problems_are_refused(
    queue: Any, changes: dict[str, Any], field: str | None
) -> None:
    if field is None:
        assert steps(queue(**changes))[-3:] == ["job.state", "job.read", "job.note"]
        return
    with pytest.raises(DomainError) as refused:
        queue(**changes)
    assert (refused.value.field, Job.across_firms.count(), Delivery.across_firms.count()) == (field, 0, 0)


def test_state_without_a_code_is_refused(queue: Any) -> None:
    JobState.across_firms.filter(role="complete").update(code="")
    with pytest.raises(DomainError) as refused:
        queue(state="complete")
    assert refused.value.code == "state_code"


@pytest.mark.parametrize("name", ["client_id", "template_id", "manager_id", "partner_id", "staff_ids"])
@pytest.mark.parametrize("whose", ["another firm's", "another practice's", "gone"])
def test_choice_that_is_not_the_practices_is_refused(
    queue: Any,
    practice: Practice,
    other_firm: Firm,
    stranger: User,
    administrator: User,
    firm: Firm,
    name: str,
    whose: str,
) -> None:
    others = {"another firm's": (other_firm, stranger), "another practice's": (firm, administrator)}
    there = practice if whose == "gone" else make_practice(*others[whose], "tenant-2")
    row: Any = {
        "client_id": lambda: make_client(there, "Theirs"),
        "template_id": lambda: there.template,
    }.get(name, lambda: there.colleague)()
    if whose == "gone":
        type(row).across_firms.filter(pk=row.pk).update(is_gone=True)
    with pytest.raises(DomainError) as refused:
        queue(**{name: (row.pk,) if name == "staff_ids" else row.pk})
    assert refused.value.code == "gone"


def test_client_that_is_to_be_made_is_the_first_step(queue: Any, client: Client) -> None:
    Client.across_firms.update(contact=None)
    job = queue(client_id=None, creates_client=True)
    assert (job.client, steps(job)[:2]) == (None, ["client.create", "job.create"])
    with pytest.raises(DomainError) as refused:
        queue(client_id=None, creates_client=True)
    assert refused.value.code == "client_under_way"


def test_client_that_was_linked_since_the_panel_was_opened_is_used(
    queue: Any, client: Client, company: Company, preparer: User
) -> None:
    job = queue(client_id=None, creates_client=True)
    assert (job.client, steps(job)[0]) == (client, "job.create")


def test_job_of_another_firms_contact_is_refused(queue: Any, other_firm: Firm) -> None:
    theirs = Contact.across_firms.create(firm=other_firm, name="Theirs")
    with pytest.raises(Contact.DoesNotExist):
        queue(contact_id=theirs.pk)


def test_two_jobs_never_share_a_marker(queue: Any) -> None:
    markers = {queue().delivery.marker for _ in range(3)}
    assert len(markers) == 3


def test_state_is_asked_for_once(queue: Any, preparer: User) -> None:
    job = made(queue())
    for _ in range(2):
        set_state(job, "in progress", preparer)
    job.refresh_from_db()
    assert (states(job), job.state) == (["in progress"], "in progress")
    assert Delivery.across_firms.get().status == "waiting"


def test_last_state_that_was_asked_for_wins(queue: Any, preparer: User) -> None:
    job = made(queue())
    for role in ("in progress", "complete", "in progress"):
        set_state(job, role, preparer)
    assert states(job) == ["in progress", "complete", "in progress"]


def test_state_of_a_job_without_a_number_is_refused(queue: Any, preparer: User) -> None:
    job = queue()
    with pytest.raises(DomainError) as refused:
        set_state(job, "complete", preparer)
    assert (refused.value.code, states(job)) == ("no_job", [])


def test_staff_are_the_chosen_ones(queue: Any, practice: Practice) -> None:
    assert set(queue().staff.all()) == {practice.me, practice.colleague}
    assert Staff.across_firms.count() == 2
