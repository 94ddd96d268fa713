"""Health pins: what a company's registers lack, and what falls due, in a word or two each."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from minutebook.core.dates import show_date

from .rules import review_date

DUE_SOON_DAYS = 14
REVIEW_SOON_DAYS = 45


@dataclass(frozen=True, slots=True)
class Pin:
    """One pin; `level` is ok, warning, danger or off; `why` is the sentence behind it."""

    words: str
    level: str
    why: str = ""


def pins_of(company: Any, today: date) -> tuple[Pin, ...]:
    """The pins of a company that `queries.with_health` has looked at; one that says so where nothing is wrong."""
    found = [*_missing(company), *_due(company, today), *_review(company, today)]
    return tuple(found) or (Pin("In order", "ok", "Nothing is missing and nothing is due."),)


def next_review_on(company: Any, today: date) -> date | None:
    """The next review date, today included; None where none is recorded."""
    if not company.review_month or not company.review_day:
        return None
    on = review_date(today.year, company.review_month, company.review_day)
    return on if on >= today else review_date(today.year + 1, company.review_month, company.review_day)


def _missing(company: Any) -> list[Pin]:
    pins = []
    if not company.has_director:
        pins.append(Pin("No director", "danger", "A company must have a director (Corporations Act s201A)."))
    if not company.has_office:
        pins.append(Pin("No registered office", "danger", "No registered office is recorded (s142)."))
    if not company.has_members:
        pins.append(Pin("No members", "warning", "The register of members is empty (s169)."))
    if company.lacks_director_id:
        pins.append(Pin("Director ID missing", "warning", "A director has no director ID on file."))
    return pins


def _due(company: Any, today: date) -> list[Pin]:
    if company.next_due is None:
        return (
            [Pin("Change in hand", "off", "A change is being prepared.")] if company.has_open_change else []
        )
    days = (company.next_due - today).days
    if days < 0:
        return [
            Pin(f"Overdue since {show_date(company.next_due)}", "danger", "A change should have been lodged.")
        ]
    level = "warning" if days <= DUE_SOON_DAYS else "off"
    return [Pin(f"Due {show_date(company.next_due)}", level, "The next change to be lodged.")]


def _review(company: Any, today: date) -> list[Pin]:
    on = next_review_on(company, today)
    if on is None or (on - today).days > REVIEW_SOON_DAYS:
        return []
    return [Pin(f"Review {show_date(on)}", "off", "The annual review date comes up.")]
