"""What follows from a change, as the screen says it."""

from dataclasses import replace
from datetime import date

import pytest
from django.template.loader import render_to_string

from minutebook.companies.changes.tests.world import APPOINT_KHAI, MOVE, TODAY
from minutebook.documents.outlook import outlook


@pytest.mark.parametrize(
    ("appointed", "told"),
    [
        (
            date(2026, 11, 27),
            (
                "Notify ASIC (Form 484) within 28 days after 27 November 2026; that day is not counted. 25 December"
                " 2026 is Christmas Day; the next business day counts. Corporations Act 2001 s205B(1)."
            ),
        ),
        (
            date(2026, 12, 1),
            (
                "Notify ASIC (Form 484) within 28 days after 1 December 2026; that day is not counted."
                " Corporations Act 2001 s205B(1)."
            ),
        ),
    ],
)
def test_screen_says_why_the_last_day_moved(appointed: date, told: str) -> None:
    facts = replace(APPOINT_KHAI, effective_on=appointed)
    shown = outlook("officeholder_appointment", facts, None, TODAY)
    page = " ".join(render_to_string("documents/_outlook.html", {"outlook": shown}).split())
    assert f'<div class="small muted">{told}</div>' in page


def test_screen_says_by_when_to_lodge_for_the_wished_day_until_it_is_lodged() -> None:
    words = "For the wished day, lodge by <strong>24 Dec 2026</strong>."
    for lodged_on, is_shown in ((None, True), (TODAY, False)):
        shown = outlook("registered_office", MOVE, lodged_on, TODAY)
        page = render_to_string("documents/_outlook.html", {"outlook": shown})
        assert (words in page) is is_shown
