"""What is done to a pack: drafted, edited, released once, lodged, withdrawn."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from minutebook.companies.consents import record_consent, require_consent_by
from minutebook.companies.models import Company
from minutebook.companies.services import (
    Lodgement,
    correct_lodgement,
    make_pending,
    mark_lodged,
    record_change,
    withdraw_change,
)
from minutebook.core.blobs import store_blob
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.jobs.book import book_job, can_set_job_state, set_job_state
from minutebook.jobs.drafts import JobDraft, draft_to_json
from minutebook.jobs.models import Job
from minutebook.jobs.papers import Paper, go_on_with, put_papers
from minutebook.jobs.putting_right import Way, cancel_job, way_to_cancel
from minutebook.jobs.services import queue_job
from minutebook.mail.services import Outgoing, call_back, queue_message
from minutebook.practice_manager.delivery.markers import ALPHABET
from minutebook.practice_manager.models import JobState
from minutebook.practice_manager.queries import prerequisites
from minutebook.work import clock

from .archive import PackFile, build_zip
from .drafting import touch_draft
from .filenames import document_filename, pack_filename
from .job_drafts import job_to_keep
from .models import Document, DocumentPack
from .production import chosen_papers, firm_look, propose_documents
from .render import render_pdf, render_word

Status = DocumentPack.Status


@dataclass(frozen=True, slots=True)
class Rendered:
    """A pack's files before release: their digests by document, and the zip's."""

    digests: dict[int, tuple[str, str]]
    zip_digest: str
    files: tuple[PackFile, ...]
    at: datetime


def draft_pack(
    company: Company,
    kind: str,
    facts: dict[str, object],
    user: User,
    supersedes: DocumentPack | None = None,
) -> DocumentPack:
    """Record the change and draft its pack with the documents that the table calls for.

    `supersedes` is the withdrawn pack in whose place this one comes: the job of that one stays with the work.
    """
    with transaction.atomic():
        change = record_change(company, kind, facts, user)
        pack: DocumentPack = DocumentPack.across_firms.create(
            firm=company.firm,
            company=company,
            change=change,
            trace_number=_new_trace_number(),
            supersedes=supersedes,
            document_date=clock.today(company.firm.zone),
            created_by=user,
        )
        for position, proposed in enumerate(propose_documents(pack), start=1):
            Document.across_firms.create(
                firm=company.firm,
                pack=pack,
                key=proposed.key,
                title=proposed.title,
                reason=proposed.reason[:500],
                position=position,
                is_included=proposed.included,
            )
        record_event("pack.drafted", pack, user)
    return pack


def choose_documents(pack: DocumentPack, keys: list[str]) -> None:
    """Include exactly these documents, in this order; the others follow, left out."""
    order = {key: number for number, key in enumerate(keys)}
    documents = sorted(pack.documents.all(), key=lambda one: (order.get(one.key, len(order)), one.position))
    with transaction.atomic():
        touch_draft(pack)
        for position, document in enumerate(documents, start=1):
            document.position, document.is_included = position, document.key in order
            document.save(update_fields=["position", "is_included"])


def release_pack(
    pack: DocumentPack, user: User, draft: JobDraft, outgoing: Outgoing | None = None
) -> DocumentPack:
    """Render everything, then freeze the pack and queue its job and message in one transaction.

    A pack is released once: a second press, another tab or Back gives the pack as released and makes nothing.
    """
    if pack.status != Status.DRAFT:
        return _released_before(pack)
    rendered = render_files(pack)
    with transaction.atomic():
        now = rendered.at
        taken = DocumentPack.across_firms.filter(
            pk=pack.pk, status=Status.DRAFT, version=pack.version
        ).update(
            status=Status.RELEASED,
            released_at=now,
            released_by=user,
            released_way="send" if outgoing else "download",
            zip_digest=rendered.zip_digest,
            job_draft=draft_to_json(draft),
        )
        if not taken:
            return _released_before(pack)
        _freeze_documents(pack, rendered)
        make_pending(pack.change)
        pack.refresh_from_db()
        if outgoing:
            pack.message = queue_message(pack.firm, user, outgoing.with_files(_attachments(rendered)))
        if draft.adds_job:
            pack.job = _queue(pack, user, draft)
        elif draft.no_job_reason == DocumentPack.NoJob.KEEPS:
            pack.job = _go_on(pack, user)
        elif not draft.no_job_reason:
            raise DomainError(
                "no_job_reason", "Say why no job is needed, or switch the job on.", "no_job_reason"
            )
        pack.no_job_reason = "" if pack.job else draft.no_job_reason
        pack.save(update_fields=["message", "job", "no_job_reason"])
        record_event("pack.released", pack, user, way=pack.released_way, job=pack.job_id)
    return pack


def add_job(pack: DocumentPack, user: User, draft: JobDraft) -> DocumentPack:
    """Add the job of a released pack that went out without one; at most one job, ever."""
    with transaction.atomic():
        out = (Status.RELEASED, Status.LODGED)
        if not DocumentPack.across_firms.filter(pk=pack.pk, job=None, status__in=out).update(
            no_job_reason=""
        ):
            raise DomainError("has_job", "This pack has its job already, or is not out.")
        pack.refresh_from_db()
        pack.job, pack.job_draft = _queue(pack, user, draft), draft_to_json(draft)
        pack.save(update_fields=["job", "job_draft"])
        record_event("pack.job_added", pack, user, job=pack.job_id)
    return pack


def lodge_pack(
    pack: DocumentPack, lodgement: Lodgement, user: User, consented_on: date | None = None
) -> None:
    """Record that the pack's change was lodged, and on which day the occupier of a new office had consented."""
    _require_past(pack, lodgement)
    with transaction.atomic():
        if not _move_status(pack, Status.RELEASED, Status.LODGED):
            raise _not_to_lodge(pack)
        record_consent(pack.change, consented_on, lodgement.on, user)
        mark_lodged(pack.change, lodgement, user)
        record_event("pack.lodged", pack, user)


