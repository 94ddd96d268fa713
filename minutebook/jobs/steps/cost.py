"""Costs: POST job.api/cost, found again by the reference in its note, and PUT job.api/cost for one that exists."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from minutebook.practice_manager.delivery.kinds import Made, Match, step_kind
from minutebook.practice_manager.models import DeliveryStep
from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import NotFound, Refused

from ..corrections import restore_line
from ..models import Cost
from .base import Step

_REFERENCE = re.compile(r"\[ref \w+-\d+\]")


@step_kind("job.cost")
class AddCost(Step):
    """POST job.api/cost: not repeatable, so each line's note carries its own reference."""

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """All costs of a job are read in one call, so two complete readings without it are proof enough."""
        return True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Add the line; XPM may answer without saying which one it made."""
        if step.payload.get("is_later"):
            refuse_billed(api, step)
        cost = api.add_cost(_new_cost(step))
        return Made(cost.uuid if cost else "")

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """The job's costs whose note carries our reference; else those that may be ours without it, for a person."""
        wanted = _new_cost(step)
        costs = api.list_job_costs(step.delivery.results["job_number"])
        ours = [cost for cost in costs if wanted.note in cost.note]
        if ours:
            return [_match(cost, _same_cost(cost, wanted)) for cost in ours]
        return [_match(cost, False, is_ours=False) for cost in costs if _may_be_ours(cost, wanted)]

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Keep XPM's identifier of the line."""
        Cost.across_firms.filter(pk=step.payload["cost_id"]).update(uuid=made.remote_id)

    def give_up(self, step: DeliveryStep) -> None:
        """It counts no more: whoever left it does the rest in XPM by hand."""
        Cost.across_firms.filter(pk=step.payload["cost_id"]).update(quantity=Decimal(0), is_billable=False)


@step_kind("job.cost_change")
class ChangeCost(Step):
    """PUT job.api/cost: sets the values of a line, so it may be repeated."""

    is_repeat_safe = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Set the values, with our reference; a job that is billed by now is left alone."""
        if not step.payload.get("is_new"):
            refuse_billed(api, step)
        uuid = Cost.across_firms.get(pk=step.payload["cost_id"]).uuid or _find(api, step)
        api.update_cost(uuid, _new_cost(step))
        return Made(uuid)

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Keep XPM's identifier, where it was not known."""
        Cost.across_firms.filter(pk=step.payload["cost_id"]).update(uuid=made.remote_id)

    def give_up(self, step: DeliveryStep) -> None:
        """The line is again as XPM last took it."""
        restore_line(Cost.across_firms.get(pk=step.payload["cost_id"]), step)


def refuse_billed(api: Api, step: DeliveryStep) -> None:
    """Refuse to touch a job that stands on an invoice (vendor page "XPM 3.1 Invoices": GET invoice.api/job)."""
    try:
        invoices = api.list_job_invoices(step.delivery.results["job_number"])
    except NotFound:
        return
    numbers = [invoice.id for invoice in invoices if invoice.status.casefold() != "cancelled"]
    if numbers:
        raise Refused(
            f"The job is billed on {', '.join(numbers)}: its costs stay as they are. Cancel or credit that invoice"
            " in XPM first, or bill the difference with another job."
        )


def _find(api: Api, step: DeliveryStep) -> str:
    wanted = f"[ref {step.payload['reference']}]"
    for cost in api.list_job_costs(step.delivery.results["job_number"]):
        if wanted in cost.note:
            return cost.uuid
    raise Refused("The line is not on the job in XPM any more. Look there, then leave it out here.")


def _new_cost(step: DeliveryStep) -> records.NewCost:
    wanted: dict[str, Any] = step.payload
    return records.NewCost(
        job=step.delivery.results["job_number"],
        date=date.fromisoformat(wanted["date"]),
        description=wanted["description"],
        quantity=Decimal(wanted["quantity"]),
        unit_cost=Decimal(wanted["unit_cost"]),
        unit_price=Decimal(wanted["unit_price"]),
        billable=wanted["billable"],
        code=wanted["code"],
        note="\n".join(filter(None, [wanted.get("note", ""), f"[ref {wanted['reference']}]"])),
    )


def _match(cost: records.Cost, is_as_wanted: bool, *, is_ours: bool = True) -> Match:
    return Match(Made(cost.uuid), is_as_wanted, _cost_described(cost), is_ours)


def _may_be_ours(cost: records.Cost, wanted: records.NewCost) -> bool:
    """Nobody has told how much of a note XPM keeps: to send again could charge twice where it lost our reference."""
    is_another = _REFERENCE.search(cost.note) is not None
    same_words = " ".join(wanted.description.split()).startswith(" ".join(cost.description.split()))
    return not is_another and same_words and cost.date == wanted.date and _same_cost(cost, wanted)


def _same_cost(cost: records.Cost, wanted: records.NewCost) -> bool:
    return (cost.quantity, cost.unit_cost, cost.unit_price) == (
        wanted.quantity,
        wanted.unit_cost,
        wanted.unit_price,
    )


def _cost_described(cost: records.Cost) -> dict[str, str]:
    return {
        "Description": cost.description,
        "Quantity": str(cost.quantity),
        "Unit Cost": str(cost.unit_cost),
        "Unit Price": str(cost.unit_price),
    }
