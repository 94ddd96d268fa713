"""Costs on a job: add, change, list. There is no way to delete one, as in the real service."""

from __future__ import annotations

from datetime import date

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError, job_in_path, list_on_job, require_job
from minutebook.xpm_sandbox.envelope import Node, day, group, text, true_false
from minutebook.xpm_sandbox.fields import Fields, read_fields
from minutebook.xpm_sandbox.job_records import Cost, Job

FIELDS = [
    "Job",
    "UUID",
    "Date",
    "Description",
    "Code",
    "Note",
    "Quantity",
    "UnitCost",
    "UnitPrice",
    "Billable",
]


def list_job_costs(call: Call) -> Answer:
    """GET job.api/costs/{number}: every cost, those from the template included."""
    return list_on_job(call, "Costs", [_cost_node(cost) for cost in job_in_path(call).costs])


def add_cost(call: Call) -> Answer:
    """POST job.api/cost: one line; the same line twice makes two."""
    fields = read_fields(call, "Cost", FIELDS)
    job = require_job(call, fields.required("Job").strip())
    dated = fields.required_day("Date")
    _refuse_closed(call, job, dated)
    cost = Cost(
        uuid="",
        date=dated,
        description=fields.required("Description"),
        code=fields.text("Code") or "",
        note=fields.text("Note") or "",
        quantity=fields.required_decimal("Quantity"),
        unit_cost=fields.required_decimal("UnitCost"),
        unit_price=fields.required_decimal("UnitPrice"),
        billable=fields.flag("Billable", default=True),
    )
    cost.uuid = call.new_uuid("cost")
    job.costs.append(cost)
    return _answer(call, cost, f"cost {cost.uuid} made on job {job.id}")


def update_cost(call: Call) -> Answer:
    """PUT job.api/cost: by UUID; text left out follows the mode `job_update_omitted`."""
    fields = read_fields(call, "Cost", FIELDS)
    found = call.tenant.find_cost(fields.required("UUID").strip())
    if found is None:
        raise RefusalError("Invalid cost identifier")
    job, cost = found
    dated = fields.required_day("Date")
    _refuse_closed(call, job, dated)
    _refuse_locked(call, cost.date)
    _change(call, fields, cost, dated)
    return _answer(call, cost, f"cost {cost.uuid} updated on job {job.id}")


def _change(call: Call, fields: Fields, cost: Cost, dated: date) -> None:
    description = fields.required("Description")
    quantity = fields.required_decimal("Quantity")
    unit_cost, unit_price = fields.required_decimal("UnitCost"), fields.required_decimal("UnitPrice")
    billable = fields.flag("Billable", default=cost.billable)
    clears = call.modes.job_update_omitted == "clears"
    cost.date, cost.description, cost.quantity = dated, description, quantity
    cost.unit_cost, cost.unit_price, cost.billable = unit_cost, unit_price, billable
    if clears or fields.has("Code"):
        cost.code = fields.text("Code") or ""
    if clears or fields.has("Note"):
        cost.note = fields.text("Note") or ""


def _refuse_closed(call: Call, job: Job, dated: date) -> None:
    if call.tenant.is_closed(job):
        raise RefusalError(f"Costs cannot be entered on a job that is {call.tenant.state_of(job).name}")
    _refuse_locked(call, dated)


def _refuse_locked(call: Call, dated: date) -> None:
    locked = call.tenant.wip_locked_until
    if locked and dated <= locked:
        raise RefusalError("The date falls in a period that is locked")


def _answer(call: Call, cost: Cost, effect: str) -> Answer:
    return Answer((_cost_node(cost),) if call.modes.cost_answer == "cost" else (), effect)


def _cost_node(cost: Cost) -> Node:
    return group(
        "Cost",
        (
            text("UUID", cost.uuid),
            day("Date", cost.date),
            text("Description", cost.description),
            text("Code", cost.code),
            text("Note", cost.note),
            text("Quantity", cost.quantity),
            text("UnitCost", cost.unit_cost),
            text("UnitPrice", cost.unit_price),
            true_false("Billable", cost.billable),
        ),
    )
