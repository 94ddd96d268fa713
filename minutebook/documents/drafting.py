"""What may be altered on a pack while it is a draft: its date, its addressee, how it is decided, and its facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from minutebook.companies.services import revise_change
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event

from .catalogue.table import Proposed
from .models import Document, DocumentPack
from .production import propose_documents


@dataclass(frozen=True, slots=True)
class PackSettings:
    """Settings of a draft; `meeting` is as `production` reads it, empty for a resolution without meeting."""

    document_date: date
    addressee: str = ""
    decision: str = "resolution"
    meeting: dict[str, Any] = field(default_factory=dict)


def settings_of(pack: DocumentPack) -> PackSettings:
    """The pack's settings as stored."""
    return PackSettings(pack.document_date, pack.addressee, pack.decision, pack.meeting)


def revise_pack(pack: DocumentPack, settings: PackSettings) -> None:
    """Store new settings and list the documents that they call for; ticks and order of the others stay."""
    if settings == settings_of(pack):
        return
    before = propose_documents(pack)
    pack.document_date, pack.addressee = settings.document_date, settings.addressee
    pack.decision, pack.meeting = settings.decision, settings.meeting
    with transaction.atomic():
        touch_draft(pack)
        pack.save(update_fields=["document_date", "addressee", "decision", "meeting"])
        _list_again(pack, before, propose_documents(pack))


def revise_facts(pack: DocumentPack, facts: Mapping[str, Any], user: User) -> None:
    """Put other facts in the place of a draft's and list the documents that they call for.

    The papers are written from the facts each time they are looked at; ticks and order that somebody chose stay, and
    the job's draft follows when it is opened next.
    """
    before = propose_documents(pack)
    pack.edited_page = ""
    with transaction.atomic():
        touch_draft(pack)
        revise_change(pack.change, facts, user)
        _list_again(pack, before, propose_documents(pack))
        record_event("pack.redrafted", pack, user)


def touch_draft(pack: DocumentPack) -> None:
    """Begin an edit, in the caller's transaction: a release that has rendered the version before is refused.

    Counted by the database, since two windows may edit at once; refused when the pack is no draft any more.
    """
    drafts = DocumentPack.across_firms.filter(pk=pack.pk, status=DocumentPack.Status.DRAFT)
    if not drafts.update(version=F("version") + 1, edited_page=pack.edited_page):
        raise DomainError("released", "This pack has been released: its documents no longer change.")
    pack.refresh_from_db(fields=["version"])


def _list_again(pack: DocumentPack, before: tuple[Proposed, ...], proposed: tuple[Proposed, ...]) -> None:
    """The documents that are called for now: a tick that nobody changed follows, one that somebody set stays."""
    wanted, ticked = {one.key: one for one in proposed}, {one.key: one.included for one in before}
    kept = {document.key: document for document in pack.documents.all() if document.key in wanted}
    pack.documents.exclude(key__in=wanted).delete()
    order = sorted(kept, key=lambda key: kept[key].position)
    for at, one in enumerate(proposed):
        if one.key not in kept:
            order.insert(min(at, len(order)), one.key)
    for position, key in enumerate(order, start=1):
        is_chosen = key in kept and kept[key].is_included != ticked.get(key)
        is_included = kept[key].is_included if is_chosen else wanted[key].included
        _store(pack, wanted[key], position, is_included=is_included)


def _store(pack: DocumentPack, one: Proposed, position: int, *, is_included: bool) -> None:
    Document.across_firms.update_or_create(
        pack=pack,
        key=one.key,
        defaults={
            "firm_id": pack.firm_id,
            "title": one.title,
            "reason": one.reason[:500],
            "position": position,
            "is_included": is_included,
        },
    )
