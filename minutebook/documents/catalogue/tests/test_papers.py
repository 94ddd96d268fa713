"""Consents, letters, registers and summaries: each must-say and must-not-say of the law, by document."""

import re
from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI_DIRECTOR,
    HEMI_RESIGNS_SOLE,
    KHAI,
    KHAI_SECRETARY,
    LI_SECRETARY,
    MOVE,
    PUBLIC,
    SIAN_DIRECTOR,
    SIAN_REMOVED,
    SIAN_RESIGNED_LATE,
    SIAN_RESIGNS,
    SOLE,
    died,
)
from minutebook.companies.facts import CessationFacts, Person
from minutebook.companies.wording import long_date
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import AddressBlock, Paper
from minutebook.documents.catalogue.pack import Addressee, PackFacts
from minutebook.documents.catalogue.table import Proposed, build, documents_for
from minutebook.documents.catalogue.tests.world import make_pack, signers, words

DIED = make_pack(*reversed(died(SIAN_DIRECTOR, date(2026, 11, 18))))
PACKS = {
    "appoint": make_pack(APPOINT_KHAI),
    "appoint, sole": make_pack(replace(APPOINT_KHAI, consent_dated=None), SOLE),
    "appoint, public": make_pack(APPOINT_KHAI, PUBLIC),
    "secretary": make_pack(replace(KHAI_SECRETARY, consent_dated=None)),
    "alternate": make_pack(replace(APPOINT_KHAI, office="alternate director", alternate_for="Hēmi Ngata")),
    "resigns": make_pack(SIAN_RESIGNS),
    "late": make_pack(SIAN_RESIGNED_LATE),
    "successor": make_pack(HEMI_RESIGNS_SOLE, SOLE),
    "removed": make_pack(SIAN_REMOVED),
    "died": DIED,
    "secretary resigns": make_pack(CessationFacts(LI_SECRETARY, "resigned", date(2026, 11, 30))),
    "move": make_pack(MOVE),
    "met": replace(make_pack(APPOINT_KHAI), decision="meeting"),
}


def papers_of(pack: PackFacts) -> dict[str, Paper]:
    return {proposed.key: build(proposed.key, pack) for proposed in documents_for(pack)}


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
        "Director ID 036 1234 5678 9012",
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


def test_resignation_is_addressed_to_the_company_at_its_registered_office() -> None:
    paper = build("resignation", PACKS["resigns"])
    text = words(paper)
    assert paper.blocks[0] == AddressBlock(
        ("Kōwhai Whenua Pty Ltd", "ACN 004 085 616", "Level 4, 1 Te Kōwhai Street", "Sydney NSW 2000")
    )
    assert "resign as a director of Kōwhai Whenua Pty Ltd ACN 004 085 616" in text
    assert (
        "takes effect on 30 November 2026 or, if this letter is given to the company later, on that later day"
        in text
    )
    assert "section 203A of" in text
    assert signers(paper) == [('Siân O\'Connor-"Smith"', "Director")]


def test_resignation_of_the_last_director_follows_the_successors_appointment() -> None:
    text = words(build("resignation", PACKS["successor"]))
    assert "immediately after the appointment of Nguyễn Thị Minh Khai as a director" in text
    assert "which takes effect immediately before it" in text


def test_resignation_of_a_secretary_quotes_no_rule_for_directors() -> None:
    paper = build("resignation", PACKS["secretary resigns"])
    assert "203A" not in words(paper)
    assert signers(paper) == [("李 小龍", "Secretary")]


def test_cover_letter_warns_of_28_days_for_a_director_and_not_for_a_secretary() -> None:
    assert (
        "If ASIC is not told within 28 days after 30 November 2026, the resignation takes effect only on"
        ' the day it is told, and Siân O\'Connor-"Smith" remains a director until then (section 203AA'
    ) in words(build("cover_letter", PACKS["resigns"]))
    assert "203AA" not in words(build("cover_letter", PACKS["secretary resigns"]))
    assert "203AA" not in words(build("cover_letter", PACKS["removed"]))


def test_cover_letter_of_a_late_resignation_warns_against_the_stated_day() -> None:
    text = words(build("cover_letter", PACKS["late"]))
    for words_needed in (
        "The resignation states 5 October 2026. Please do not rely on that day",
        "It was due by 2 November 2026",
        "made by 30 November 2026 (56 days)",
        "made by 5 October 2027 (12 months)",
        "Return the signed documents to us as soon as you can.",
    ):
        assert words_needed in text


def test_cover_letter_lists_what_is_enclosed_and_who_signs() -> None:
    text = words(build("cover_letter", PACKS["appoint, sole"]))
    assert (
        "Enclosed Document To be signed by Resolution of the sole director Hēmi Ngata Consent to act" in text
    )
    assert "Dear Hēmi Ngata" in text
    nothing = build("cover_letter", replace(PACKS["appoint"], enclosed=()))
    assert "Enclosed" not in words(nothing)


def test_cover_letter_greets_the_addressee_or_the_directors() -> None:
    to_li = replace(PACKS["appoint"], addressee=Addressee("李 & Co <x>", ("1 High Street",)))
    assert "李 & Co <x> 1 High Street Dear 李 & Co <x>" in words(build("cover_letter", to_li))
    assert "Dear Directors" in words(build("cover_letter", PACKS["appoint"]))


