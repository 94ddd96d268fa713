"""Putting a refused job right: the whole panel while XPM has no job, else the refused lines and the team."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.practice_manager.models import Connection
from minutebook.work.clock import today

from ..corrections import draft_of
from ..lines import with_dates
from ..models import Job
from ..panel import Panel, edit_lines, link_from, look_from
from ..parts_form import PartsForm
from ..progress import progress_of
from ..readiness import what_stops
from ..services import correct_job
from .jobs import job_of

SEND = "send again"


@needs("release")
def job_correction(request: FirmRequest, pk: int) -> HttpResponse:
    """What was refused, to be put right and sent again under the same reference."""
    job = job_of(request, pk)
    progress = progress_of(job)
    if job.delivery is None or progress is None or not progress.can_correct:
        return _to_job(job)
    connection = job.delivery.connection
    if job.number:
        return _parts(request, job, connection)
    if request.method != "POST":
        return _show(request, job, Panel(request.user, connection, draft_of(job)))
    return _whole(request, job, connection)


def _whole(request: FirmRequest, job: Job, connection: Connection) -> HttpResponse:
    """What the pressed button says; everything typed stays on the page until it is sent."""
    do, refusals = request.POST.get("do", ""), []
    panel = _panel(request, job, connection, request.POST)
    try:
        typed = edit_lines(request.POST, do, connection, today(firm_of(request).zone))
        panel = _panel(request, job, connection, typed)
        if panel.is_valid() and do.startswith("link:"):
            link_from(do, panel)
        if panel.is_valid():
            look_from(do, panel)
        if panel.is_valid() and do == SEND and _send(request, job, panel):
            return _to_job(job)
    except DomainError as error:
        refusals.append(error.message)
    return _show(request, job, panel, refusals, status=422 if do == SEND or refusals else 200)


def _send(request: FirmRequest, job: Job, panel: Panel) -> bool:
    """Send it again, unless something is still missing; that is then said at its field."""
    draft = panel.drafted(confirms=True)
    problems = what_stops(draft, panel.connection, today(firm_of(request).zone))
    panel.show_problems(problems)
    if problems:
        return False
    correct_job(job, draft, request.user)
    messages.success(request, "The job is put right and sent again.")
    return True


def _panel(request: FirmRequest, job: Job, connection: Connection, typed: QueryDict) -> Panel:
    return Panel(request.user, connection, draft_of(job), typed)


def _parts(request: FirmRequest, job: Job, connection: Connection) -> HttpResponse:
    typed: QueryDict | None = request.POST if request.method == "POST" else None
    is_dating = typed is not None and typed.get("do") == "date lines"
    if typed is not None and is_dating:
        typed = with_dates(typed, show_date(today(firm_of(request).zone)))
    form = PartsForm(job, request.user, connection, typed)
    refusals = []
    if typed is not None and not is_dating and form.is_valid():
        try:
            form.correct(request.user)
        except DomainError as error:
            refusals.append(error.message)
        else:
            messages.success(request, "What was refused is put right and sent again.")
            return _to_job(job)
    status = 422 if typed is not None and not is_dating else 200
    context = _about(job) | {"form": form, "refusals": refusals}
    return render(request, "jobs/job_correction_parts.html", context, status=status)


def _show(
    request: HttpRequest, job: Job, panel: Panel, refusals: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = _about(job) | {"panel": panel, "refusals": refusals or [], "is_confirmed_by_sending": True}
    return render(request, "jobs/job_correction.html", context, status=status)


def _about(job: Job) -> dict[str, Any]:
    return {"job": job, "progress": progress_of(job)}


def _to_job(job: Job) -> HttpResponse:
    return see_other("job_page", job.pk)
