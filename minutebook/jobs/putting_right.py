"""Putting a job right that exists: it is cancelled with the reason, and a new one takes its place.

A job that stands on an invoice is never touched: only its new job can be asked for.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.db.models import Q

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.delivery.kinds import earlier_allow
from minutebook.practice_manager.delivery.services import NewStep, hold, start
from minutebook.practice_manager.models import Delivery, DeliveryStep, JobState

from .corrections import LINES, draft_of, restore_line
from .drafts import JobDraft, draft_to_json
from .models import Cost, Job, JobReading
from .papers import note_reference
from .plan import cost_payload
from .readings import reading_of
from .services import can_drop_job, drop_job, last_state

Status, StepStatus = Delivery.Status, DeliveryStep.Status
CANCELLED = JobState.Role.CANCELLED
NOTE_TITLE = "Cancelled from Minutebook"
CANCEL_STEPS = (*LINES, "job.note", "job.rename", "job.state")
UNSETTLED = (
    StepStatus.STAGED, StepStatus.SENDING, StepStatus.UNKNOWN, StepStatus.QUESTION, StepStatus.HELD,
)  # fmt: skip


class Way(StrEnum):
    """How a job can be called off at this moment."""

    DROP = "drop"  # nothing of it is in XPM
    CANCEL = "cancel"  # it is in XPM: lines to 0, the note, the state
    DONE = "done"  # it is called off already
    WAIT = "wait"  # something of it is under way, or waits for a person


@dataclass(frozen=True, slots=True)
class Billing:
    """What XPM said last about a job's invoices; `reading` is None before anybody asked."""

    reading: JobReading | None

    @property
    def invoices(self) -> list[dict[str, str]]:
        """Number, status and amount of each invoice that the job stands on."""
        return self.reading.found if self.reading else []

    @property
    def numbers(self) -> str:
        """The invoices' numbers in a row."""
        return ", ".join(one["number"] for one in self.invoices)

    @property
    def is_under_way(self) -> bool:
        """Whether XPM is being asked now."""
        return self.reading is not None and self.reading.is_under_way


def way_to_cancel(job: Job) -> Way:
    """What calling this job off would mean now."""
    if job.cancelled_because:
        return Way.DONE
    if can_drop_job(job):
        return Way.DROP
    delivery = job.delivery
    if delivery is None or not job.number:
        return Way.WAIT
    is_at_rest = delivery.status == Status.DONE or (
        delivery.status == Status.REFUSED
        and not delivery.steps.filter(status__in=UNSETTLED).exclude(pk__in=_kept_back(delivery)).exists()
    )
    return Way.CANCEL if is_at_rest else Way.WAIT


