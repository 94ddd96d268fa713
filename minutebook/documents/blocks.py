"""The block model: what a paper says, as pure data, before anybody decides how it looks.

The catalogue writes blocks from facts, the renderers lay them out as PDF and Word; apart from both, so that
neither law nor layout leaks into the other. No character of a text is markup; a line break in it is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

HEADING_LEVELS = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class Bold:
    """A run of bold text."""

    text: str


Run = str | Bold
Text = str | Bold | tuple[Run, ...]
Align = Literal["start", "center", "end"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A section heading; level 1 is the largest below the paper's own title, 3 the smallest."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in HEADING_LEVELS:
            raise ValueError(f"A heading's level is one of {HEADING_LEVELS}, not {self.level}.")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text."""

    runs: Text


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list with sub-items, which are lettered (a), (b) in a numbered list."""

    text: Text
    sub_items: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A numbered list; each list begins at 1 again."""

    items: tuple[Text | Item, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A bulleted list."""

    items: tuple[Text | Item, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; width_fraction is its share of the width, scaled if the shares do not sum to 1."""

    title: str
    width_fraction: float
    align: Align = "start"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose head is repeated on every page; a row never splits over pages.

    Raises ValueError where a row has more or fewer cells than there are columns.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]

    def __post_init__(self) -> None:
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"{len(row)} cells for {len(self.columns)} columns: {row!r}")


@dataclass(frozen=True, slots=True)
class Facts:
    """A list of labels and values in two columns."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """The addressee of a letter, one line each."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on; below it the name, the capacity, more lines if given, and a line for the date."""

    name: str
    capacity: str
    date_line: bool = True
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """Signature blocks, two abreast; none splits over pages, and the block before stays with the first."""

    blocks: tuple[Signature, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A small boxed explanation."""

    runs: Text


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


@dataclass(frozen=True, slots=True)
class Space:
    """Empty room, in lines of text."""

    lines: float = 1


TextBlock = Heading | Paragraph | Numbered | Bullets | Table | Facts | AddressBlock | Note
Block = TextBlock | Signatures | PageBreak | Space


@dataclass(frozen=True, slots=True)
class Paper:
    """One document, ready to be laid out.

    Without letterhead the renderers print title, company_name and company_number above the blocks, so blocks
    do not repeat them. With letterhead (a letter) they print the firm's letterhead and then the blocks only;
    title then serves the file's properties, as subject always does. company_number carries its label, such as
    "ACN 004 085 616". The footer of every page has the company, its number, the trace number and the page of
    pages. language is a tag such as en-AU.
    """

    title: str
    blocks: tuple[Block, ...]
    company_name: str
    company_number: str
    trace_number: str
    letterhead: bool = False
    language: str = "en-AU"
    subject: str = ""
    landscape: bool = False


_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        Bold, Heading, Paragraph, Item, Numbered, Bullets, Column, Table, Facts,
        AddressBlock, Signature, Signatures, Note, PageBreak, Space, Paper,
    )
}  # fmt: skip


def to_json(value: Any) -> Any:
    """Return a paper, or any part of one, as plain JSON values; each object names its kind."""
    if is_dataclass(value):
        parts = {field.name: to_json(getattr(value, field.name)) for field in fields(value)}
        return {"kind": type(value).__name__, **parts}
    if isinstance(value, tuple):
        return [to_json(part) for part in value]
    return value


def from_json(value: Any) -> Any:
    """Return what to_json was given; raises KeyError for an unknown kind, TypeError for an unknown field."""
    if isinstance(value, dict):
        parts = {name: from_json(part) for name, part in value.items() if name != "kind"}
        return _KINDS[value["kind"]](**parts)
    if isinstance(value, list):
        return tuple(from_json(part) for part in value)
    return value


def runs_of(text: Text) -> tuple[Run, ...]:
    """Return a text as its runs, whichever of the three short forms it was written in."""
    return text if isinstance(text, tuple) else (text,)


def items_of(items: Iterable[Text | Item]) -> tuple[Item, ...]:
    """Return the items of a list, each as an Item."""
    return tuple(item if isinstance(item, Item) else Item(item) for item in items)
