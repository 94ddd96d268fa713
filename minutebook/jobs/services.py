"""Asking for a job: its row, its costs and its delivery in one transaction; its state later."""

from datetime import date
from typing import Any

from django.db import transaction

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.delivery.services import (
    can_drop,
    drop,
    hold,
    new_delivery,
    put_before_refused,
    restage,
    start,
)
from minutebook.practice_manager.matching import linked_client
from minutebook.practice_manager.models import (
    Client,
    Connection,
    Delivery,
    DeliveryStep,
    JobState,
    JobTemplate,
    Staff,
)

from .drafts import JobDraft
from .models import Job
from .plan import plan_job, state_step
from .rules import check_draft

OPEN_STATES = (JobState.Role.PLANNED, JobState.Role.WORKING)


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
    start(delivery, plan_job(job, draft, delivery))
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
        restage(delivery, plan_job(job, draft, delivery))
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
    start(delivery, plan_job(job, draft, delivery))
    record_event("job.handed_over", job, user, delivery=delivery.pk, number=job.book_number)


def set_state(job: Job, role: str, user: User) -> None:
    """Ask for another state of a job that exists; asking for the one under way again changes nothing."""
    delivery = job.delivery
    if delivery is None or not job.number:
        raise DomainError(
            "no_job", "The job is not in Xero Practice Manager yet. Wait until it has a number."
        )
    if job.cancelled_because:
        raise DomainError(
            "cancelled", "The job is cancelled. Keep it after all, or look at the job in its place."
        )
    with transaction.atomic():
        hold(delivery)
        steps = state_step(delivery.connection, role, is_change=True)
        locked = (
            Job.across_firms.filter(pk=job.pk, cancelled_because="").exclude(state=role).update(state=role)
        )
        if not locked or _is_asked_for(delivery, role):
            return
        # A state that XPM refused is not wanted any more, and would keep this one waiting.
        delivery.steps.filter(kind="job.state", status=DeliveryStep.Status.REFUSED).update(
            status=DeliveryStep.Status.CANCELLED
        )
        start(delivery, steps)
        if role in OPEN_STATES:
            # What XPM refused of a closed job it takes once the job is open again.
            put_before_refused(delivery)
        record_event("job.state", job, user, role=role)


def last_state(job: Job) -> str:
    """The state that XPM took last; a new job is planned by itself."""
    steps = (
        job.delivery.steps.filter(kind="job.state", status=DeliveryStep.Status.DONE) if job.delivery else None
    )
    step = steps.order_by("-position").first() if steps is not None else None
    return str(step.payload["role"]) if step else JobState.Role.PLANNED.value


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
