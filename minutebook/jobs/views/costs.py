"""Review Costs, opened again from a job that exists."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.practice_manager.models import Connection
from minutebook.work.clock import today

from ..book import change_book_costs, is_open
from ..cost_changes import can_change_costs, change_costs
from ..costs_form import CostsForm
from ..models import Job
from ..panel import edit_lines
from .jobs import job_of


@needs("release")
def job_costs(request: FirmRequest, pk: int) -> HttpResponse:
    """The lines of the job; "Change the costs" queues what differs."""
    job = job_of(request, pk)
    if not (is_open(job) or can_change_costs(job)):
        return see_other("job_page", job.pk)
    connection = job.delivery.connection if job.delivery else None
    if request.method != "POST":
        return _show(request, job, CostsForm(job, connection))
    return _act(request, job, connection)


def _act(request: FirmRequest, job: Job, connection: Connection | None) -> HttpResponse:
    do, refusals, form = request.POST.get("do", ""), [], CostsForm(job, connection, request.POST)
    try:
        typed = edit_lines(request.POST, do, connection, today(firm_of(request).zone))
        form = CostsForm(job, connection, typed)
        if do != "change":
            return _show(request, job, form)
        if form.is_valid():
            change = change_costs if connection else change_book_costs
            change(job, form.drafted(), form.version, request.user)
            told = "The costs are changed here; XPM is told now." if connection else "The costs are changed."
            messages.success(request, told)
            return see_other("job_page", job.pk)
    except DomainError as error:
        refusals.append(error.message)
    return _show(request, job, form, refusals, status=422)


def _show(
    request: HttpRequest, job: Job, form: CostsForm, refusals: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "job": job,
        "panel": form,
        "fixed": len(form.standing),
        "refusals": refusals or [],
        "is_confirmed_by_sending": True,
    }
    return render(request, "jobs/job_costs.html", context, status=status)
