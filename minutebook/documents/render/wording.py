"""The words of a paper: cleaned of what no page can show, and as the plain text of every format."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from minutebook.documents.blocks import (
    AddressBlock,
    Block,
    Bold,
    Bullets,
    Facts,
    Heading,
    Item,
    Note,
    Numbered,
    Paper,
    Paragraph,
    Signature,
    Signatures,
    Table,
    Text,
    items_of,
    runs_of,
)

DATE_LABEL = "Date:"
BULLET, SUB_BULLET = "•", "–"

_LINE_ENDS = re.compile("\r\n|[\r\n\v\f\x85\u2028\u2029]")
# Directional marks could make a signed name read otherwise than it is stored; the rest has no shape on paper.
_UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_SAME_SHAPE = str.maketrans({"\t": " ", "\u2011": "-", "\u202f": "\u00a0", "\u2007": "\u00a0"})

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)
# The space in 20 November 2026 and those in 004 085 616.
_CLOSE_SPACES = re.compile(
    rf"(?<=\b\d) (?=(?:{_MONTHS})\b)|(?<=\b\d\d) (?=(?:{_MONTHS})\b)|(?<=\d{{3}}) (?=\d{{3}}\b)"
)

Part = TypeVar("Part")
Label = Callable[[int], str]


def clean(text: str) -> str:
    """Return a text as it goes on paper: letters composed (NFC), one kind of line break, no controls."""
    lines = _LINE_ENDS.sub("\n", text)
    return unicodedata.normalize("NFC", _UNSEEN.sub("", lines.translate(_SAME_SHAPE)))


def cleaned(part: Part) -> Part:
    """Return a paper, or any part of one, with each of its texts cleaned."""
    return cast(Part, _each_text(part, clean))


def typeset(part: Part) -> Part:
    """Return a paper cleaned and with dates and company numbers kept on one line, by no-break spaces."""
    return cast(Part, _each_text(part, lambda text: _CLOSE_SPACES.sub("\u00a0", clean(text))))


def plain_text(paper: Paper) -> str:
    """Return the wording of a paper, line by line, with list numbers, without headers and footers."""
    paper = cleaned(paper)
    head = () if paper.letterhead else (paper.title, paper.company_name, paper.company_number)
    body = (line for block in paper.blocks for line in block_lines(block))
    return "\n".join(line for line in (*head, *body) if line)


def block_lines(block: Block) -> Iterator[str]:
    """Give the lines of text of one block, in reading order; a row of a table is one line."""
    match block:
        case Heading(text=text):
            yield text
        case Paragraph(runs=text) | Note(runs=text):
            yield flat(text)
        case Numbered(items=items):
            yield from _list_lines(items_of(items), "{}.".format, lambda at: f"({sub_letter(at)})")
        case Bullets(items=items):
            yield from _list_lines(items_of(items), lambda at: BULLET, lambda at: SUB_BULLET)
        case Table(columns=columns, rows=rows):
            yield " ".join(column.title for column in columns)
            yield from (" ".join(flat(cell) for cell in row) for row in rows)
        case Facts(rows=rows):
            yield from (f"{label} {flat(value)}" for label, value in rows)
        case AddressBlock(lines=lines):
            yield from lines
        case Signatures(blocks=signatures):
            yield from (line for signature in signatures for line in signature_lines(signature))


def signature_lines(signature: Signature) -> Iterator[str]:
    """Give the lines that stand below the line to sign on."""
    yield from (line for line in (signature.name, signature.capacity, *signature.lines) if line)
    if signature.date_line:
        yield DATE_LABEL


def flat(text: Text) -> str:
    """Return a text without its bold."""
    return "".join(run.text if isinstance(run, Bold) else run for run in runs_of(text))


def sub_letter(number: int) -> str:
    """Return the letters of a sub-item: 1 is a, 26 is z, 27 is aa, 28 is bb, as Word counts."""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _list_lines(items: tuple[Item, ...], label: Label, sub_label: Label) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        yield f"{label(number)} {flat(item.text)}"
        for sub_number, sub_item in enumerate(item.sub_items, 1):
            yield f"{sub_label(sub_number)} {flat(sub_item)}"


def _each_text(part: Any, change: Callable[[str], str]) -> Any:
    if isinstance(part, str):
        return change(part)
    if isinstance(part, tuple):
        return tuple(_each_text(inner, change) for inner in part)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(
            part, **{each.name: _each_text(getattr(part, each.name), change) for each in fields(part)}
        )
    return part
