"""Small pieces of Word: empty room, runs, and the few WordprocessingML elements that python-docx
has no words for, in the order of ECMA-376 part 1.
"""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as WordFile
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from minutebook.documents.blocks import Bold, Text, runs_of

# What must stand behind pBdr and shd in a w:pPr.
_AFTER_BORDERS = (
    "w:shd",
    "w:tabs",
    "w:suppressAutoHyphens",
    "w:spacing",
    "w:ind",
    "w:jc",
    "w:outlineLvl",
    "w:rPr",
)
_AFTER_CELL_BORDERS = (
    "w:shd",
    "w:noWrap",
    "w:tcMar",
    "w:textDirection",
    "w:tcFitText",
    "w:vAlign",
    "w:hideMark",
)


def element(tag: str, **attributes: str | int) -> Any:
    """Return an element of the w: namespace with attributes of the same."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_fonts(style_or_run: Any, latin: str, east_asian: str) -> None:
    """Name the fonts, and drop the theme's fonts, which would win over them."""
    fonts = style_or_run.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for script, font in (("ascii", latin), ("hAnsi", latin), ("cs", latin), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{script}"), font)


def border_paragraph(paragraph_properties: Any, side: str, colour: str, eighths: int, gap: int = 4) -> None:
    """Draw a rule on one side of a paragraph; its width is in eighths of a point, the gap in points."""
    borders = element("pBdr")
    borders.append(element(side, val="single", sz=eighths, space=gap, color=colour.lstrip("#")))
    paragraph_properties.insert_element_before(borders, *_AFTER_BORDERS)


def shade_paragraph(paragraph_properties: Any, colour: str) -> None:
    """Fill the ground of a paragraph."""
    shading = element("shd", val="clear", color="auto", fill=colour.lstrip("#"))
    paragraph_properties.insert_element_before(shading, *_AFTER_BORDERS[1:])


def border_cell(cell: _Cell, side: str, colour: str, eighths: int) -> None:
    """Draw a rule on one side of a cell; its width is in eighths of a point."""
    properties = cell._tc.get_or_add_tcPr()
    borders = element("tcBorders")
    borders.append(element(side, val="single", sz=eighths, space=0, color=colour.lstrip("#")))
    properties.insert_element_before(borders, *_AFTER_CELL_BORDERS)


def fix_widths(table: Table, widths: Sequence[Length]) -> None:
    """Fix the widths of grid and cells: Word reads the one, LibreOffice the other."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    # Cells by their elements: python-docx works out the whole grid again for each cell it gives.
    for row in table._tbl.tr_lst:
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width


def set_cell_margins(table: Table, **twips: int) -> None:
    """Set the room between cell edge and text for sides top, start, bottom, end, in twentieths of a point."""
    margins = element("tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        margins.append(element(side, w=twips.get(side, 0), type="dxa"))
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def repeat_head(row: _Row) -> None:
    """Repeat a row at the top of every page that its table reaches."""
    row._tr.get_or_add_trPr().append(element("tblHeader"))


def keep_row_whole(row: _Row) -> None:
    """Never split a row over two pages."""
    row._tr.get_or_add_trPr().append(element("cantSplit"))


def add_gap(word_file: WordFile, height: Length) -> Paragraph:
    """Add an empty paragraph of exactly that height."""
    gap = word_file.add_paragraph()
    gap.paragraph_format.space_after = Length(0)
    gap.paragraph_format.line_spacing = height
    return gap


def add_runs(paragraph: Paragraph, text: Text) -> Paragraph:
    """Add a text to a paragraph and return the paragraph."""
    for run in runs_of(text):
        if isinstance(run, Bold):
            paragraph.add_run(run.text).bold = True
        else:
            paragraph.add_run(run)
    return paragraph


def add_field(paragraph: Paragraph, instruction: str) -> None:
    """Add a field that Word computes, such as PAGE; until then it shows 1."""
    code, shown = element("instrText"), element("t")
    code.set(qn("xml:space"), "preserve")
    code.text, shown.text = f" {instruction} ", "1"
    begin, separate, end = (element("fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    for part in (begin, code, separate, shown, end):
        paragraph.add_run()._r.append(part)
