"""The blocks of a paper as paragraphs, lists and tables of a Word file."""

from collections.abc import Sequence

from docx.document import Document as WordFile
from docx.shared import Length, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from minutebook.documents.blocks import (
    AddressBlock,
    Block,
    Bullets,
    Facts,
    Heading,
    Item,
    Note,
    Numbered,
    PageBreak,
    Paper,
    Paragraph,
    Signatures,
    Space,
    Table,
    items_of,
)
from minutebook.documents.render.look import FirmLook
from minutebook.documents.render.word_lists import ListNumbers
from minutebook.documents.render.word_styles import GREY, NOTE, colour_of
from minutebook.documents.render.word_tables import TableWriter
from minutebook.documents.render.word_xml import add_gap, add_runs

_LINE_HEIGHT = Pt(14.5)


class BlockWriter:
    """Writes blocks one after the other to the end of a Word file."""

    def __init__(self, word_file: WordFile, look: FirmLook) -> None:
        self.file = word_file
        self.lists = ListNumbers(word_file)
        self.tables = TableWriter(word_file, look)
        self.last_blocks: list[list[WordParagraph]] = []

    def write_paper(self, paper: Paper) -> None:
        """Write the title, unless the paper is a letter, and every block."""
        if not paper.letterhead:
            self._write_title(paper)
        for block in paper.blocks:
            written = self._write(block)
            # A short close keeps what it stands below, or a letter's end or a certificate went to the next page alone.
            before = self.last_blocks[-3:] if isinstance(block, Paragraph | Heading) else []
            self.last_blocks = [*before, written]

    def _write(self, block: Block) -> list[WordParagraph]:
        """Write a block and return the paragraphs that a signature below must stay with."""
        match block:
            case Heading(text=text, level=level):
                return [self.file.add_paragraph(text, style=f"Heading {level}")]
            case Paragraph(runs=text):
                return [add_runs(self.file.add_paragraph(), text)]
            case Note(runs=text):
                return [add_runs(self.file.add_paragraph(style=NOTE), text)]
            case Numbered(items=items):
                return self._write_list(items_of(items), self.lists.new_numbered())
            case Bullets(items=items):
                return self._write_list(items_of(items), self.lists.new_bulleted())
            case AddressBlock(lines=lines):
                return [self._write_address(lines)]
            case Table():
                return self.tables.write_table(block)
            case Facts(rows=rows):
                return self.tables.write_facts(rows)
            case Signatures(blocks=blocks):
                _keep_with_next(_flat(self.last_blocks))
                return self.tables.write_signatures(blocks)
            case PageBreak():
                add_gap(self.file, Pt(1)).paragraph_format.page_break_before = True
                return []
            case Space(lines=lines):
                return [
                    *_flat(self.last_blocks),
                    add_gap(self.file, Length(max(Pt(1), int(_LINE_HEIGHT * lines)))),
                ]

    def _write_title(self, paper: Paper) -> None:
        self.file.add_paragraph(paper.title, style="Title")
        names = self.file.add_paragraph()
        name = names.add_run(paper.company_name)
        name.font.bold, name.font.size = True, Pt(11.5)
        if paper.company_number:
            name.add_break()
            names.add_run(paper.company_number).font.color.rgb = colour_of(GREY)
        names.paragraph_format.space_after = Pt(16)

    def _write_list(self, items: Sequence[Item], list_number: int) -> list[WordParagraph]:
        written = []
        for item in items:
            for level, text in ((0, item.text), *((1, sub_item) for sub_item in item.sub_items)):
                paragraph = add_runs(self.file.add_paragraph(style="List Paragraph"), text)
                self.lists.put_in_list(paragraph, list_number, level)
                written.append(paragraph)
        return written[-1:]

    def _write_address(self, lines: Sequence[str]) -> WordParagraph:
        paragraph = self.file.add_paragraph("\n".join(lines))
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(10), Pt(14)
        paragraph.paragraph_format.keep_together = True
        return paragraph


def _flat(blocks: Sequence[Sequence[WordParagraph]]) -> list[WordParagraph]:
    return [paragraph for block in blocks for paragraph in block]


def _keep_with_next(paragraphs: Sequence[WordParagraph]) -> None:
    for paragraph in paragraphs:
        paragraph.paragraph_format.keep_with_next = True
