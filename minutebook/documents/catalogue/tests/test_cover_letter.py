"""The cover letter: enclosures, signatures, and the warnings the law asks for."""

from dataclasses import replace
from datetime import date

import pytest

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    MOVE,
    SIAN_REMOVED,
    SIAN_RESIGNED_LATE,
    SIAN_RESIGNS,
)
from minutebook.documents.catalogue.pack import Addressee
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import PACKS, make_pack, papers_of, words


def test_cover_letter_warns_of_28_days_for_a_director_and_not_for_a_secretary() -> None:
    assert (
        "If ASIC is not told within 28 days after 30 November 2026, the resignation takes effect only on"
        ' the day it is told, and Siân O\'Connor-"Smith" remains a director until then (section 203AA'
    ) in words(build("cover_letter", PACKS["resigns"]))
    assert "203AA" not in words(build("cover_letter", PACKS["secretary resigns"]))
    assert "203AA" not in words(build("cover_letter", PACKS["removed"]))


def test_cover_letter_asks_no_client_to_look_up_a_fee_that_is_not_on_file() -> None:
    text = words(build("cover_letter", PACKS["late"]))
    assert ("so ASIC charges a late fee." in text, "asic.gov.au" in text) == (True, False)


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


def test_cover_letter_offers_the_application_to_asic_only_while_it_can_be_made() -> None:
    offer = "Tell us at once if you want an application to ASIC"
    assert offer in words(build("cover_letter", PACKS["late"]))
    over = words(build("cover_letter", make_pack(SIAN_RESIGNED_LATE, today=date(2026, 12, 1))))
    assert ("(56 days)" in over, offer in over, "made by 5 October 2027 (12 months)" in over) == (
        False,
        False,
        True,
    )


def test_no_paper_of_an_old_resignation_quotes_the_law_of_2021() -> None:
    day = date(2020, 3, 2)
    pack = make_pack(replace(SIAN_RESIGNED_LATE, ceased_on=day, letter_received_on=day))
    papers = papers_of(pack)
    assert [key for key, paper in papers.items() if "203AA" in words(paper)] == []
    assert "with effect from 2 March 2020 be noted" in words(papers["sole_director_resolution"])
    assert "charges a late fee" in words(papers["cover_letter"])


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
        "For the move to take effect on 1 January 2027, we must lodge the notice by 24 December 2026." in text
    )
    assert "must have it by 29 January 2027: within 28 days after 1 January 2027 (Corporations Act" in text


@pytest.mark.parametrize(
    ("wished", "return_by", "lodge_by"),
    [
        (date(2026, 12, 5), "as soon as you can", "27 November 2026"),
        (date(2026, 12, 21), "by 7 December 2026", "14 December 2026"),
    ],
)
def test_papers_come_back_before_the_notice_is_lodged_for_the_wished_day(
    wished: date, return_by: str, lodge_by: str
) -> None:
    move = replace(MOVE, resolved_on=date(2026, 11, 26), takes_effect_on=wished)
    pack = make_pack(move, today=date(2026, 11, 26))
    text = words(build("cover_letter", pack))
    assert f"Return the signed documents to us {return_by}." in text
    assert f"we must lodge the notice by {lodge_by}." in text
    assert f"notified of the new address by {lodge_by}," in words(build("circulating_resolution", pack))
    assert f"Lodge by {lodge_by} for the move to take effect on that day." in words(
        build("lodgement_summary", pack)
    )


def test_cover_letter_of_a_move_too_early_says_when_it_can_be() -> None:
    text = words(build("cover_letter", make_pack(replace(MOVE, takes_effect_on=date(2026, 11, 27)))))
    assert (
        "It can no longer take effect on 27 November 2026: a notice lodged on 22 November 2026 takes effect"
        " on 29 November 2026."
    ) in text
    assert "we must lodge" not in text


def test_cover_letter_puts_the_members_before_the_directors_in_a_removal() -> None:
    first = "The members sign their resolution first, by 30 November 2026: it decides"
    assert first in words(build("cover_letter", PACKS["removed"]))
    past = make_pack(replace(SIAN_REMOVED, ceased_on=date(2026, 11, 10)))
    assert first not in words(build("cover_letter", past))


def test_cover_letter_says_by_when_a_letter_of_resignation_must_be_given() -> None:
    asked = (
        "The resignation is to take effect on 30 November 2026, so the letter must be given to the company at its"
        " registered office by then."
    )
    assert asked in words(build("cover_letter", PACKS["resigns"]))
    given = replace(PACKS["resigns"], facts=replace(SIAN_RESIGNS, letter_received_on=date(2026, 11, 20)))
    for pack in (given, PACKS["removed"], PACKS["died"], PACKS["late"]):
        assert "so the letter must be given" not in words(build("cover_letter", pack))


def test_cover_letter_asks_whether_members_confirmed_when_their_time_is_over() -> None:
    past = replace(APPOINT_KHAI, effective_on=date(2026, 9, 1), consent_dated=date(2026, 9, 1))
    pack = make_pack(past)
    assert "The members had to confirm the appointment of Nguyễn Thị Minh Khai by 1 November 2026." in words(
        build("cover_letter", pack)
    )
    assert "201H" not in words(build("circulating_resolution", pack))


def test_cover_letter_says_what_becomes_of_an_application_that_is_resolved() -> None:
    text = words(build("cover_letter", make_pack(replace(SIAN_RESIGNED_LATE, seeks_earlier_date=True))))
    assert "Tell us at once if you want" not in text
    assert (
        "The directors resolve that the company apply to ASIC to fix 5 October 2026. We prepare the application: it"
        " must be made by 30 November 2026, and needs the signed resolution first."
    ) in text
