"""The admin door under /_sandbox/: look at everything, replace it, order faults, change modes. No sign-in.

Meant for one machine: the server listens on the loopback address unless told otherwise.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from minutebook.xpm_sandbox.codec import SeedError, from_plain, set_field, to_plain
from minutebook.xpm_sandbox.consent import connect, new_auth_event
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.grants import User
from minutebook.xpm_sandbox.job_records import Job
from minutebook.xpm_sandbox.json_answers import write_json
from minutebook.xpm_sandbox.sandbox import Sandbox
from minutebook.xpm_sandbox.seeds import complete_item
from minutebook.xpm_sandbox.tenants import Tenant
from minutebook.xpm_sandbox.tokens import grant_scopes, issue_tokens
from minutebook.xpm_sandbox.world import World

DOOR = "/_sandbox"
SETTLE_SECONDS = 60
COLLECTIONS = ["clients", "staff", "templates", "categories", "tasks", "standard_costs", "jobs", "invoices"]

_RULES = Map(
    [
        Rule("/world.json", methods=["GET"], endpoint="show_world"),
        Rule("/world.json", methods=["PUT"], endpoint="replace_world"),
        Rule("/ledger.json", methods=["GET"], endpoint="show_ledger"),
        Rule("/reset", methods=["POST"], endpoint="reset"),
        Rule("/settle", methods=["POST"], endpoint="settle"),
        Rule("/faults", methods=["GET"], endpoint="list_faults"),
        Rule("/faults", methods=["POST"], endpoint="add_faults"),
        Rule("/faults", methods=["DELETE"], endpoint="clear_faults"),
        Rule("/modes", methods=["GET"], endpoint="show_modes"),
        Rule("/modes", methods=["POST"], endpoint="change_modes"),
        Rule("/limits", methods=["POST"], endpoint="change_limits"),
        Rule("/clock", methods=["POST"], endpoint="move_clock"),
        Rule("/grants", methods=["POST"], endpoint="grant"),
        Rule("/tenants/<tenant_id>", methods=["PATCH"], endpoint="change_tenant"),
        Rule("/tenants/<tenant_id>/<kind>", methods=["POST"], endpoint="add_item"),
        Rule("/tenants/<tenant_id>/jobs/<job_id>", methods=["PATCH"], endpoint="change_job"),
        Rule("/tenants/<tenant_id>/jobs/<job_id>", methods=["DELETE"], endpoint="delete_job"),
    ]
).bind("")


class AdminDoor:
    """Answers the admin addresses of one sandbox; a mistake is answered 400 with its reason."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world

    def answer(self, request: Request) -> Response:
        """Answer one request below /_sandbox/; a page of another site may not reach through a browser."""
        origin = request.headers.get("Origin", "")
        if origin and origin != str(request.host_url).rstrip("/"):
            return write_json({"error": "Not from another site"}, 403)
        try:
            name, keys = _RULES.match(request.path.removeprefix(DOOR), method=request.method)
        except HTTPException as mistake:
            return write_json({"error": mistake.name}, mistake.code or 404)
        act: Callable[..., Any] = getattr(self, f"_{name}")
        try:
            return write_json(act(request, **keys))
        except (SeedError, json.JSONDecodeError) as mistake:
            return write_json({"error": str(mistake)}, 400)

    def _show_world(self, request: Request) -> Any:
        return self.world.to_dict()

    def _replace_world(self, request: Request) -> Any:
        self.sandbox.become(World.from_seed(_read_object(request)))
        return {"tenants": [tenant.tenant_id for tenant in self.world.tenants]}

    def _show_ledger(self, request: Request) -> Any:
        with self.world.lock:
            entries = [to_plain(entry) for entry in self.world.ledger.entries]
            return {"in_flight": self.sandbox.meter.in_flight, "entries": entries}

    def _reset(self, request: Request) -> Any:
        self.sandbox.become(World.from_seed(self.sandbox.first.to_dict()))
        return {}

    def _settle(self, request: Request) -> Any:
        end = time.monotonic() + SETTLE_SECONDS
        while self.sandbox.meter.in_flight and time.monotonic() < end:
            self.sandbox.stopping.wait(0.01)
        return {"in_flight": self.sandbox.meter.in_flight}

    def _list_faults(self, request: Request) -> Any:
        with self.world.lock:
            return to_plain(self.sandbox.faults.faults)

    def _add_faults(self, request: Request) -> Any:
        given = json.loads(request.get_data() or b"{}")
        faults = [from_plain(Fault, one) for one in (given if isinstance(given, list) else [given])]
        with self.world.lock:
            self.sandbox.faults.faults.extend(faults)
        return self._list_faults(request)

    def _clear_faults(self, request: Request) -> Any:
        with self.world.lock:
            self.sandbox.faults.faults.clear()
        return []

    def _show_modes(self, request: Request) -> Any:
        return to_plain(self.world.modes)

    def _change_modes(self, request: Request) -> Any:
        with self.world.lock:
            self.world.modes.change(_read_object(request))
            self.sandbox.keep()
        return to_plain(self.world.modes)

    def _change_limits(self, request: Request) -> Any:
        return self._change(self.world.limits, _read_object(request))

    def _move_clock(self, request: Request) -> Any:
        wanted = {"clock_offset_seconds": _read_object(request).get("offset_seconds", 0)}
        self._change(self.world, wanted)
        return {"now": self.world.now().isoformat()}

    def _grant(self, request: Request) -> Any:
        wish = from_plain(GrantWish, _read_object(request))
        return grant(self.sandbox, str(request.host_url).rstrip("/"), wish)

    def _change_tenant(self, request: Request, tenant_id: str) -> Any:
        return self._change(self._require_tenant(tenant_id), _read_object(request))

    def _add_item(self, request: Request, tenant_id: str, kind: str) -> Any:
        tenant = self._require_tenant(tenant_id)
        if kind not in COLLECTIONS:
            raise SeedError(f"There are no {kind}; there are {', '.join(COLLECTIONS)}")
        with self.world.lock:
            item = complete_item(to_plain(tenant), kind, _read_object(request))
            whole = from_plain(Tenant, {"tenant_id": "", "name": "", kind: [item]})
            getattr(tenant, kind).extend(getattr(whole, kind))
            self.sandbox.keep()
        return item

    def _change_job(self, request: Request, tenant_id: str, job_id: str) -> Any:
        return self._change(self._require_job(tenant_id, job_id), _read_object(request))

    def _delete_job(self, request: Request, tenant_id: str, job_id: str) -> Any:
        tenant, job = self._require_tenant(tenant_id), self._require_job(tenant_id, job_id)
        with self.world.lock:
            tenant.jobs.remove(job)
            tenant.deleted_job_ids.append(job.id)
            self.sandbox.keep()
        return {}

    def _change(self, record: Any, wanted: dict[str, Any]) -> Any:
        with self.world.lock:
            for name, value in wanted.items():
                set_field(record, name, value)
            self.sandbox.keep()
        return to_plain(record)

    def _require_tenant(self, tenant_id: str) -> Tenant:
        tenant = self.world.find_tenant(tenant_id)
        if tenant is None:
            raise SeedError(f"There is no tenant {tenant_id}")
        return tenant

    def _require_job(self, tenant_id: str, job_id: str) -> Job:
        job = self._require_tenant(tenant_id).find_job(job_id)
        if job is None:
            raise SeedError(f"There is no job {job_id}")
        return job


