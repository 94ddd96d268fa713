"""Files of a pack: pictures and a draft before release, the frozen bytes after it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from minutebook.core.blobs import read_blob
from minutebook.firms.permissions import needs

from ..filenames import document_filename, draft_filename
from ..models import Document, DocumentPack
from ..previews import page_picture
from ..production import draft_pdf
from ..services import zip_name
from .shared import pack_of

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@needs("view")
@require_safe
def document_page(request: HttpRequest, pk: int, key: str, page: int) -> HttpResponse:
    """A picture of one page as it will be printed."""
    pack = pack_of(request, pk)
    picture = page_picture(pack, _document(pack, key), page)
    return HttpResponse(picture.png, content_type="image/png")


@needs("view")
@require_safe
def document_preview(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """The preview part of Document Production, for another document or page."""
    pack = pack_of(request, pk)
    context = {"pack": pack, **preview_context(pack, _document(pack, key), request)}
    return render(request, "documents/_preview.html", context)


@needs("view")
@require_safe
def pack_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """All chosen documents as one PDF marked DRAFT; releases nothing."""
    pack = pack_of(request, pk)
    name = draft_filename(pack.company.name, pack.trace_number)
    return _file(draft_pdf(pack), TYPES["pdf"], name, as_attachment=False)


@needs("view")
@require_safe
def pack_zip(request: HttpRequest, pk: int) -> HttpResponse:
    """The released pack's zip: the same bytes each time."""
    pack = pack_of(request, pk)
    if not pack.zip_digest:
        raise Http404("This pack has not been released.")
    return _file(read_blob(pack.zip_digest), "application/zip", zip_name(pack))


@needs("view")
@require_safe
def document_file(request: HttpRequest, pk: int, key: str, suffix: str) -> HttpResponse:
    """One released document as PDF or Word."""
    pack = pack_of(request, pk)
    released = list(pack.documents.exclude(pdf_digest="").order_by("position"))
    number = next((at for at, one in enumerate(released, start=1) if one.key == key), 0)
    if suffix not in TYPES or not number:
        raise Http404(key)
    document = released[number - 1]
    digest = document.pdf_digest if suffix == "pdf" else document.word_digest
    name = document_filename(number, document.title, pack.company.name, suffix)
    return _file(read_blob(digest), TYPES[suffix], name)


def preview_context(pack: DocumentPack, document: Document | None, request: HttpRequest) -> dict[str, Any]:
    """What `documents/_preview.html` needs: the document, the page that `?page=` asks for, how many there are."""
    if document is None:
        return {"shown": None}
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 5 else 1
    count = page_picture(pack, document, max(page, 1)).page_count
    page = min(max(page, 1), count)
    return {"shown": document, "page": page, "page_count": count, "before": page - 1, "after": page + 1}


def _document(pack: DocumentPack, key: str) -> Document:
    document: Document = get_object_or_404(pack.documents, key=key)
    return document


def _file(content: bytes, kind: str, name: str, *, as_attachment: bool = True) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = str(content_disposition_header(as_attachment, name))
    return answer
