"""Xero's sign-in and its list of connections, as routes: authorise, token, revocation, user info, keys."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from werkzeug.wrappers import Request, Response

from minutebook.xpm_sandbox.consent import authorise
from minutebook.xpm_sandbox.faults import Attempt, DroppedConnectionError, Fault, run
from minutebook.xpm_sandbox.gates import (
    GateError,
    expired_detail,
    read_bearer,
    write_excess,
    write_gate_error,
)
from minutebook.xpm_sandbox.grants import App, Connection
from minutebook.xpm_sandbox.json_answers import write_json
from minutebook.xpm_sandbox.ledger import LedgerEntry
from minutebook.xpm_sandbox.limits import Excess
from minutebook.xpm_sandbox.sandbox import Sandbox
from minutebook.xpm_sandbox.tokens import (
    InvalidGrantError,
    exchange_code,
    refresh,
    revoke,
    signing_key,
    user_claims,
)

CONFIGURATION = "/.well-known/openid-configuration"


class Identity:
    """Answers the sign-in addresses of one sandbox; faults apply to them, limits do not."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world

    def answer(self, request: Request) -> Response | None:
        """Answer one request, or give None where the address is not of the sign-in."""
        route = self._find_route(request)
        if route is None:
            return None
        with self.world.lock:
            fault = self.sandbox.faults.take(request.method, request.path.lstrip("/"), request.get_data())
        visit = _Visit(self, request, route, fault)
        try:
            response = run(fault, visit.attempt())
        except DroppedConnectionError:
            visit.record(0, executed=False)
            raise
        visit.record(response.status_code, executed=False)
        return response

    def _find_route(self, request: Request) -> Callable[[Request], Response] | None:
        if request.path.startswith("/connections/") and request.method == "DELETE":
            return self._delete_connection
        routes: dict[tuple[str, str], Callable[[Request], Response]] = {
            ("GET", "/identity/connect/authorize"): lambda visit: authorise(self.world, visit),
            ("POST", "/identity/connect/authorize"): lambda visit: authorise(self.world, visit),
            ("POST", "/connect/token"): self._give_tokens,
            ("POST", "/connect/revocation"): self._revoke,
            ("GET", "/connect/userinfo"): self._tell_user,
            ("GET", "/connections"): self._list_connections,
            ("GET", CONFIGURATION): self._tell_addresses,
            ("GET", f"{CONFIGURATION}/jwks"): self._give_keys,
        }
        return routes.get((request.method, request.path))

    def _give_tokens(self, request: Request) -> Response:
        app = self._read_app(request)
        if app is None:
            return write_json({"error": "invalid_client"}, 400)
        grants = {
            "authorization_code": lambda: exchange_code(
                self.world, app, request.form.to_dict(), _issuer(request)
            ),
            "refresh_token": lambda: refresh(
                self.world, app, request.form.get("refresh_token", ""), _issuer(request)
            ),
        }
        grant = grants.get(request.form.get("grant_type", ""))
        if grant is None:
            return write_json({"error": "unsupported_grant_type"}, 400)
        try:
            return write_json(grant(), headers={"Cache-Control": "no-store"})
        except InvalidGrantError:
            return write_json({"error": "invalid_grant"}, 400)

    def _revoke(self, request: Request) -> Response:
        app = self._read_app(request)
        if app is None:
            return write_json({"error": "invalid_client"}, 400)
        revoke(self.world, app, request.form.get("token", ""))
        return Response(b"", 200)

    def _tell_user(self, request: Request) -> Response:
        return write_json(user_claims(read_bearer(self.world, request).user))

    def _list_connections(self, request: Request) -> Response:
        bearer, event = read_bearer(self.world, request), request.args.get("authEventId", "")
        mine = [
            self._connection(one)
            for one in self.world.connections
            if (one.client_id, one.user_id) == (bearer.client_id, bearer.user.id)
            and event in ("", one.auth_event_id)
        ]
        return write_json(mine)

    def _delete_connection(self, request: Request) -> Response:
        bearer, wanted = read_bearer(self.world, request), request.path.removeprefix("/connections/")
        for one in self.world.connections:
            if (one.id, one.client_id, one.user_id) == (wanted, bearer.client_id, bearer.user.id):
                self.world.connections.remove(one)
                return Response(b"", 204)
        return Response(b"", 404)

    def _tell_addresses(self, request: Request) -> Response:
        root = _issuer(request)
        return write_json(
            {
                "issuer": root,
                "authorization_endpoint": f"{root}/identity/connect/authorize",
                "token_endpoint": f"{root}/connect/token",
                "userinfo_endpoint": f"{root}/connect/userinfo",
                "revocation_endpoint": f"{root}/connect/revocation",
                "jwks_uri": f"{root}{CONFIGURATION}/jwks",
                "response_types_supported": ["code"],
                "code_challenge_methods_supported": ["S256"],
            }
        )

    def _give_keys(self, request: Request) -> Response:
        return write_json({"keys": [signing_key(self.world).as_dict(private=False)]})

    def _read_app(self, request: Request) -> App | None:
        sent = request.authorization
        if sent is None or sent.type != "basic":
            return None
        app = self.world.find_app(sent.username or "")
        return app if app and app.client_secret == sent.password else None

    def _connection(self, connection: Connection) -> dict[str, Any]:
        tenant = self.world.find_tenant(connection.tenant_id)
        return {
            "id": connection.id,
            "authEventId": connection.auth_event_id,
            "tenantId": connection.tenant_id,
            "tenantType": tenant.type if tenant else "",
            "tenantName": tenant.name if tenant else "",
            "createdDateUtc": _seven_digits(connection.created_at),
            "updatedDateUtc": _seven_digits(connection.updated_at),
        }


