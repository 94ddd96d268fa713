"""The numbers of one practice's budget, who asks for a call, and what is said to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

FIRST_SLOTS = 3
MOST_SLOTS = 5


class Urgency(IntEnum):
    """The classes of calls, the most urgent first."""

    PERSON = 1  # somebody pressed a button and waits for what comes of it
    LOOK = 2  # looking for what a call of unknown outcome made
    JOB = 3  # writes of a released job
    CHANGES = 4  # small readings: what changed, the link to a job
    BULK = 5  # a full reading that was asked for
    BACKFILL = 6  # the daily full reading, that nobody waits for


class Why(StrEnum):
    """What a call waits for."""

    PACE = "pace"
    SLOTS = "slots"
    LIMIT = "limit"  # Xero answered 429
    DAY = "day"
    RESERVE = "reserve"  # the rest of the day is kept for more urgent calls
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Limits:
    """What the installation allows at most; `per_minute` below Xero's own 60, since a burst comes on top."""

    per_minute: int
    per_day: int


@dataclass(frozen=True, slots=True)
class Ask:
    """One call that wants to go. `slot` names it among the open ones; its slot is free again after `seconds`."""

    urgency: Urgency
    slot: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is known of one practice's budget. Moments are in seconds since 1970; 0 is never.

    `open_calls`: when each slot is free again at the latest. `waiting`: since when a class waits, and when it last
    asked. `recent`: when the last answers came and how they were, `GOOD`, `SLOW` or `FAILED`.
    """

    arrival_at: float = 0.0  # GCRA's theoretical arrival time
    blocked_until: float = 0.0
    day_started_at: float = 0.0
    day_count: int = 0
    day_remaining: int | None = None  # as the last answer said, less what was sent since
    day_limit: int | None = None  # how many the day held, learnt from the answers
    day_seen_at: float = 0.0
    minute_remaining: int | None = None
    minute_seen_at: float = 0.0
    slots: int = FIRST_SLOTS
    clean_calls: int = 0
    open_calls: Mapping[str, float] = field(default_factory=dict)
    waiting: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    recent: tuple[tuple[float, int], ...] = ()
    down_until: float = 0.0
    down_seconds: float = 0.0
    probe: str = ""
    answered_at: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The numbers to keep. `until` is None for a call that may go, else the moment to ask again, and `why`."""

    numbers: Numbers
    until: float | None = None
    why: Why = Why.PACE
