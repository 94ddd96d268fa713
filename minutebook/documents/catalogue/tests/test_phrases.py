"""What holds for every paper of every pack."""

import re

import pytest

from minutebook.companies.changes.tests.world import (
    KHAI,
)
from minutebook.companies.wording import long_date
from minutebook.documents.catalogue.pack import PackFacts
from minutebook.documents.catalogue.tests.world import (
    PACKS,
    papers_of,
    signers,
    words,
)


@pytest.fixture(params=PACKS.values(), ids=PACKS.keys())
def pack(request: pytest.FixtureRequest) -> PackFacts:
    return request.param


def test_every_paper_carries_the_company_its_number_and_the_trace(pack: PackFacts) -> None:
    for paper in papers_of(pack).values():
        assert (paper.company_name, paper.company_number) == (pack.company.name, "ACN 004 085 616")
        assert (paper.trace_number, paper.language) == ("MB-2026-000123", "en-AU")


def test_no_paper_shortens_the_name_or_runs_the_number_together(pack: PackFacts) -> None:
    for paper in papers_of(pack).values():
        text = words(paper)
        assert "004085616" not in text
        assert not re.search(r"(?<!Pty )\bLtd\b", text)


@pytest.mark.parametrize(
    "word",
    [
        " he ",
        " she ",
        " his ",
        " her ",
        "him",
        "chairman",
        "s152",
        "solvency",
        "Companies Office",
        "hereby",
        "TODO",
        "None.",
    ],
)
def test_no_paper_is_gendered_foreign_or_stilted(pack: PackFacts, word: str) -> None:
    assert [key for key, paper in papers_of(pack).items() if word in f" {words(paper)} "] == []


def test_no_paper_has_a_line_for_the_dead(pack: PackFacts) -> None:
    dead = {entry.person.name for entry in pack.company.officeholders if entry.person.is_deceased}
    assert dead.isdisjoint(name for paper in papers_of(pack).values() for name, _ in signers(paper))


def test_no_date_but_a_birth_falls_before_the_company_was_registered(pack: PackFacts) -> None:
    births = {entry.person.birth_date for entry in pack.company.officeholders} | {KHAI.birth_date}
    allowed = {long_date(day) for day in births if day}
    for paper in papers_of(pack).values():
        days = set(re.findall(r"\d{1,2} [A-Z]\w+ (?:19\d\d|200\d|201[0-8])", words(paper)))
        assert days <= allowed
