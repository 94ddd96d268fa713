"""Members' resolutions: each joint holder, or the sole member as member."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI,
    HEMI_DIRECTOR,
    HEMI_RESIGNS_SOLE,
    LI,
    SIAN_REMOVED,
    SOLE,
    died,
)
from minutebook.companies.facts import Member
from minutebook.documents.catalogue.table import build, documents_for
from minutebook.documents.catalogue.tests.world import PACKS, make_pack, resolved, signers, words

REPLACED = "(Cth), or the rule in the company's constitution that replaces it)"


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


def test_body_that_is_a_member_signs_by_a_named_person() -> None:
    body = replace(HEMI, name="Kauri & Co Pty Ltd", is_individual=False)
    company = replace(COMPANY, members=(Member(body.name, (body,), "100 ordinary"),))
    text = words(build("members_resolution", make_pack(APPOINT_KHAI, company)))
    assert "Kauri & Co Pty Ltd Sole member Name and position of the person signing:" in text


@pytest.mark.parametrize(("has_constitution", "ending"), [(True, REPLACED), (False, "(Cth))")])
def test_members_resolution_removes_a_director(has_constitution: bool, ending: str) -> None:
    company = replace(COMPANY, has_constitution=has_constitution)
    assert resolved(build("members_resolution", make_pack(SIAN_REMOVED, company))) == [
        (
            'That Siân O\'Connor-"Smith" be removed as a director of the company with effect from 30 November'
            " 2026 or, if this resolution is passed later, when it is passed (section 203C of the Corporations"
            f" Act 2001 {ending}."
        )
    ]


def test_members_never_remove_again_whom_they_removed() -> None:
    day = date(2026, 11, 10)
    pack = make_pack(replace(SIAN_REMOVED, ceased_on=day, members_resolved_on=day))
    assert "members_resolution" not in [one.key for one in documents_for(pack)]


def test_members_appoint_in_place_of_the_director_they_remove() -> None:
    pack = make_pack(replace(HEMI_RESIGNS_SOLE, how="removed"), SOLE)
    first, second = resolved(build("members_resolution", pack))
    assert first.startswith("That, once the signed consent to act that section 201D of the Corporations Act")
    assert (
        "Khai be appointed as a director of the company with effect from 1 December 2026 and immediately before"
        " the removal below or, if this resolution is passed later, when it is passed (section 203C of"
    ) in first
    assert second.startswith("That Hēmi Ngata be removed")
    sole = words(build("sole_director_resolution", pack))
    assert "with effect from 1 December 2026, by resolution of its members, be recorded." in sole
    assert ("201F" in sole, "201H" in sole) == (False, False)
    assert "201H" not in words(build("cover_letter", pack))
    assert [signers(build(key, pack)) for key in ("members_resolution", "sole_director_resolution")] == [
        [("Hēmi Ngata", "Sole member")],
        [("Hēmi Ngata", "Sole director")],
    ]


def test_members_appoint_when_the_last_director_died() -> None:
    company, facts = died(HEMI_DIRECTOR, date(2026, 11, 18))
    alone = replace(company, officeholders=company.officeholders[:1], members=(Member("Li", (LI,), "1"),))
    pack = make_pack(replace(facts, successor=APPOINT_KHAI), alone)
    assert [one.key for one in documents_for(pack) if one.included][-1] == "members_resolution"
    (only,) = resolved(build("members_resolution", pack))
    assert "be appointed as a director of the company with effect from 1 December 2026" in only
    assert "(section 201G of the Corporations Act 2001 (Cth), or the rule in" in only
    assert "Dear Members" in words(build("cover_letter", pack))
