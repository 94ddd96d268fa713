"""Fonts, colours and spacing of a Word paper, as styles that a reader can change in one place."""

from docx.document import Document as WordFile
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from docx.styles.style import ParagraphStyle

from minutebook.documents.render.look import FirmLook
from minutebook.documents.render.word_xml import border_paragraph, element, set_fonts, shade_paragraph

# Fonts that come with Word on Windows and on a Mac: a .docx carries no fonts.
SERIF, SERIF_EAST = "Cambria", "SimSun"
SANS, SANS_EAST = "Calibri", "Microsoft YaHei"
GREY, HAIRLINE, NOTE_GROUND = "#5a6672", "#c9d0d6", "#eff3f4"
BODY_SIZE, SMALL_SIZE = Pt(10.5), Pt(8)
NOTE, FURNITURE, TABLE_TEXT, SIGNATURE = "Note", "Page furniture", "Table text", "Signature text"
_HEADINGS = (
    ("Title", 20, 0, 5),
    ("Heading 1", 12, 16, 5),
    ("Heading 2", 10.5, 12, 4),
    ("Heading 3", 10, 10, 3),
)


def set_styles(word_file: WordFile, look: FirmLook, language: str) -> None:
    """Give the file its styles and its language."""
    _set_body(word_file)
    for name, size, before, after in _HEADINGS:
        _set_heading(word_file.styles[name], Pt(size), Pt(before), Pt(after))
        word_file.styles[name].font.color.rgb = colour_of(GREY if name == "Heading 3" else look.ink)
    _add_style(word_file, TABLE_TEXT, SANS, SANS_EAST, 9)
    _add_style(word_file, FURNITURE, SANS, SANS_EAST, 8).font.color.rgb = colour_of(GREY)
    signature = _add_style(word_file, SIGNATURE, SERIF, SERIF_EAST, 10.5)
    signature.paragraph_format.space_after = Pt(2)
    _set_note(_add_style(word_file, NOTE, SANS, SANS_EAST, 9.5), look)
    _set_language(word_file, language)


def colour_of(colour: str) -> RGBColor:
    """Return a #rrggbb colour as Word's."""
    return RGBColor.from_string(colour.lstrip("#").upper())


def _set_body(word_file: WordFile) -> None:
    for name in ("Normal", "List Paragraph"):
        style = word_file.styles[name]
        set_fonts(style, SERIF, SERIF_EAST)
        style.font.size = BODY_SIZE
        style.paragraph_format.line_spacing = 1.15
        style.paragraph_format.space_after = Pt(7 if name == "Normal" else 4)
    for spacing in word_file.styles["List Paragraph"].element.pPr.findall(qn("w:contextualSpacing")):
        spacing.getparent().remove(spacing)


def _set_heading(style: ParagraphStyle, size: Pt, before: Pt, after: Pt) -> None:
    set_fonts(style, SERIF, SERIF_EAST)
    style.font.size, style.font.bold, style.font.italic = size, True, False
    style.paragraph_format.space_before, style.paragraph_format.space_after = before, after
    style.paragraph_format.keep_with_next = True
    for rule in style.element.pPr.findall(qn("w:pBdr")):
        style.element.pPr.remove(rule)
    for spacing in style.element.rPr.findall(qn("w:spacing")):
        style.element.rPr.remove(spacing)


def _add_style(word_file: WordFile, name: str, font: str, east_asian: str, size: float) -> ParagraphStyle:
    style: ParagraphStyle = word_file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = word_file.styles["Normal"]
    set_fonts(style, font, east_asian)
    style.font.size = Pt(size)
    style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0
    return style


def _set_note(style: ParagraphStyle, look: FirmLook) -> None:
    properties = style.element.get_or_add_pPr()
    border_paragraph(properties, "left", look.colour, eighths=16, gap=8)
    shade_paragraph(properties, NOTE_GROUND)
    style.paragraph_format.left_indent = style.paragraph_format.right_indent = Pt(9)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(8)
    style.paragraph_format.line_spacing = 1.15
    style.paragraph_format.keep_together = True


def _set_language(word_file: WordFile, language: str) -> None:
    defaults = word_file.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for stated in defaults.findall(qn("w:lang")):
        defaults.remove(stated)
    defaults.append(element("lang", val=language, eastAsia="zh-CN", bidi="ar-SA"))
