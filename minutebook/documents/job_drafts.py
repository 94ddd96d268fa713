"""The job's draft as kept with its pack: what was typed, and what was proposed then, so that the rest follows."""

from django.db import transaction

from minutebook.contacts.models import Contact
from minutebook.firms.models import User
from minutebook.jobs.drafts import JobDraft, draft_from_json, draft_to_json
from minutebook.jobs.following import follow, move
from minutebook.jobs.models import Job
from minutebook.practice_manager.matching import linked_client
from minutebook.practice_manager.models import Connection, JobState

from .drafting import touch_draft
from .models import DocumentPack
from .work_context import propose_job

NoJob = DocumentPack.NoJob


def open_job_draft(
    pack: DocumentPack, user: User, connection: Connection | None
) -> tuple[JobDraft, JobDraft]:
    """The panel as it opens, and what is proposed now: what nobody touched is as proposed, the client as linked now."""
    proposal, kept = propose_job(pack, user, connection), stored_job_draft(pack)
    if job_to_keep(pack):
        proposal = proposal.with_changes(adds_job=False, no_job_reason=DocumentPack.NoJob.KEEPS)
    if kept is None:
        return proposal, proposal
    followed = (
        follow(kept, draft_from_json(pack.job_proposal), proposal)
        if pack.job_proposal
        else move(kept, proposal)
    )
    draft = _with_client(pack, followed, connection)
    if kept.no_job_reason in (NoJob.COVERED, NoJob.NO_CHARGE, NoJob.KEEPS):
        draft = draft.with_changes(adds_job=kept.adds_job)
    return draft, proposal


def job_to_keep(pack: DocumentPack) -> Job | None:
    """The job of the withdrawn pack in whose place this one comes, unless it is called off."""
    job = pack.supersedes.job if pack.supersedes else None
    if job is None or job.cancelled_because or job.state == JobState.Role.CANCELLED:
        return None
    return job


def save_job_draft(pack: DocumentPack, draft: JobDraft, proposal: JobDraft) -> None:
    """Keep the panel as typed, problems and all, with the proposal that it was typed over."""
    typed, is_draft = draft_to_json(draft), pack.status == DocumentPack.Status.DRAFT
    with transaction.atomic():
        if is_draft and typed != pack.job_draft:
            touch_draft(pack)
        pack.job_draft, pack.job_proposal = typed, draft_to_json(proposal)
        rows = DocumentPack.across_firms.filter(pk=pack.pk, job=None)
        rows.update(job_draft=pack.job_draft, job_proposal=pack.job_proposal)


def stored_job_draft(pack: DocumentPack) -> JobDraft | None:
    """The panel as last saved."""
    return draft_from_json(pack.job_draft) if pack.job_draft else None


def _with_client(pack: DocumentPack, draft: JobDraft, connection: Connection | None) -> JobDraft:
    contact = Contact.objects.for_firm(pack.firm_id).filter(pk=draft.contact_id or 0).first()
    client = linked_client(contact, connection) if contact and connection else None
    return draft.with_changes(
        client_id=client.pk if client else None, creates_client=draft.creates_client and client is None
    )
