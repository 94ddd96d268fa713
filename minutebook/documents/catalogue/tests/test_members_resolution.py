"""Members' resolutions: each joint holder, or the sole member as member."""

from dataclasses import replace

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI,
    SOLE,
)
from minutebook.companies.facts import Member
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import PACKS, make_pack, signers, words


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


def test_members_resolution_removes_a_director() -> None:
    text = words(build("members_resolution", PACKS["removed"]))
    assert (
        'That Siân O\'Connor-"Smith" be removed as a director of the company with effect from 30 November 2026.'
        in text
    )