def _kept_back(delivery: Delivery) -> list[int]:
    """Steps that never left and wait for an earlier one: nothing sends them while that one is refused."""
    steps = list(delivery.steps.all())
    return [
        step.pk
        for index, step in enumerate(steps)
        if (step.status, step.sends) == (StepStatus.STAGED, 0) and not earlier_allow(step, steps[:index])
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a job's page says about calling it off and about the job in its place."""

    way: str
    old: Job | None
    can_replace: bool
    needs_hand: bool  # cancelled in XPM by name only: a person sets the state there


def standing_of(job: Job) -> Standing:
    """How this job stands."""
    is_marked = job.delivery is not None and job.delivery.steps.filter(kind="job.rename").exists()
    return Standing(
        way=way_to_cancel(job).value,
        old=Job.objects.for_firm(job.firm_id).filter(replaced_by=job).first(),
        can_replace=can_replace(job),
        needs_hand=bool(job.cancelled_because) and is_marked,
    )


def billing_of(job: Job) -> Billing:
    """The job's invoices as last read."""
    if job.delivery is None or not job.number:
        return Billing(None)
    return Billing(reading_of(job.delivery.connection, JobReading.Kind.INVOICES, job.number))


def cancel_job(job: Job, because: str, user: User, *, makes_new: bool = False) -> None:
    """Call the job off: simply not made while XPM has nothing of it, else its lines to 0, a note, and the state.

    Refused for a job that is billed, is called off already, or is being worked on; whoever presses second is told.
    """
    because = because.strip()
    if not because:
        raise DomainError("because", "Say why the job is called off.", "because")
    if numbers := billing_of(job).numbers:
        raise DomainError("billed", f"The job is billed on {numbers}: it stays as it is.")
    with transaction.atomic():
        if job.delivery is not None:
            hold(job.delivery)
        way = way_to_cancel(job)
        taken = Job.across_firms.filter(pk=job.pk, cancelled_because="").update(
            cancelled_because=because,
            cancelled_draft=draft_to_json(standing_draft(job)),
            awaits_replacement=makes_new,
            state=CANCELLED,
        )
        if way in (Way.WAIT, Way.DONE) or not taken:
            raise DomainError("busy", _WHY_NOT[way])
        if way == Way.DROP:
            drop_job(job, user)
        else:
            _cancel_in_xpm(job, _take(job), because)
        record_event("job.cancelled", job, user, way=way.value, makes_new=makes_new)


_WHY_NOT = {
    Way.WAIT: "The job is being worked on, or waits for a person. Settle that first, then call it off.",
    Way.DONE: "The job is called off already.",
    Way.DROP: "The job is called off already.",
    Way.CANCEL: "The job is called off already.",
}


def can_give_up(job: Job) -> bool:
    """Whether XPM refused to cancel the job, so that it can be kept after all."""
    delivery = job.delivery
    return bool(
        job.cancelled_because and job.number and delivery is not None and delivery.status == Status.REFUSED
    )


def give_up_cancelling(job: Job, user: User) -> None:
    """Keep a job whose cancelling XPM refused, as when it was billed meanwhile: what was not done is left out."""
    with transaction.atomic():
        if not can_give_up(job) or job.delivery is None:
            raise DomainError("not_refused", "The job is called off, or has been kept already.")
        hold(job.delivery)
        left = job.delivery.steps.filter(kind__in=CANCEL_STEPS).exclude(status=StepStatus.DONE)
        taken = Delivery.across_firms.filter(pk=job.delivery.pk, status=Status.REFUSED).update(
            status=Status.WAITING
        )
        if not taken:
            raise DomainError("not_refused", "The job is being worked on. Look at it again.")
        for step in left.filter(kind="job.cost_change"):
            restore_line(Cost.across_firms.get(pk=step.payload["cost_id"]), step)
        left.update(status=StepStatus.CANCELLED)
        Job.across_firms.filter(pk=job.pk).update(
            cancelled_because="", cancelled_draft={}, awaits_replacement=False, state=last_state(job)
        )
        start(job.delivery, [])
        record_event("job.kept", job, user)


def can_replace(job: Job) -> bool:
    """Whether a new job may take the place of this one: it is called off or billed, and none has done so yet."""
    return job.replaced_by_id is None and bool(job.cancelled_because or billing_of(job).invoices)


def standing_draft(job: Job) -> JobDraft:
    """What was asked for, without the lines that were taken off."""
    draft = draft_of(job)
    return draft.with_changes(costs=tuple(line for line in draft.costs if line.quantity != 0))


def _take(job: Job) -> Delivery:
    """Hold the delivery against anybody else; what XPM refused of the job before is left out."""
    delivery = job.delivery
    resting = (Status.DONE, Status.REFUSED)
    if delivery is None or not Delivery.across_firms.filter(pk=delivery.pk, status__in=resting).update(
        status=Status.WAITING
    ):
        raise DomainError("busy", _WHY_NOT[Way.WAIT])
    left = Q(status=StepStatus.REFUSED) | Q(pk__in=_kept_back(delivery))
    delivery.steps.filter(left).update(status=StepStatus.CANCELLED)
    return delivery


def _cancel_in_xpm(job: Job, delivery: Delivery, because: str) -> None:
    """A closed job takes no changes, so the state is last."""
    there = _costs_in_xpm(delivery)
    steps = [
        _zero(cost)
        for cost in job.costs.all()
        if not (cost.is_removed and not cost.is_billable) and (cost.pk in there or cost.uuid)
    ]
    job.costs.update(quantity=Decimal(0), is_billable=False, is_undecided=False)
    note = {
        "title": NOTE_TITLE,
        "text": f"{because}\nDocument pack {job.label}. Its lines are set to quantity 0.",
        "reference": note_reference(delivery),
        "unless_billed": True,
    }
    # A job that the costs were added to is somebody's still: only our lines and a note concern it.
    closing = [] if job.adds_to else [_closing(delivery)]
    start(delivery, [*steps, NewStep("job.note", note), *closing])


def _zero(cost: Cost) -> NewStep:
    cost.quantity, cost.is_billable = Decimal(0), False
    return NewStep("job.cost_change", cost_payload(cost))


def has_cancelled_code(job: Job) -> bool:
    """Whether the firm's code for cancelled jobs is known; else a person sets the state in XPM by hand."""
    return job.delivery is not None and bool(_cancelled_code(job.delivery))


def _cancelled_code(delivery: Delivery) -> str:
    states = JobState.objects.for_firm(delivery.firm_id).filter(
        connection=delivery.connection, role=CANCELLED
    )
    return states.exclude(code="").values_list("code", flat=True).first() or ""


def _closing(delivery: Delivery) -> NewStep:
    """The firm's state for cancelled jobs; without its code, the name says it."""
    code = _cancelled_code(delivery)
    if code:
        return NewStep("job.state", {"role": CANCELLED.value, "code": code, "unless_billed": True})
    create = delivery.steps.filter(kind="job.create").first()
    category = create.payload.get("category_uuid", "") if create else ""
    return NewStep("job.rename", {"category_uuid": category})


def _costs_in_xpm(delivery: Delivery) -> set[Any]:
    done = delivery.steps.filter(kind__in=LINES, status=StepStatus.DONE)
    return {step.payload["cost_id"] for step in done}
