"""Which characters are reported as missing, and where."""

import pytest

from minutebook.documents.blocks import Paper, Paragraph, Signature, Signatures
from minutebook.documents.render.fonts import MissingGlyph, missing_glyphs, missing_in
from minutebook.documents.render.tests.samples import LETTER, REGISTER, RESOLUTION, UGLY


@pytest.mark.parametrize("paper", [LETTER, RESOLUTION, REGISTER, UGLY])
def test_missing_glyphs_finds_none_in_latin_papers(paper: Paper) -> None:
    assert missing_glyphs(paper) == ()


def test_missing_glyphs_names_each_character_once_and_where_it_stands() -> None:
    paper = Paper(
        "Consent",
        (
            Paragraph(
                "That 李明 be appointed, and that 李明 has consented, and that the register be updated."
            ),
            Signatures((Signature("שלי 😀", "Director"),)),
        ),
        "Kōwhai 明 Pty Ltd",
        "ACN 004 085 616",
        "MB-1",
    )

    assert [(glyph.code_point, glyph.where) for glyph in missing_glyphs(paper)] == [
        ("U+660E", "Kōwhai 明 Pty Ltd"),
        ("U+674E", "That 李明 be appointed, and that 李明 has consented, and that t…"),
        ("U+05E9", "שלי 😀, Director, Date:"),
        ("U+05DC", "שלי 😀, Director, Date:"),
        ("U+05D9", "שלי 😀, Director, Date:"),
        ("U+1F600", "שלי 😀, Director, Date:"),
    ]


def test_missing_in_names_the_character() -> None:
    assert missing_in("李 Ming") == (MissingGlyph("李", "U+674E", "CJK UNIFIED IDEOGRAPH-674E", "李 Ming"),)
    assert missing_in("Trần Thị Ngọc Ánh\n\u0001") == ()
