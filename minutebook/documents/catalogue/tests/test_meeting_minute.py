"""Minutes: the chair signs, within a month of record."""

from dataclasses import replace

from minutebook.companies.changes.tests.world import (
    APPOINT_KHAI,
    HEMI,
    LI,
    SIAN,
    SIAN_REMOVED,
)
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import MET, make_pack, signers, words


def test_meeting_minute_is_signed_by_the_chair_alone_within_a_month_of_record() -> None:
    pack = replace(make_pack(APPOINT_KHAI), decision="meeting", meeting=MET)
    paper = build("meeting_minute", pack)
    text = words(paper)
    assert signers(paper) == [("Hēmi Ngata", "Chair of the meeting")]
    assert "Level 4 & by video <link> Date and time 22 November 2026, 09:05 Chair Hēmi Ngata" in text
    assert 'Present Hēmi Ngata and Siân O\'Connor-"Smith" Apologies None' in text
    assert "recorded in the minute book within 1 month after the meeting, by 22 December 2026" in text
    assert "reasonable notice of the meeting had been given individually to every other director" in text
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
