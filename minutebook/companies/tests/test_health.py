from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from minutebook.companies.health import next_review_on, pins_of

TODAY = date(2026, 11, 22)


def _company(**facts: Any) -> Any:
    sound: dict[str, Any] = {
        "has_director": True, "has_office": True, "has_members": True, "lacks_director_id": False,
        "has_open_change": False, "next_due": None, "review_month": None, "review_day": None,
    }  # fmt: skip
    return SimpleNamespace(**sound | facts)


@pytest.mark.parametrize(
    ("facts", "pins"),
    [
        ({}, [("In order", "ok")]),
        (
            {"has_director": False, "has_office": False, "has_members": False},
            [("No director", "danger"), ("No registered office", "danger"), ("No members", "warning")],
        ),
        ({"lacks_director_id": True}, [("Director ID missing", "warning")]),
        ({"has_open_change": True}, [("Change in hand", "off")]),
        ({"next_due": date(2026, 11, 21)}, [("Overdue since 21 Nov 2026", "danger")]),
        ({"next_due": TODAY}, [("Due 22 Nov 2026", "warning")]),
        ({"next_due": date(2026, 12, 6)}, [("Due 6 Dec 2026", "warning")]),
        ({"next_due": date(2026, 12, 7)}, [("Due 7 Dec 2026", "off")]),
        ({"review_month": 1, "review_day": 6}, [("Review 6 Jan 2027", "off")]),
        ({"review_month": 1, "review_day": 7}, [("In order", "ok")]),
    ],
)
def test_pins_say_what_is_missing_and_due(facts: dict[str, Any], pins: list[tuple[str, str]]) -> None:
    assert [(pin.words, pin.level) for pin in pins_of(_company(**facts), TODAY)] == pins


@pytest.mark.parametrize(
    ("today", "review"),
    [
        (date(2026, 2, 28), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 28)),
        (date(2028, 2, 28), date(2028, 2, 28)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_review_on_29_february_falls_on_the_28th_in_leap_years_too(today: date, review: date) -> None:
    assert next_review_on(_company(review_month=2, review_day=29), today) == review
