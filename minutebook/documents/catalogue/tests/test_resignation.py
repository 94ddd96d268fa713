"""Letters of resignation: to the company, at its registered office."""

from dataclasses import replace

from minutebook.companies.changes.tests.world import SIAN_RESIGNED_LATE
from minutebook.documents.blocks import AddressBlock
from minutebook.documents.catalogue.table import build
from minutebook.documents.catalogue.tests.world import PACKS, make_pack, signers, words


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


def test_letter_that_comes_late_says_that_its_day_is_lost() -> None:
    text = words(build("resignation", make_pack(replace(SIAN_RESIGNED_LATE, letter_received_on=None))))
    assert (
        "ASIC was not notified within 28 days after 5 October 2026, so that my resignation takes effect"
        in text
    )
    assert "if ASIC is not notified" not in text
