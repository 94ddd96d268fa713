"""The vendor's call limits: at once, a minute, a day per app and tenant, and a minute per app over all tenants.

In memory only: a restarted sandbox begins with fresh windows.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from zlib import crc32

from minutebook.xpm_sandbox.modes import Limits, Modes

MINUTE = 60
DAY = 86_400

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Excess:
    """Which limit a call ran into, and the seconds to wait; None where the vendor does not tell."""

    problem: str
    retry_after: int | None


@dataclass(slots=True)
class Meter:
    """Counts calls; the world's lock guards it. Windows open at a different second for each tenant."""

    limits: Limits
    modes: Modes
    open_calls: dict[Key, int] = field(default_factory=dict)
    calls: dict[Key, deque[float]] = field(default_factory=dict)
    app_calls: dict[str, deque[float]] = field(default_factory=dict)

    def enter(self, key: Key, now: datetime) -> Excess | None:
        """Count a call in, or tell which limit forbids it."""
        excess = self._excess(key, now.timestamp())
        if excess is None or self.modes.refused_calls == "counted":
            self.calls.setdefault(key, deque()).append(now.timestamp())
            self.app_calls.setdefault(key[0], deque()).append(now.timestamp())
        if excess is None:
            self.open_calls[key] = self.open_calls.get(key, 0) + 1
        return excess

    def leave(self, key: Key) -> None:
        """Count a call out once its answer is ready."""
        self.open_calls[key] -= 1

    def remaining(self, key: Key, now: datetime) -> dict[str, str]:
        """Give the headers that tell what is left."""
        at = now.timestamp()
        return {
            "x-minlimit-remaining": str(max(0, self.limits.minute - self._in_minute(key, at))),
            "x-daylimit-remaining": str(max(0, self.limits.day - self._in_day(key, at))),
            "x-appminlimit-remaining": str(max(0, self.limits.app_minute - self._in_app_minute(key[0], at))),
        }

    @property
    def in_flight(self) -> int:
        """Give the number of calls that are not answered yet."""
        return sum(self.open_calls.values())

    def full_minute(self, key: Key, now: datetime) -> Excess:
        """Give what a call is told that finds its minute used up."""
        return Excess("minute", self._minute_wait(key, now.timestamp()))

    def full_day(self, now: datetime) -> Excess:
        """Give what a call is told that finds its UTC day used up."""
        return Excess("day", max(1, round(DAY - now.timestamp() % DAY)))

    def _excess(self, key: Key, at: float) -> Excess | None:
        now = datetime.fromtimestamp(at, UTC)
        if self.open_calls.get(key, 0) >= self.limits.concurrent:
            return Excess("concurrent", 1 if self.modes.concurrent_retry_after == "present" else None)
        if self._in_day(key, at) >= self.limits.day:
            return self.full_day(now)
        if self._in_minute(key, at) >= self.limits.minute:
            return self.full_minute(key, now)
        if self._in_app_minute(key[0], at) >= self.limits.app_minute:
            return Excess("appminute", None)
        return None

    def _minute_wait(self, key: Key, at: float) -> int:
        if self.modes.minute_window == "fixed":
            return max(1, round(self._minute_start(key, at) + MINUTE - at))
        recent = [time for time in self.calls.get(key, ()) if time >= at - MINUTE][-self.limits.minute :]
        oldest = recent[0] if recent else at
        return max(1, round(oldest + MINUTE - at))

    def _minute_start(self, key: Key, at: float) -> float:
        offset = crc32("/".join(key).encode()) % MINUTE
        return at - (at - offset) % MINUTE

    def _in_minute(self, key: Key, at: float) -> int:
        start = self._minute_start(key, at) if self.modes.minute_window == "fixed" else at - MINUTE
        return _count_since(self.calls.get(key), start)

    def _in_day(self, key: Key, at: float) -> int:
        return _count_since(self.calls.get(key), at - at % DAY)

    def _in_app_minute(self, client_id: str, at: float) -> int:
        return _count_since(self.app_calls.get(client_id), at - MINUTE)


def _count_since(times: deque[float] | None, start: float) -> int:
    count = 0
    for time in reversed(times or ()):
        if time < start:
            break
        count += 1
    return count
