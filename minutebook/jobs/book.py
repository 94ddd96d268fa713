"""The job book: jobs that live here, each under a number of the firm's own series."""

from datetime import date

from django.db import transaction
from django.db.models import F, Max

from minutebook.companies.changes.table import KINDS
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm, User, record_event
from minutebook.practice_manager.models import JobState
from minutebook.work import clock

from .corrections import line_of
from .cost_changes import change_line, standing_costs, version_of
from .drafts import CostDraft, JobDraft
from .models import Cost, Job
from .plan import fill_cost
from .queries import IN_BOOK
from .rules import check_costs, check_draft
from .series import take_number
from .services import can_set_state, set_state

MOVED_ON = "This job is in Xero Practice Manager by now. Look at it again."


def book_job(
    user: User, draft: JobDraft, *, company_id: int, label: str, kind: str, lodge_by: date | None = None
) -> Job:
    """Keep the job under the next number of the series, in the caller's transaction; refused while it has problems."""
    problems = check_draft(draft, draft.start_date)
    if problems:
        raise DomainError("job_draft", problems[0].message, problems[0].field)
    firm = user.firm
    job = Job(firm=firm, company_id=company_id, label=label, change_kind=kind, created_by=user)
    job.lodge_by = lodge_by
    job.contact = Contact.objects.for_firm(firm).get(pk=draft.contact_id or 0)
    job.standard_job, job.state = draft.standard_job, draft.state
    job.name, job.description = draft.name.strip(), draft.description.strip()
    job.start_date, job.due_date = draft.start_date, draft.due_date
    job.book_manager, job.book_partner = _person(firm, draft.manager_id), _person(firm, draft.partner_id)
    staff = [_person(firm, pk) for pk in draft.staff_ids]
    job.book_number = take_number(firm)
    job.save()
    job.book_staff.set([one for one in staff if one is not None])
    _add_lines(job, draft.included_costs)
    record_event("job.booked", job, user, label=label, number=job.book_number)
    return job


def is_open(job: Job) -> bool:
    """Whether the job is decided here: neither handed to XPM nor imported there."""
    return job.is_in_book and job.imported_at is None


def set_job_state(job: Job, role: str, user: User) -> None:
    """Set the state of a job of the book, or ask XPM for it; setting the one that it has changes nothing."""
    if not job.is_in_book:
        set_state(job, role, user)
        return
    if role not in JobState.Role.values:
        raise DomainError("state", "Choose one of the states.")
    with transaction.atomic():
        hold(job)
        if Job.across_firms.filter(pk=job.pk).exclude(state=role).update(state=role):
            record_event("job.state", job, user, role=role)
    job.refresh_from_db(fields=["state"])


def can_set_job_state(job: Job, role: str) -> bool:
    """Whether the state can be set: always in the book; in XPM where its code is known."""
    return is_open(job) or can_set_state(job, role)


def change_book_costs(job: Job, lines: tuple[CostDraft, ...], version: str, user: User) -> int:
    """Change the lines of a job of the book; gives how many. The first lines are the standing ones, in their order.

    As in XPM, a line that is not ticked stays with quantity 0, not billed: what was taken off remains to be seen.
    """
    standing_lines = [line_of(cost) for cost in standing_costs(job)]
    if problems := check_costs(lines, clock.today(job.firm.zone), standing_lines):
        raise DomainError("costs", problems[0].message, problems[0].field)
    with transaction.atomic():
        hold(job)
        standing = standing_costs(job)
        if version != version_of(job) or len(lines) < len(standing):
            raise DomainError(
                "version", "The costs were changed in another window. Look at them again.", "costs"
            )
        changed = sum(change_line(cost, line) for cost, line in zip(standing, lines, strict=False))
        added = tuple(line for line in lines[len(standing) :] if line.is_included)
        _add_lines(job, added)
        if not changed and not added:
            raise DomainError("unchanged", "Nothing is changed yet.", "costs")
        record_event("job.costs_changed", job, user, lines=changed + len(added))
    return changed + len(added)


def hold(job: Job) -> None:
    """Keep a job of the book for this transaction; refused once it is in XPM. An UPDATE locks on every database."""
    if not Job.across_firms.filter(IN_BOOK, pk=job.pk).update(state=F("state")):
        raise DomainError("moved_on", MOVED_ON)


def standard_job_label(job: Job) -> str:
    """The standard job's name on screen."""
    return str(KINDS[job.standard_job].label) if job.standard_job in KINDS else ""


def _add_lines(job: Job, lines: tuple[CostDraft, ...]) -> None:
    last = job.costs.aggregate(last=Max("position"))["last"] or 0
    for number, line in enumerate(lines, start=last + 1):
        cost = Cost(firm_id=job.firm_id, job=job, position=number, code=line.code, source=line.source)
        fill_cost(cost, line)


def _person(firm: Firm, pk: int | None) -> User | None:
    if pk is None:
        return None
    user = User.objects.filter(firm=firm, is_active=True, pk=pk).first()
    if user is None:
        raise DomainError(
            "gone", "Somebody chosen for the job may not sign in any more. Choose again.", "staff"
        )
    return user
