"""When a number of waiting calls will be done, as far as the budget decides it."""

from .admission import DAY, MINUTE, RESERVE, calls_left
from .numbers import Limits, Numbers, Urgency


def seconds_for(calls: int, numbers: Numbers, limits: Limits, now: float) -> float:
    """Seconds until so many job writes have gone: pauses first, then the pace, days where one does not hold them."""
    pause = max(numbers.blocked_until, numbers.down_until, now) - now
    pace = calls * MINUTE / limits.per_minute
    kept = int(min(numbers.day_limit or limits.per_day, limits.per_day) * RESERVE[Urgency.JOB])
    today = max(0, calls_left(numbers, limits, now) - kept)
    if calls <= today:
        return pause + pace
    a_day = max(1, min(numbers.day_limit or limits.per_day, limits.per_day) - kept)
    later = calls - today
    full_days, rest = divmod(later - 1, a_day)
    next_day = max(0.0, (numbers.day_started_at or now) + DAY - now)
    return next_day + full_days * DAY + (rest + 1) * MINUTE / limits.per_minute
