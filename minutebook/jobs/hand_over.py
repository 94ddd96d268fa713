"""Handing a job of the job book to the practice manager: what is proposed there, and the one delivery that makes it."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.matching import staff_for
from minutebook.practice_manager.models import Connection, JobState, Staff
from minutebook.work.clock import today

from .book import hold
from .corrections import line_of
from .cost_changes import standing_costs, version_of
from .drafts import JobDraft, Problem
from .models import Job
from .places import Practice
from .presets import preset_for
from .queries import IN_BOOK
from .readiness import what_stops
from .services import deliver_job

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Proposed:
    """A job of the book as it would be made in XPM, what is still missing, and whom XPM does not know."""

    job: Job
    draft: JobDraft
    version: str
    problems: tuple[Problem, ...]
    client_name: str
    template_name: str
    staff_names: tuple[str, ...]
    unknown_people: tuple[str, ...]


def propose_hand_over(job: Job, connection: Connection, user: User) -> Proposed:
    """The job with XPM's client, template and people in the place of ours; its values and costs are as they stand."""
    place, version = Practice(connection), version_of(job)
    preset, _ = preset_for(job.firm, job.standard_job or job.change_kind)
    proposed = place.propose(preset, user, job.contact)
    people = {one: staff_for(one, connection) for one in _people(job)}
    staff = [found for one in job.book_staff.all() if (found := people[one])]
    draft = JobDraft(
        adds_job=True,
        contact_id=job.contact_id,
        client_id=proposed["client_id"],
        creates_client=False,
        template_id=proposed["template_id"],
        name=job.name,
        description=job.description,
        start_date=job.start_date,
        due_date=job.due_date,
        staff_ids=tuple(one.pk for one in staff),
        manager_id=_key(people, job.book_manager) or proposed["manager_id"],
        partner_id=_key(people, job.book_partner) or proposed["partner_id"],
        state=job.state,
        category_name=preset.category_name,
        costs=tuple(line_of(cost) for cost in standing_costs(job)),
        is_confirmed=True,
    )
    client = place.client_of(job.contact)
    names = dict(place.templates())
    return Proposed(
        job=job,
        draft=draft,
        version=version,
        problems=tuple(_problems(job, draft, connection)),
        client_name=client.name if client else "",
        template_name=names.get(draft.template_id, ""),
        staff_names=tuple(one.name for one in staff),
        unknown_people=tuple(str(one) for one, found in people.items() if found is None),
    )


def hand_over(job: Job, connection: Connection, draft: JobDraft, version: str, user: User) -> None:
    """Queue the making of the job in XPM, once: whoever comes second finds it handed over, and nothing is made.

    Refused too where its costs were changed since they were looked at (`version`), and for a job that is cancelled.
    """
    problems = what_stops(draft, connection, today(job.firm.zone))
    if problems:
        raise DomainError("job_draft", problems[0].message, problems[0].field)
    with transaction.atomic():
        hold(job)
        job = Job.across_firms.select_related("firm").get(pk=job.pk)
        if job.state == JobState.Role.CANCELLED:
            raise DomainError("cancelled", "This job is cancelled. Set another state, then hand it over.")
        if version != version_of(job):
            raise DomainError(
                "version", "The costs were changed in another window. Look at them again.", "costs"
            )
        deliver_job(job, connection, draft, user)


def open_jobs(firm: Firm) -> QuerySet[Any]:
    """The jobs of the book that are neither in XPM nor cancelled, oldest first."""
    rows = Job.objects.for_firm(firm).filter(IN_BOOK).exclude(state=JobState.Role.CANCELLED).order_by("id")
    people = ("book_manager", "book_partner")
    return rows.select_related("firm", "contact", *people).prefetch_related("costs", "book_staff")


def jobs_to_hand_over(firm: Firm, ids: list[int]) -> list[Job]:
    """Those of these jobs that are still open in the firm's book."""
    return list(open_jobs(firm).filter(pk__in=ids[:MOST_AT_ONCE]))


def _problems(job: Job, draft: JobDraft, connection: Connection) -> list[Problem]:
    return what_stops(draft, connection, today(job.firm.zone))


def _people(job: Job) -> list[User]:
    lead = [one for one in (job.book_manager, job.book_partner) if one is not None]
    return list(dict.fromkeys([*job.book_staff.all(), *lead]))


def _key(people: dict[User, Staff | None], user: User | None) -> int | None:
    staff = people[user] if user is not None else None
    return staff.pk if staff else None
