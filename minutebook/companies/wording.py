"""Small turns of phrase that both rules and documents need: dates in full, lists of names, one or several."""

from collections.abc import Sequence
from datetime import date


def long_date(day: date) -> str:
    """A date as a document writes it: 22 November 2026."""
    return f"{day.day} {day:%B %Y}"


def join_names(names: Sequence[str]) -> str:
    """Names in a sentence: A; A and B; A, B and C."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def count_of(number: int, one: str, several: str = "") -> str:
    """A count with its noun: 1 day, 2 days."""
    return f"{number} {one if number == 1 else several or one + 's'}"


def with_article(noun: str) -> str:
    """A noun with a or an, by its first letter: a director, an alternate director."""
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def takes_effect(day: date, today: date) -> str:
    """The verb that fits the day: takes effect on 1 December 2026, or took effect on it."""
    return f"{'took' if day < today else 'takes'} effect on {long_date(day)}"
