"""Seeds: the JSON a world is made from, completed so that people can write only what matters to them.

`seed.md` beside this file describes the format. Completing is deterministic: the same seed, the same identifiers.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from minutebook.xpm_sandbox.codec import SeedError

Plain = dict[str, Any]

NAMESPACE = UUID("0a3c1b52-7d55-5d0e-8a51-2f3f64a4c1de")
NAMED = ("staff", "clients", "categories", "tasks", "templates")


def seed_uuid(tenant_id: str, kind: str, name: str, nth: int = 1) -> str:
    """Give the identifier that a thing without one gets; `kind` is the seed's key, `nth` tells equal names apart."""
    return str(uuid5(NAMESPACE, f"{tenant_id}/{kind}/{name}" + (f"/{nth}" if nth > 1 else "")))


def demo_states() -> list[dict[str, str]]:
    """Give the usual states of a practice; codes differ from names on purpose."""
    return [
        {"name": "Planned", "code": "PLANNED", "type": "Standard"},
        {"name": "In Progress", "code": "INPROGRESS", "type": "Standard"},
        {"name": "On Hold", "code": "ONHOLD", "type": "On Hold"},
        {"name": "Completed", "code": "COMPLETED", "type": "Completed"},
        {"name": "Cancelled", "code": "CANCELLED", "type": "Cancelled"},
    ]


def complete_seed(seed: Plain) -> Plain:
    """Fill in what a seed left out; raises SeedError when it refers to something that it does not hold."""
    whole = deepcopy(seed)
    for tenant in _items(whole, "tenants"):
        _complete_tenant(tenant)
    known = {tenant["tenant_id"] for tenant in _items(whole, "tenants")}
    for user in _items(whole, "users"):
        strangers = set(user.get("tenants", [])) - known
        if strangers:
            raise SeedError(f"User {user.get('email')} names unknown tenants {sorted(strangers)}")
    return whole


def complete_item(tenant: Plain, kind: str, item: Plain) -> Plain:
    """Complete one thing that is put into a tenant (given as plain JSON) later; refuses like `complete_seed`."""
    extended = deepcopy(tenant)
    extended.setdefault(kind, []).append(deepcopy(item))
    _complete_tenant(extended)
    completed: Plain = extended[kind][-1]
    return completed


def _complete_tenant(tenant: Plain) -> None:
    if "tenant_id" not in tenant:
        raise SeedError(f"A tenant needs a tenant_id: {tenant.get('name')!r}")
    _check_time_zone(tenant.get("time_zone", "UTC"))
    if not tenant.get("states"):
        tenant["states"] = demo_states()
    for kind in NAMED:
        _name_all(tenant, kind, "name", "uuid")
    _name_all(tenant, "standard_costs", "description", "uuid")
    for client in _items(tenant, "clients"):
        _complete_client(tenant, client)
    for template in _items(tenant, "templates"):
        _complete_template(tenant, template)
    for job in _items(tenant, "jobs"):
        _complete_job(tenant, job)
    _name_all(tenant, "invoices", "id", "internal_uuid")
    for invoice in _items(tenant, "invoices"):
        _refer(tenant, "clients", invoice, "client_uuid", short="client")


def _check_time_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        raise SeedError(f"There is no time zone {name!r}") from None


def _name_all(tenant: Plain, kind: str, name_key: str, uuid_key: str) -> None:
    seen: dict[str, int] = {}
    for item in _items(tenant, kind):
        name = str(item.get(name_key, ""))
        seen[name] = seen.get(name, 0) + 1
        item.setdefault(uuid_key, seed_uuid(tenant["tenant_id"], kind, name, seen[name]))


def _complete_client(tenant: Plain, client: Plain) -> None:
    _refer(tenant, "staff", client, "account_manager_uuid", short="account_manager")
    _refer(tenant, "staff", client, "job_manager_uuid", short="job_manager")
    _refer(tenant, "clients", client, "billing_client_uuid", short="billing_client")
    for nth, contact in enumerate(_items(client, "contacts"), start=1):
        key = f"{client['uuid']}/{contact.get('name', '')}"
        contact.setdefault("uuid", seed_uuid(tenant["tenant_id"], "contacts", key, nth))


def _complete_template(tenant: Plain, template: Plain) -> None:
    _name_tasks(tenant, _items(template, "tasks"))


def _name_tasks(tenant: Plain, tasks: list[Plain]) -> None:
    names = {task["uuid"]: task.get("name", "") for task in _items(tenant, "tasks")}
    for task in tasks:
        _refer(tenant, "tasks", task, "task_uuid", short="task")
        task.setdefault("name", names.get(task.get("task_uuid", ""), ""))


def _complete_job(tenant: Plain, job: Plain) -> None:
    if not job.get("id"):
        job["id"] = _next_job_id(tenant)
    job.setdefault("uuid", seed_uuid(tenant["tenant_id"], "jobs", job["id"]))
    _refer(tenant, "clients", job, "client_uuid", short="client")
    _refer(tenant, "categories", job, "category_uuid", short="category")
    for key in ("manager", "partner"):
        _refer(tenant, "staff", job, key)
    job["assigned"] = [_find(tenant, "staff", person) for person in job.get("assigned", [])]
    job["state"] = _state_code(tenant, job.get("state") or tenant["states"][0]["code"])
    job.setdefault("created_at", f"{job.get('start_date', '2026-01-01')}T00:00:00+00:00")
    _name_tasks(tenant, _items(job, "tasks"))
    for kind in ("tasks", "milestones", "notes", "documents", "costs"):
        for line, item in enumerate(_items(job, kind), start=1):
            item.setdefault("uuid", seed_uuid(tenant["tenant_id"], f"jobs/{job['id']}/{kind}", str(line)))


def _items(owner: Plain, key: str) -> list[Any]:
    items = owner.get(key, [])
    if not isinstance(items, list):
        raise SeedError(f"{key} must be a list, not {items!r}")
    for item in items:
        if not isinstance(item, dict):
            raise SeedError(f"Each of {key} must be an object, not {item!r}")
    return items


def _next_job_id(tenant: Plain) -> str:
    taken = {job.get("id") for job in tenant["jobs"]}
    number = int(tenant.get("next_job", 1))
    while f"J{number:06d}" in taken:
        number += 1
    tenant["next_job"] = number + 1
    return f"J{number:06d}"


def _refer(tenant: Plain, kind: str, item: Plain, key: str, short: str = "") -> None:
    named = item.pop(short, "") if short and short != key else ""
    wanted = named or item.get(key, "")
    if wanted:
        item[key] = _find(tenant, kind, wanted)


def _find(tenant: Plain, kind: str, wanted: str) -> str:
    for item in _items(tenant, kind):
        if wanted in (item["uuid"], item.get("name")):
            return str(item["uuid"])
    raise SeedError(f"Tenant {tenant.get('name')!r} has nothing named {wanted!r} among its {kind}")


def _state_code(tenant: Plain, wanted: str) -> str:
    for state in tenant["states"]:
        if wanted in (state["code"], state["name"]):
            return str(state["code"])
    raise SeedError(f"Tenant {tenant.get('name')!r} has no state {wanted!r}")
