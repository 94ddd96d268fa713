"""The page of a Word paper: its size, the firm's letterhead or quiet header, and the footer."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from docx.document import Document as WordFile
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.section import Section, _Footer, _Header
from docx.shared import Cm, Length, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph as WordParagraph

from minutebook.documents.blocks import Paper
from minutebook.documents.render.look import FirmLook
from minutebook.documents.render.word_styles import FURNITURE, HAIRLINE, colour_of
from minutebook.documents.render.word_watermark import mark_as_draft
from minutebook.documents.render.word_xml import add_field, border_cell, fix_widths, set_cell_margins
from minutebook.documents.render.wording import clean

DRAFT_COLOUR = "#a3261c"
SEPARATOR = "  ·  "
MAX_LOGO_WIDTH = Cm(6)
_LONG_SIDE, _SHORT_SIDE, _SIDE_MARGIN = Cm(29.7), Cm(21), Cm(2.5)


def set_page(word_file: WordFile, paper: Paper, look: FirmLook, draft: bool) -> None:
    """Set the page size, the margins, the headers, the footer and, on a draft, its mark."""
    section = word_file.sections[0]
    _set_size(section, paper)
    section.different_first_page_header_footer = True
    if paper.letterhead:
        _write_letterhead(section, look)
    else:
        _write_quiet_header(section, look)
    _write_running_header(section, paper)
    for footer in (section.first_page_footer, section.footer):
        _write_footer(section, footer, paper, draft)
    if draft:
        mark_as_draft(section.first_page_header, section.header)


def text_width(section: Section) -> Length:
    """Return the width between the margins."""
    return Length((section.page_width or _SHORT_SIDE) - 2 * _SIDE_MARGIN)


def _set_size(section: Section, paper: Paper) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    sides = (_LONG_SIDE, _SHORT_SIDE) if paper.landscape else (_SHORT_SIDE, _LONG_SIDE)
    section.page_width, section.page_height = sides
    section.left_margin = section.right_margin = _SIDE_MARGIN
    section.top_margin, section.bottom_margin = Cm(2.9), Cm(2.7)
    section.header_distance, section.footer_distance = Cm(1.4), Cm(1.1)


def _write_letterhead(section: Section, look: FirmLook) -> None:
    left, right = _two_cells(section.first_page_header, section, 0.55)
    _write_firm(left, look, logo_height=Cm(1.6), name_size=Pt(17))
    _write_contact(right, look, look.contact_lines, Pt(8))
    for cell in (left, right):
        border_cell(cell, "bottom", look.colour, eighths=9)
        cell.paragraphs[-1].paragraph_format.space_after = Pt(5)
    section.first_page_header.paragraphs[-1].paragraph_format.space_after = Cm(0.8)


def _write_quiet_header(section: Section, look: FirmLook) -> None:
    left, right = _two_cells(section.first_page_header, section, 0.4)
    _write_firm(left, look, logo_height=Cm(0.9), name_size=Pt(10))
    _write_contact(right, look, look.quiet_lines, Pt(7.5))


def _write_running_header(section: Section, paper: Paper) -> None:
    left, right = _two_cells(section.header, section, 0.5)
    left.paragraphs[0].add_run(paper.title)
    right.paragraphs[0].add_run(_shortened(paper.company_name))
    right.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for cell in (left, right):
        border_cell(cell, "bottom", HAIRLINE, eighths=4)
        cell.paragraphs[-1].paragraph_format.space_after = Pt(4)


def _shortened(name: str) -> str:
    """A name in two lines at most; it stands whole on the first page."""
    return f"{name[:89].strip()}…" if len(name) > 90 else name


def _write_footer(section: Section, footer: _Footer, paper: Paper, draft: bool) -> None:
    left, right = _two_cells(footer, section, 0.68)
    for cell in (left, right):
        border_cell(cell, "top", HAIRLINE, eighths=4)
        cell.paragraphs[0].paragraph_format.space_before = Pt(4)
    if draft:
        mark = left.paragraphs[0].add_run("DRAFT")
        mark.font.bold, mark.font.color.rgb = True, colour_of(DRAFT_COLOUR)
        left.paragraphs[0].add_run("   ")
    left.paragraphs[0].add_run(
        SEPARATOR.join(part for part in (paper.company_name, paper.company_number) if part)
    )
    _write_page_number(right.paragraphs[0], paper)


def _write_page_number(paragraph: WordParagraph, paper: Paper) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paragraph.add_run(f"{paper.trace_number}{SEPARATOR}Page " if paper.trace_number else "Page ")
    add_field(paragraph, "PAGE")
    paragraph.add_run(" of ")
    add_field(paragraph, "NUMPAGES")


def _write_firm(cell: _Cell, look: FirmLook, logo_height: Length, name_size: Length) -> None:
    paragraph = cell.paragraphs[0]
    if not look.logo:
        _write_name(paragraph, look, name_size)
        return
    picture = paragraph.add_run().add_picture(BytesIO(look.logo), height=logo_height)
    picture._inline.docPr.set("descr", clean(look.name))
    if picture.width > MAX_LOGO_WIDTH:
        picture.height = Length(int(picture.height * MAX_LOGO_WIDTH / picture.width))
        picture.width = MAX_LOGO_WIDTH


def _write_contact(cell: _Cell, look: FirmLook, lines: Sequence[str], size: Length) -> None:
    """The firm's name, unless it stands on the left in place of a logo, and how to reach it."""
    paragraph = cell.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if look.logo:
        _write_name(paragraph, look, size)
        paragraph.add_run("\n")
    paragraph.add_run("\n".join(clean(line) for line in lines)).font.size = size


def _write_name(paragraph: WordParagraph, look: FirmLook, size: Length) -> None:
    name = paragraph.add_run(clean(look.name))
    name.font.bold, name.font.size, name.font.color.rgb = True, size, colour_of(look.ink)


def _two_cells(place: _Header | _Footer, section: Section, left_share: float) -> tuple[_Cell, _Cell]:
    """A row of two cells over the text width; the paragraph that must end a header or footer is made tiny."""
    place.is_linked_to_previous = False
    width = text_width(section)
    table = place.add_table(rows=1, cols=2, width=width)
    fix_widths(table, (Length(int(width * left_share)), Length(int(width * (1 - left_share)))))
    set_cell_margins(table)
    last: Any = place.paragraphs[0]
    table._tbl.addnext(last._p)
    last.style = FURNITURE
    last.paragraph_format.line_spacing = Pt(1)
    left, right = table.rows[0].cells
    for cell in (left, right):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        cell.paragraphs[0].style = FURNITURE
    return left, right
