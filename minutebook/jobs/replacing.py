"""The job in the place of one that was called off or is billed: asked for once, with its values and papers."""

from dataclasses import replace
from datetime import date

from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.models import JobState
from minutebook.practice_manager.queries import prerequisites

from .drafts import JobDraft, draft_from_json
from .models import Job
from .papers import Paper, put_papers
from .putting_right import can_replace, standing_draft
from .services import queue_job


def old_draft(job: Job, day: date) -> JobDraft:
    """The values that the new job's panel opens with: the old ones, started and noted on this day."""
    kept = draft_from_json(job.cancelled_draft) if job.cancelled_draft else standing_draft(job)
    costs = tuple(replace(line, date=day) for line in kept.costs)
    return kept.with_changes(
        start_date=day, due_date=max(kept.due_date, day), costs=costs, state=JobState.Role.PLANNED.value
    )


def replace_job(job: Job, draft: JobDraft, user: User) -> Job:
    """Ask for the new job; the packs of the old one have it from now on. Once: a second press is refused."""
    needs = prerequisites(job.firm)
    if not needs.ready or needs.connection is None:
        missing = needs.missing[0].message if needs.missing else "Xero Practice Manager is not connected."
        raise DomainError("prerequisites", missing)
    if not can_replace(job):
        raise DomainError("replaced", "This job has its new job already, or is not called off.")
    with transaction.atomic():
        new = queue_job(
            needs.connection,
            user,
            draft,
            company_id=job.company_id or 0,
            label=job.label,
            kind=job.change_kind,
            lodge_by=job.lodge_by,
        )
        put_papers(new, [Paper(**file) for file in job.files])
        taken = Job.across_firms.filter(pk=job.pk, replaced_by=None).update(
            replaced_by=new, awaits_replacement=False
        )
        if not taken:
            raise DomainError("replaced", "This job has its new job already.")
        job.packs.update(job=new)
        record_event("job.replaced", job, user, by=new.pk)
    return new
