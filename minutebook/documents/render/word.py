"""Papers as Word files: the wording of the PDF, with real headings, lists, tables and fields."""

import zipfile
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as WordFile
from docx.opc.constants import RELATIONSHIP_TYPE

from minutebook.documents.blocks import Paper
from minutebook.documents.render.look import UNDATED, FirmLook
from minutebook.documents.render.word_blocks import BlockWriter
from minutebook.documents.render.word_page import set_page
from minutebook.documents.render.word_styles import set_styles
from minutebook.documents.render.wording import clean, typeset

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


def render_word(paper: Paper, look: FirmLook, *, draft: bool = False, made_at: datetime = UNDATED) -> bytes:
    """Return a paper as a .docx file; the same arguments give the same bytes.

    Characters that our own fonts lack are kept: Word shows them in a font of the reader's machine.
    """
    word_file = Document()
    typeset_paper = typeset(paper)
    set_styles(word_file, look, paper.language)
    set_page(word_file, typeset_paper, look, draft)
    BlockWriter(word_file, look).write_paper(typeset_paper)
    _set_properties(word_file, paper, look, made_at)
    return _packed(word_file)


def _set_properties(word_file: WordFile, paper: Paper, look: FirmLook, made_at: datetime) -> None:
    properties = word_file.core_properties
    utc_naive = made_at.astimezone(UTC).replace(tzinfo=None)
    properties.created = properties.modified = utc_naive
    properties.author = properties.last_modified_by = _fitting(look.name)
    properties.title, properties.subject = _fitting(paper.title), _fitting(paper.subject)
    properties.keywords = _fitting(paper.trace_number)
    properties.language = paper.language
    properties.comments = ""
    _drop_thumbnail(word_file)


def _fitting(text: str) -> str:
    """At most the 255 characters that a core property may have in Word."""
    return clean(text)[:255]


def _drop_thumbnail(word_file: WordFile) -> None:
    """The blank file we start from carries a picture of itself, which is not a picture of this paper."""
    relations = word_file.part.package.rels
    for relation_id in [
        key for key, relation in relations.items() if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL
    ]:
        del relations[relation_id]


def _packed(word_file: WordFile) -> bytes:
    """The file with every zip entry dated alike, so that bytes depend on the paper only."""
    saved, packed = BytesIO(), BytesIO()
    word_file.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            target.writestr(entry, source.read(name))
    return packed.getvalue()
