"""The job book and XPM: handing jobs over, one with its panel or several at once."""

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.core.pages import page_of
from minutebook.core.text import read_id
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.practice_manager.models import Connection
from minutebook.work.clock import today

from ..book import is_open
from ..hand_over import Proposed, hand_over, jobs_to_hand_over, open_jobs, propose_hand_over
from ..models import Job
from ..panel import ELSEWHERE, Panel, edit_lines, link_from
from ..places import job_connection
from ..readiness import what_stops
from .jobs import job_of

AT_ONCE = 20


@needs("release")
def job_hand_over(request: FirmRequest, pk: int) -> HttpResponse:
    """The panel on the job's values, to choose XPM's client, template and staff; "Hand to XPM" queues it, once."""
    job, connection = job_of(request, pk), job_connection(firm_of(request))
    if not is_open(job) or connection is None:
        return see_other("job_page", job.pk)
    proposed = propose_hand_over(job, connection, request.user)
    if request.method != "POST":
        return _show(request, proposed, Panel(request.user, connection, proposed.draft))
    return _act(request, proposed, connection)


@needs("release")
def jobs_hand_over(request: FirmRequest) -> HttpResponse:
    """Jobs of the book as they would be made in XPM; those that lack nothing can be handed over together."""
    firm, connection = firm_of(request), job_connection(firm_of(request))
    if connection is not None and request.method == "POST":
        return _hand_several(request, connection)
    page = page_of(open_jobs(firm), request, AT_ONCE)
    rows = [propose_hand_over(job, connection, request.user) for job in page] if connection else []
    return render(request, "jobs/hand_over_list.html", {"page": page, "rows": rows, "connection": connection})


def _hand_several(request: FirmRequest, connection: Connection) -> HttpResponse:
    """Each in a transaction of its own: one that is refused keeps none of the others back."""
    ids = [pk for text in request.POST.getlist("job") if (pk := read_id(text)) is not None]
    jobs, handed = jobs_to_hand_over(firm_of(request), ids), 0
    for job in jobs:
        proposed, version = (
            propose_hand_over(job, connection, request.user),
            request.POST.get(f"version-{job.pk}", ""),
        )
        try:
            hand_over(job, connection, proposed.draft, version, request.user)
            handed += 1
        except DomainError as error:
            messages.error(request, f"{job.book_number} stays in the job book: {error.message}")
    if gone := len(set(ids)) - len(jobs):
        messages.info(request, f"Not in the job book any more, so left alone: {gone}.")
    if handed:
        messages.success(request, f"Handed to XPM: {handed}. Each is made in the background, once.")
    elif not ids:
        messages.error(request, "Tick at least one job.")
    return see_other("jobs_hand_over")


def _act(request: FirmRequest, proposed: Proposed, connection: Connection) -> HttpResponse:
    """What the pressed button says; everything typed stays on the page until the job is handed over."""
    do, refusals, job = request.POST.get("do", ""), [], proposed.job
    panel = Panel(request.user, connection, proposed.draft, request.POST)
    try:
        typed = edit_lines(request.POST, do, connection, today(job.firm.zone))
        panel = Panel(request.user, connection, proposed.draft, typed)
        if panel.is_elsewhere:
            raise DomainError("elsewhere", ELSEWHERE)
        if panel.is_valid() and do.startswith("link:"):
            link_from(do, panel)
        if panel.is_valid() and do == "hand over" and _hand(request, job, panel, request.POST):
            return see_other("job_page", job.pk)
    except DomainError as error:
        job.refresh_from_db()
        if not is_open(job):
            return see_other("job_page", job.pk)
        refusals.append(error.message)
    return _show(request, proposed, panel, refusals, status=422 if do == "hand over" or refusals else 200)


def _hand(request: FirmRequest, job: Job, panel: Panel, typed: QueryDict) -> bool:
    """Hand it over, unless something is still missing; that is then said at its field."""
    draft = panel.drafted(confirms=True)
    problems = what_stops(draft, panel.connection, today(job.firm.zone))
    panel.show_problems(problems)
    if problems or panel.connection is None:
        return False
    hand_over(job, panel.connection, draft, typed.get("version", ""), request.user)
    messages.success(request, "The job is handed to XPM. It is made there in the background, once.")
    return True


def _show(
    request: FirmRequest,
    proposed: Proposed,
    panel: Panel,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "job": proposed.job,
        "proposed": proposed,
        # What was opened, not what stands now: costs that were changed meanwhile are then noticed.
        "version": request.POST.get("version", proposed.version),
        "panel": panel,
        "refusals": refusals or [],
        "is_confirmed_by_sending": True,
    }
    return render(request, "jobs/job_hand_over.html", context, status=status)
