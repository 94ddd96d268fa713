"""Asking for a job: its row, its costs and its delivery in one transaction; its state later."""

from typing import Any

from django.db import transaction

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.clients import new_client_payload
from minutebook.practice_manager.delivery.markers import line_reference
from minutebook.practice_manager.delivery.services import NewStep, new_delivery, start
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
from .rules import check_draft


def queue_job(
    connection: Connection, user: User, draft: JobDraft, *, company_id: int, label: str, kind: str
) -> Job:
    """Make the job's rows and queue its delivery, in the caller's transaction; refused while the draft has problems."""
    problems = check_draft(draft, draft.start_date)
    if problems:
        raise DomainError("job_draft", problems[0].message, problems[0].field)
    job = _make_job(connection, user, draft, company_id=company_id, label=label, kind=kind)
    delivery = new_delivery(connection, "job")
    job.delivery = delivery
    job.save(update_fields=["delivery"])
    steps = [
        *_client_step(job, connection),
        _create_step(job, draft, connection),
        *_assign_step(job),
        *[_cost_step(delivery, cost) for cost in _make_costs(job, delivery, draft.included_costs)],
        NewStep("job.read", {}),
        *_state_step(connection, job.state),
    ]
    start(delivery, steps)
    record_event("job.queued", job, user, delivery=delivery.pk, label=label)
    return job


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


def _is_asked_for(delivery: Delivery, role: str) -> bool:
    """Whether the last state that was asked for is this one, and still to come; an earlier one would be undone."""
    step = delivery.steps.filter(kind="job.state").order_by("-position").first()
    ended = (DeliveryStep.Status.DONE, DeliveryStep.Status.CANCELLED, DeliveryStep.Status.REFUSED)
    return step is not None and step.payload["role"] == role and step.status not in ended


def _make_job(connection: Connection, user: User, draft: JobDraft, **fields: Any) -> Job:
    firm = connection.firm
    contact = Contact.objects.for_firm(firm).get(pk=draft.contact_id or 0)
    client = _own(Client, connection, draft.client_id)
    staff = [_own(Staff, connection, pk) for pk in draft.staff_ids]
    job: Job = Job.across_firms.create(
        firm=firm,
        company_id=fields["company_id"],
        label=fields["label"],
        change_kind=fields["kind"],
        contact=contact,
        # It may have been created since the panel was opened.
        client=client or linked_client(contact, connection),
        template=_own(JobTemplate, connection, draft.template_id),
        name=draft.name.strip(),
        description=draft.description.strip(),
        start_date=draft.start_date,
        due_date=draft.due_date,
        manager=_own(Staff, connection, draft.manager_id),
        partner=_own(Staff, connection, draft.partner_id),
        state=draft.state,
        created_by=user,
    )
    job.staff.set(staff)
    return job


def _own(model: Any, connection: Connection, pk: int | None) -> Any:
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
    return [
        Cost.across_firms.create(
            firm_id=job.firm_id,
            job=job,
            position=number,
            date=line.date,
            description=line.description.strip(),
            code=line.code,
            source=line.source,
            is_billable=line.is_billable,
            quantity=line.quantity,
            unit_cost=line.unit_cost or 0,
            unit_price=line.unit_price or 0,
            reference=line_reference(delivery.marker, number),
        )
        for number, line in enumerate(lines, start=1)
    ]


def _client_step(job: Job, connection: Connection) -> list[NewStep]:
    if job.client is not None:
        return []
    return [NewStep("client.create", new_client_payload(job.contact, connection))]


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
        },
    )


def _assign_step(job: Job) -> list[NewStep]:
    payload = {
        "staff": sorted(job.staff.values_list("uuid", flat=True)),
        "manager": job.manager.uuid if job.manager else "",
        "partner": job.partner.uuid if job.partner else "",
    }
    return [NewStep("job.assign", payload)] if any(payload.values()) else []


def _cost_step(delivery: Delivery, cost: Cost) -> NewStep:
    payload = {
        "cost_id": cost.pk,
        "date": cost.date.isoformat(),
        "description": cost.description,
        "code": cost.code,
        "quantity": str(cost.quantity),
        "unit_cost": str(cost.unit_cost),
        "unit_price": str(cost.unit_price),
        "billable": cost.is_billable,
        "reference": cost.reference,
    }
    return NewStep("job.cost", payload)


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
