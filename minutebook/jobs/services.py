"""Asking for a job: its row, its costs and its delivery in one transaction; its state later."""

from datetime import date
from typing import Any

from django.db import transaction

from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.clients import new_client_payload
from minutebook.practice_manager.delivery.markers import line_reference
from minutebook.practice_manager.delivery.services import (
    NewStep,
    can_drop,
    drop,
    new_delivery,
    restage,
    start,
)
from minutebook.practice_manager.matching import linked_client
from minutebook.practice_manager.models import (
    Category,
    Client,
    Connection,
    Delivery,
    DeliveryStep,
    JobState,
    JobTemplate,
    Staff,
)

from .drafts import CostDraft, JobDraft
from .models import Cost, Job
from .papers import paper_steps
from .rules import check_draft

NOTE_TITLE = "Made from Minutebook"


def queue_job(
    connection: Connection,
    user: User,
    draft: JobDraft,
    *,
    company_id: int,
    label: str,
    kind: str,
    lodge_by: date | None = None,
) -> Job:
    """Make the job's rows and queue its delivery, in the caller's transaction; refused while the draft has problems."""
    problems = check_draft(draft, draft.start_date)
    if problems:
        raise DomainError("job_draft", problems[0].message, problems[0].field)
    job = Job(firm=connection.firm, company_id=company_id, label=label, change_kind=kind, created_by=user)
    job.lodge_by = lodge_by
    job.delivery = delivery = new_delivery(connection, "job")
    _fill_job(job, draft, connection)
    start(delivery, _plan(job, draft, delivery))
    record_event("job.queued", job, user, delivery=delivery.pk, label=label)
    return job


def correct_job(job: Job, draft: JobDraft, user: User) -> None:
    """Put right a job that XPM refused to make, all of it; it is sent again under the same marker."""
    problems = check_draft(draft, draft.start_date)
    if problems:
        raise DomainError("job_draft", problems[0].message, problems[0].field)
    delivery = job.delivery
    if delivery is None or job.number:
        raise DomainError(
            "made", "The job is in Xero Practice Manager. Only what was refused can be put right."
        )
    with transaction.atomic():
        _fill_job(job, draft, delivery.connection)
        job.costs.all().delete()
        restage(delivery, _plan(job, draft, delivery))
        record_event("job.corrected", job, user, delivery=delivery.pk)


def deliver_job(job: Job, connection: Connection, draft: JobDraft, user: User) -> None:
    """Queue the delivery of a job of the job book as drafted, in the caller's transaction; refused once it has one."""
    problems = check_draft(draft, draft.start_date)
    if problems:
        raise DomainError("job_draft", problems[0].message, problems[0].field)
    delivery = new_delivery(connection, "job")
    if not Job.across_firms.filter(pk=job.pk, delivery=None, imported_at=None).update(delivery=delivery):
        raise DomainError("handed_over", "This job is handed to XPM already. Look at it again.")
    job.refresh_from_db()
    _fill_job(job, draft, connection)
    job.costs.all().delete()
    start(delivery, _plan(job, draft, delivery))
    record_event("job.handed_over", job, user, delivery=delivery.pk, number=job.book_number)


def _plan(job: Job, draft: JobDraft, delivery: Delivery) -> list[NewStep]:
    """Every call that makes the job, in order; the state after the costs, since a completed job takes none.

    On the good path that is one call to add, one to assign, one a cost, and one for a state that is asked for; the
    link to the job is read last, when there is room for it.
    """
    connection = delivery.connection
    if job.adds_to:
        return [
            _open_step(job),
            *_cost_steps(job, delivery, draft),
            *_state_step(connection, job.state),
            _note_step(job, delivery),
            *paper_steps(job),
        ]
    return [
        *_client_step(job, delivery),
        _create_step(job, draft, connection),
        *_template_step(job),
        *_assign_step(job),
        *_cost_steps(job, delivery, draft),
        *_state_step(connection, job.state),
        NewStep("job.read", {}),
        _note_step(job, delivery),
        *paper_steps(job),
    ]


