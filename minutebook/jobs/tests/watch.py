"""Where a worker is: seen by its statements and by its calls, so that it can die at a named moment.

Nothing of ours is patched: the statements pass Django's own `execute_wrapper`, the calls a WSGI layer around the
sandbox, and death is a signal to the thread, or an exception in a statement, that nobody catches.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from fnmatch import fnmatchcase
from io import BytesIO
from typing import Any

from django.db import OperationalError, connection

from minutebook.xpm_sandbox.app import SandboxApp
from minutebook.xpm_sandbox.faults import DroppedConnectionError
from minutebook.xpm_sandbox.gateway import BASE
from minutebook.xpm_sandbox.tokens import read_access_token

# Beyond the early look and the next worker's lease, within the grace.
LATE_SECONDS = 150


class Died(BaseException):
    """The worker's process is gone."""


class Moment(StrEnum):
    """Where a worker is in its n-th attempt."""

    TAKEN = "operation taken"
    INTENT = "attempt is being written"
    BEGUN = "intent committed, nothing sent"
    TOKEN = "new tokens received, not stored"
    HALF_SENT = "half of the body sent"
    SENT = "all sent, no answer"
    EXECUTED = "executed, answer lost"
    CUT = "answer cut"
    ANSWERED = "answered, nothing written"
    CLOSING = "outcome written, not committed"
    COMMITTING = "commit of the outcome"
    COMMITTED = "outcome committed, nobody told"
    RECORDED = "outcome committed"


Strike = Callable[[], None]


class Watch:
    """Workers under observation: at a moment of the n-th attempt there is, each once, they are struck.

    A strike may let another worker go on in this one's place. On the wire every strike is a death.
    """

    def __init__(self, strikes: dict[tuple[Moment, int], Strike]) -> None:
        self.strikes = strikes
        self.is_dead = False
        self.attempts = 0
        self._stage = ""
        self._depth = 0
        self._is_cut_off = False
        self._thread = threading.main_thread().ident or 0

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        """One statement of the worker; the dead make none, and what they had not committed is undone."""
        if self._is_cut_off:
            self._is_cut_off = False
            raise OperationalError("the connection was lost")
        is_undone = sql.startswith(("ROLLBACK", "RELEASE"))
        if self.is_dead and not is_undone:
            raise Died
        moment = None if self.is_dead else self._moment_of(sql)
        self._reach(moment)
        result = execute(sql, params, many, context)
        self._pass(sql)
        # Nothing is undone over a connection that is lost: what was committed stays.
        self._is_cut_off = moment == Moment.COMMITTING and (Moment.COMMITTED, self.attempts) in self.strikes
        self._reach(Moment.COMMITTED if moment == Moment.COMMITTING else None)
        return result

    def die(self) -> None:
        """End the worker here."""
        self.is_dead = True
        raise Died

    def waits_at(self, moment: Moment) -> bool:
        """From the thread of the sandbox: whether the worker still waits for the answer, and this is its moment."""
        return (moment, self.attempts) in self.strikes and self._stage == "sent"

    def kill(self, moment: Moment) -> bool:
        """From the thread of the sandbox: end the worker that waits for an answer, where this is its moment."""
        is_meant = self.waits_at(moment)
        if is_meant:
            del self.strikes[moment, self.attempts]
            signal.pthread_kill(self._thread, signal.SIGUSR1)
        return is_meant

    def arrived(self) -> None:
        """From the thread of the sandbox: the call has reached it."""
        if self._stage == "begun":
            self._stage = "sent"

    @contextmanager
    def watching(self) -> Iterator[None]:
        """See every statement of this thread."""
        kept = signal.signal(signal.SIGUSR1, lambda number, frame: self.die())
        try:
            with connection.execute_wrapper(self):
                yield
        finally:
            signal.signal(signal.SIGUSR1, kept)

    def _reach(self, moment: Moment | None) -> None:
        strike = self.strikes.pop((moment, self.attempts), None) if moment else None
        if strike is not None:
            kept = self._stage
            strike()
            self._stage = kept

    def _moment_of(self, sql: str) -> Moment | None:
        """What the worker is about to do."""
        if sql.startswith("INSERT") and '"practice_manager_attempt"' in sql:
            self.attempts += 1
            return Moment.INTENT
        if sql.startswith("UPDATE") and '"access_token_sealed" = ' in sql:
            return Moment.TOKEN
        if self._stage == "taken" and self.attempts == 0:
            self._stage = ""
            return Moment.TAKEN
        if self._stage == "committed":
            self._stage = "begun"
            return Moment.BEGUN
        if self._stage == "recorded":
            self._stage = ""
            return Moment.RECORDED
        if sql.startswith("UPDATE") and '"practice_manager_attempt"' in sql:
            self._stage = "closing"
            return Moment.CLOSING
        if self._stage == "sent":
            self._stage = "answered"
            return Moment.ANSWERED
        is_last = sql.startswith("RELEASE") and self._depth == 1
        return Moment.COMMITTING if is_last and self._stage == "closing" else None

    def _pass(self, sql: str) -> None:
        """What the worker has done. In a test a transaction is a savepoint."""
        self._depth += sql.startswith("SAVEPOINT") - sql.startswith("RELEASE")
        if sql.startswith("UPDATE") and '"lease_owner" = ' in sql:
            self._stage = "taking"
        if sql.startswith("INSERT") and '"practice_manager_attempt"' in sql:
            self._stage = "intended"
        if sql.startswith("RELEASE") and self._depth == 0:
            follows = {"taking": "taken", "intended": "committed", "closing": "recorded"}
            self._stage = follows.get(self._stage, self._stage)


