"""What a reader of the finished files sees: the text of a PDF, and of a Word file with its list numbers."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO

from docx import Document
from docx.document import Document as WordFile
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from pypdf.generic import ContentStream, NameObject

from minutebook.documents.render.wording import sub_letter

_SHOWS_TEXT = {b"Tj", b"TJ", b"'", b'"'}


def squeezed(text: str) -> str:
    """A text without its white space: two layouts break lines at different places."""
    return "".join(text.split())


def pdf_text(pdf: bytes) -> str:
    """The text of a PDF without artifacts: headers, footers, repeated table heads, the draft mark."""
    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        stream = ContentStream(page.get_contents(), reader, "bytes")
        stream.operations = list(_without_artifacts(stream.operations))
        page[NameObject("/Contents")] = stream
    return "\n".join(page.extract_text() for page in reader.pages)


def pdf_page_texts(pdf: bytes) -> list[str]:
    """The text of each page, artifacts included, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages]


def word_text(word: bytes) -> str:
    """The text of the body of a Word file, its list numbers worked out as Word does."""
    word_file = Document(BytesIO(word))
    counts: Counter[tuple[int, int]] = Counter()
    return "\n".join(_word_lines(word_file, counts))


def _without_artifacts(operations: list) -> Iterator:
    marks: list[bool] = []
    for operands, operator in operations:
        if operator in (b"BMC", b"BDC"):
            marks.append(operands[0] == "/Artifact")
        if operator == b"EMC":
            marks.pop()
        if not (any(marks) and operator in _SHOWS_TEXT):
            yield operands, operator


def _word_lines(word_file: WordFile, counts: Counter) -> Iterator[str]:
    for part in word_file.iter_inner_content():
        if isinstance(part, Paragraph):
            yield _number(word_file, part, counts) + part.text
        else:
            for row in part.rows:
                yield from (paragraph.text for cell in row.cells for paragraph in cell.paragraphs)


def _number(word_file: WordFile, paragraph: Paragraph, counts: Counter) -> str:
    numbering = paragraph._p.pPr.numPr if paragraph._p.pPr is not None else None
    if numbering is None:
        return ""
    list_id, level = numbering.numId.val, numbering.ilvl.val
    counts[list_id, level] += 1
    for deeper in [key for key in counts if key[0] == list_id and key[1] > level]:
        del counts[deeper]
    pattern = _level_text(word_file, list_id, level)
    count = counts[list_id, level]
    return pattern.replace("%1", str(count)).replace("%2", sub_letter(count))


def _level_text(word_file: WordFile, list_id: int, level: int) -> str:
    numbering = word_file.part.numbering_part.element
    definition_id = numbering.num_having_numId(list_id).abstractNumId.val
    (definition,) = (
        each
        for each in numbering.findall(qn("w:abstractNum"))
        if each.get(qn("w:abstractNumId")) == str(definition_id)
    )
    return definition.findall(qn("w:lvl"))[level].find(qn("w:lvlText")).get(qn("w:val"))
