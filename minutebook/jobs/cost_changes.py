"""Review Costs of a job that exists: lines are changed, added and taken off until the job is billed."""

import hashlib
import json
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.delivery.services import NewStep, hold, start
from minutebook.practice_manager.models import Delivery
from minutebook.work import clock

from .corrections import line_of
from .drafts import CostDraft
from .models import Cost, Job
from .plan import cost_payload, fill_cost, make_cost
from .rules import check_costs, is_same

Status = Delivery.Status


def can_change_costs(job: Job) -> bool:
    """Whether the job is in XPM and nothing of it is under way or waits for a person."""
    is_there = job.number != "" and not job.cancelled_because
    return job.delivery is not None and is_there and job.delivery.status == Status.DONE


def standing_costs(job: Job) -> list[Cost]:
    """The lines that are on the job; those taken off stand in XPM with quantity 0."""
    return [cost for cost in job.costs.all() if not cost.is_removed]


def version_of(job: Job) -> str:
    """A digest of the lines as they are, by which an edit made elsewhere is noticed."""
    lines = [cost_payload(cost) for cost in standing_costs(job)]
    return hashlib.sha256(json.dumps(lines, sort_keys=True).encode()).hexdigest()[:16]


def change_costs(job: Job, lines: tuple[CostDraft, ...], version: str, user: User) -> int:
    """Queue what differs: the first lines are the standing ones in their order, the others are new. Gives how many.

    A line that is not ticked is taken off: XPM cannot delete it, so it gets quantity 0 and is not billed.
    """
    standing_lines = [line_of(cost) for cost in standing_costs(job)]
    if problems := check_costs(lines, clock.today(job.firm.zone), standing_lines):
        raise DomainError("costs", problems[0].message, problems[0].field)
    with transaction.atomic():
        delivery, standing = hold_delivery(job), standing_costs(job)
        if version != version_of(job) or len(lines) < len(standing):
            raise DomainError(
                "version", "The costs were changed in another window. Look at them again.", "costs"
            )
        changed = [_change(cost, line) for cost, line in zip(standing, lines, strict=False)]
        added = [line for line in lines[len(standing) :] if line.is_included]
        steps = [*filter(None, changed), *_add(job, delivery, added)]
        if not steps:
            raise DomainError("unchanged", "Nothing is changed yet.", "costs")
        start(delivery, steps)
        record_event("job.costs_changed", job, user, delivery=delivery.pk, lines=len(steps))
    return len(steps)


def hold_delivery(job: Job) -> Delivery:
    """Hold the delivery for one change of costs: whoever comes second finds it taken."""
    delivery = job.delivery
    if delivery is not None:
        hold(delivery)
    if delivery is None or not Delivery.across_firms.filter(pk=delivery.pk, status=Status.DONE).update(
        status=Status.WAITING
    ):
        raise DomainError(
            "busy", "The job is being worked on. Wait until it is done, then change its costs.", "costs"
        )
    return delivery


def change_line(cost: Cost, line: CostDraft) -> bool:
    """Take a drafted line over into a standing one, without a tick as taken off; whether anything was different."""
    if line.is_included and is_same(line, line_of(cost)):
        return False
    if line.is_included:
        fill_cost(cost, line)
    else:
        cost.quantity, cost.is_billable = Decimal(0), False
        cost.save()
    cost.refresh_from_db()
    return True


def _change(cost: Cost, line: CostDraft) -> NewStep | None:
    return NewStep("job.cost_change", cost_payload(cost)) if change_line(cost, line) else None


def _add(job: Job, delivery: Delivery, lines: list[CostDraft]) -> list[NewStep]:
    last = job.costs.aggregate(last=Max("position"))["last"] or 0
    costs = [make_cost(job, delivery, line, number) for number, line in enumerate(lines, start=last + 1)]
    return [NewStep("job.cost", cost_payload(cost) | {"is_later": True}) for cost in costs]
