"""Putting right what XPM refused: a job that was not made as a whole, or single costs and the staff of one that was."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.delivery.services import amend
from minutebook.practice_manager.models import Category, Connection, Delivery, DeliveryStep, Staff
from minutebook.work import clock

from .drafts import CostDraft, JobDraft
from .models import Cost, Job
from .plan import assign_payload, cost_payload, fill_cost
from .rules import check_costs
from .services import own_copy

REFUSED = DeliveryStep.Status.REFUSED
LINES = ("job.cost", "job.cost_change")


@dataclass(frozen=True, slots=True)
class Team:
    """Who works on a job: rows of our copy of XPM's staff."""

    staff_ids: tuple[int, ...]
    manager_id: int | None
    partner_id: int | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The corrected parts of a job that exists: refused lines in their order, and the team where it was refused."""

    lines: tuple[CostDraft, ...]
    team: Team | None


def draft_of(job: Job) -> JobDraft:
    """What was asked for, as the panel shows it."""
    return JobDraft(
        adds_job=True,
        contact_id=job.contact_id,
        client_id=job.client_id,
        creates_client=job.client_id is None,
        template_id=job.template_id,
        name=job.name,
        description=job.description,
        start_date=job.start_date,
        due_date=job.due_date,
        staff_ids=tuple(job.staff.values_list("pk", flat=True)),
        manager_id=job.manager_id,
        partner_id=job.partner_id,
        state=job.state,
        category_name=_category_name(job),
        change_kind=job.change_kind,
        add_to=job.adds_to,
        add_to_uuid=job.adds_to_uuid,
        costs=tuple(line_of(cost) for cost in job.costs.all()),
    )


def line_of(cost: Cost) -> CostDraft:
    """A line as Review Costs shows it."""
    return CostDraft(
        date=cost.date,
        description=cost.description,
        quantity=cost.quantity,
        unit_cost=cost.unit_cost,
        unit_price=cost.unit_price,
        is_billable=cost.is_billable,
        code=cost.code,
        source=cost.source,
    )


def refused_costs(job: Job) -> list[Cost]:
    """The lines that XPM refused, in their order."""
    ids = [step.payload["cost_id"] for step in _refused_lines(job)]
    return list(job.costs.filter(pk__in=ids))


def refused_others(job: Job) -> list[DeliveryStep]:
    """Refused calls with nothing that could be altered here, as papers, notes, a state: sent again or left out."""
    steps = DeliveryStep.objects.for_firm(job.firm_id).filter(delivery=job.delivery, status=REFUSED)
    return list(steps.exclude(kind__in=[*LINES, "job.assign"]))


def refusals_of(job: Job) -> list[str]:
    """XPM's words about each refused line."""
    return [step.reason for step in _refused_lines(job)]


def is_team_refused(job: Job) -> bool:
    """Whether XPM refused to assign the staff."""
    return bool(_refused(job, "job.assign"))


def correct_parts(job: Job, parts: Parts, user: User) -> None:
    """Send the refused lines and the team again as corrected; a line that is not ticked is left out of the job."""
    delivery = job.delivery
    if delivery is None:
        raise DomainError("job_book", "This job is in the job book only.")
    problems = check_costs(parts.lines, clock.today(job.firm.zone))
    if problems:
        raise DomainError("costs", problems[0].message, problems[0].field)
    with transaction.atomic():
        payloads = _line_payloads(job, parts.lines) | _team_payloads(job, delivery.connection, parts.team)
        amend(delivery, payloads)
        record_event("job.corrected", job, user, delivery=delivery.pk)


def _line_payloads(job: Job, lines: tuple[CostDraft, ...]) -> dict[int, dict[str, Any] | None]:
    steps = {step.payload["cost_id"]: step for step in _refused_lines(job)}
    costs = refused_costs(job)
    if len(costs) != len(lines):
        raise DomainError("lines", "Other lines are refused by now. Open the page again.")
    return {
        steps[cost.pk].pk: _take_over(cost, line, steps[cost.pk])
        for cost, line in zip(costs, lines, strict=True)
    }


def _take_over(cost: Cost, line: CostDraft, step: DeliveryStep) -> dict[str, Any] | None:
    if line.is_included:
        kept = {name: step.payload[name] for name in ("was", "is_new") if name in step.payload}
        later = {"is_later": step.payload.get("is_later", False)}
        return cost_payload(fill_cost(cost, line)) | later | kept
    if step.kind == "job.cost":
        cost.delete()
    else:
        restore_line(cost, step)
    return None


def restore_line(cost: Cost, step: DeliveryStep) -> None:
    """The change is given up: the line is again as XPM last took it."""
    taken = step.delivery.steps.filter(
        kind__in=LINES, status=DeliveryStep.Status.DONE, payload__cost_id=cost.pk
    )
    last = taken.order_by("-position").first()
    values = last.payload if last else step.payload["was"]
    cost.date, cost.description = date.fromisoformat(values["date"]), values["description"]
    cost.quantity, cost.is_billable = Decimal(values["quantity"]), values["billable"]
    cost.unit_cost, cost.unit_price = Decimal(values["unit_cost"]), Decimal(values["unit_price"])
    cost.save()


def _team_payloads(job: Job, connection: Connection, team: Team | None) -> dict[int, dict[str, Any] | None]:
    steps = _refused(job, "job.assign")
    if team is None or not steps:
        return {}
    job.manager = own_copy(Staff, connection, team.manager_id)
    job.partner = own_copy(Staff, connection, team.partner_id)
    job.save(update_fields=["manager", "partner"])
    job.staff.set([own_copy(Staff, connection, pk) for pk in team.staff_ids])
    payload = assign_payload(job)
    return {steps[0].pk: payload if any(payload.values()) else None}


def _refused_lines(job: Job) -> list[DeliveryStep]:
    return [step for kind in LINES for step in _refused(job, kind)]


def _refused(job: Job, kind: str) -> list[DeliveryStep]:
    return list(
        DeliveryStep.objects.for_firm(job.firm_id).filter(delivery=job.delivery, kind=kind, status=REFUSED)
    )


def _category_name(job: Job) -> str:
    """The category's name, which only the frozen call has kept."""
    delivery: Delivery | None = job.delivery
    step = delivery.steps.filter(kind="job.create").first() if delivery else None
    category = (
        Category.objects.for_firm(job.firm_id).filter(uuid=step.payload["category_uuid"]).first()
        if step
        else None
    )
    return category.name if category else ""
