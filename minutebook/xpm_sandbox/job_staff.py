"""Who works on a job: PUT job.api/assign, one call with any number of changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError, require_job
from minutebook.xpm_sandbox.fields import Fields, read_fields
from minutebook.xpm_sandbox.job_records import Job
from minutebook.xpm_sandbox.job_xml import job_node
from minutebook.xpm_sandbox.tenants import find_by_uuid

VERBS = ("add", "remove", "add-manager", "remove-manager", "add-partner", "remove-partner")

Change = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Order:
    verb: str
    staff_uuid: str
    task_uuid: str


def assign_staff(call: Call) -> Answer:
    """PUT job.api/assign: what one bad child does to the good ones follows the mode `mixed_assign`."""
    fields = read_fields(call, "Job", ("ID", "UUID", *VERBS))
    job = require_job(call, fields.word("ID"), fields.word("UUID"))
    changes, refusals = _plan(call, job, _orders(fields))
    if refusals and (call.modes.mixed_assign == "all_fails" or not changes):
        raise refusals[0]
    for change in changes:
        change()
    effect = f"job {job.id} assigned"
    if refusals and call.modes.mixed_assign == "rest_applies":
        raise RefusalError(refusals[0].reason, effect=effect)
    return Answer((job_node(call, job),), effect)


def _orders(fields: Fields) -> list[_Order]:
    return [
        _Order(str(child.tag), child.get("uuid", ""), child.get("task-uuid", ""))
        for child in fields.element.iterchildren(*VERBS)
    ]


def _plan(call: Call, job: Job, orders: list[_Order]) -> tuple[list[Change], list[RefusalError]]:
    changes: list[Change] = []
    refusals: list[RefusalError] = []
    for order in orders:
        try:
            changes.append(_plan_one(call, job, order))
        except RefusalError as refusal:
            refusals.append(refusal)
    return changes, refusals


def _plan_one(call: Call, job: Job, order: _Order) -> Change:
    verb, _, role = order.verb.partition("-")
    if role:
        uuid = _require_staff(call, order) if verb == "add" else ""
        return lambda: setattr(job, role, uuid)
    people = _people(job, order)
    uuid = _require_staff(call, order)
    if verb == "add":
        return _plan_add(call, people, uuid)
    return _plan_remove(call, people, uuid)


def _require_staff(call: Call, order: _Order) -> str:
    person = find_by_uuid(call.tenant.staff, order.staff_uuid)
    if person is None:
        raise RefusalError(f"Invalid staff identifier for {order.verb} request")
    return person.uuid


def _people(job: Job, order: _Order) -> list[str]:
    if not order.task_uuid:
        return job.assigned
    task = find_by_uuid(job.tasks, order.task_uuid)
    if task is None:
        raise RefusalError(f"Invalid task identifier for {order.verb} request")
    return task.assigned


def _plan_add(call: Call, people: list[str], uuid: str) -> Change:
    if uuid in people and call.modes.assign_again == "error":
        raise RefusalError("Staff member is already assigned")
    return lambda: None if uuid in people else people.append(uuid)


def _plan_remove(call: Call, people: list[str], uuid: str) -> Change:
    if uuid not in people and call.modes.remove_absent == "error":
        raise RefusalError("Invalid staff identifier for remove request")
    return lambda: people.remove(uuid) if uuid in people else None
