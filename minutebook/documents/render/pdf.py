"""Papers as PDF files and as pictures of their pages, set by Typst from paper.typ.

What a paper says reaches Typst as JSON data, never as source text, so no character of a name is ever code.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import typst

from minutebook.core.errors import DomainError
from minutebook.documents.blocks import Paper, to_json
from minutebook.documents.render.fonts import MissingGlyph, missing_glyphs, missing_in, typst_fonts
from minutebook.documents.render.look import UNDATED, FirmLook
from minutebook.documents.render.wording import clean, typeset

ARCHIVE_STANDARD: Literal["a-2b"] = "a-2b"
_SHOWS_ANYTHING: Literal["1.7"] = "1.7"
_TEMPLATE = Path(__file__).with_name("paper.typ")
_PAGE_WIDTH_INCHES = {False: 210 / 25.4, True: 297 / 25.4}


@dataclass(frozen=True, slots=True)
class Preview:
    """A picture of one page, and how many pages the paper has."""

    png: bytes
    page_count: int


def render_pdf(paper: Paper, look: FirmLook, *, draft: bool = False, made_at: datetime = UNDATED) -> bytes:
    """Return a paper as a tagged PDF/A-2b file; the same arguments give the same bytes.

    Raises DomainError "glyphs" where no font can show a character. A draft is made all the same, with boxes
    in place of such characters, and is then no PDF/A.
    """
    return render_pdf_pack((paper,), look, draft=draft, made_at=made_at)


def render_pdf_pack(
    papers: Sequence[Paper], look: FirmLook, draft: bool = False, made_at: datetime = UNDATED
) -> bytes:
    """Return several papers as one PDF, each with its own page numbers; raises as render_pdf does."""
    if not draft:
        require_glyphs(papers, look)
    standard = _SHOWS_ANYTHING if _missing_anywhere(papers, look) else ARCHIVE_STANDARD
    compiler = _compiler(papers, look, draft)
    return _bytes(compiler.compile(format="pdf", pdf_standards=[standard], timestamp=made_at))


def require_glyphs(papers: Sequence[Paper], look: FirmLook) -> None:
    """Raise DomainError "glyphs" where no font can show a character of the papers or of the firm's own lines."""
    if missing := _missing_anywhere(papers, look):
        raise DomainError("glyphs", _refusal(missing))


def render_preview(
    paper: Paper, look: FirmLook, page: int = 1, *, width_px: int = 900, draft: bool = True
) -> Preview:
    """Return a picture of a page, about width_px wide; a page past either end is the nearest one.

    Characters that no font can show are boxes.
    """
    pixels_per_inch = width_px / _PAGE_WIDTH_INCHES[paper.landscape]
    pictures = _compiler((paper,), look, draft).compile(format="png", ppi=pixels_per_inch)
    pages = pictures if isinstance(pictures, list) else [_bytes(pictures)]
    return Preview(pages[min(max(page, 1), len(pages)) - 1], len(pages))


def _missing_anywhere(papers: Sequence[Paper], look: FirmLook) -> tuple[MissingGlyph, ...]:
    in_papers = (glyph for paper in papers for glyph in missing_glyphs(paper))
    in_look = (glyph for line in (look.name, *look.contact_lines) for glyph in missing_in(line))
    return (*in_papers, *in_look)


def _compiler(papers: Sequence[Paper], look: FirmLook, draft: bool) -> typst.Compiler:
    paper_json = json.dumps(
        {"papers": [to_json(typeset(paper)) for paper in papers], "look": _look_json(look), "draft": draft}
    )
    return typst.Compiler(
        _TEMPLATE,
        root=_TEMPLATE.parent,
        font_paths=typst_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"papers": paper_json},
    )


def _look_json(look: FirmLook) -> dict[str, Any]:
    return {
        "name": clean(look.name),
        "contact_lines": [clean(line) for line in look.contact_lines],
        "quiet_lines": [clean(line).replace("\n", ", ") for line in look.quiet_lines],
        "logo": list(look.logo) if look.logo else None,
        "colour": look.colour,
        "ink": look.ink,
    }


def _refusal(missing: tuple[MissingGlyph, ...]) -> str:
    first = missing[0]
    others = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
    return (
        f"No font here can print {first.character} ({first.code_point}, {first.name}){others}. "
        f"It stands in: {first.where}. Write the name in Latin letters, or leave this document out."
    )


def _bytes(compiled: Any) -> bytes:
    if not isinstance(compiled, bytes):
        raise TypeError(f"Typst gave {type(compiled).__name__} where one file was expected.")
    return compiled
