"""What is resolved when somebody enters an office."""

from dataclasses import replace
from datetime import date

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    COMPANY,
    HEMI_RESIGNS_SOLE,
    KHAI_SECRETARY,
    SOLE,
)
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import ALONE, CIRCULATED, make_pack, resolved, signers, words


def test_appointment_is_resolved_in_numbered_paragraphs() -> None:
    assert resolved(build("circulating_resolution", CIRCULATED["director"])) == [
        (
            "That Nguyễn Thị Minh Khai be appointed as a director of the company with effect from 1 December 2026"
            " or, if this resolution is passed later, when it is passed."
        ),
        (
            "That the appointment be put to the members, to be confirmed by resolution within 2 months, by"
            " 1 February 2027 (section 201H(2) of the Corporations Act 2001 (Cth)), unless the"
            " constitution provides otherwise."
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


def test_alternate_is_appointed_by_the_director_and_approved_by_the_others() -> None:
    paper = build("circulating_resolution", CIRCULATED["alternate"])
    text = words(paper)
    assert "Hēmi Ngata, a director of Kōwhai Whenua Pty Ltd ACN 004 085 616 (the company), appoints" in text
    assert (
        "(section 201K of the Corporations Act 2001 (Cth), or the rule in the company's constitution" in text
    )
    assert "Hēmi Ngata makes the appointment in writing by signing this document." in text
    assert resolved(paper)[0] == (
        "That the appointment by Hēmi Ngata of Nguyễn Thị Minh Khai as an alternate director for Hēmi Ngata"
        " with effect from 1 December 2026 or, if this resolution is passed later, when it is passed, be"
        " approved."
    )
    assert "201H" not in text


def test_successor_already_in_office_is_told_in_the_past() -> None:
    past = replace(APPOINT_KHAI, effective_on=date(2026, 11, 10), consent_dated=date(2026, 11, 9))
    pack = make_pack(replace(HEMI_RESIGNS_SOLE, successor=past), SOLE)
    assert "Khai was appointed a director of the company." in words(build("circulating_resolution", pack))
