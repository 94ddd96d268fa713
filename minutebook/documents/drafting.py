"""What may be set on a pack while it is a draft: its date, its addressee, and how the directors decide."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from minutebook.core.errors import DomainError

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
    pack.document_date, pack.addressee = settings.document_date, settings.addressee
    pack.decision, pack.meeting = settings.decision, settings.meeting
    with transaction.atomic():
        touch_draft(pack)
        pack.save(update_fields=["document_date", "addressee", "decision", "meeting"])
        _list_again(pack, propose_documents(pack))


def touch_draft(pack: DocumentPack) -> None:
    """Begin an edit, in the caller's transaction: a release that has rendered the version before is refused.

    Counted by the database, since two windows may edit at once; refused when the pack is no draft any more.
    """
    drafts = DocumentPack.across_firms.filter(pk=pack.pk, status=DocumentPack.Status.DRAFT)
    if not drafts.update(version=F("version") + 1):
        raise DomainError("released", "This pack has been released: its documents no longer change.")
    pack.refresh_from_db(fields=["version"])


def _list_again(pack: DocumentPack, proposed: tuple[Proposed, ...]) -> None:
    wanted = {one.key: one for one in proposed}
    kept = {document.key: document for document in pack.documents.all() if document.key in wanted}
    pack.documents.exclude(key__in=wanted).delete()
    order = sorted(kept, key=lambda key: kept[key].position)
    for at, one in enumerate(proposed):
        if one.key not in kept:
            order.insert(min(at, len(order)), one.key)
    for position, key in enumerate(order, start=1):
        _store(pack, wanted[key], position, is_included=kept[key].is_included if key in kept else None)


def _store(pack: DocumentPack, one: Proposed, position: int, *, is_included: bool | None) -> None:
    Document.across_firms.update_or_create(
        pack=pack,
        key=one.key,
        defaults={
            "firm_id": pack.firm_id,
            "title": one.title,
            "reason": one.reason[:500],
            "position": position,
            "is_included": one.included if is_included is None else is_included,
        },
    )