def set_state(job: Job, role: str, user: User) -> None:
    """Ask for another state of a job that exists; asking for the one under way again changes nothing."""
    delivery = job.delivery
    if delivery is None or not job.number:
        raise DomainError(
            "no_job", "The job is not in Xero Practice Manager yet. Wait until it has a number."
        )
    with transaction.atomic():
        steps = _state_step(delivery.connection, role, is_change=True)
        locked = Job.across_firms.filter(pk=job.pk).exclude(state=role).update(state=role)
        if not locked or _is_asked_for(delivery, role):
            return
        start(delivery, steps)
        record_event("job.state", job, user, role=role)


def can_set_state(job: Job, role: str) -> bool:
    """Whether the job is in XPM and the firm's code for this state is known."""
    if job.delivery is None or not job.number:
        return False
    states = JobState.objects.for_firm(job.firm_id).filter(connection=job.delivery.connection, role=role)
    return states.exclude(code="").exists()


def can_drop_job(job: Job) -> bool:
    """Whether nothing of the job is in XPM, so that it can simply not be made."""
    return job.delivery is not None and not job.number and can_drop(job.delivery)


def drop_job(job: Job, user: User) -> None:
    """Do not make the job after all; refused once XPM may have it."""
    if job.delivery is not None:
        drop(job.delivery, user)


def _is_asked_for(delivery: Delivery, role: str) -> bool:
    """Whether the last state that was asked for is this one, and still to come; an earlier one would be undone."""
    step = delivery.steps.filter(kind="job.state").order_by("-position").first()
    ended = (DeliveryStep.Status.DONE, DeliveryStep.Status.CANCELLED, DeliveryStep.Status.REFUSED)
    return step is not None and step.payload["role"] == role and step.status not in ended


def _fill_job(job: Job, draft: JobDraft, connection: Connection) -> None:
    """Take the draft over into the job's row; refused where something chosen is gone in XPM."""
    contact = Contact.objects.for_firm(connection.firm).get(pk=draft.contact_id or 0)
    job.contact = contact
    # It may have been created since the panel was opened.
    job.client = own_copy(Client, connection, draft.client_id) or linked_client(contact, connection)
    job.template = own_copy(JobTemplate, connection, draft.template_id)
    job.name, job.description = draft.name.strip(), draft.description.strip()
    job.start_date, job.due_date = draft.start_date, draft.due_date
    job.manager = own_copy(Staff, connection, draft.manager_id)
    job.partner = own_copy(Staff, connection, draft.partner_id)
    job.state, job.adds_to, job.adds_to_uuid = draft.state, draft.add_to, draft.add_to_uuid
    staff = [own_copy(Staff, connection, pk) for pk in draft.staff_ids]
    job.save()
    job.staff.set(staff)


def own_copy(model: Any, connection: Connection, pk: int | None) -> Any:
    """The copy with this key, if it is of this connection; refused when it is gone."""
    if pk is None:
        return None
    row = model.objects.for_firm(connection.firm_id).filter(connection=connection, pk=pk).first()
    if row is None or row.is_gone:
        raise DomainError(
            "gone", "Something chosen for the job is no longer in XPM. Read the lists and choose again."
        )
    return row


def _make_costs(job: Job, delivery: Delivery, lines: tuple[CostDraft, ...]) -> list[Cost]:
    return [make_cost(job, delivery, line, number) for number, line in enumerate(lines, start=1)]


def make_cost(job: Job, delivery: Delivery, line: CostDraft, number: int) -> Cost:
    """A line of the job, with the reference by which it is found again in XPM."""
    cost = Cost(firm_id=job.firm_id, job=job, position=number, code=line.code, source=line.source)
    cost.reference = line_reference(delivery.marker, number)
    return fill_cost(cost, line)


def fill_cost(cost: Cost, line: CostDraft) -> Cost:
    """Take the values of a drafted line over, and save."""
    cost.date, cost.description, cost.is_billable = line.date, line.description.strip(), line.is_billable
    cost.quantity, cost.unit_cost, cost.unit_price = line.quantity, line.unit_cost or 0, line.unit_price or 0
    cost.save()
    return cost


