"""Whether a call may go now."""

from dataclasses import replace
from math import inf

from .numbers import Ask, Limits, Numbers, Urgency, Verdict, Why

# How many calls ahead of the pace a class may go. The widest gives a burst of four: with 55 a minute no 60 seconds
# hold more than 59 calls, whether Xero's minute is fixed or rolling. One call of difference between a person and a
# job write lets the person's go at once while jobs use the whole pace.
HEAD_ROOM = {
    Urgency.PERSON: 3.0, Urgency.LOOK: 2.0, Urgency.JOB: 1.0,
    Urgency.CHANGES: 0.5, Urgency.BULK: 0.25, Urgency.BACKFILL: 0.0,
}  # fmt: skip
# The share of the day that a class may not touch.
RESERVE = {
    Urgency.PERSON: 0.0, Urgency.LOOK: 0.0, Urgency.JOB: 0.1,
    Urgency.CHANGES: 0.1, Urgency.BULK: 0.2, Urgency.BACKFILL: 0.2,
}  # fmt: skip
MINUTE, HOUR, DAY = 60.0, 3600.0, 86_400.0
AGE_SECONDS = 600.0  # waiting this long lifts a class by one
PAID_BACK_SECONDS = 60.0  # and each call takes a minute of it back: a trickle, not a flood
STALE_SECONDS = 60.0
# While job writes wait, a reading asks again only now and then.
IN_WANT_SECONDS, STEP_ASIDE_SECONDS = 5.0, 20.0
SLOT_POLL_SECONDS, PROBE_POLL_SECONDS = 0.25, 2.0
ROUNDING = 0.001


def admit(numbers: Numbers, ask: Ask, limits: Limits, now: float) -> Verdict:
    """Take one call out of the budget, or say until when to wait and take nothing."""
    numbers = _refreshed(numbers, now)
    aged = _aged(numbers, ask.urgency, now)
    held = (
        _told_to_wait(numbers, now) or _down(numbers, now) or _day_is_used(numbers, ask.urgency, limits, now)
    )
    if held is not None:
        return Verdict(numbers, *held)
    queued = _no_slot(numbers, aged, now) or _not_its_turn(numbers, aged, limits, now)
    if queued is not None:
        return Verdict(_noted_as_waiting(numbers, ask.urgency, now), *queued)
    return Verdict(_taken(numbers, ask, limits, now))


def calls_left(numbers: Numbers, limits: Limits, now: float) -> int:
    """How many calls the day still holds: our own count, or what Xero said within the last hour if that is less.

    Our day begins with our first call, Xero's at a moment of its own: an older word may be about yesterday.
    """
    ours = limits.per_day - (0 if _day_is_over(numbers, now) else numbers.day_count)
    theirs = numbers.day_remaining if now < numbers.day_seen_at + HOUR else None
    return max(0, ours if theirs is None else min(ours, theirs))


def _refreshed(numbers: Numbers, now: float) -> Numbers:
    """Without the slots of callers that died, and with a new day where the old one is over."""
    open_calls = {slot: until for slot, until in numbers.open_calls.items() if until > now}
    if _day_is_over(numbers, now):
        numbers = replace(numbers, day_started_at=now, day_count=0)
    return replace(numbers, open_calls=open_calls)


def _day_is_over(numbers: Numbers, now: float) -> bool:
    return now >= numbers.day_started_at + DAY


def _told_to_wait(numbers: Numbers, now: float) -> tuple[float, Why] | None:
    return (numbers.blocked_until, Why.LIMIT) if numbers.blocked_until > now else None


def _down(numbers: Numbers, now: float) -> tuple[float, Why] | None:
    """While XPM is down nobody calls; when the pause is over one call tries."""
    if not numbers.down_until:
        return None
    if numbers.down_until > now:
        return numbers.down_until, Why.DOWN
    if numbers.probe in numbers.open_calls:
        return now + PROBE_POLL_SECONDS, Why.DOWN
    return None


def _day_is_used(numbers: Numbers, urgency: Urgency, limits: Limits, now: float) -> tuple[float, Why] | None:
    kept = int(min(numbers.day_limit or inf, limits.per_day) * RESERVE[urgency])
    left = calls_left(numbers, limits, now)
    if left > kept:
        return None
    why = Why.RESERVE if left else Why.DAY
    if limits.per_day - numbers.day_count > kept:
        return numbers.day_seen_at + HOUR, why
    return numbers.day_started_at + DAY, why


def _no_slot(numbers: Numbers, aged: Urgency, now: float) -> tuple[float, Why] | None:
    """One slot stays free for a person."""
    most = numbers.slots if aged == Urgency.PERSON else max(1, numbers.slots - 1)
    if len(numbers.open_calls) < most:
        return None
    return min(now + SLOT_POLL_SECONDS, *numbers.open_calls.values()), Why.SLOTS


def _not_its_turn(numbers: Numbers, aged: Urgency, limits: Limits, now: float) -> tuple[float, Why] | None:
    interval = MINUTE / limits.per_minute
    allowed_at = max(numbers.arrival_at, now) - HEAD_ROOM[aged] * interval
    if allowed_at <= now + ROUNDING:
        return None
    steps_aside = aged > Urgency.JOB and _job_waits(numbers, now)
    return max(allowed_at, now + STEP_ASIDE_SECONDS if steps_aside else 0.0), Why.PACE


def _job_waits(numbers: Numbers, now: float) -> bool:
    asked = (last for key, (_, last) in numbers.waiting.items() if int(key) <= Urgency.JOB)
    return any(now < last + IN_WANT_SECONDS for last in asked)


def _aged(numbers: Numbers, urgency: Urgency, now: float) -> Urgency:
    since, asked = numbers.waiting.get(str(urgency.value), (now, now))
    waited = now - since if now < asked + STALE_SECONDS else 0.0
    return Urgency(max(Urgency.PERSON, urgency - int(waited // AGE_SECONDS)))


def _noted_as_waiting(numbers: Numbers, urgency: Urgency, now: float) -> Numbers:
    since, asked = numbers.waiting.get(str(urgency.value), (now, now))
    mark = (since if now < asked + STALE_SECONDS else now, now)
    return replace(numbers, waiting={**numbers.waiting, str(urgency.value): mark})


def _taken(numbers: Numbers, ask: Ask, limits: Limits, now: float) -> Numbers:
    is_probe = bool(numbers.down_until)
    return replace(
        numbers,
        arrival_at=max(numbers.arrival_at, now) + MINUTE / limits.per_minute,
        day_count=numbers.day_count + 1,
        day_remaining=_less_one(numbers.day_remaining),
        minute_remaining=_less_one(numbers.minute_remaining),
        open_calls={**numbers.open_calls, ask.slot: now + ask.seconds},
        waiting=_paid_back(numbers, ask.urgency, now),
        probe=ask.slot if is_probe else numbers.probe,
    )


def _less_one(count: int | None) -> int | None:
    return None if count is None else max(0, count - 1)


def _paid_back(numbers: Numbers, urgency: Urgency, now: float) -> dict[str, tuple[float, float]]:
    waiting = dict(numbers.waiting)
    since, asked = waiting.pop(str(urgency.value), (now, now))
    if since + PAID_BACK_SECONDS < now < asked + STALE_SECONDS:
        waiting[str(urgency.value)] = (since + PAID_BACK_SECONDS, now)
    return waiting