class _Visit:
    """One request on its way: executed under the lock, recorded once."""

    def __init__(
        self, identity: Identity, request: Request, route: Callable[[Request], Response], fault: Fault | None
    ) -> None:
        self.sandbox, self.world = identity.sandbox, identity.world
        self.request, self.route, self.fault = request, route, fault
        self.is_recorded = False

    def attempt(self) -> Attempt:
        return Attempt(execute=self._execute, refuse=self._refuse, stopping=self.sandbox.stopping)

    def record(self, status: int, *, executed: bool) -> None:
        if self.is_recorded or self.request.path == "/identity/connect/authorize":
            return
        self.is_recorded = True
        with self.world.lock:
            self.sandbox.record(
                LedgerEntry(
                    sequence=self.world.ledger.next_sequence,
                    at=self.world.now(),
                    client_id=self._client_id(),
                    tenant_id="",
                    method=self.request.method,
                    path=self.request.path.lstrip("/"),
                    body_sha256=hashlib.sha256(self.request.get_data()).hexdigest(),
                    status=status,
                    executed=executed,
                    fault=self.fault.kind if self.fault else "",
                )
            )

    def _client_id(self) -> str:
        sent = self.request.authorization
        return str(sent.username) if sent and sent.type == "basic" else ""

    def _execute(self) -> Response:
        with self.world.lock:
            try:
                response = self.route(self.request)
            except GateError as refusal:
                response = write_gate_error(refusal)
            if self.request.method != "GET":
                self.sandbox.keep()
            self.record(response.status_code, executed=True)
        return response

    def _refuse(self, fault: Fault) -> Response:
        if fault.kind.startswith("rate_"):
            return write_excess(Excess(fault.kind.removeprefix("rate_"), round(fault.seconds) or 60), {})
        detail = expired_detail({"exp": self.world.now().timestamp()})
        return write_gate_error(GateError(401, detail) if fault.kind == "expired_token" else GateError(403))


def _issuer(request: Request) -> str:
    return str(request.host_url).rstrip("/")


def _seven_digits(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%f}0"
