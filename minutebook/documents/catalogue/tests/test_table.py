"""Which change calls for which documents."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    HEMI_DIRECTOR,
    KHAI,
    LI,
    LI_SECRETARY,
    died,
)
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.table import Proposed, build, documents_for
from minutebook.documents.catalogue.tests.world import PACKS, make_pack, papers_of, signers, words


def keys(pack: PackFacts) -> dict[str, bool]:
    return {proposed.key: proposed.included for proposed in documents_for(pack)}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("appoint", "cover circulating consent- register lodgement director_id members-"),
        ("appoint, sole", "cover sole consent register lodgement director_id"),
        ("appoint, public", "cover circulating consent- register lodgement director_id"),
        ("secretary", "cover circulating consent register lodgement"),
        ("alternate", "cover circulating consent- register lodgement director_id"),
        ("resigns", "cover circulating resignation register lodgement"),
        ("late", "cover circulating resignation- register lodgement"),
        ("successor", "cover sole consent resignation register lodgement director_id"),
        ("removed", "cover circulating register lodgement members"),
        ("died", "cover sole register lodgement"),
        ("move", "cover circulating occupiers lodgement"),
        ("met", "cover meeting consent- register lodgement director_id members-"),
    ],
)
def test_table_calls_for_the_documents_of_each_change(name: str, expected: str) -> None:
    starts = {word.rstrip("-"): not word.endswith("-") for word in expected.split()}
    got = keys(PACKS[name])
    short = {start: key for key in got for start in starts if key.startswith(start)}
    assert {key: starts[start] for start, key in short.items()} == got
    assert set(short) == set(starts)


def test_table_says_why_and_who_signs() -> None:
    assert documents_for(PACKS["resigns"])[1] == Proposed(
        "circulating_resolution",
        "Circulating resolution of the directors",
        True,
        "Several directors resolve without meeting (s248A)",
        ("Hēmi Ngata", 'Siân O\'Connor-"Smith"'),
    )
    assert documents_for(PACKS["met"])[1].signatories == ("Chair of the meeting",)


@pytest.mark.parametrize("name", PACKS)
def test_no_paper_shows_a_whole_director_id(name: str) -> None:
    """A pack goes to every recipient and to viewers: what unmasks a director ID is logged, and a paper is not."""
    text = "".join(words(paper) for paper in papers_of(PACKS[name]).values())
    digits = "".join(character for character in text if character.isdigit())
    assert [one for one in (KHAI.director_id, LI.director_id) if one in digits] == []


def test_nothing_about_a_secretary_who_resigns_quotes_the_law_of_directors() -> None:
    pack = PACKS["secretary resigns"]
    told = [one.reason for one in documents_for(pack)] + [words(paper) for paper in papers_of(pack).values()]
    assert [text for text in told if "203A" in text] == []


def test_table_offers_no_directors_resolution_when_no_director_is_left() -> None:
    company, facts = died(HEMI_DIRECTOR, date(2026, 11, 18))
    alone = replace(company, officeholders=(company.officeholders[0], LI_SECRETARY))
    pack = make_pack(facts, alone)
    assert list(keys(pack)) == ["cover_letter", "register_of_officeholders", "lodgement_summary"]
    assert signers(build("lodgement_summary", pack)) == [("李 小龍", "Secretary")]
    nobody = make_pack(facts, replace(alone, officeholders=alone.officeholders[:1]))
    assert "No director or secretary is in office to sign." in words(build("lodgement_summary", nobody))
