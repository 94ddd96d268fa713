"""The directors' resolutions: what each must say and must not say, whoever comes, goes or moves."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI,
    HEMI_RESIGNS_SOLE,
    KHAI_SECRETARY,
    LI,
    MOVE,
    PUBLIC,
    SIAN,
    SIAN_DIRECTOR,
    SIAN_REMOVED,
    SIAN_RESIGNED_LATE,
    SIAN_RESIGNS,
    SOLE,
    TODAY,
    died,
)
from minutebook.companies.facts import Officeholder
from minutebook.core.errors import DomainError
from minutebook.documents.blocks import Numbered, Paper
from minutebook.documents.catalogue.pack import Meeting, PackFacts
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import make_pack, signers, words

CIRCULATED = {
    "director": make_pack(APPOINT_KHAI),
    "no consent yet": make_pack(replace(APPOINT_KHAI, consent_dated=None)),
    "secretary": make_pack(KHAI_SECRETARY),
    "alternate": make_pack(replace(APPOINT_KHAI, office="alternate director", alternate_for="Hēmi Ngata")),
    "resigns": make_pack(SIAN_RESIGNS),
    "resigned late": make_pack(SIAN_RESIGNED_LATE),
    "removed": make_pack(SIAN_REMOVED),
    "move": make_pack(MOVE),
    "move, occupied": make_pack(replace(MOVE, company_occupies=True)),
    "public": make_pack(APPOINT_KHAI, PUBLIC),
}
ALONE = {
    "director": make_pack(APPOINT_KHAI, SOLE),
    "secretary": make_pack(KHAI_SECRETARY, SOLE),
    "resigns with successor": make_pack(HEMI_RESIGNS_SOLE, SOLE),
    "move": make_pack(MOVE, SOLE),
    "other director died": make_pack(*reversed(died(SIAN_DIRECTOR, date(2026, 11, 18)))),
    "other director gone": make_pack(replace(SIAN_RESIGNS, ceased_on=date(2026, 11, 20))),
}
MET = Meeting("Level 4 & by video <link>", datetime.combine(TODAY, time(9, 5)), HEMI, (HEMI, SIAN))


def resolved(paper: Paper) -> list[str]:
    """The numbered paragraphs of a resolution."""
    numbered = next(block for block in paper.blocks if isinstance(block, Numbered))
    return [words(item) for item in numbered.items]


@pytest.fixture(params=CIRCULATED.values(), ids=CIRCULATED.keys())
def circulated(request: pytest.FixtureRequest) -> PackFacts:
    return request.param


@pytest.fixture(params=ALONE.values(), ids=ALONE.keys())
def alone(request: pytest.FixtureRequest) -> PackFacts:
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


def test_appointment_is_resolved_in_numbered_paragraphs() -> None:
    assert resolved(build("circulating_resolution", CIRCULATED["director"])) == [
        (
            "That Nguyễn Thị Minh Khai be appointed as a director of the company with effect from 1 December 2026 or, if"
            " this resolution is passed later, when it is passed."
        ),
        (
            "That the appointment be put to the members, to be confirmed by resolution within 2 months, by 1 February 2027"
            " (section 201H(2) of the Corporations Act 2001 (Cth)), unless the constitution provides otherwise."
        ),
        (
            "That the register of officeholders be updated for the appointment, that the Australian Securities and"
            " Investments Commission (ASIC) be notified by 29 December 2026, and that Aroha & Partners be"
            " authorised to lodge the notice for the company."
        ),
    ]


def test_appointment_waits_for_a_consent_that_is_not_on_file() -> None:
    first = resolved(build("circulating_resolution", CIRCULATED["no consent yet"]))[0]
    assert first.startswith("That, once the signed consent to act that section 201D of the")
    secretary = make_pack(replace(KHAI_SECRETARY, consent_dated=None))
    first = resolved(build("circulating_resolution", secretary))[0]
    assert "section 204C" in first
    assert "201D" not in words(build("circulating_resolution", secretary))


def test_appointment_already_past_is_confirmed_and_never_backdated() -> None:
    past = replace(APPOINT_KHAI, effective_on=date(2026, 11, 10), consent_dated=date(2026, 11, 9))
    paper = build("circulating_resolution", make_pack(past))
    assert resolved(paper)[0] == (
        "That the appointment of Nguyễn Thị Minh Khai as a director of the company, made with effect from"
        " 10 November 2026, be confirmed and recorded."
    )
    assert [name for name, _ in signers(paper)] == [
        "Hēmi Ngata",
        'Siân O\'Connor-"Smith"',
        "Nguyễn Thị Minh Khai",
    ]


def test_appointment_in_a_public_company_is_confirmed_at_the_next_general_meeting() -> None:
    assert "section 201H(3)" in resolved(build("circulating_resolution", CIRCULATED["public"]))[1]


def test_appointment_by_the_only_director_and_shareholder_rests_on_201f() -> None:
    text = words(build("sole_director_resolution", ALONE["director"]))
    assert "its only shareholder, and I make the appointment under section 201F(1)" in text
    assert "201H" not in text
    other_owner = replace(SOLE, members=COMPANY.members)
    text = words(build("sole_director_resolution", make_pack(APPOINT_KHAI, other_owner)))
    assert "201F" not in text
    assert "201H(2)" in text


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


def test_last_director_appoints_the_successor_immediately_before_resigning() -> None:
    first, second, _ = resolved(build("sole_director_resolution", ALONE["resigns with successor"]))
    assert first.endswith("taking effect immediately before the resignation recorded below.")
    assert (
        second
        == "That the resignation of Hēmi Ngata as a director of the company with effect from 1 December 2026 be noted."
    )


def test_last_director_who_is_no_member_has_the_successor_confirmed() -> None:
    pack = make_pack(HEMI_RESIGNS_SOLE, replace(SOLE, members=COMPANY.members))
    assert "section 201H(2)" in resolved(build("sole_director_resolution", pack))[1]


def test_late_resignation_is_never_recorded_with_its_stated_day_as_agreed() -> None:
    paper = build("circulating_resolution", CIRCULATED["resigned late"])
    first, second, third = resolved(paper)
    assert first == 'That the resignation of Siân O\'Connor-"Smith" as a director of the company be noted.'
    assert "section 203AA" in second
    assert "takes effect on the day ASIC is notified, unless ASIC or the Court fixes 5 October 2026" in second
    assert "without delay, 2 November 2026 having passed" in third
    assert signers(paper)[1] == ('Siân O\'Connor-"Smith"', "Director")


def test_late_resignation_with_an_application_names_its_last_day() -> None:
    pack = make_pack(replace(SIAN_RESIGNED_LATE, seeks_earlier_date=True))
    paper = build("sole_director_resolution", pack)
    assert resolved(paper)[2] == (
        "That the company apply to ASIC by 30 November 2026 to fix 5 October 2026 as the day on which the"
        " resignation takes effect."
    )
    assert signers(paper) == [("Hēmi Ngata", "Sole director")]


def test_removal_is_the_members_act_and_a_secretary_the_directors_own() -> None:
    assert resolved(build("circulating_resolution", CIRCULATED["removed"]))[0] == (
        'That the removal of Siân O\'Connor-"Smith" as a director of the company, by resolution of its'
        " members with effect from 30 November 2026, be recorded."
    )
    secretary = replace(SIAN_REMOVED, officeholder=Officeholder(LI, "secretary", date(2021, 7, 1)))
    assert resolved(build("circulating_resolution", make_pack(secretary)))[0] == (
        "That 李 小龍 be removed as a secretary of the company with effect from 30 November 2026."
    )


def test_death_is_recorded_and_the_dead_never_sign() -> None:
    paper = build("sole_director_resolution", ALONE["other director died"])
    assert resolved(paper)[0] == (
        'That the death of Siân O\'Connor-"Smith" on 18 November 2026, and the end of the office of'
        " director on that day, be recorded."
    )
    assert signers(paper) == [("Hēmi Ngata", "Sole director")]


@pytest.mark.parametrize(
    "text", ["12/34 O'Connell & Sons Parade, Parramatta NSW 2150", "the later of the seventh day after"]
)
def test_move_names_the_new_address_and_when_it_takes_effect(text: str) -> None:
    assert text in words(build("circulating_resolution", CIRCULATED["move"]))


@pytest.mark.parametrize("word", ["immediate", "PO Box", "forthwith"])
def test_move_never_takes_effect_at_once(word: str) -> None:
    assert word not in words(build("circulating_resolution", CIRCULATED["move"]))


@pytest.mark.parametrize("consented_on", [None, date(2026, 11, 20)])
def test_move_names_the_occupier_and_the_consent(consented_on: date | None) -> None:
    pack = make_pack(replace(MOVE, occupier_consented_on=consented_on))
    second = resolved(build("circulating_resolution", pack))[1]
    assert "does not occupy the premises at the new address and that Aroha & Partners does" in second
    assert "has consented in writing and has not withdrawn that consent" in second
    assert ("only when" in second) is (consented_on is None)


def test_move_to_premises_of_the_company_names_no_occupier() -> None:
    second = resolved(build("circulating_resolution", CIRCULATED["move, occupied"]))[1]
    assert second == "That it be recorded that the company occupies the premises at the new address."


def test_meeting_minute_is_signed_by_the_chair_alone_within_a_month_of_record() -> None:
    pack = replace(make_pack(APPOINT_KHAI), decision="meeting", meeting=MET)
    paper = build("meeting_minute", pack)
    text = words(paper)
    assert signers(paper) == [("Hēmi Ngata", "Chair of the meeting")]
    assert "Level 4 & by video <link> Date and time 22 November 2026, 09:05 Chair Hēmi Ngata" in text
    assert 'Present Hēmi Ngata and Siân O\'Connor-"Smith" Apologies None' in text
    assert "recorded in the minute book within 1 month after the meeting, by 22 December 2026" in text
    assert "248A" not in text
    assert "last director signs" not in text


def test_meeting_minute_without_a_meeting_leaves_lines_and_the_dead_out() -> None:
    blank = build("meeting_minute", replace(make_pack(APPOINT_KHAI), decision="meeting"))
    assert [capacity for _, capacity in signers(blank)] == ["Chair of the meeting"]
    dead = replace(SIAN, is_deceased=True)
    meeting = replace(MET, chair=dead, present=(HEMI, dead), apologies=(LI,))
    paper = build("meeting_minute", replace(make_pack(APPOINT_KHAI), decision="meeting", meeting=meeting))
    assert SIAN.name not in [name for name, _ in signers(paper)]
    assert "Present Hēmi Ngata Apologies 李 小龍" in words(paper)


def test_meeting_minute_discloses_an_interest() -> None:
    pack = replace(make_pack(SIAN_REMOVED), decision="meeting", meeting=MET)
    assert 'Siân O\'Connor-"Smith" has an interest in the business below' in words(
        build("meeting_minute", pack)
    )


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
