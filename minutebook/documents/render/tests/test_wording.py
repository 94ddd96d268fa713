"""What is cleaned, what is not, and the plain text."""

import pytest

from minutebook.documents.blocks import Bold, Facts, Item, Numbered, Paper, Paragraph, Signature, Signatures
from minutebook.documents.render.tests.samples import LETTER, RESOLUTION
from minutebook.documents.render.wording import clean, cleaned, plain_text, sub_letter, typeset

BACKGROUND = (
    "The company proposes to appoint an additional director. A signed consent to act and a director "
    "identification number have been received."
)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Te Pu\u0304tea", "Te Pūtea"),
        ("a\r\nb\rc\vd\u2028e", "a\nb\nc\nd\ne"),
        ("a\tb\x00\x07", "a b"),
        ("over\u202egnp.exe", "overgnp.exe"),
        ("half \ud800 pair", "half  pair"),
        ("no\u2011break", "no-break"),
        ("#eval(\"1\") $x$ <a> & 'b'", "#eval(\"1\") $x$ <a> & 'b'"),
        ("李小龍 שלום 😀", "李小龍 שלום 😀"),
    ],
)
def test_clean_keeps_all_that_can_be_seen(given: str, expected: str) -> None:
    assert clean(given) == expected


def test_cleaned_reaches_every_text_and_changes_nothing_else() -> None:
    given = (Numbered((Item("a\tb", (Bold("c\td"),)),)), Facts((("e\tf", ("g\th", Bold("i\tj"))),)))

    assert cleaned(given) == (
        Numbered((Item("a b", (Bold("c d"),)),)),
        Facts((("e f", ("g h", Bold("i j"))),)),
    )
    assert cleaned(RESOLUTION) == RESOLUTION


def test_typeset_keeps_dates_and_company_numbers_on_one_line() -> None:
    given = Paragraph("On 29 February 2028, ACN 004 085 616 issued 1 000 shares; 20 Novembers")

    assert typeset(given) == Paragraph(
        "On 29\u00a0February 2028, ACN 004\u00a0085\u00a0616 issued 1 000 shares; 20 Novembers"
    )


@pytest.mark.parametrize(("number", "letters"), [(1, "a"), (26, "z"), (27, "aa"), (52, "zz"), (53, "aaa")])
def test_sub_letter_counts_as_word_does(number: int, letters: str) -> None:
    assert sub_letter(number) == letters


def test_plain_text_has_title_numbers_and_signatures() -> None:
    assert plain_text(RESOLUTION).split("\n") == [
        "Circulating resolution of the directors",
        "Kōwhai Whenua Pty Ltd",
        "ACN 004 085 616",
        "Background",
        BACKGROUND,
        "We, being all the directors entitled to vote, are in favour of the resolution below.",
        "Resolution",
        "1. That Nguyễn Thị Minh Khai be appointed as a director from 20 November 2026.",
        "2. That any director be authorised to:",
        "(a) update the register of officeholders; and",
        "(b) notify the change within 28 days.",
        "The resolution is passed when the last director signs.",
        "Hēmi Ngata",
        "Director",
        "Date:",
        "Siân O’Connor",
        "Director",
        "Date:",
    ]


def test_plain_text_of_a_letter_begins_with_its_blocks() -> None:
    assert plain_text(LETTER).split("\n")[:2] == ["22 November 2026", "The Directors"]


def test_plain_text_leaves_out_what_is_empty() -> None:
    paper = Paper(
        "T", (Paragraph(""), Signatures((Signature("", "Director", date_line=False),))), "C", "", ""
    )

    assert plain_text(paper) == "T\nC\nDirector"
