"""The way of a call to the practice manager: gate, limits, fault, endpoint, ledger, answer.

The only place that knows both HTTP and the endpoints.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from werkzeug.wrappers import Request, Response

from minutebook.xpm_sandbox import older
from minutebook.xpm_sandbox.calls import Answer, Call, PathUnknownError, RefusalError
from minutebook.xpm_sandbox.endpoints import Endpoint, find_endpoint
from minutebook.xpm_sandbox.envelope import write_error, write_ok
from minutebook.xpm_sandbox.faults import Attempt, DroppedConnectionError, Fault, run
from minutebook.xpm_sandbox.gates import (
    Caller,
    GateError,
    admit,
    expired_detail,
    write_excess,
    write_gate_error,
)
from minutebook.xpm_sandbox.ledger import LedgerEntry
from minutebook.xpm_sandbox.limits import Excess
from minutebook.xpm_sandbox.sandbox import Sandbox

BASE = "/practicemanager/3.1/"
XML = "text/xml; charset=utf-8"
NO_PAGE = b"<!DOCTYPE html><html><head><title>404</title></head><body>Resource not found.</body></html>"


@dataclass(slots=True)
class Arrival:
    """A call as it came in, and what became of it."""

    request: Request
    body: bytes
    at: datetime
    endpoint: Endpoint | None
    keys: dict[str, str]
    caller: Caller | None = None
    fault: Fault | None = None
    remaining: dict[str, str] = field(default_factory=dict)
    is_recorded: bool = False

    @property
    def is_older(self) -> bool:
        """Tell whether version 3.0 is spoken."""
        return self.request.path.startswith(older.BASE)

    @property
    def path(self) -> str:
        """Give the path below the base."""
        return _path_of(self.request)


class Gateway:
    """Answers the calls to the practice manager of one sandbox."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox
        self.world = sandbox.world

    def answer(self, request: Request) -> Response:
        """Answer one call; raises DroppedConnectionError where a fault wants no answer."""
        arrival = self._receive(request)
        if arrival.fault:
            self._record(arrival, 0, executed=False)
            raise DroppedConnectionError("reset in the middle of the body")
        refused = self._refuse_at_gate(arrival)
        if refused:
            return refused
        try:
            response = run(arrival.fault, self._attempt(arrival))
        except DroppedConnectionError:
            self._record(arrival, 0, executed=False)
            raise
        else:
            self._record(arrival, response.status_code, executed=False)
            return response
        finally:
            self._leave(arrival)

    def _receive(self, request: Request) -> Arrival:
        found = find_endpoint(request.method, _path_of(request))
        endpoint, keys = found or (None, {})
        with self.world.lock:
            fault = self.sandbox.faults.take_unread(request.method, _path_of(request))
        half = (request.content_length or 0) // 2
        body = request.stream.read(half) if fault else request.get_data()
        return Arrival(request, body, self.world.now(), endpoint, keys, fault=fault)

    def _refuse_at_gate(self, arrival: Arrival) -> Response | None:
        with self.world.lock:
            try:
                arrival.caller = admit(self.world, arrival.request, arrival.endpoint)
            except GateError as refusal:
                self._record(arrival, refusal.status, executed=False)
                return write_gate_error(refusal, str(self.world.limits.app_minute))
            return self._count(arrival, arrival.caller)

    def _count(self, arrival: Arrival, caller: Caller) -> Response | None:
        excess = self.sandbox.meter.enter(caller.key, arrival.at)
        arrival.remaining = self.sandbox.meter.remaining(caller.key, arrival.at)
        if excess:
            self._record(arrival, 429, executed=False)
            return write_excess(excess, arrival.remaining, self.world.modes.rate_words)
        arrival.fault = self.sandbox.faults.take(arrival.request.method, arrival.path, arrival.body)
        return None

    def _leave(self, arrival: Arrival) -> None:
        with self.world.lock:
            self.sandbox.meter.leave(_caller(arrival).key)

    def _attempt(self, arrival: Arrival) -> Attempt:
        return Attempt(
            execute=lambda: self._execute(arrival),
            refuse=lambda fault: self._refuse_by_fault(arrival, fault),
            stopping=self.sandbox.stopping,
        )

    def _execute(self, arrival: Arrival) -> Response:
        with self.world.lock:
            status, body, effect = self._perform_once(arrival)
            if effect:
                self.sandbox.keep()
            self._record(arrival, status, executed=True, effect=effect)
        content_type = "text/html; charset=utf-8" if status == 404 else XML
        return Response(body, status, arrival.remaining, content_type=content_type)

    def _perform_once(self, arrival: Arrival) -> tuple[int, bytes, str]:
        sent = arrival.request.headers.get("Idempotency-Key", "")
        key = (_caller(arrival).tenant.tenant_id, sent)
        is_honoured = bool(sent) and self.world.modes.idempotency_key == "honoured"
        if is_honoured and key in self.sandbox.remembered:
            return (*self.sandbox.remembered[key], "")
        status, body, effect = self._perform(arrival)
        body = older.older_body(body) if arrival.is_older else body
        if is_honoured:
            self.sandbox.remembered[key] = (status, body)
        return status, body, effect

    def _perform(self, arrival: Arrival) -> tuple[int, bytes, str]:
        endpoint = arrival.endpoint
        if endpoint is None or (arrival.is_older and endpoint.path in older.NEWER_ONLY):
            return 404, NO_PAGE, ""
        names_method = self.world.modes.api_method == "present"
        try:
            answer: Answer = endpoint.run(self._call(arrival))
        except PathUnknownError:
            return 404, NO_PAGE, ""
        except RefusalError as refusal:
            body = write_error(endpoint.api_method, refusal.reason, names_method=names_method)
            return refusal.status, body, refusal.effect
        return 200, write_ok(endpoint.api_method, answer.nodes, names_method=names_method), answer.effect

    def _call(self, arrival: Arrival) -> Call:
        caller = _caller(arrival)
        keys, body = arrival.keys, arrival.body
        if arrival.is_older:
            keys, body = older.newer_keys(caller.tenant, keys), older.newer_body(caller.tenant, body)
        return Call(
            world=self.world,
            tenant=caller.tenant,
            user=caller.bearer.user,
            keys=keys,
            query=arrival.request.args,
            body=body,
            now=self.world.now(),
            base_url=f"{arrival.request.host_url.rstrip('/')}{BASE}",
        )

    def _refuse_by_fault(self, arrival: Arrival, fault: Fault) -> Response:
        key = _caller(arrival).key
        with self.world.lock:
            if fault.kind in ("expired_token", "forbidden"):
                return self._refuse_token(arrival, fault)
            meter, now = self.sandbox.meter, self.world.now()
            excess = meter.full_minute(key, now) if fault.kind == "rate_minute" else meter.full_day(now)
            if fault.seconds:
                excess = Excess(excess.problem, round(fault.seconds))
            self._record(arrival, 429, executed=False)
            return write_excess(excess, arrival.remaining, self.world.modes.rate_words)

    def _refuse_token(self, arrival: Arrival, fault: Fault) -> Response:
        expired = GateError(401, expired_detail({"exp": arrival.at.timestamp()}))
        refusal = expired if fault.kind == "expired_token" else GateError(403)
        self._record(arrival, refusal.status, executed=False)
        return write_gate_error(refusal, arrival.remaining["x-appminlimit-remaining"])

    def _record(self, arrival: Arrival, status: int, *, executed: bool, effect: str = "") -> None:
        # the first record counts: a call that was executed stays so, whatever a fault makes of its answer
        if arrival.is_recorded:
            return
        arrival.is_recorded = True
        caller, request = arrival.caller, arrival.request
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        with self.world.lock:
            self.sandbox.record(
                LedgerEntry(
                    sequence=self.world.ledger.next_sequence,
                    at=self.world.now(),
                    client_id=caller.bearer.client_id if caller else "",
                    tenant_id=caller.tenant.tenant_id if caller else "",
                    method=request.method,
                    path=f"{arrival.path}{query}",
                    body_sha256=hashlib.sha256(arrival.body).hexdigest() if arrival.body else "",
                    status=status,
                    executed=executed,
                    effect=effect,
                    fault=arrival.fault.kind if arrival.fault else "",
                )
            )


def _path_of(request: Request) -> str:
    """Give what stands below `/practicemanager/<version>/`."""
    return str(request.path.split("/", 3)[3])


def _caller(arrival: Arrival) -> Caller:
    if arrival.caller is None:
        raise RuntimeError("the gate was not passed")
    return arrival.caller