@dataclass(slots=True)
class GrantWish:
    """What a consent without a browser opens: the first user and app, and everything of theirs, unless named."""

    user: str = ""
    tenants: list[str] | None = None
    scopes: list[str] = field(default_factory=list)
    client_id: str = ""


def grant(sandbox: Sandbox, issuer: str, wish: GrantWish) -> dict[str, Any]:
    """Consent without a browser and give the token answer; raises SeedError without such a user or app."""
    world = sandbox.world
    with world.lock:
        app = world.find_app(wish.client_id) if wish.client_id else next(iter(world.apps), None)
        person = world.find_user(wish.user) if wish.user else next(iter(world.users), None)
        if app is None or person is None:
            raise SeedError("A grant needs an app and a user of this world")
        event = new_auth_event(world)
        grant_scopes(world, app.client_id, person.id, wish.scopes or _usual_scopes(app.scopes))
        connect(world, app, person, _chosen(world, person, wish.tenants), event)
        answer = issue_tokens(world, app, person.id, event, issuer)
        sandbox.keep()
    return answer


def _usual_scopes(scopes: list[str]) -> list[str]:
    return ["openid", "profile", "email", "offline_access", *scopes]


def _chosen(world: World, user: User, tenants: list[str] | None) -> list[Tenant]:
    wanted = user.tenants if tenants is None else tenants
    return [tenant for tenant in world.tenants if tenant.tenant_id in wanted]


def _read_object(request: Request) -> dict[str, Any]:
    given = json.loads(request.get_data() or b"{}")
    if not isinstance(given, dict):
        raise SeedError("The body must be a JSON object")
    return given
