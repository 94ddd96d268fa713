"""The PDF: its words, its archive standard, its pages, and that a name is never code."""

import re
import shutil
import struct
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from minutebook.core.errors import DomainError
from minutebook.documents.blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Note,
    Numbered,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Space,
    Table,
)
from minutebook.documents.render.pdf import render_pdf, render_pdf_pack, render_preview
from minutebook.documents.render.tests.readers import pdf_page_texts, pdf_text, squeezed
from minutebook.documents.render.tests.samples import LETTER, LOOK, REGISTER, RESOLUTION, UGLY, flat_png
from minutebook.documents.render.wording import plain_text

MADE_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CHINESE = replace(RESOLUTION, company_name="李明 Pty Ltd")


@pytest.mark.parametrize("paper", [LETTER, RESOLUTION, REGISTER, UGLY], ids=lambda paper: paper.title[:12])
@pytest.mark.parametrize("draft", [False, True])
def test_pdf_says_the_plain_text(paper: Paper, draft: bool) -> None:
    assert squeezed(pdf_text(render_pdf(paper, LOOK, draft=draft))) == squeezed(plain_text(paper))


@pytest.mark.parametrize("logo", [None, flat_png()])
def test_pdf_is_tagged_archive_with_its_properties(logo: bytes | None) -> None:
    reader = PdfReader(BytesIO(render_pdf(RESOLUTION, replace(LOOK, logo=logo), made_at=MADE_AT)))

    xmp = reader.xmp_metadata
    assert xmp is not None
    assert "<pdfaid:part>2</pdfaid:part>" in xmp.stream.get_data().decode()
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp.stream.get_data().decode()
    assert reader.metadata is not None
    assert (
        reader.metadata.title,
        reader.metadata.author,
        reader.metadata.subject,
        reader.metadata.keywords,
    ) == (
        "Circulating resolution of the directors",
        "Aroha & Partners",
        "Appointment of a director",
        "MB-2026-00417",
    )
    assert reader.metadata.creation_date == MADE_AT
    assert reader.root_object["/Lang"] == "en-AU"
    assert reader.root_object["/MarkInfo"]["/Marked"] == True  # noqa: E712 - a PDF boolean


def test_pdf_is_the_same_for_the_same_paper() -> None:
    assert render_pdf(UGLY, LOOK, made_at=MADE_AT) == render_pdf(UGLY, LOOK, made_at=MADE_AT)
    assert render_pdf(UGLY, LOOK) != render_pdf(UGLY, LOOK, made_at=MADE_AT)


def test_pdf_refuses_a_character_without_glyph_unless_a_draft() -> None:
    with pytest.raises(DomainError) as refused:
        render_pdf(CHINESE, LOOK)

    assert refused.value.code == "glyphs"
    assert refused.value.message == (
        "No font here can print 李 (U+674E, CJK UNIFIED IDEOGRAPH-674E) (and 1 more). "
        "It stands in: 李明 Pty Ltd. Write the name in Latin letters, or leave this document out."
    )
    assert render_pdf(CHINESE, LOOK, draft=True).startswith(b"%PDF-1.7")


def test_pdf_refuses_a_firm_whose_name_cannot_be_printed() -> None:
    with pytest.raises(DomainError, match="It stands in: 李 & Co"):
        render_pdf(RESOLUTION, replace(LOOK, name="李 & Co"))


def test_pdf_pack_numbers_the_pages_of_each_paper() -> None:
    pages = pdf_page_texts(render_pdf_pack((LETTER, REGISTER, RESOLUTION), LOOK))

    assert [re.findall(r"Page \d+ of \d+", page) for page in pages] == [
        ["Page 1 of 1"],
        ["Page 1 of 2"],
        ["Page 2 of 2"],
        ["Page 1 of 1"],
    ]


def test_pdf_footer_names_company_trace_and_draft() -> None:
    (released,) = pdf_page_texts(render_pdf(RESOLUTION, LOOK))
    (draft,) = pdf_page_texts(render_pdf(RESOLUTION, LOOK, draft=True))

    assert released.count("Kōwhai Whenua Pty Ltd · ACN 004 085 616 MB-2026-00417 · Page 1 of 1") == 1
    assert (released.count("DRAFT"), draft.count("DRAFT")) == (0, 2)


def test_pdf_repeats_a_table_head_and_the_running_header() -> None:
    pages = pdf_page_texts(render_pdf(REGISTER, LOOK))

    assert [page.count("Certificate") for page in pages] == [1, 1]
    assert pages[1].startswith("Register of members Kōwhai Whenua Pty Ltd")


@pytest.mark.parametrize("lines_before", range(20, 50, 2))
def test_pdf_never_parts_a_signature_from_its_paragraph(lines_before: int) -> None:
    signatures = Signatures(tuple(Signature(f"Signer {at}", "Director") for at in range(1, 5)))
    paper = replace(
        RESOLUTION,
        blocks=(
            *(Paragraph(f"line {at}") for at in range(lines_before)),
            Paragraph("Closing words."),
            Space(),
            signatures,
        ),
    )

    last_page = pdf_page_texts(render_pdf(paper, LOOK))[-1]

    assert last_page.count("Closing words.") == 1
    assert last_page.count("Date:") == 4
    assert [last_page.count(f"Signer {at}") for at in range(1, 5)] == [1, 1, 1, 1]


@pytest.mark.parametrize("lines_before", range(20, 44, 2))
def test_pdf_never_puts_the_close_of_a_letter_on_a_page_alone(lines_before: int) -> None:
    last_page = pdf_page_texts(render_pdf(letter_of(lines_before), LOOK))[-1]

    words = ("What happens next", "Lodged soon.", "Any question?", "Yours sincerely", "Aroha Ltd")
    assert [last_page.count(each) for each in words] == [1, 1, 1, 1, 1]


