"""Many callers of one budget on a virtual clock, against the sandbox's own imitation of Xero's limits."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from minutebook.practice_manager.limiter import Answer, Ask, Limits, Numbers, Urgency, admit, settle
from minutebook.xpm_sandbox.limits import Meter
from minutebook.xpm_sandbox.modes import Limits as SandboxLimits
from minutebook.xpm_sandbox.modes import Modes

START = 1_800_000_017.0
KEY = ("app", "practice")


@dataclass
class Caller:
    """A caller with so many calls to make, one after the other."""

    urgency: Urgency
    calls: int
    asked_at: float = 0.0


@dataclass
class Sent:
    """One call that was let through: when, for whom, after what wait, and what Xero said."""

    at: float
    urgency: Urgency
    waited: float
    problem: str


@dataclass
class Office:
    """The one budget row, Xero behind it, and the callers as events in time."""

    random: Random
    window: str = "fixed"
    limits: Limits = field(default_factory=lambda: Limits(55, 5000))
    xero: SandboxLimits = field(default_factory=SandboxLimits)
    seconds: Callable[[Random], float] = lambda random: random.uniform(0.05, 0.8)
    is_up: Callable[[float], bool] = lambda now: True
    lateness: float = 0.3
    numbers: Numbers = field(default_factory=Numbers)
    sent: list[Sent] = field(default_factory=list)
    most_open: int = 0
    now: float = START

    def __post_init__(self) -> None:
        self.meter = Meter(self.xero, Modes(minute_window=self.window))
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._serial = 0

    def at(self, moment: float, what: Callable[[], None]) -> None:
        """Let something happen at a moment."""
        self._serial += 1
        heapq.heappush(self._events, (moment, self._serial, what))

    def add(self, urgency: Urgency, calls: int, after: float = 0.0) -> None:
        """A caller that begins after some seconds."""
        caller = Caller(urgency, calls)
        self.at(self.now + after, lambda: self._begin(caller))

    def run(self, seconds: float) -> None:
        """Let time pass."""
        end = self.now + seconds
        while self._events and self._events[0][0] <= end:
            self.now, _, what = heapq.heappop(self._events)
            what()
        self.now = end

    def _begin(self, caller: Caller) -> None:
        if caller.calls:
            caller.asked_at = self.now
            self._ask(caller)

    def _ask(self, caller: Caller) -> None:
        self._serial += 1
        ask = Ask(caller.urgency, str(self._serial), 120.0)
        verdict = admit(self.numbers, ask, self.limits, self.now)
        self.numbers = verdict.numbers
        if verdict.until is not None:
            assert verdict.until > self.now, "a wait must lead forward"
            # Who waits for longer looks again less exactly, as a worker does.
            late = self.random.uniform(0, self.lateness)
            self.at(verdict.until + late, lambda: self._ask(caller))
            return
        self._send(caller, ask.slot)

    def _send(self, caller: Caller, slot: str) -> None:
        sent_at, waited = self.now, self.now - caller.asked_at
        moment = datetime.fromtimestamp(sent_at, UTC)
        is_up = self.is_up(sent_at)
        excess = self.meter.enter(KEY, moment) if is_up else None
        self.most_open = max(self.most_open, self.meter.open_calls.get(KEY, 0))
        self.sent.append(Sent(sent_at, caller.urgency, waited, excess.problem if excess else ""))
        takes = self.seconds(self.random)
        left = self.meter.remaining(KEY, moment)
        answer = Answer(
            slot,
            status=429 if excess else 200 if is_up else None,
            seconds=takes,
            has_failed=not is_up,
            minute_remaining=int(left["x-minlimit-remaining"]) if is_up else None,
            day_remaining=int(left["x-daylimit-remaining"]) if is_up else None,
            retry_after=excess.retry_after if excess else None,
            problem=excess.problem if excess else "",
        )
        self.at(sent_at + takes, lambda: self._answered(caller, answer))

    def _answered(self, caller: Caller, answer: Answer) -> None:
        if answer.status == 200:
            self.meter.leave(KEY)
            caller.calls -= 1
        self.numbers = settle(self.numbers, answer, self.limits, self.now)
        self._begin(caller)

    def fullest_minute(self) -> int:
        """The most calls that any 60 seconds hold."""
        times, most, first = [one.at for one in self.sent], 0, 0
        for last, at in enumerate(times):
            while times[first] <= at - 60:
                first += 1
            most = max(most, last - first + 1)
        return most

    def problems(self) -> list[str]:
        """What Xero refused."""
        return [one.problem for one in self.sent if one.problem]

    def waits(self, urgency: Urgency) -> list[float]:
        """How long the calls of a class waited for their turn, the shortest first."""
        return sorted(one.waited for one in self.sent if one.urgency == urgency)
