"""Faults on order: what a network or a server may do to a call, set through the admin door.

Each kind is one small function that decides whether, when and how the call is executed and answered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from threading import Event

from werkzeug.wrappers import Response

from minutebook.xpm_sandbox.codec import SeedError
from minutebook.xpm_sandbox.envelope import write_error

HUGE_CHUNK = b"<Filler>" + b"x" * 65_500 + b"</Filler>"
XML_BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE Response [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">'
    b'<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;">]><Response><Status>OK</Status><Jobs>&e;</Jobs></Response>'
)
MAINTENANCE_PAGE = (
    b"<!DOCTYPE html><html><head><title>Please wait</title></head><body><p>Back soon.<br></body></html>"
)


@dataclass(slots=True)
class Fault:
    """One order: `times` calls that match are hit, after the first `after` that match were spared.

    `path` may hold `*`; `containing` is a piece of text that the body must hold. `executed` None means the kind's
    own habit; `framed` lets a cut reply end as if it were whole; `megabytes` is the size of a huge one.
    """

    kind: str
    method: str = "*"
    path: str = "*"
    containing: str = ""
    times: int = 1
    after: int = 0
    seconds: float = 0.0
    code: int = 500
    executed: bool | None = None
    text: str = ""
    framed: bool = False
    megabytes: int = 80
    seen: int = 0
    hit: int = 0

    def __post_init__(self) -> None:
        if self.kind not in FAULTS:
            raise SeedError(f"There is no fault {self.kind}; there are {', '.join(FAULTS)}")

    def matches(self, method: str, path: str, body: bytes) -> bool:
        """Tell whether a call is meant."""
        is_meant = self.method in ("*", method) and fnmatchcase(path, self.path)
        return is_meant and self.hit < self.times and self.containing.encode() in body


class DroppedConnectionError(ConnectionError):
    """Ends a connection without an answer; the server drops it, an in-process caller gets the exception."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call that a fault may spoil: how to execute it, how the gate would refuse it, and what ends all waiting."""

    execute: Callable[[], Response]
    stopping: Event
    refuse: Callable[[Fault], Response]


@dataclass(slots=True)
class FaultList:
    """The orders that are open, the oldest first."""

    faults: list[Fault] = field(default_factory=list)

    def take_unread(self, method: str, path: str) -> Fault | None:
        """Find the fault that hits this call before its body is read, and count it."""
        return self._take(method, path, b"", is_unread=True)

    def take(self, method: str, path: str, body: bytes) -> Fault | None:
        """Find the fault that hits this call, and count it."""
        return self._take(method, path, body, is_unread=False)

    def _take(self, method: str, path: str, body: bytes, *, is_unread: bool) -> Fault | None:
        for fault in self.faults:
            if (fault.kind in BEFORE_THE_BODY) == is_unread and fault.matches(method, path, body):
                fault.seen += 1
                if fault.seen > fault.after:
                    fault.hit += 1
                    return fault
        return None


def run(fault: Fault | None, attempt: Attempt) -> Response:
    """Execute and answer a call the way the fault wants; without one, plainly."""
    return FAULTS[fault.kind](fault, attempt) if fault else attempt.execute()


def _lose_reply(fault: Fault, attempt: Attempt) -> Response:
    attempt.execute()
    raise DroppedConnectionError("reply lost")


def _answer_slowly(fault: Fault, attempt: Attempt) -> Response:
    response = attempt.execute()
    attempt.stopping.wait(fault.seconds)
    return response


def _execute_late(fault: Fault, attempt: Attempt) -> Response:
    if attempt.stopping.wait(fault.seconds):
        raise DroppedConnectionError("the server stopped first")
    return attempt.execute()


def _cut_reply(fault: Fault, attempt: Attempt) -> Response:
    response = attempt.execute()
    whole = response.get_data()
    half = whole[: len(whole) // 2]
    if fault.framed:
        response.set_data(half)
        return response
    return Response(_broken(half), response.status, {**response.headers, "Content-Length": str(len(whole))})


def _broken(half: bytes) -> Iterator[bytes]:
    yield half
    raise DroppedConnectionError("reply cut")


def _reset_before(fault: Fault, attempt: Attempt) -> Response:
    raise DroppedConnectionError("reset before the call was taken")


def _refuse_in_200(fault: Fault, attempt: Attempt) -> Response:
    _execute_if(fault, attempt, default=False)
    reason = fault.text or "An error occurred"
    return Response(write_error("Error", reason), 200, content_type="text/xml; charset=utf-8")


def _answer_status(fault: Fault, attempt: Attempt) -> Response:
    _execute_if(fault, attempt, default=False)
    return Response(fault.text or "Server Error", fault.code, content_type="text/html")


def _answer_html(fault: Fault, attempt: Attempt) -> Response:
    _execute_if(fault, attempt, default=False)
    return Response(fault.text or MAINTENANCE_PAGE, 200, content_type="text/html; charset=utf-8")


def _answer_empty(fault: Fault, attempt: Attempt) -> Response:
    _execute_if(fault, attempt, default=True)
    return Response(b"", 200, content_type="text/xml; charset=utf-8")


def _answer_hugely(fault: Fault, attempt: Attempt) -> Response:
    _execute_if(fault, attempt, default=True)
    return Response(_huge(fault.megabytes), 200, content_type="text/xml; charset=utf-8")


def _huge(megabytes: int) -> Iterator[bytes]:
    yield b"<Response><Status>OK</Status><Jobs>"
    for _ in range(megabytes * 16):
        yield HUGE_CHUNK
    yield b"</Jobs></Response>"


def _answer_bomb(fault: Fault, attempt: Attempt) -> Response:
    _execute_if(fault, attempt, default=True)
    return Response(XML_BOMB, 200, content_type="text/xml; charset=utf-8")


def _redirect(fault: Fault, attempt: Attempt) -> Response:
    _execute_if(fault, attempt, default=False)
    location = fault.text or "https://login.xero.com/"
    return Response(b"", fault.code if 300 <= fault.code < 400 else 302, {"Location": location})


def _refuse_at_gate(fault: Fault, attempt: Attempt) -> Response:
    return attempt.refuse(fault)


def _execute_if(fault: Fault, attempt: Attempt, *, default: bool) -> None:
    if default if fault.executed is None else fault.executed:
        attempt.execute()


FAULTS: dict[str, Callable[[Fault, Attempt], Response]] = {
    "lost_reply": _lose_reply,
    "slow": _answer_slowly,
    "late": _execute_late,
    "cut_reply": _cut_reply,
    "reset_before": _reset_before,
    "error_200": _refuse_in_200,
    "status": _answer_status,
    "rate_minute": _refuse_at_gate,
    "rate_day": _refuse_at_gate,
    "expired_token": _refuse_at_gate,
    "forbidden": _refuse_at_gate,
    "html": _answer_html,
    "empty": _answer_empty,
    "huge": _answer_hugely,
    "xml_bomb": _answer_bomb,
    "redirect": _redirect,
    "reset_mid": _reset_before,
}
# Half of the body is read, then the connection ends; what the body holds cannot choose such a call.
BEFORE_THE_BODY = ("reset_mid",)
