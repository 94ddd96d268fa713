"""Blocks as PDF (Typst) and as Word (python-docx): knows layout, not law."""

from minutebook.documents.render.fonts import MissingGlyph, missing_glyphs, missing_in
from minutebook.documents.render.look import UNDATED, FirmLook
from minutebook.documents.render.pdf import (
    Preview,
    render_pdf,
    render_pdf_pack,
    render_preview,
    require_glyphs,
)
from minutebook.documents.render.word import render_word
from minutebook.documents.render.wording import plain_text

__all__ = [
    "UNDATED",
    "FirmLook",
    "MissingGlyph",
    "Preview",
    "missing_glyphs",
    "missing_in",
    "plain_text",
    "render_pdf",
    "render_pdf_pack",
    "render_preview",
    "render_word",
    "require_glyphs",
]