CLOSES: list[tuple[Block, str]] = [
    (Bullets(("first", "second", "last of all")), "last of all"),
    (Numbered(("first", "second", "last of all")), "3. last of all"),
    (Facts((("a", "one"), ("b", "two"), ("c", "three"), ("d", "last of all"))), "c three d last of all"),
]


@pytest.mark.parametrize(("block", "end"), CLOSES)
@pytest.mark.parametrize("lines_before", range(20, 42, 3))
def test_pdf_keeps_a_short_close_with_the_end_of_what_it_closes(
    block: Block, end: str, lines_before: int
) -> None:
    blocks = (
        *(Paragraph(f"line {at}") for at in range(lines_before)),
        block,
        Heading("Certificate"),
        Paragraph("I certify."),
        Signatures((Signature("Hēmi Ngata", "Director"),)),
    )
    *_, last_page = pdf_page_texts(render_pdf(replace(RESOLUTION, blocks=blocks), LOOK))
    assert f"{end} Certificate I certify. Hēmi Ngata" in last_page


@pytest.mark.parametrize("lines_before", range(20, 36, 2))
def test_pdf_keeps_a_note_below_the_signature_it_explains(lines_before: int) -> None:
    blocks = (
        *(Paragraph(f"line {at}") for at in range(lines_before)),
        Paragraph("I consent."),
        Signatures((Signature("Hēmi Ngata", "Director"),)),
        Note("The company keeps it."),
    )
    *_, last_page = pdf_page_texts(render_pdf(replace(RESOLUTION, blocks=blocks), LOOK))
    assert re.search(r"I consent\. Hēmi Ngata .*The company keeps it\.", last_page)


def letter_of(lines: int) -> Paper:
    """A letter with so many paragraphs before its last section."""
    blocks = (
        *(Paragraph(f"line {at}") for at in range(lines)),
        Heading("What happens next"),
        Bullets(("Lodged soon.",)),
        Paragraph("Any question?"),
        Paragraph("Yours sincerely"),
        Signatures((Signature("Aroha Ltd", "", date_line=False),)),
    )
    return replace(LETTER, blocks=blocks)


def test_pdf_of_more_signatures_than_fit_a_page_splits_between_blocks() -> None:
    paper = replace(
        RESOLUTION, blocks=(Signatures(tuple(Signature(f"Signer {at:02}", "Director") for at in range(40))),)
    )

    pages = pdf_page_texts(render_pdf(paper, LOOK))

    assert len(pages) == 3
    assert [page.count("Signer") for page in pages] == [page.count("Date:") for page in pages]
    assert sum(page.count("Signer") for page in pages) == 40


def test_pdf_shortens_a_long_name_in_the_running_header_only() -> None:
    name = "Kōwhai & Sons " * 21
    first, second = pdf_page_texts(render_pdf(replace(letter_of(33), company_name=name), LOOK))

    assert "…" not in first
    header, footer = second.split("What happens next")
    assert (header.count("Kōwhai"), header.rstrip()[-1], footer.count("Kōwhai")) == (6, "…", 21)


def test_pdf_breaks_a_word_longer_than_the_line() -> None:
    text = "\n".join(page.extract_text() for page in PdfReader(BytesIO(render_pdf(UGLY, LOOK))).pages)

    assert [len(line) for line in re.findall("x{20,}", text)] == [78, 78, 78, 66]
    assert [len(line) for line in re.findall("N{10,}", text)] == [24, 24, 24, 18]


def test_pdf_of_a_very_tall_table_row_loses_nothing() -> None:
    paper = replace(RESOLUTION, blocks=(Table((Column("A", 1), Column("B", 9)), (("word " * 900, "x"),)),))

    assert pdf_text(render_pdf(paper, LOOK)).count("word") == 900


def test_pdf_of_an_empty_paper_has_one_page() -> None:
    assert len(pdf_page_texts(render_pdf(Paper("", (), "", "", "", True), LOOK))) == 1
    assert (
        len(
            pdf_page_texts(
                render_pdf(Paper("", (Numbered(()), Table((), ())), "", "", "", language="mi"), LOOK)
            )
        )
        == 1
    )


def test_preview_is_as_wide_as_asked_and_counts_pages() -> None:
    first, beyond = render_preview(REGISTER, LOOK), render_preview(REGISTER, LOOK, page=99, width_px=450)

    assert (first.page_count, beyond.page_count) == (2, 2)
    assert [struct.unpack(">I", picture.png[16:20])[0] for picture in (first, beyond)] == [900, 450]
    assert render_preview(REGISTER, LOOK, page=2, width_px=450) == beyond
    assert render_preview(CHINESE, LOOK).page_count == 1


@pytest.mark.parametrize("paper", [LETTER, REGISTER, UGLY], ids=lambda paper: paper.title[:12])
def test_pdf_is_sound_to_other_programs(paper: Paper, tmp_path: Path) -> None:
    if not (shutil.which("qpdf") and shutil.which("pdffonts")):
        pytest.skip("qpdf and poppler-utils are not installed")
    file = tmp_path / "paper.pdf"
    file.write_bytes(render_pdf(paper, replace(LOOK, logo=flat_png())))

    checked = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=True)
    fonts = subprocess.run(
        ["pdffonts", file], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]

    assert "No syntax or stream encoding errors found" in checked.stdout
    assert {re.sub(r"^[A-Z]{6}\+", "", line.split()[0]).split("-")[0] for line in fonts} <= {
        "SourceSerifPro",
        "SourceSansPro",
    }
    assert {tuple(line.split()[-5:-2]) for line in fonts} == {("yes", "yes", "yes")}
