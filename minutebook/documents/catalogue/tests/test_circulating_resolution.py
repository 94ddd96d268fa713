"""What several directors sign without meeting: all in favour, all signing, no word of a meeting."""

import pytest

from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import CIRCULATED, signers, words


@pytest.fixture(params=CIRCULATED.values(), ids=CIRCULATED.keys())
def circulated(request: pytest.FixtureRequest) -> PackFacts:
    return request.param


def test_circulating_resolution_says_that_all_are_in_favour_and_when_it_passes(circulated: PackFacts) -> None:
    text = words(build("circulating_resolution", circulated))
    assert (
        "being all the directors of the company entitled to vote on the resolution, state that we are in favour"
        in text
    )
    assert "of the resolution set out in this document (section 248A" in text
    assert "The resolution is passed when the last director signs." in text
    assert "identical in each copy" in text


def test_circulating_resolution_is_signed_and_dated_by_every_director(circulated: PackFacts) -> None:
    paper = build("circulating_resolution", circulated)
    assert signers(paper) == [("Hēmi Ngata", "Director"), ('Siân O\'Connor-"Smith"', "Director")]
    assert all(signature.date_line for block in paper.blocks for signature in getattr(block, "blocks", ()))


@pytest.mark.parametrize(
    "word", ["meeting held", "chair", "quorum", "apolog", "sole director", "248b", "minute"]
)
def test_circulating_resolution_never_speaks_of_a_meeting(circulated: PackFacts, word: str) -> None:
    assert word not in words(build("circulating_resolution", circulated)).lower()
