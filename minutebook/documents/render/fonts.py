"""The fonts that papers are set in, and which characters of a paper they cannot show.

Only the faces named here are used, whatever else is installed, so that a paper is the same on every machine.
"""

import atexit
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import font_source_sans_pro
import font_source_serif_pro
import typst
from fontTools.ttLib import TTFont

from minutebook.documents.blocks import Paper, Signatures
from minutebook.documents.render.wording import block_lines, clean, cleaned, signature_lines

_FACES = {
    font_source_serif_pro: ("SourceSerifPro-Regular.ttf", "SourceSerifPro-Semibold.ttf"),
    font_source_sans_pro: ("SourceSansPro-Regular.ttf", "SourceSansPro-Semibold.ttf"),
}
_EXCERPT_LENGTH = 60
# Format characters (Cf) shape their neighbours or nothing; a line break (Cc) is laid out, not drawn.
_WITHOUT_GLYPH = {"Cc", "Cf"}


@dataclass(frozen=True, slots=True)
class MissingGlyph:
    """A character that no face can show: itself, as U+674E, by its name, and the words around it."""

    character: str
    code_point: str
    name: str
    where: str


def missing_glyphs(paper: Paper) -> tuple[MissingGlyph, ...]:
    """Return each character of a paper that cannot be printed, once, where it first stands."""
    first_places: dict[str, str] = {}
    for line in _lines(cleaned(paper)):
        for character in line:
            if not _can_show(character):
                first_places.setdefault(character, _excerpt(line))
    return tuple(_missing(character, where) for character, where in first_places.items())


def missing_in(text: str) -> tuple[MissingGlyph, ...]:
    """Return each character of a text that cannot be printed, as for a name just typed into a form."""
    characters = dict.fromkeys(character for character in clean(text) if not _can_show(character))
    return tuple(_missing(character, _excerpt(clean(text))) for character in characters)


@cache
def typst_fonts() -> typst.Fonts:
    """Return the faces for Typst; it takes whole folders only, so they are copied into one of their own."""
    folder = Path(tempfile.mkdtemp(prefix="minutebook-fonts-"))
    atexit.register(_remove, folder, os.getpid())
    for face in _face_files():
        shutil.copyfile(face, folder / face.name)
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)])


def _remove(folder: Path, maker: int) -> None:
    """Remove the folder, but not at the end of a forked worker: its siblings still read from it."""
    if os.getpid() == maker:
        shutil.rmtree(folder, ignore_errors=True)


def _lines(paper: Paper) -> Iterator[str]:
    yield from (paper.title, paper.company_name, paper.company_number, paper.trace_number)
    for block in paper.blocks:
        if isinstance(block, Signatures):
            yield from (", ".join(signature_lines(signature)) for signature in block.blocks)
        else:
            yield from block_lines(block)


def _excerpt(line: str) -> str:
    flat = " ".join(line.split())
    return flat if len(flat) <= _EXCERPT_LENGTH else flat[: _EXCERPT_LENGTH - 1].rstrip() + "…"


def _missing(character: str, where: str) -> MissingGlyph:
    name = unicodedata.name(character, "unnamed character")
    return MissingGlyph(character, f"U+{ord(character):04X}", name, where)


def _can_show(character: str) -> bool:
    return ord(character) in _shared_code_points() or unicodedata.category(character) in _WITHOUT_GLYPH


@cache
def _shared_code_points() -> frozenset[int]:
    """The code points of every face: a name stands in the text, in a table and, in bold, in a signature."""
    return frozenset.intersection(*(frozenset(TTFont(face).getBestCmap()) for face in _face_files()))


def _face_files() -> list[Path]:
    return [
        Path(package.__file__).parent / "files" / name for package, names in _FACES.items() for name in names
    ]
