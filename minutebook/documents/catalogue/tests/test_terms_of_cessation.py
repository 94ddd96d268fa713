"""What is resolved when somebody leaves an office."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    COMPANY,
    HEMI_RESIGNS_SOLE,
    LI,
    PUBLIC,
    SIAN_DIRECTOR,
    SIAN_REMOVED,
    SIAN_RESIGNED_LATE,
    SOLE,
    died,
)
from minutebook.companies.facts import CompanyFacts, Officeholder
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import (
    ALONE,
    CIRCULATED,
    make_pack,
    papers_of,
    resolved,
    signers,
    words,
)


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
    paper = build("circulating_resolution", pack)
    assert resolved(paper)[2] == (
        "That the company apply to ASIC by 30 November 2026 to fix 5 October 2026 as the day on which the"
        " resignation takes effect."
    )


def test_removal_is_the_members_act_and_a_secretary_the_directors_own() -> None:
    assert resolved(build("circulating_resolution", CIRCULATED["removed"]))[0] == (
        'That, once its members have passed the resolution for it, the removal of Siân O\'Connor-"Smith" as a'
        " director of the company with effect from 30 November 2026 be recorded."
    )
    secretary = replace(SIAN_REMOVED, officeholder=Officeholder(LI, "secretary", date(2021, 7, 1)))
    assert resolved(build("circulating_resolution", make_pack(secretary)))[0] == (
        "That 李 小龍 be removed as a secretary of the company with effect from 30 November 2026."
    )


def test_alternate_is_removed_by_the_director_who_appointed_them() -> None:
    alternate = Officeholder(LI, "alternate director", date(2021, 7, 1), None, "Hēmi Ngata")
    facts = replace(SIAN_REMOVED, officeholder=alternate)
    for pack, verb in (
        (make_pack(facts), "ends by signing this document"),
        (make_pack(replace(facts, ceased_on=date(2026, 11, 20))), "has ended in writing"),
    ):
        assert resolved(build("circulating_resolution", pack))[0].startswith(
            f"That it be recorded that Hēmi Ngata {verb} the appointment of 李 小龍 as an alternate director of the"
            " company with effect from"
        )


@pytest.mark.parametrize(
    ("company", "deed"),
    [
        (COMPANY, "by a resolution that its members passed on 20 November 2026"),
        (PUBLIC, "by a resolution that its members passed at a general meeting on 20 November 2026"),
    ],
)
def test_removal_names_the_members_resolution_that_is_not_in_the_pack(
    company: CompanyFacts, deed: str
) -> None:
    pack = make_pack(replace(SIAN_REMOVED, members_resolved_on=date(2026, 11, 20)), company)
    papers = papers_of(pack)
    assert "members_resolution" not in papers
    assert f"as a director of the company with effect from 30 November 2026, {deed}, be recorded." in words(
        papers["circulating_resolution"]
    )
    letter = words(papers["cover_letter"])
    assert ("sign their resolution first" in letter, "20 November 2026: please send us" in letter) == (
        False,
        True,
    )
    assert ("203D" in letter) is not company.is_proprietary


@pytest.mark.parametrize(("day", "is_said"), [(date(2026, 11, 22), True), (date(2026, 11, 30), False)])
@pytest.mark.parametrize("how", ["removed", "resigned"])
def test_directors_who_sign_without_the_one_who_leaves_that_day_say_so(
    how: str, day: date, is_said: bool
) -> None:
    third = replace(SIAN_DIRECTOR, person=LI)
    noun = {"removed": "removal", "resigned": "resignation"}[how]
    note = f" (the {noun} recorded below having taken effect)"
    facts = replace(SIAN_REMOVED, how=how, ceased_on=day)
    several = make_pack(facts, replace(COMPANY, officeholders=(*COMPANY.officeholders, third)))
    text = words(build("circulating_resolution", several))
    assert f"We, being all the directors of the company{note if is_said else ''} entitled to vote" in text
    if is_said:
        alone = words(build("sole_director_resolution", make_pack(facts)))
        assert f"am the sole director of Kōwhai Whenua Pty Ltd ACN 004 085 616{note}. Under" in alone


def test_death_is_recorded_and_the_dead_never_sign() -> None:
    paper = build("sole_director_resolution", ALONE["other director died"])
    assert resolved(paper)[0] == (
        'That the death of Siân O\'Connor-"Smith" on 18 November 2026, and the end of the office of'
        " director on that day, be recorded."
    )
    assert signers(paper) == [("Hēmi Ngata", "Sole director")]


def test_death_of_a_director_who_was_secretary_ends_both_offices() -> None:
    company, facts = died(SIAN_DIRECTOR, date(2026, 11, 18))
    also = replace(facts.officeholder, office="secretary")
    pack = make_pack(facts, replace(company, officeholders=(*company.officeholders, also)))
    paper = build("sole_director_resolution", pack)
    assert "and the end of the office of director and of secretary on that day" in resolved(paper)[0]
    assert "Office Director and secretary" in words(build("lodgement_summary", pack))
    register = words(build("register_of_officeholders", pack))
    assert register.partition("Former officeholders")[2].count("18 November 2026 (died)") == 2
