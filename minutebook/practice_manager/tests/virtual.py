"""A clock that is run ahead instead of waited for, ours and the sandbox's alike."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from minutebook.work import clock
from minutebook.xpm_sandbox.server import SandboxServer


class VirtualClock:
    """The machine's clock, run ahead by all that was slept. `wrong_by`: how far ours is from Xero's, in seconds."""

    def __init__(self, sandbox: SandboxServer) -> None:
        self._sandbox, self._ahead = sandbox, 0.0
        self.wrong_by = 0.0
        self.while_waiting: Callable[[float], None] = self.jump

    def now(self) -> datetime:
        """This moment."""
        return datetime.now(UTC) + timedelta(seconds=self._ahead + self.wrong_by)

    def sleep(self, seconds: float) -> None:
        """Let time pass, with whatever happens in it."""
        self.while_waiting(seconds)

    def jump(self, seconds: float) -> None:
        """Let time pass at once."""
        self._ahead += seconds
        with self._sandbox.world.lock:
            self._sandbox.world.clock_offset_seconds = self._ahead


@contextmanager
def virtual(sandbox: SandboxServer) -> Iterator[VirtualClock]:
    """Our clock is this one for a while."""
    hands, kept = VirtualClock(sandbox), (clock.now, clock.sleep)
    clock.now, clock.sleep = hands.now, hands.sleep
    try:
        yield hands
    finally:
        clock.now, clock.sleep = kept
