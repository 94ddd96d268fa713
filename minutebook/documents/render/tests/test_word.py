"""The Word file: its words, its structure, and that it is the same each time."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest
from docx import Document
from docx.enum.text import WD_TAB_LEADER
from docx.oxml.ns import qn

from minutebook.documents.blocks import Bullets, Facts, Heading, Paper, Paragraph, Signature, Signatures
from minutebook.documents.render.pdf import render_pdf
from minutebook.documents.render.tests.readers import pdf_text, squeezed, word_text
from minutebook.documents.render.tests.samples import LETTER, LOOK, REGISTER, RESOLUTION, UGLY, flat_png
from minutebook.documents.render.word import render_word
from minutebook.documents.render.wording import plain_text

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
PAPERS = pytest.mark.parametrize(
    "paper", [LETTER, RESOLUTION, REGISTER, UGLY], ids=lambda paper: paper.title[:12]
)


@PAPERS
def test_word_says_the_plain_text_and_so_the_same_as_the_pdf(paper: Paper) -> None:
    word = squeezed(word_text(render_word(paper, LOOK)))

    assert word == squeezed(plain_text(paper))
    assert word == squeezed(pdf_text(render_pdf(paper, LOOK)))


@PAPERS
@pytest.mark.parametrize("draft", [False, True])
def test_word_is_well_formed_and_the_same_each_time(paper: Paper, draft: bool) -> None:
    look = replace(LOOK, logo=flat_png())
    first = render_word(paper, look, draft=draft, made_at=MADE_AT)

    assert first == render_word(paper, look, draft=draft, made_at=MADE_AT)
    with zipfile.ZipFile(BytesIO(first)) as opened:
        assert {entry.date_time for entry in opened.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert opened.namelist()[0] == "[Content_Types].xml"
        assert not [name for name in opened.namelist() if "thumbnail" in name]


def test_word_keeps_characters_that_our_fonts_lack() -> None:
    paper = replace(RESOLUTION, company_name="李明 😀 שלום Pty Ltd", title="李" * 300)

    assert squeezed(word_text(render_word(paper, LOOK))) == squeezed(plain_text(paper))


def test_word_has_properties_language_and_fonts() -> None:
    word_file = Document(BytesIO(render_word(RESOLUTION, LOOK, made_at=MADE_AT)))

    properties = word_file.core_properties
    assert (properties.title, properties.author, properties.subject, properties.keywords) == (
        "Circulating resolution of the directors",
        "Aroha & Partners",
        "Appointment of a director",
        "MB-2026-00417",
    )
    assert (properties.created, properties.modified) == (MADE_AT, MADE_AT)
    (language,) = word_file.styles.element.find(qn("w:docDefaults")).iter(qn("w:lang"))
    assert language.get(qn("w:val")) == "en-AU"
    fonts = word_file.styles["Normal"].element.rPr.rFonts
    assert dict(fonts.attrib) == {
        qn("w:ascii"): "Cambria",
        qn("w:hAnsi"): "Cambria",
        qn("w:cs"): "Cambria",
        qn("w:eastAsia"): "SimSun",
    }


def test_word_has_real_headings_and_a_number_series_for_each_list() -> None:
    word_file = Document(BytesIO(render_word(UGLY, LOOK)))

    assert [p.style.name for p in word_file.paragraphs if p.style.name.startswith(("Title", "Heading"))] == [
        "Title",
        "Heading 1",
        "Heading 2",
        "Heading 3",
    ]
    list_ids = [
        p._p.pPr.numPr.numId.val
        for p in word_file.paragraphs
        if p._p.pPr is not None and p._p.pPr.numPr is not None
    ]
    assert len(list_ids) == 5 + 1 + 12 + 2
    assert len(set(list_ids)) == 4


def test_word_table_repeats_its_head_and_has_grid_widths() -> None:
    (table, _signatures) = Document(BytesIO(render_word(REGISTER, LOOK))).tables

    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True] + [False] * 30
    grid = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid.iter(qn("w:gridCol"))]
    assert grid == [3641, 4201, 1400, 1680, 1400, 1680]
    assert [cell.width.twips for cell in table.rows[1].cells] == grid


def test_word_keeps_signatures_whole_and_with_the_words_before() -> None:
    word_file = Document(BytesIO(render_word(UGLY, LOOK)))

    signatures = word_file.tables[-1]
    assert [row._tr.trPr.find(qn("w:cantSplit")) is not None for row in signatures.rows] == [True, True]
    first, last = (
        {p.paragraph_format.keep_with_next for p in row.cells[0].paragraphs} for row in signatures.rows
    )
    assert (first, last) == ({True}, {False})
    (before,) = (p for p in word_file.paragraphs if p.text == "Third level")
    assert before.paragraph_format.keep_with_next is True


def test_word_draws_the_line_for_the_date_in_libreoffice_too() -> None:
    signatures = Document(BytesIO(render_word(UGLY, LOOK))).tables[-1]
    date = signatures.rows[0].cells[0].paragraphs[-1]
    assert (date.text, date.paragraph_format.tab_stops[0].leader) == (
        "Date: \t\u200a",
        WD_TAB_LEADER.LINES,
    )


def test_word_shortens_a_long_name_in_the_running_header_only() -> None:
    section = Document(BytesIO(render_word(replace(LETTER, company_name="W" * 300), LOOK))).sections[0]
    _, right = section.header.tables[0].rows[0].cells
    left, _ = section.footer.tables[0].rows[0].cells
    assert (right.text, left.text.count("W")) == ("W" * 89 + "…", 300)


def test_word_keeps_the_close_of_a_letter_with_what_it_closes() -> None:
    blocks = (
        Paragraph("before"),
        Bullets(("first", "last")),
        Paragraph("Any question?"),
        Paragraph("Yours sincerely"),
        Signatures((Signature("Aroha Ltd", "", date_line=False),)),
    )
    word_file = Document(BytesIO(render_word(replace(LETTER, blocks=blocks), LOOK)))
    kept = [p.text for p in word_file.paragraphs if p.paragraph_format.keep_with_next]
    assert kept == ["last", "Any question?", "Yours sincerely"]


def test_word_keeps_a_certificate_with_the_last_facts_before_it() -> None:
    blocks = (
        Facts((("a", "one"), ("b", "last"))),
        Heading("Certificate"),
        Paragraph("I certify."),
        Signatures((Signature("Hēmi Ngata", "Director"),)),
    )
    word_file = Document(BytesIO(render_word(replace(LETTER, blocks=blocks), LOOK)))
    gap, heading, words = word_file.paragraphs[-4:-1]
    kept = [paragraph.paragraph_format.keep_with_next for paragraph in (gap, words)]
    assert ([gap.text, heading.text, words.text], kept) == (["", "Certificate", "I certify."], [True, True])
    assert word_file.tables[0].rows[-1].cells[0].paragraphs[0].paragraph_format.keep_with_next is True


@pytest.mark.parametrize("draft", [False, True])
def test_word_footer_counts_pages_and_says_draft(draft: bool) -> None:
    section = Document(BytesIO(render_word(LETTER, LOOK, draft=draft))).sections[0]

    for footer in (section.first_page_footer, section.footer):
        left, right = (cell.text for cell in footer.tables[0].rows[0].cells)
        assert left == ("DRAFT   " if draft else "") + "Kōwhai Whenua Pty Ltd  ·  ACN 004\u00a0085\u00a0616"
        assert right == "MB-2026-00417  ·  Page 1 of 1"
        assert [code.text for code in footer._element.iter(qn("w:instrText"))] == [" PAGE ", " NUMPAGES "]
    for header in (section.first_page_header, section.header):
        assert len(list(header._element.iter("{urn:schemas-microsoft-com:vml}textpath"))) == (
            2 if draft else 0
        )


def test_word_letterhead_and_quiet_header_name_the_firm() -> None:
    letter, resolution = (
        Document(BytesIO(render_word(paper, LOOK))).sections[0].first_page_header.tables[0].rows[0].cells
        for paper in (LETTER, RESOLUTION)
    )

    assert [cell.text for cell in letter] == ["Aroha & Partners", "\n".join(LOOK.contact_lines)]
    assert [cell.text for cell in resolution] == ["Aroha & Partners", "\n".join(LOOK.quiet_lines)]
