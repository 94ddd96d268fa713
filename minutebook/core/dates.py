"""Dates and times of day as people write and read them."""

import calendar
import re
from datetime import date, time

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = tuple(name.lower() for name in calendar.month_name[1:])
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
_NUMBERS = re.compile(r"^(\d{1,2})[/. -](\d{1,2})[/. -](\d{2}|\d{4})$")
_WORDS = re.compile(r"^(\d{1,2})[ -]?([a-z]{3,9})\.?[ ,-]*(\d{2}|\d{4})$")

_TIME = re.compile(r"^(\d{1,2})(?:[:.]?([0-5]\d))?(?::[0-5]\d)? ?(?:([ap])\.?m\.?)?$", re.ASCII)


class NoSuchDayError(ValueError):
    """What was typed is written like a date, but the calendar has no such day: 29 Feb 2025."""


class HalfOfDayError(ValueError):
    """What was typed may be morning or afternoon: 2:30."""


def show_date(day: date) -> str:
    """A date for a page: 22 Nov 2026."""
    return f"{day.day} {MONTHS[day.month - 1].title()} {day.year}"


def parse_date(text: str) -> date:
    """A date from what a person typed, day first: 22 Nov 2026, 22/11/26, 2026-11-22; ValueError otherwise."""
    folded = " ".join(text.strip().lower().split())
    if match := _ISO.match(folded):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMBERS.match(folded):
        return _date(_year(match[3]), int(match[2]), int(match[1]))
    if (match := _WORDS.match(folded)) and (month := _month(match[2])):
        return _date(_year(match[3]), month, int(match[1]))
    raise ValueError(f"{text!r} is not a date")


def parse_time(text: str) -> time:
    """A time of day from what a person typed: 14:30, 1430, 2:30 pm, 2.30pm, 2 pm; ValueError otherwise.

    From 1 to 6 without am or pm is a HalfOfDayError: whoever writes 2:30 at a desk may well mean the afternoon.
    """
    match = _TIME.match(" ".join(text.strip().lower().split()))
    if match is None or not (match[2] or match[3]):
        raise ValueError(f"{text!r} is not a time")
    hour, half = int(match[1]), match[3]
    if hour > (12 if half else 23) or (half and hour == 0):
        raise ValueError(f"{text!r} is not a time")
    if half is None and match[1] in "123456":
        raise HalfOfDayError(f"{text!r} may be morning or afternoon")
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(match[2] or 0))


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NoSuchDayError(f"{year}-{month}-{day} is no day") from error


def _month(word: str) -> int:
    """Which month begins with these letters, counted from 1; 0 for none."""
    return next((number for number, name in enumerate(_NAMES, start=1) if name.startswith(word)), 0)


def _year(digits: str) -> int:
    """Two digits mean this century up to 49, the last one after (a birth in 1968 is written 68)."""
    year = int(digits)
    if len(digits) == 4:
        return year
    return 2000 + year if year < 50 else 1900 + year