class Wire:
    """Every call on its way to the sandbox: the first one that is `late` is held back until its time has come."""

    def __init__(self, app: SandboxApp) -> None:
        self.app, self.sandbox = app, app.sandbox
        self.watch: Watch | None = None
        self.late: list[tuple[str, str]] = []
        self._due: dict[int, float] = {}

    def begin(self, watch: Watch, *late: tuple[str, str]) -> None:
        """Watch another worker; `late`: method and path of a call that is held back, once each."""
        self.watch, self.late = watch, list(late)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Let one call through, as far as its sender lives."""
        watch, path = self.watch, environ["PATH_INFO"]
        if watch is None or not path.startswith(BASE):
            return self.app(environ, start_response)
        if not self._is_of_this_case(environ):
            raise DroppedConnectionError("a call of an earlier case, which this world never asked for")
        key = id(environ)
        self._due[key] = self._now()
        try:
            self._carry(key, environ, watch)
            answer = self.app(environ, start_response)
        finally:
            del self._due[key]
            is_gone = watch.kill(Moment.EXECUTED)
        if is_gone:
            raise DroppedConnectionError("the caller is gone")
        return self._cut(answer, watch) if watch.waits_at(Moment.CUT) else answer

    def drain(self) -> None:
        """Wait until everything that is due is executed; what nobody waits for any more is executed all the same."""
        while any(due <= self._now() for due in list(self._due.values())):
            time.sleep(0.001)

    def _carry(self, key: int, environ: dict[str, Any], watch: Watch) -> None:
        watch.arrived()
        if watch.kill(Moment.HALF_SENT):
            environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]) // 2)
            raise DroppedConnectionError("the caller is gone")
        if watch.waits_at(Moment.SENT):
            # Killed before all of it has left, the worker would have sent half a body.
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = BytesIO(body)
            watch.kill(Moment.SENT)
        if self._is_late(environ):
            due = self._now() + LATE_SECONDS
            self._due[key] = due
            while self._now() < due:
                time.sleep(0.001)

    def _is_of_this_case(self, environ: dict[str, Any]) -> bool:
        """Each case signs with another key than the one before, whose last call may only now be read."""
        token = environ.get("HTTP_AUTHORIZATION", "").removeprefix("Bearer ")
        return read_access_token(self.sandbox.world, token) is not None

    def _is_late(self, environ: dict[str, Any]) -> bool:
        for method, path in self.late:
            if method in ("*", environ["REQUEST_METHOD"]) and fnmatchcase(environ["PATH_INFO"], path):
                self.late.remove((method, path))
                return True
        return False

    def _cut(self, answer: Iterable[bytes], watch: Watch) -> Iterator[bytes]:
        first = next(iter(answer), b"")
        # First: whoever gets a 401 reads no body, and would be further on by the end of it.
        watch.kill(Moment.CUT)
        if half := first[: len(first) // 2]:
            yield half
        raise DroppedConnectionError("the caller is gone")

    def _now(self) -> float:
        return self.sandbox.world.now().timestamp()