def _client_step(job: Job, delivery: Delivery) -> list[NewStep]:
    if job.client is not None:
        return []
    return [NewStep("client.create", new_client_payload(job.contact, delivery.connection, delivery))]


def _open_step(job: Job) -> NewStep:
    client = job.client.uuid if job.client else ""
    return NewStep("job.open", {"number": job.adds_to, "uuid": job.adds_to_uuid, "client_uuid": client})


def _cost_steps(job: Job, delivery: Delivery, draft: JobDraft) -> list[NewStep]:
    costs = _make_costs(job, delivery, draft.included_costs)
    return [NewStep("job.cost", cost_payload(cost)) for cost in costs]


def _create_step(job: Job, draft: JobDraft, connection: Connection) -> NewStep:
    category = (
        Category.objects.for_firm(job.firm_id)
        .filter(connection=connection, is_gone=False, name__iexact=draft.category_name or "-")
        .first()
    )
    return NewStep(
        "job.create",
        {
            "name": job.name,
            "description": job.description,
            "client_uuid": job.client.uuid if job.client else "",
            "start_date": job.start_date.isoformat(),
            "due_date": job.due_date.isoformat(),
            "template_uuid": job.template.uuid if job.template else "",
            "category_uuid": category.uuid if category else "",
            "marks_client_number": connection.marks_client_number,
            "marks_description": connection.marks_description,
            "repeats_once": connection.repeats_once,
        },
    )


def _template_step(job: Job) -> list[NewStep]:
    """A template that brought costs last time, or that nobody has seen at work yet, is read back."""
    if job.template is None or job.template.learnt_costs == []:
        return []
    return [NewStep("job.template_costs", {})]


def _note_step(job: Job, delivery: Delivery) -> NewStep:
    """What the work is for, in a note that no edit of the description loses."""
    deadline = f"To be lodged with ASIC by {show_date(job.lodge_by)}." if job.lodge_by else ""
    text = "\n".join(filter(None, [f"Document pack {job.label}.", deadline]))
    return NewStep("job.note", {"title": NOTE_TITLE, "text": text, "reference": note_reference(delivery)})


def note_reference(delivery: Delivery) -> str:
    """A reference that no other note of this delivery has."""
    return f"{delivery.marker}-n{delivery.steps.filter(kind='job.note').count() + 1}"


def _assign_step(job: Job) -> list[NewStep]:
    payload = assign_payload(job)
    return [NewStep("job.assign", payload)] if any(payload.values()) else []


def assign_payload(job: Job) -> dict[str, Any]:
    """The values of the call that assigns everybody."""
    return {
        "staff": sorted(job.staff.values_list("uuid", flat=True)),
        "manager": job.manager.uuid if job.manager else "",
        "partner": job.partner.uuid if job.partner else "",
    }


def cost_payload(cost: Cost) -> dict[str, Any]:
    """The values of the call that adds a line."""
    return {
        "cost_id": cost.pk,
        "date": cost.date.isoformat(),
        "description": cost.description,
        "code": cost.code,
        "quantity": str(cost.quantity),
        "unit_cost": str(cost.unit_cost),
        "unit_price": str(cost.unit_price),
        "billable": cost.is_billable,
        "reference": cost.reference,
        **({"note": cost.note} if cost.note else {}),
    }


def _state_step(connection: Connection, role: str, *, is_change: bool = False) -> list[NewStep]:
    """A new job is planned by itself; every other state needs the firm's code for it."""
    if role == JobState.Role.PLANNED and not is_change:
        return []
    state = JobState.objects.for_firm(connection.firm_id).filter(connection=connection, role=role).first()
    if state is None or not state.code:
        raise DomainError(
            "state_code",
            "The code of this state is not set. An administrator enters it in Settings, Xero Practice Manager.",
            "state",
        )
    return [NewStep("job.state", {"role": role, "code": state.code})]
