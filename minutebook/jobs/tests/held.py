"""What the practice holds in the sandbox, and what was asked of it, in the same words."""

import time
from decimal import Decimal
from typing import Any

from minutebook.jobs.models import Job
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work.models import Operation
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.server import SandboxServer

Status = Delivery.Status


def settle(job: Job, seconds: float = 25) -> str:
    """Work until the delivery is settled or waits for a person; its status."""
    until = time.monotonic() + seconds
    final = {Status.DONE, Status.QUESTION, Status.REFUSED, Status.HELD, Status.CANCELLED}
    while True:
        Worker().work(until_idle=True)
        status = Delivery.across_firms.get(pk=job.delivery_id).status
        if status in final:
            return str(status)
        if time.monotonic() > until:
            steps = list(DeliveryStep.across_firms.values("kind", "status", "reason", "not_before", "sends"))
            raise AssertionError(f"not settled: {status} {steps} {list(Operation.across_firms.values())}")
        time.sleep(0.05)


def world_jobs(sandbox: SandboxServer) -> list[dict[str, Any]]:
    """The practice's jobs as the sandbox holds them, oldest first."""
    tenants = sandbox.world.to_dict()["tenants"]
    jobs: list[dict[str, Any]] = next(one for one in tenants if one["tenant_id"] == PRACTICE)["jobs"]
    return jobs


def as_made(job: dict[str, Any]) -> dict[str, Any]:
    """The part of a job of the sandbox that we asked for."""
    return {
        "name": job["name"],
        "description": job["description"],
        "client_uuid": job["client_uuid"],
        "assigned": sorted(job["assigned"]),
        "manager": job["manager"],
        "costs": sorted(cost_of(cost) for cost in job["costs"]),
    }


def cost_of(cost: dict[str, Any]) -> tuple[str, Decimal, Decimal, Decimal, str]:
    """A cost of the sandbox as values."""
    quantity, unit_cost, unit_price = (Decimal(cost[key]) for key in ("quantity", "unit_cost", "unit_price"))
    return cost["description"], quantity, unit_cost, unit_price, cost["note"]


def expected_job(job: Job) -> dict[str, Any]:
    """What was asked for, in the sandbox's words."""
    job.refresh_from_db()
    assert job.delivery is not None
    assert job.client is not None
    assert job.manager is not None
    return {
        "name": job.name,
        "description": f"{job.description}\n[ref {job.delivery.marker}]",
        "client_uuid": job.client.uuid,
        "assigned": sorted(person.uuid for person in job.staff.all()),
        "manager": job.manager.uuid,
        "costs": sorted(
            (cost.description, cost.quantity, cost.unit_cost, cost.unit_price, f"[ref {cost.reference}]")
            for cost in job.costs.all()
        ),
    }


def whole_as_made(job: dict[str, Any]) -> dict[str, Any]:
    """All of a job of the sandbox that is not of XPM's own making."""
    own = ("id", "uuid", "created_at", "tasks")
    kept = {key: value for key, value in job.items() if key not in own}
    more = [(cost["date"], cost["code"], cost["billable"]) for cost in job["costs"]]
    notes = [(note["title"], note["text"]) for note in job["notes"]]
    return kept | as_made(job) | {"more of costs": sorted(more), "notes": notes}


def whole_expected_job(job: Job, state: str = "SCHED") -> dict[str, Any]:
    """Everything that XPM should hold of a job: what was asked for, each thing once, and nothing more."""
    wanted = expected_job(job)
    assert job.delivery is not None
    note = DeliveryStep.across_firms.get(delivery=job.delivery, kind="job.note").payload
    nothing: dict[str, Any] = dict.fromkeys(("contact_uuid", "category_uuid", "partner"), "")
    nothing |= {"budget": None, "completed_date": None, "milestones": [], "documents": []}
    more = [(cost.date.isoformat(), cost.code, cost.is_billable) for cost in job.costs.all()]
    return (
        nothing
        | wanted
        | {
            "client_order_number": job.delivery.marker,
            "start_date": job.start_date.isoformat(),
            "due_date": job.due_date.isoformat(),
            "state": state,
            "more of costs": sorted(more),
            "notes": [(note["title"], f"{note['text']}\n[ref {note['reference']}]")],
        }
    )


def rest_of_world(sandbox: SandboxServer, made: int) -> dict[str, Any]:
    """Everything that the sandbox holds, of all practices, without the newest jobs of ours and their number."""
    tenants = {one["tenant_id"]: one for one in sandbox.world.to_dict()["tenants"]}
    practice = tenants[PRACTICE]
    practice["jobs"] = practice["jobs"][: len(practice["jobs"]) - made]
    del practice["next_job"]
    return tenants
