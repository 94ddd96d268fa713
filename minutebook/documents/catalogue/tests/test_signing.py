"""Who signs, and who discloses an interest."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    HEMI,
    HEMI_RESIGNS_SOLE,
    KHAI,
    KHAI_SECRETARY,
    PUBLIC,
    SIAN,
    SIAN_RESIGNED_LATE,
    SIAN_RESIGNS,
    SOLE,
    TODAY,
)
from minutebook.documents.catalogue.signing import directors_in_office
from minutebook.documents.catalogue.table import build, documents_for
from minutebook.documents.catalogue.tests.world import make_pack, signers, words


def test_interest_of_a_signing_director_is_disclosed() -> None:
    own = make_pack(replace(KHAI_SECRETARY, person=SIAN))
    disclosure = (
        'Disclosure of interest Siân O\'Connor-"Smith" has an interest in this resolution as a person whom it'
    )
    assert disclosure in words(build("circulating_resolution", own))
    assert "Disclosure" not in words(build("circulating_resolution", make_pack(KHAI_SECRETARY)))
    alone_text = words(
        build("sole_director_resolution", make_pack(replace(KHAI_SECRETARY, person=HEMI), SOLE))
    )
    assert "I disclose that the resolution concerns my own office." in alone_text


@pytest.mark.parametrize(
    ("ceased_on", "names"),
    [
        (date(2026, 11, 21), ["Hēmi Ngata"]),
        (date(2026, 11, 22), ["Hēmi Ngata"]),
        (date(2026, 11, 23), ["Hēmi Ngata", 'Siân O\'Connor-"Smith"']),
    ],
)
def test_who_signs_turns_on_the_day_of_leaving(ceased_on: date, names: list[str]) -> None:
    pack = make_pack(replace(SIAN_RESIGNS, ceased_on=ceased_on), today=TODAY)
    key = "circulating_resolution" if len(names) > 1 else "sole_director_resolution"
    assert [name for name, _ in signers(build(key, pack))] == names


def test_chosen_signatories_never_include_those_who_left() -> None:
    pack = replace(make_pack(replace(SIAN_RESIGNS, ceased_on=date(2026, 11, 1)), PUBLIC), signatories=(SIAN,))
    assert [name for name, _ in signers(build("circulating_resolution", pack))] == ["Hēmi Ngata"]


def test_late_resigner_signs_until_asic_is_told_or_the_day_is_fixed() -> None:
    """Asking ASIC to fix the stated day moves nothing yet (s203AA); only its decision, or the Court's, does."""
    asked = make_pack(replace(SIAN_RESIGNED_LATE, seeks_earlier_date=True))
    assert "until then the person is a director and may sign as one" in asked.effect.sentence
    assert directors_in_office(asked) == (HEMI, SIAN)
    assert [one.key for one in documents_for(asked) if one.key.endswith("_resolution") and one.included] == [
        "circulating_resolution"
    ]
    fixed = replace(SIAN_RESIGNED_LATE, seeks_earlier_date=True, date_fixed_by="ASIC", date_fixed_on=TODAY)
    assert directors_in_office(make_pack(fixed)) == (HEMI,)


def test_last_director_still_signs_on_the_day_of_leaving_and_not_after() -> None:
    on_the_day = make_pack(HEMI_RESIGNS_SOLE, SOLE, today=date(2026, 12, 1))
    day_after = make_pack(HEMI_RESIGNS_SOLE, SOLE, today=date(2026, 12, 2))
    assert directors_in_office(on_the_day) == (HEMI,)
    assert directors_in_office(day_after) == (KHAI,)


def test_director_appointed_earlier_who_has_died_since_never_signs() -> None:
    dead = replace(APPOINT_KHAI, person=replace(KHAI, is_deceased=True), effective_on=date(2026, 11, 1))
    assert directors_in_office(make_pack(dead)) == (HEMI, SIAN)
