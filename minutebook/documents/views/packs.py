"""A pack's page: Document Production while it is a draft, what went out afterwards."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html

from minutebook.companies.snapshots import facts_of, state_of
from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.core.templatetags.show import moment
from minutebook.firms.http import FirmRequest
from minutebook.firms.permissions import needs, require
from minutebook.jobs.panel import ELSEWHERE, edit_lines, link_from, look_from
from minutebook.jobs.presets import missing_template
from minutebook.work.clock import today

from ..desk import OVERTAKEN, Desk
from ..models import Document, DocumentPack
from ..outlook import fee_note, outlook
from ..production import missing_characters
from ..services import release_pack
from .files import preview_context
from .released import released_page
from .shared import pack_of

Act = Callable[[FirmRequest, Desk], HttpResponse]


@needs("view")
def pack_page(request: FirmRequest, pk: int) -> HttpResponse:
    """The pack; a late press on a page that was left open finds it released and changes nothing."""
    pack = pack_of(request, pk)
    if request.method == "POST":
        require(request.user, "prepare")
        return _already_out(request, pack) if _is_out(pack) else _act(request, pack)
    return released_page(request, pack) if _is_out(pack) else _show(request, Desk(pack, request.user))


def _act(request: FirmRequest, pack: DocumentPack) -> HttpResponse:
    """Store what was typed, then do what the pressed button says; nothing typed is lost on the way."""
    do = request.POST.get("do", "save")
    desk = Desk(pack, request.user, request.POST)
    try:
        typed = edit_lines(request.POST, do, desk.connection, today(pack.firm.zone))
        desk = Desk(pack, request.user, typed)
        if desk.panel.is_elsewhere:
            raise DomainError("elsewhere", ELSEWHERE)
        if not desk.is_valid():
            return _show(request, desk, status=422)
        if desk.is_overtaken():
            raise DomainError("overtaken", OVERTAKEN)
        if do.startswith("link:"):
            require(request.user, "link clients")
            link_from(do, desk.panel)
        if desk.panel:
            look_from(do, desk.panel)
        desk.store(do)
        return _ACTS.get(do, _stay)(request, desk)
    except DomainError as error:
        pack.refresh_from_db()
        if _is_out(pack):
            return _already_out(request, pack)
        desk.refuse(error)
        return _show(request, desk, status=422)


def _already_out(request: FirmRequest, pack: DocumentPack) -> HttpResponse:
    """To the pack as it went out, saying who released it before this press."""
    if pack.released_at is None:
        messages.info(request, "This pack was withdrawn before it went out. Nothing was released now.")
    else:
        words = "This pack was released already, by {} on {}. Nothing was released or sent now. {}"
        when = moment(pack.released_at, pack.firm.time_zone)
        link = format_html('<a href="{}" download>Download</a>', reverse("pack_zip", args=[pack.pk]))
        messages.info(request, format_html(words, pack.released_by, when, link))
    return see_other("pack_page", pack.pk)


def _stay(request: FirmRequest, desk: Desk) -> HttpResponse:
    """Back to the page, to where the pressed button stands."""
    verb, _, key = request.POST.get("do", "save").partition(":")
    if verb == "save":
        messages.success(request, "The draft is saved.")
    last = desk.panel.last_line_id
    anchors = {
        "up": f"up-{key}",
        "down": f"down-{key}",
        "link": "client",
        "client": "client",
        "open jobs": "client",
    }
    anchors |= {"add line": last, "add item": last, "remove": "costs"}
    return see_other("pack_page", desk.pack.pk, anchor=anchors.get(verb, ""))


def _confirm(request: FirmRequest, desk: Desk) -> HttpResponse:
    if desk.stops_confirming():
        return _show(request, desk, status=422)
    desk.store(confirms=True)
    return see_other("pack_page", desk.pack.pk, anchor="costs")


def _print(request: FirmRequest, desk: Desk) -> HttpResponse:
    return see_other("pack_draft", desk.pack.pk)


def _send(request: FirmRequest, desk: Desk) -> HttpResponse:
    require(request.user, "release")
    if desk.stops_release():
        return _show(request, desk, status=422)
    return see_other("pack_send", desk.pack.pk)


def _download(request: FirmRequest, desk: Desk) -> HttpResponse:
    require(request.user, "release")
    if desk.stops_release():
        return _show(request, desk, status=422)
    release_pack(desk.pack, request.user, desk.draft)
    return see_other("pack_page", desk.pack.pk, query={"download": "1"})


_ACTS: dict[str, Act] = {"confirm": _confirm, "print": _print, "send": _send, "download": _download}


def _show(request: HttpRequest, desk: Desk, status: int = 200) -> HttpResponse:
    pack, change = desk.pack, desk.pack.change
    on = today(pack.firm.zone)
    context = {
        "desk": desk,
        "pack": pack,
        "company": pack.company,
        "change": change,
        "panel": desk.panel,
        "settings": desk.settings,
        "outlook": outlook(change.kind, facts_of(change), change.lodged_on, on, state_of(pack.company)),
        "fee_note": fee_note(on),
        "glyphs": _glyphs(pack),
        "missing_template": missing_template(pack.firm, change.kind, desk.needs.connection),
        **preview_context(pack, _chosen(request, pack), request),
    }
    return render(request, "documents/pack_production.html", context, status=status)


def _chosen(request: HttpRequest, pack: DocumentPack) -> Document | None:
    """The document to preview: the one asked for, else the first that goes out."""
    documents: list[Any] = sorted(pack.documents.all(), key=lambda one: (not one.is_included, one.position))
    asked = request.GET.get("document", "")
    return next((one for one in documents if one.key == asked), documents[0] if documents else None)


def _glyphs(pack: DocumentPack) -> Any:
    try:
        return missing_characters(pack)
    except DomainError:
        return []


def _is_out(pack: DocumentPack) -> bool:
    return pack.status != DocumentPack.Status.DRAFT