def correct_pack_lodgement(
    pack: DocumentPack, lodgement: Lodgement | None, user: User, *, why: str = ""
) -> None:
    """Correct what is recorded of the lodgement, or take it back where ASIC does not have it, and `why`."""
    if lodgement:
        _require_past(pack, lodgement)
        require_consent_by(pack.change, lodgement.on)
    with transaction.atomic():
        if not _move_status(pack, Status.LODGED, Status.LODGED if lodgement else Status.RELEASED):
            raise DomainError("not_lodged", "This pack is not marked as lodged. Mark it lodged first.")
        correct_lodgement(pack.change, lodgement, user, why=why)
        action = "pack.lodgement_corrected" if lodgement else "pack.lodgement_taken_back"
        record_event(action, pack, user, why=why)


def ways_with_job(pack: DocumentPack) -> tuple[str, ...]:
    """What can become of the job when its pack is withdrawn: dropped while XPM has nothing of it, later cancelled."""
    if pack.job is None:
        return ()
    if pack.job.delivery is None:
        return ("keep", "cancel") if can_set_job_state(pack.job, JobState.Role.CANCELLED) else ("keep",)
    return {Way.DROP: ("drop", "keep"), Way.CANCEL: ("keep", "cancel"), Way.DONE: ()}.get(
        way_to_cancel(pack.job), ("keep",)
    )


def withdraw_pack(pack: DocumentPack, because: str, user: User, *, with_job: str = "keep") -> None:
    """Withdraw the pack and its change; a message that has not gone out is stopped.

    Its job stays as it is unless a person wants it dropped or cancelled.
    """
    if not because.strip():
        raise DomainError("because", "Say why the pack is withdrawn.", "because")
    with transaction.atomic():
        # The pack before its change, as everywhere: two presses at once would wait for each other otherwise.
        DocumentPack.across_firms.filter(pk=pack.pk).update(status=Status.WITHDRAWN)
        withdraw_change(pack.change, because.strip(), user)
        record_event("pack.withdrawn", pack, user)
        if pack.message:
            call_back(pack.message, f"The pack was withdrawn: {because.strip()}", user)
        if with_job == "cancel" and pack.job and pack.job.delivery is None:
            set_job_state(pack.job, JobState.Role.CANCELLED, user)
        elif with_job in ("drop", "cancel") and pack.job:
            cancel_job(pack.job, because, user)


def _move_status(pack: DocumentPack, before: str, after: str) -> bool:
    return bool(DocumentPack.across_firms.filter(pk=pack.pk, status=before).update(status=after))


def _not_to_lodge(pack: DocumentPack) -> DomainError:
    pack.refresh_from_db()
    if pack.status == Status.LODGED:
        return DomainError(
            "lodged", "This pack is marked as lodged already. Correct the lodgement if it is wrong."
        )
    if pack.status == Status.WITHDRAWN:
        return DomainError("withdrawn", "This pack has been withdrawn.")
    return DomainError("not_released", "Only a released pack can be marked as lodged. Release it first.")


