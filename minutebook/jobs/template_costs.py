"""Costs that a template brings: matched with the planned lines, remembered, decided on where nobody planned them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from minutebook.core.errors import DomainError
from minutebook.core.text import fold
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.delivery.markers import line_reference
from minutebook.practice_manager.delivery.services import NewStep, digest_of, start
from minutebook.practice_manager.models import Connection, DeliveryStep, JobTemplate
from minutebook.work import clock

from .cost_changes import can_change_costs, hold_delivery
from .models import Cost, Job
from .plan import cost_payload

Row = dict[str, Any]
_LEARNT = ("description", "code", "quantity", "unit_cost", "unit_price", "billable")


def match_costs(planned: Sequence[Mapping[str, Any]], found: Sequence[Row]) -> dict[int, Row]:
    """Which found cost each planned line is, by its index: the same code, else the same words; each once. Pure."""
    matched: dict[int, Row] = {}
    left = list(found)
    for name in ("code", "description"):
        for index, line in enumerate(planned):
            wanted = fold(str(line[name]))
            same = next((row for row in left if wanted and fold(str(row[name])) == wanted), None)
            if index not in matched and same is not None:
                matched[index] = same
                left.remove(same)
    return matched


def take_over(step: DeliveryStep, found: list[Row]) -> None:
    """What the template brought, in the transaction that marks its reading done."""
    job = Job.across_firms.get(delivery_id=step.delivery_id)
    learnt = [{name: row[name] for name in _LEARNT} for row in found]
    JobTemplate.across_firms.filter(pk=job.template_id or 0).update(
        learnt_costs=learnt, learnt_at=clock.now()
    )
    planned = list(step.delivery.steps.filter(kind="job.cost", status=DeliveryStep.Status.STAGED, sends=0))
    matched = match_costs([one.payload for one in planned], found)
    for index, row in matched.items():
        _change_instead(planned[index], row)
    taken = [row["uuid"] for row in matched.values()]
    for row in found:
        if row["uuid"] not in taken:
            _keep_for_decision(job, row)


def learnt_templates(connection: Connection) -> list[JobTemplate]:
    """The templates that brought costs last time."""
    rows = JobTemplate.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False)
    return [template for template in rows.exclude(learnt_costs=None) if template.learnt_costs]


def undecided_costs(job: Job) -> list[Cost]:
    """What the template brought and nobody planned, until somebody decides."""
    return list(job.costs.filter(is_undecided=True))


def keep_cost(job: Job, cost: Cost, user: User) -> None:
    """It stays on the job as the template brought it."""
    with transaction.atomic():
        _decide(cost)
        record_event("job.template_cost_kept", job, user, cost=cost.pk)


def take_off_cost(job: Job, cost: Cost, user: User) -> None:
    """It gets quantity 0 and is not billed; refused while the job is being worked on or is called off."""
    if not can_change_costs(job):
        raise DomainError("busy", "The job is being worked on. Wait until it is done, then decide.")
    with transaction.atomic():
        delivery = hold_delivery(job)
        _decide(cost)
        cost.is_undecided, cost.quantity, cost.is_billable = False, Decimal(0), False
        cost.save()
        start(delivery, [NewStep("job.cost_change", cost_payload(cost))])
        record_event("job.template_cost_taken_off", job, user, cost=cost.pk)


def _decide(cost: Cost) -> None:
    if not Cost.across_firms.filter(pk=cost.pk, is_undecided=True).update(is_undecided=False):
        raise DomainError("decided", "This line has been decided on already.")


def _change_instead(step: DeliveryStep, row: Row) -> None:
    """The planned line is there already: its values are set by PUT."""
    Cost.across_firms.filter(pk=step.payload["cost_id"]).update(uuid=row["uuid"], note=row["note"])
    payload = step.payload | {"note": row["note"], "was": row, "is_new": True}
    DeliveryStep.across_firms.filter(pk=step.pk).update(
        kind="job.cost_change", payload=payload, payload_sha256=digest_of(payload)
    )


def _keep_for_decision(job: Job, row: Row) -> None:
    position = (job.costs.aggregate(last=Max("position"))["last"] or 0) + 1
    marker = job.delivery.marker if job.delivery else ""
    Cost.across_firms.create(
        firm_id=job.firm_id,
        job=job,
        position=position,
        date=date.fromisoformat(row["date"]) if row["date"] else job.start_date,
        description=row["description"][:300],
        code=row["code"][:60],
        note=row["note"],
        source=Cost.Source.TEMPLATE,
        is_billable=row["billable"],
        quantity=Decimal(row["quantity"]),
        unit_cost=Decimal(row["unit_cost"]),
        unit_price=Decimal(row["unit_price"]),
        reference=line_reference(marker, position),
        uuid=row["uuid"],
        is_undecided=True,
    )
