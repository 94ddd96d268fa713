"""The director ID letter fits the person's status."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    KHAI,
)
from minutebook.companies.facts import Person
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import make_pack, words


@pytest.mark.parametrize(
    ("person", "applied", "expected"),
    [
        (KHAI, False, "We hold a director ID for you that ends in 9012."),
        (replace(KHAI, director_id=""), True, "you applied and await the decision"),
        (replace(KHAI, director_id=""), False, "The appointment cannot go ahead until you have done this:"),
    ],
)
def test_director_id_letter_fits_the_status_and_masks_the_number(
    person: Person, applied: bool, expected: str
) -> None:
    pack = make_pack(replace(APPOINT_KHAI, person=person, has_applied_for_director_id=applied))
    text = words(build("director_id_letter", pack))
    assert expected in text
    assert "036" not in text


def test_director_id_letter_after_the_appointment_speaks_of_it_as_past() -> None:
    past = replace(APPOINT_KHAI, effective_on=date(2026, 11, 10), consent_dated=date(2026, 11, 9))
    text = words(build("director_id_letter", make_pack(past)))
    assert "You became a director of Kōwhai Whenua Pty Ltd ACN 004 085 616 on 10 November 2026." in text
