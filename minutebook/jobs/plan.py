"""The calls that make a job, planned when it is asked for: each with the frozen values of its call."""

from datetime import timedelta
from typing import Any

from minutebook.core.errors import DomainError
from minutebook.practice_manager.clients import new_client_payload
from minutebook.practice_manager.delivery.markers import line_reference
from minutebook.practice_manager.delivery.services import NewStep
from minutebook.practice_manager.models import Category, Connection, Delivery, JobState
from minutebook.work import clock

from .drafts import CostDraft, JobDraft
from .models import Cost, Job
from .papers import note_step, paper_steps

LEARNT_HOLDS = timedelta(days=1)


def plan_job(job: Job, draft: JobDraft, delivery: Delivery) -> list[NewStep]:
    """Every call that makes the job, in order; the state after the costs, since a completed job takes none.

    On the good path that is one call to add, one to assign, one a cost, and one for a state that is asked for; the
    link to the job is read last, when there is room for it.
    """
    connection = delivery.connection
    if job.adds_to:
        return [
            _open_step(job),
            *_cost_steps(job, delivery, draft),
            *state_step(connection, job.state),
            note_step(job, delivery),
            *paper_steps(job),
        ]
    return [
        *_client_step(job, delivery),
        _create_step(job, draft, connection),
        *_template_step(job),
        *_assign_step(job),
        *_cost_steps(job, delivery, draft),
        *state_step(connection, job.state),
        NewStep("job.read", {}),
        *_late_template_step(job),
        note_step(job, delivery),
        *paper_steps(job),
    ]


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


def _late_template_step(job: Job) -> list[NewStep]:
    """A template that brought none the day before may bring some by now: looked at when there is room."""
    template = job.template
    if template is None or template.learnt_costs != []:
        return []
    is_sure = template.learnt_at is not None and clock.now() - template.learnt_at < LEARNT_HOLDS
    return [] if is_sure else [NewStep("job.late_costs", {})]


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


def state_step(connection: Connection, role: str, *, is_change: bool = False) -> list[NewStep]:
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
