"""The record of a sole director: one voice, one signature, section 248B."""

from dataclasses import replace

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    SOLE,
)
from minutebook.core.errors import DomainError
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import ALONE, make_pack, signers, words


@pytest.fixture(params=ALONE.values(), ids=ALONE.keys())
def alone(request: pytest.FixtureRequest) -> PackFacts:
    return request.param


def test_sole_director_resolution_is_the_record_of_one_director(alone: PackFacts) -> None:
    paper = build("sole_director_resolution", alone)
    text = words(paper)
    assert "I, Hēmi Ngata, am the sole director of" in text
    assert "Under section 248B(1) of the Corporations Act 2001 (Cth) I pass the resolution below" in text
    assert signers(paper) == [("Hēmi Ngata", "Sole director")]


@pytest.mark.parametrize(
    "word", ["248a", "the directors", "all directors", "quorum", "we,", "last director signs", "meeting"]
)
def test_sole_director_resolution_never_speaks_of_several(alone: PackFacts, word: str) -> None:
    assert word not in words(build("sole_director_resolution", alone)).lower()


def test_sole_director_resolution_is_refused_for_a_public_company_or_several_directors() -> None:
    with pytest.raises(DomainError):
        build("sole_director_resolution", make_pack(APPOINT_KHAI))
    with pytest.raises(DomainError):
        build("sole_director_resolution", make_pack(APPOINT_KHAI, replace(SOLE, company_type="public")))
