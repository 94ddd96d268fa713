"""Consents: one for directors, another for secretaries, both given to the company."""

from dataclasses import replace

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    KHAI,
    KHAI_SECRETARY,
    MOVE,
)
from minutebook.companies.facts import Person
from minutebook.core.errors import DomainError
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import DIED, PACKS, make_pack, signers, words


@pytest.mark.parametrize("office", ["director", "alternate director"])
def test_consent_of_a_director_names_office_company_and_details(office: str) -> None:
    facts = replace(APPOINT_KHAI, office=office, alternate_for="Hēmi Ngata" if office != "director" else "")
    paper = build("consent_to_act", make_pack(facts))
    text = words(paper)
    whom = "a director" if office == "director" else "an alternate director for Hēmi Ngata"
    assert (
        f"I, Nguyễn Thị Minh Khai, consent to act as {whom} of Kōwhai Whenua Pty Ltd ACN 004 085 616" in text
    )
    for detail in (
        "section 201D",
        "Former names Trần <Khai>",
        "Date of birth 1 July 1990",
        "Place of birth Huế, Viet Nam",
        "Residential address 12/34 O'Connell & Sons Parade, Parramatta NSW 2150",
        "Director ID 036••••••••9012, shown in part",
        "before the appointment, not later than 1 December 2026",
    ):
        assert detail in text
    assert signers(paper) == [("Nguyễn Thị Minh Khai", f"Proposed {office}")]


@pytest.mark.parametrize("word", ["ASIC", "lodge", "Securities"])
@pytest.mark.parametrize("facts", [APPOINT_KHAI, KHAI_SECRETARY])
def test_consent_is_given_to_the_company_and_never_lodged(facts: object, word: str) -> None:
    assert word not in words(build("consent_to_act", make_pack(facts)))


def test_consent_of_a_secretary_is_its_own_document() -> None:
    paper = build("consent_to_act", PACKS["secretary"])
    text = words(paper)
    assert paper.title == "Consent to act as secretary"
    assert "consent to act as a secretary of Kōwhai Whenua Pty Ltd ACN 004 085 616" in text
    assert "section 204C" in text
    assert [word for word in ("201D", "irector ID", "036") if word in text] == []
    assert signers(paper) == [("Nguyễn Thị Minh Khai", "Proposed secretary")]


def test_consent_leaves_lines_for_what_is_unknown() -> None:
    bare = Person(9, "X" * 300)
    text = words(build("consent_to_act", make_pack(replace(APPOINT_KHAI, person=bare))))
    assert text.count("______________________________") == 4
    assert "Former names None" in text


def test_consent_and_letter_are_refused_where_nobody_can_sign_them() -> None:
    dead = replace(APPOINT_KHAI, person=replace(KHAI, is_deceased=True))
    for key, pack in (
        ("consent_to_act", make_pack(dead)),
        ("resignation", DIED),
        ("resignation", PACKS["removed"]),
        ("occupiers_consent", make_pack(replace(MOVE, company_occupies=True))),
        ("nonsense", PACKS["appoint"]),
    ):
        with pytest.raises(DomainError):
            build(key, pack)
