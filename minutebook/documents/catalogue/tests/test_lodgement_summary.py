"""The lodgement summary: sections, rule, fee, certificate."""

import re
from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    HEMI_DIRECTOR,
    LI_SECRETARY,
)
from minutebook.companies.facts import CessationFacts
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import (
    PACKS,
    make_pack,
    papers_of,
    signers,
    words,
)
from minutebook.documents.outlook import outlook


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("appoint", ["Section B2: Appoint company officeholder"]),
        ("late", ["Section B1: Cease company officeholder"]),
        ("successor", ["Section B1: Cease company officeholder", "Section B2: Appoint company officeholder"]),
        ("move", ["Section A1: Change of address"]),
    ],
)
def test_lodgement_summary_has_the_sections_of_the_form(name: str, sections: list[str]) -> None:
    text = words(build("lodgement_summary", PACKS[name]))
    assert re.findall(r"Section [A-C]\d: [A-Z][a-z]+ (?:company officeholder|of address)", text) == sections
    assert "Lodge by" in text
    assert "registered agent 12345" in text


def test_lodgement_summary_names_rule_fee_and_both_days_when_late() -> None:
    text = words(build("lodgement_summary", PACKS["late"]))
    assert "Lodge by 2 November 2026" in text
    assert "(Corporations Act 2001 s205B(5))" in text
    assert "Late fee The lodgement is not more than 1 month late, so ASIC charges a late fee." in text
    assert "Date ceased 5 October 2026 as stated; ASIC records the day of lodgement" in text


def test_lodgement_summary_leaves_out_a_fee_that_is_not_on_file() -> None:
    before_any_row = make_pack(replace(APPOINT_KHAI, effective_on=date(2024, 6, 1)), today=date(2024, 6, 3))
    assert "fee" not in words(build("lodgement_summary", before_any_row))
    assert "Lodging fee none (" in words(build("lodgement_summary", PACKS["appoint"]))


@pytest.mark.parametrize("name", PACKS)
def test_no_paper_tells_whoever_signs_it_to_do_the_work_of_the_staff(name: str) -> None:
    for paper in papers_of(PACKS[name]).values():
        assert re.findall(r"asic\.gov\.au|look it up|[Cc]orrect the|[Cc]heck |[Cc]hoose ", words(paper)) == []


def test_who_leaves_certifies_only_where_nobody_else_can() -> None:
    hemi_goes = make_pack(CessationFacts(HEMI_DIRECTOR, "removed", date(2026, 11, 30)))
    assert signers(build("lodgement_summary", hemi_goes)) == [('Siân O\'Connor-"Smith"', "Director")]
    assert signers(build("lodgement_summary", PACKS["successor"])) == [("Hēmi Ngata", "Director")]


def test_holiday_of_the_state_is_told_and_moves_nothing() -> None:
    facts = replace(APPOINT_KHAI, effective_on=date(2026, 5, 11), consent_dated=date(2026, 5, 11))
    pack = make_pack(facts, today=date(2026, 5, 20))
    note = "8 June 2026 is a public holiday in NSW (King's Birthday). A state's holiday does not move"
    assert ("Lodge by 8 June 2026" in words(build("lodgement_summary", pack)), pack.deadline.due_on) == (
        True,
        date(2026, 6, 8),
    )
    for key in ("lodgement_summary", "cover_letter"):
        assert note in words(build(key, pack))
    assert outlook("officeholder_appointment", facts, None, date(2026, 5, 20), "NSW").state_note.startswith(
        note
    )


def test_lodgement_summary_is_signed_by_a_director_or_secretary_in_office() -> None:
    assert signers(build("lodgement_summary", PACKS["appoint"])) == [("Hēmi Ngata", "Director")]
    by_secretary = replace(PACKS["appoint"], form_signatory=LI_SECRETARY.person)
    assert signers(build("lodgement_summary", by_secretary)) == [("李 小龍", "Secretary")]
    gone = replace(
        make_pack(CessationFacts(LI_SECRETARY, "resigned", date(2026, 11, 1))),
        form_signatory=LI_SECRETARY.person,
    )
    assert signers(build("lodgement_summary", gone)) == [("Hēmi Ngata", "Director")]
