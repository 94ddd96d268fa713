"""What each answer teaches: calls left, how long to stop, how many calls at once, whether XPM is there at all."""

from dataclasses import dataclass, replace

from .admission import DAY, HOUR, MINUTE
from .numbers import MOST_SLOTS, Limits, Numbers

GOOD, SLOW, FAILED = 0, 1, 2
LAST_ANSWERS = 20
SLOW_SECONDS, MOST_SLOW = 10.0, 2  # two of the last twenty: the 95th percentile is above it
CLEAN_CALLS = 100  # so many without trouble allow one more at once
LIMIT_SECONDS, SLOTS_SECONDS = 60.0, 5.0  # to stop after a 429 that does not say for how long
MOST_FAILURES, FAILURE_SECONDS = 5, 30.0
# The last probe of a minute is early enough that we are back within one once XPM is.
FIRST_DOWN_SECONDS, MOST_DOWN_SECONDS = 30.0, 55.0
# In-flight answers arrive out of order: only a larger jump means that Xero's day began anew.
NEW_DAY_CALLS = 20
BURST_CALLS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back on a slot. `status` is None when nothing did; `seconds` is how long it took.

    `has_failed`: no usable answer (no connection, no answer in time, 5xx, a page in its place).
    """

    slot: str
    status: int | None
    seconds: float = 0.0
    has_failed: bool = False
    minute_remaining: int | None = None
    day_remaining: int | None = None
    retry_after: float | None = None
    problem: str = ""


def release(numbers: Numbers, slot: str) -> Numbers:
    """Give a slot back on which nothing was sent."""
    open_calls = {one: until for one, until in numbers.open_calls.items() if one != slot}
    return replace(numbers, open_calls=open_calls)


def settle(numbers: Numbers, answer: Answer, limits: Limits, now: float) -> Numbers:
    """Give the slot back and take over what the answer says."""
    was_probe = answer.slot == numbers.probe
    numbers = _counted(release(numbers, answer.slot), answer, limits, now)
    if answer.status == 429:
        return _stopped(numbers, answer, limits, now)
    if answer.has_failed:
        return _failed(numbers, was_probe, now)
    return _answered(numbers, answer, now)


def _counted(numbers: Numbers, answer: Answer, limits: Limits, now: float) -> Numbers:
    if answer.minute_remaining is not None:
        numbers = replace(numbers, minute_remaining=answer.minute_remaining, minute_seen_at=now)
    theirs = answer.day_remaining
    if theirs is None:
        return numbers
    known = numbers.day_remaining
    if known is not None and theirs > known + NEW_DAY_CALLS:
        numbers = replace(numbers, day_started_at=now, day_count=1 + len(numbers.open_calls))
    # Nothing else under way: both counts are of the same calls.
    if not numbers.open_calls:
        numbers = replace(numbers, day_limit=min(limits.per_day, theirs + numbers.day_count))
    return replace(numbers, day_remaining=theirs, day_seen_at=now)


def _stopped(numbers: Numbers, answer: Answer, limits: Limits, now: float) -> Numbers:
    """After a 429 all stop at once, and go on at the pace without a burst: a rolling minute frees no more."""
    problem = answer.problem.lower()
    at_once, of_day = "concurren" in problem, "day" in problem or "daily" in problem
    wait = answer.retry_after
    if wait is None:
        wait = SLOTS_SECONDS if at_once else HOUR if of_day else LIMIT_SECONDS
    until = max(numbers.blocked_until, now + min(wait, DAY))
    numbers = _with_fewer_slots(numbers) if at_once else replace(numbers, clean_calls=0)
    paced = until + BURST_CALLS * MINUTE / limits.per_minute
    return replace(numbers, blocked_until=until, arrival_at=max(numbers.arrival_at, paced), answered_at=now)


def _failed(numbers: Numbers, was_probe: bool, now: float) -> Numbers:
    numbers = replace(numbers, recent=_with(numbers, FAILED, now), clean_calls=0)
    if numbers.down_until:
        # A call from before the pause says nothing new.
        return _down(numbers, MOST_DOWN_SECONDS, now) if was_probe else numbers
    failures = [at for at, outcome in numbers.recent if outcome == FAILED]
    lately = sum(now < at + FAILURE_SECONDS for at in failures)
    if lately >= MOST_FAILURES or 2 * len(failures) >= LAST_ANSWERS:
        return _down(numbers, FIRST_DOWN_SECONDS, now)
    return numbers


def _down(numbers: Numbers, seconds: float, now: float) -> Numbers:
    return replace(numbers, down_until=now + seconds, down_seconds=seconds, probe="")


def _answered(numbers: Numbers, answer: Answer, now: float) -> Numbers:
    """A usable answer, whatever it says: XPM is there."""
    if numbers.down_until:
        numbers = replace(numbers, down_until=0.0, down_seconds=0.0, probe="", recent=())
    is_slow = answer.seconds > SLOW_SECONDS
    numbers = replace(numbers, recent=_with(numbers, SLOW if is_slow else GOOD, now), answered_at=now)
    if is_slow:
        slow = sum(outcome == SLOW for _, outcome in numbers.recent)
        return _with_fewer_slots(numbers) if slow >= MOST_SLOW else replace(numbers, clean_calls=0)
    clean = numbers.clean_calls + 1
    if clean < CLEAN_CALLS:
        return replace(numbers, clean_calls=clean)
    return replace(numbers, slots=min(MOST_SLOTS, numbers.slots + 1), clean_calls=0)


def _with_fewer_slots(numbers: Numbers) -> Numbers:
    kept = tuple((at, outcome) for at, outcome in numbers.recent if outcome != SLOW)
    return replace(numbers, slots=max(1, numbers.slots - 1), clean_calls=0, recent=kept)


def _with(numbers: Numbers, outcome: int, now: float) -> tuple[tuple[float, int], ...]:
    return (*numbers.recent, (now, outcome))[-LAST_ANSWERS:]
