"""What stands in the cells of a Word table: tables of a paper, its facts, and its signature blocks."""

from collections.abc import Sequence

from docx.document import Document as WordFile
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.shared import Cm, Length, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from minutebook.documents.blocks import Bold, Column, Signature, Table, Text
from minutebook.documents.render.look import FirmLook
from minutebook.documents.render.word_page import text_width
from minutebook.documents.render.word_styles import GREY, HAIRLINE, SIGNATURE, TABLE_TEXT, colour_of
from minutebook.documents.render.word_xml import (
    add_gap,
    add_runs,
    border_cell,
    border_paragraph,
    fix_widths,
    keep_row_whole,
    repeat_head,
    set_cell_margins,
)
from minutebook.documents.render.wording import DATE_LABEL

_ALIGNMENTS = {
    "start": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "end": WD_ALIGN_PARAGRAPH.RIGHT,
}
_ROOM_TO_SIGN, _GUTTER, _LABEL_SHARE = Pt(38), Cm(1.5), 0.31


class TableWriter:
    """Writes tables to the end of a Word file."""

    def __init__(self, word_file: WordFile, look: FirmLook) -> None:
        self.file = word_file
        self.look = look
        self.width = text_width(word_file.sections[0])
        self.cell_style = word_file.styles[TABLE_TEXT].style_id

    def write_table(self, block: Table) -> list[WordParagraph]:
        """Write a table with its head, and return the paragraphs that end it."""
        table = self._new_table(len(block.columns))
        whole = sum(column.width_fraction for column in block.columns)
        head = _add_row(table)
        repeat_head(head)
        for cell, column in zip(head.cells, block.columns, strict=True):
            run = self._fill(cell, Bold(column.title), column).runs[0]
            run.font.color.rgb = colour_of(self.look.ink)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
            border_cell(cell, "bottom", self.look.ink, eighths=8)
        for row in block.rows:
            self._write_row(table, row, block.columns)
        fix_widths(table, [Length(int(self.width * c.width_fraction / whole)) for c in block.columns])
        return self._end_table(table)

    def _write_row(self, table: WordTable, row: Sequence[Text], columns: Sequence[Column]) -> None:
        written = _add_row(table)
        keep_row_whole(written)
        for cell, text, column in zip(written.cells, row, columns, strict=True):
            self._fill(cell, text, column)
            border_cell(cell, "bottom", HAIRLINE, eighths=4)

    def write_facts(self, rows: Sequence[tuple[str, Text]]) -> list[WordParagraph]:
        """Write labels and values, and return the paragraphs that end them."""
        table = self._new_table(2)
        for label, value in rows:
            row = _add_row(table)
            keep_row_whole(row)
            self._fill(row.cells[0], label).runs[0].font.color.rgb = colour_of(GREY)
            self._fill(row.cells[1], value).style = "Normal"
            row.cells[1].paragraphs[0].paragraph_format.space_after = Pt(0)
            for cell in row.cells:
                border_cell(cell, "bottom", HAIRLINE, eighths=4)
        fix_widths(table, [Length(int(self.width * share)) for share in (_LABEL_SHARE, 1 - _LABEL_SHARE)])
        return self._end_table(table)

    def write_signatures(self, signatures: Sequence[Signature]) -> list[WordParagraph]:
        """Write signature blocks in rows of two, and return the paragraphs that end them."""
        table = self.file.add_table(rows=0, cols=3)
        set_cell_margins(table)
        half = Length(int((self.width - _GUTTER) / 2))
        pairs = [signatures[at : at + 2] for at in range(0, len(signatures), 2)]
        for pair in pairs:
            row = _add_row(table)
            keep_row_whole(row)
            for cell, signature in zip((row.cells[0], row.cells[2]), pair, strict=False):
                _sign_in(cell, signature, half, is_last=pair is pairs[-1])
        fix_widths(table, (half, _GUTTER, half))
        return self._end_table(table)

    def _fill(self, cell: _Cell, text: Text, column: Column | None = None) -> WordParagraph:
        paragraph = cell.paragraphs[0]
        # By id: python-docx reads every style of the file to find one by its name.
        paragraph._p.style = self.cell_style
        if column:
            paragraph.alignment = _ALIGNMENTS[column.align]
        return add_runs(paragraph, text)

    def _new_table(self, columns: int) -> WordTable:
        table: WordTable = self.file.add_table(rows=0, cols=columns)
        set_cell_margins(table, top=70, bottom=70, right=100)
        return table

    def _end_table(self, table: WordTable) -> list[WordParagraph]:
        """Leave room below; two tables without a paragraph between them would be one in Word."""
        room = add_gap(self.file, Pt(8))
        return [room, *(cell.paragraphs[0] for cell in table.rows[-1].cells)] if table.rows else [room]


def _sign_in(cell: _Cell, signature: Signature, width: Length, is_last: bool) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_before = _ROOM_TO_SIGN
    border_paragraph(line._p.get_or_add_pPr(), "bottom", "#000000", eighths=5, gap=1)
    line.style = SIGNATURE
    if signature.name:
        cell.add_paragraph(style=SIGNATURE).add_run(signature.name).font.bold = True
    for text in (signature.capacity, *signature.lines):
        if text:
            cell.add_paragraph(text, style=SIGNATURE)
    if signature.date_line:
        date = cell.add_paragraph(f"{DATE_LABEL} \t", style=SIGNATURE)
        # LibreOffice draws no line for a tab that ends a cell: a hair space stands behind it.
        date.add_run("\u200a")
        stop = Length(width - Pt(3))
        date.paragraph_format.tab_stops.add_tab_stop(stop, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    # Word keeps rows together by their paragraphs; the last row must not pull the next block along.
    for paragraph in cell.paragraphs:
        paragraph.paragraph_format.keep_with_next = not is_last


def _add_row(table: WordTable) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]  # untyped library
    return row