def test_cover_letter_tells_of_confirmation_only_where_members_confirm() -> None:
    assert "by resolution by 1 February 2027" in words(build("cover_letter", PACKS["appoint"]))
    for name in ("appoint, sole", "appoint, public", "secretary", "alternate"):
        assert "201H" not in words(build("cover_letter", PACKS[name]))


def test_cover_letter_of_a_move_says_by_when_to_lodge_for_the_wished_day() -> None:
    text = words(build("cover_letter", PACKS["move"]))
    assert (
        "For the move to take effect on 1 January 2027, we must lodge the notice by 25 December 2026." in text
    )
    assert "20 December 2026 is a Sunday, so the next business day counts" in text


def test_register_shows_the_change_as_pending_and_then_as_effective() -> None:
    before = words(build("register_of_officeholders", PACKS["appoint"]))
    after = words(build("register_of_officeholders", make_pack(APPOINT_KHAI, today=date(2026, 12, 1))))
    assert "As at 22 November 2026" in before
    assert "1 December 2026 (pending)" in before
    assert "1 December 2026 (pending)" not in after
    assert "Director 1 December 2026" in after


def test_register_separates_former_officeholders_and_keeps_the_director_id_out() -> None:
    text = words(build("register_of_officeholders", DIED))
    present, former = text.split("Former officeholders")
    assert "Siân O'Connor" not in present
    assert "18 November 2026 (died)" in former
    assert "036" not in words(build("register_of_officeholders", PACKS["appoint"]))


def test_register_of_a_late_resignation_waits_for_asic() -> None:
    text = words(build("register_of_officeholders", PACKS["late"]))
    assert "pending: the day ASIC is told (resigned)" in text
    assert "Former officeholders" not in text
    lodged = make_pack(SIAN_RESIGNED_LATE, lodged_on=date(2026, 11, 20))
    assert "20 November 2026 (resigned)" in words(build("register_of_officeholders", lodged))


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
    assert "Its amount on 22 November 2026 is not on file" in text
    assert "Date ceased 5 October 2026 as stated; ASIC records the day of lodgement" in text


def test_lodgement_summary_is_signed_by_a_director_or_secretary_in_office() -> None:
    assert signers(build("lodgement_summary", PACKS["appoint"])) == [("Hēmi Ngata", "Director")]
    by_secretary = replace(PACKS["appoint"], form_signatory=LI_SECRETARY.person)
    assert signers(build("lodgement_summary", by_secretary)) == [("李 小龍", "Secretary")]
    gone = replace(
        make_pack(CessationFacts(LI_SECRETARY, "resigned", date(2026, 11, 1))),
        form_signatory=LI_SECRETARY.person,
    )
    assert signers(build("lodgement_summary", gone)) == [("Hēmi Ngata", "Director")]


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


def test_occupiers_consent_names_premises_company_and_that_it_stands() -> None:
    paper = build("occupiers_consent", PACKS["move"])
    text = words(paper)
    assert (
        "Aroha & Partners (the occupier) occupies 12/34 O'Connell & Sons Parade, Parramatta NSW 2150" in text
    )
    assert (
        "the registered office of Kōwhai Whenua Pty Ltd ACN 004 085 616 (the company) from 1 January 2027"
        in text
    )
    assert "has not withdrawn this consent" in text
    assert "section 143" in text
    assert [name for name, _ in signers(paper)] == ["Aroha & Partners"]


def test_members_resolution_is_signed_by_each_joint_holder() -> None:
    paper = build("members_resolution", PACKS["appoint"])
    text = words(paper)
    assert "We, being all the members" in text
    assert "we are in favour of the resolution set out in this document (section 249A" in text
    assert "passed when the last member signs. Each joint holder of shares signs." in text
    assert [name for name, _ in signers(paper)] == ["Hēmi Ngata", 'Siân O\'Connor-"Smith"', "李 小龍"]


def test_members_resolution_of_a_sole_member_is_signed_as_member() -> None:
    company = replace(COMPANY, members=SOLE.members)
    paper = build("members_resolution", make_pack(APPOINT_KHAI, company))
    assert "Under section 249B" in words(paper)
    assert signers(paper) == [("Hēmi Ngata", "Sole member")]


def test_members_resolution_removes_a_director() -> None:
    text = words(build("members_resolution", PACKS["removed"]))
    assert (
        'That Siân O\'Connor-"Smith" be removed as a director of the company with effect from 30 November 2026.'
        in text
    )


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
        ("removed", "cover circulating register lodgement members-"),
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


def test_table_offers_no_directors_resolution_when_no_director_is_left() -> None:
    company, facts = died(HEMI_DIRECTOR, date(2026, 11, 18))
    alone = replace(company, officeholders=(company.officeholders[0], LI_SECRETARY))
    pack = make_pack(facts, alone)
    assert list(keys(pack)) == ["cover_letter", "register_of_officeholders", "lodgement_summary"]
    assert signers(build("lodgement_summary", pack)) == [("李 小龍", "Secretary")]
    nobody = make_pack(facts, replace(alone, officeholders=alone.officeholders[:1]))
    assert "No director or secretary is in office to sign." in words(build("lodgement_summary", nobody))
