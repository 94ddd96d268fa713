"""The job book's numbers: each firm's own series, without gaps, since a number is given with its job or not at all."""

import re

from django.db import transaction
from django.db.models import F

from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm, User, record_event

from .models import BookSeries, Job

MOST_DIGITS = 9
LONGEST_PREFIX = 20
_NUMBER = re.compile(r"(?P<prefix>[A-Za-z0-9./_ -]*?)(?P<digits>[0-9]+)")


def next_number(firm: Firm) -> str:
    """Show which number the next job gets; it is not given yet."""
    series = BookSeries.objects.for_firm(firm).first() or BookSeries(firm=firm)
    return _written(series.prefix, series.digits, series.last_number + 1)


def take_number(firm: Firm) -> str:
    """Give the next number, in the caller's transaction: it holds the series, and gives the number back if it fails."""
    BookSeries.across_firms.get_or_create(firm=firm)
    own = BookSeries.across_firms.filter(firm=firm)
    own.update(last_number=F("last_number") + 1)
    series = own.get()
    return _written(series.prefix, series.digits, series.last_number)


def set_next_number(firm: Firm, wanted: str, user: User) -> None:
    """Let the series go on with this number, its last digits counting: MB-00001, 2027/0001.

    Refused where it has no digits at its end, or comes to a number that a job has already.
    """
    prefix, digits, number = read_number(wanted)
    with transaction.atomic():
        series, _ = BookSeries.across_firms.select_for_update().get_or_create(firm=firm)
        _require_unused(firm, prefix, number)
        series.prefix, series.digits, series.last_number = prefix, digits, number - 1
        series.save()
        record_event("series.changed", series, user, next_number=_written(prefix, digits, number))


def read_number(typed: str) -> tuple[str, int, int]:
    """The prefix, how many digits count, and their number."""
    found = _NUMBER.fullmatch(typed.strip())
    if (
        found is None
        or len(found["prefix"]) > LONGEST_PREFIX
        or not 0 < int(found["digits"]) < 10**MOST_DIGITS
    ):
        raise DomainError(
            "number",
            f"Write a number that ends in digits, such as MB-00001: letters, digits and - . / _ before them, at most"
            f" {LONGEST_PREFIX} characters and {MOST_DIGITS} digits, which count from 1.",
            "number",
        )
    return found["prefix"], len(found["digits"]), int(found["digits"])


def _require_unused(firm: Firm, prefix: str, number: int) -> None:
    given = Job.objects.for_firm(firm).filter(book_number__startswith=prefix)
    ends = (text[len(prefix) :] for text in given.values_list("book_number", flat=True))
    used = [int(end) for end in ends if end.isascii() and end.isdecimal()]
    if used and number <= max(used):
        raise DomainError(
            "used",
            f"Numbers up to {prefix}{max(used)} are taken. Go on after them, or change the letters.",
            "number",
        )


def _written(prefix: str, digits: int, number: int) -> str:
    return f"{prefix}{number:0{digits}}"