def _require_past(pack: DocumentPack, lodgement: Lodgement) -> None:
    """Refuse a time of today that is still to come; another day is looked at with the change."""
    now = clock.now().astimezone(pack.firm.zone)
    if lodgement.at and lodgement.on == now.date() and lodgement.at > now.time():
        raise DomainError(
            "lodged_at", "That time is still to come today. Enter the time at which it was lodged.", "at"
        )


def render_files(pack: DocumentPack) -> Rendered:
    """Make every file of the pack and store it; slow and outside any transaction."""
    now = clock.now().replace(microsecond=0)
    look, digests, files = firm_look(pack.firm), {}, []
    for number, (document, paper) in enumerate(chosen_papers(pack), start=1):
        pdf = render_pdf(paper, look, made_at=now)
        word = render_word(paper, look, made_at=now)
        digests[document.pk] = (store_blob(pdf), store_blob(word))
        for suffix, content in (("pdf", pdf), ("docx", word)):
            name = document_filename(number, document.title, pack.company.name, suffix)
            files.append(PackFile(document.key, document.title, name, content))
    archive = build_zip(files, _about(pack), now)
    return Rendered(digests, store_blob(archive), tuple(files), now)


def zip_name(pack: DocumentPack) -> str:
    """The file name of the pack's zip."""
    return pack_filename(pack.company.name, pack.trace_number)


def _about(pack: DocumentPack) -> dict[str, object]:
    company, change = pack.company, pack.change
    return {
        "trace_number": pack.trace_number,
        "company": {"name": company.name, "acn": company.acn},
        "change": {"kind": change.kind, "summary": change.summary, "lodge_by": str(change.due_on or "")},
    }


def _freeze_documents(pack: DocumentPack, rendered: Rendered) -> None:
    for pk, (pdf, word) in rendered.digests.items():
        Document.across_firms.filter(pk=pk).update(pdf_digest=pdf, word_digest=word)


def _attachments(rendered: Rendered) -> list[dict[str, str]]:
    """The PDFs go into the message; the client need not edit them."""
    return [
        {"name": file.name, "digest": file.sha256, "type": "application/pdf"}
        for file in rendered.files
        if file.name.endswith(".pdf")
    ]


def _queue(pack: DocumentPack, user: User, draft: JobDraft) -> Job:
    if not draft.is_confirmed:
        raise DomainError(
            "unconfirmed", "Confirm the costs first: they go to the job as they stand.", "costs"
        )
    about: dict[str, Any] = {
        "company_id": pack.company_id,
        "label": pack.trace_number,
        "kind": pack.change.kind,
        "lodge_by": pack.change.due_on,
    }
    if draft.in_book:
        job = book_job(user, draft, **about)
        put_papers(job, _papers(pack))
        return job
    needs = prerequisites(pack.firm)
    if not needs.ready or needs.connection is None:
        missing = needs.missing[0].message if needs.missing else "Xero Practice Manager is not connected."
        raise DomainError("prerequisites", missing, "adds_job")
    job = queue_job(needs.connection, user, draft, **about)
    put_papers(job, _papers(pack))
    return job


def _go_on(pack: DocumentPack, user: User) -> Job:
    """The job of the pack in whose place this one comes."""
    job = job_to_keep(pack)
    if job is None:
        raise DomainError(
            "no_job_reason",
            "There is no job to keep: the one of the withdrawn pack is called off.",
            "no_job_reason",
        )
    go_on_with(job, pack.trace_number, pack.change.due_on, _papers(pack), user)
    return job


def _papers(pack: DocumentPack) -> list[Paper]:
    """The released papers as PDF, under the names that they have in the zip."""
    released = pack.documents.exclude(pdf_digest="").order_by("position")
    return [
        Paper(one.title, document_filename(number, one.title, pack.company.name, "pdf"), one.pdf_digest)
        for number, one in enumerate(released, start=1)
    ]


def _released_before(pack: DocumentPack) -> DocumentPack:
    pack.refresh_from_db()
    if pack.status == Status.DRAFT:
        raise DomainError(
            "edited", "The pack was edited in another window. Look at it again, then release it."
        )
    if pack.released_at is None:
        raise DomainError("withdrawn", "This pack was withdrawn before it went out. Draft a new one.")
    return pack


def _new_trace_number() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
