"""The gate before the practice manager: bearer token, tenant header, scope, limits; refusals are JSON or empty.

Kept apart from the gateway because the identity pages need the same check of a bearer token.
"""

from __future__ import annotations

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from minutebook.xpm_sandbox.endpoints import Endpoint
from minutebook.xpm_sandbox.grants import User
from minutebook.xpm_sandbox.limits import Excess
from minutebook.xpm_sandbox.tenants import Tenant
from minutebook.xpm_sandbox.tokens import read_access_token
from minutebook.xpm_sandbox.world import World

# Only the word for the minute was recorded.
OTHER_RATE_WORDS = {
    "minute": "PerMinute",
    "day": "DailyLimit",
    "concurrent": "Concurrency Limit",
    "appminute": "AppWide",
}
UNSUCCESSFUL = "AuthenticationUnsuccessful"


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who speaks: an app on behalf of a user, with the scopes of the token."""

    client_id: str
    user: User
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who speaks, and to which practice."""

    bearer: Bearer
    tenant: Tenant

    @property
    def key(self) -> tuple[str, str]:
        """Give what limits are counted by."""
        return (self.bearer.client_id, self.tenant.tenant_id)


class GateError(Exception):
    """The gate is closed to this call; it was not executed."""

    def __init__(self, status: int, detail: str = UNSUCCESSFUL) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail


def admit(world: World, request: Request, endpoint: Endpoint | None) -> Caller:
    """Check token, tenant and scope in this order; raises GateError."""
    bearer = read_bearer(world, request)
    tenant = _find_tenant(world, bearer, request.headers.get("xero-tenant-id", ""))
    if endpoint and (not _covers(bearer.scopes, endpoint) or _is_withheld(world, endpoint)):
        raise GateError(int(world.modes.missing_scope))
    return Caller(bearer, tenant)


def read_bearer(world: World, request: Request) -> Bearer:
    """Check the access token alone; raises GateError 401."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    claims = read_access_token(world, token.strip()) if kind.lower() == "bearer" else None
    user = world.find_user(str(claims.get("xero_userid"))) if claims else None
    if claims is None or user is None:
        raise GateError(401)
    if claims["exp"] <= world.now().timestamp():
        raise GateError(401, expired_detail(claims))
    return Bearer(claims["client_id"], user, tuple(claims["scope"]))


def expired_detail(claims: dict[str, Any]) -> str:
    """Say that a token is too old, in the vendor's words."""
    ended = datetime.fromtimestamp(claims["exp"], UTC)
    return f"TokenExpired: token expired at {ended:%m/%d/%Y %H:%M:%S}"


def write_gate_error(refusal: GateError, app_minute_remaining: str = "") -> Response:
    """Write a refusal as the vendor's gateway does."""
    title = {401: "Unauthorized", 403: "Forbidden"}[refusal.status]
    answer: dict[str, Any] = {
        "Type": None,
        "Title": title,
        "Status": refusal.status,
        "Detail": refusal.detail,
        "Instance": str(uuid.uuid4()),
        "Extensions": {},
    }
    response = Response(json.dumps(answer), refusal.status, content_type="application/json")
    if refusal.status == 401:
        response.headers["www-authenticate"] = 'Bearer realm="Xero Api", error="invalid_token"'
    if refusal.status == 403 and app_minute_remaining:
        response.headers["x-appminlimit-remaining"] = app_minute_remaining
    return response


def write_excess(excess: Excess, remaining: dict[str, str], words: str = "plain") -> Response:
    """Write the refusal of a call beyond a limit: an empty body, all in the headers."""
    problem = OTHER_RATE_WORDS[excess.problem] if words == "other" else excess.problem
    response = Response(b"", 429, {**remaining, "x-rate-limit-problem": problem})
    if excess.problem in ("minute", "day"):
        response.headers[f"x-{excess.problem[:3]}limit-remaining"] = "0"
    if excess.retry_after is not None:
        response.headers["retry-after"] = str(excess.retry_after)
    del response.headers["Content-Type"]
    return response


def _find_tenant(world: World, bearer: Bearer, tenant_id: str) -> Tenant:
    tenant = world.find_tenant(tenant_id)
    wanted = (bearer.client_id, bearer.user.id, tenant_id)
    is_connected = any((one.client_id, one.user_id, one.tenant_id) == wanted for one in world.connections)
    if tenant is None or tenant.type != "PRACTICEMANAGER" or not is_connected:
        raise GateError(403)
    return tenant


def _is_withheld(world: World, endpoint: Endpoint) -> bool:
    """Tell whether it stands for one of those whose scope nobody knows, and that our tokens do not have."""
    return endpoint.path.startswith(f"{world.modes.withheld}.api/")


def _covers(scopes: tuple[str, ...], endpoint: Endpoint) -> bool:
    enough = {"practicemanager", f"practicemanager.{endpoint.scope}"}
    if endpoint.is_read:
        enough |= {f"{scope}.read" for scope in enough}
    return bool(enough & set(scopes))
