"""Putting a job right: whether it is billed, calling it off, the new job in its place."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from minutebook.contacts.fields import FreeTextField
from minutebook.core.errors import DomainError
from minutebook.core.http import add_refusal, see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.queries import prerequisites
from minutebook.work.clock import today
from minutebook.work.worker import worker_is_alive

from ..models import Job, JobReading
from ..panel import Panel, edit_lines, link_from, look_from
from ..putting_right import (
    Billing,
    Way,
    billing_of,
    can_replace,
    cancel_job,
    give_up_cancelling,
    has_cancelled_code,
    way_to_cancel,
)
from ..readiness import what_stops
from ..readings import ask_xpm
from ..replacing import old_draft, replace_job
from .jobs import job_of

MAKE = "make"


class CancellationForm(forms.Form):
    """Why the job is called off, and whether a new one takes its place."""

    because = FreeTextField(
        max_length=300,
        label="Reason",
        help_text="It is kept here and, where the job is in XPM, in a note on it.",
    )
    then = forms.ChoiceField(
        choices=[
            ("new", "Make a new job: the panel opens with these values"),
            ("none", "Make no other job"),
        ],
        widget=forms.RadioSelect,
        label="And then?",
    )


@needs("release")
@require_POST
def job_billing_look(request: FirmRequest, pk: int) -> HttpResponse:
    """Ask XPM whether the job is billed, and go on to putting it right."""
    job = job_of(request, pk)
    if job.number and job.delivery:
        ask_xpm(job.delivery.connection, JobReading.Kind.INVOICES, job.number, request.user)
    return see_other("job_cancellation", job.pk)


@needs("release")
@require_safe
def job_billing(request: FirmRequest, pk: int) -> HttpResponse:
    """Whether XPM has answered (asked every two seconds); when it has, the page is to be loaded anew."""
    job = job_of(request, pk)
    billing = billing_of(job)
    if not billing.is_under_way:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "jobs/_billing.html", _billing_context(job, billing))


@needs("release")
def job_cancellation(request: FirmRequest, pk: int) -> HttpResponse:
    """What is known of its invoices; then the reason, and what comes after."""
    job = job_of(request, pk)
    billing, way = billing_of(job), way_to_cancel(job)
    form = CancellationForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            makes_new = form.cleaned_data["then"] == "new"
            cancel_job(job, form.cleaned_data["because"], request.user, makes_new=makes_new)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _told(way))
            return see_other("job_replacement" if makes_new else "job_page", job.pk)
    context = _billing_context(job, billing) | {
        "way": way.value,
        "form": form,
        "can_replace": can_replace(job),
        "has_code": has_cancelled_code(job),
    }
    return render(request, "jobs/job_cancellation.html", context, status=422 if form.errors else 200)


@needs("release")
@require_POST
def job_cancellation_end(request: FirmRequest, pk: int) -> HttpResponse:
    """Keep the job after all, where XPM refused to cancel it."""
    job = job_of(request, pk)
    give_up_cancelling(job, request.user)
    messages.success(request, "The job is kept. Nothing more of it is changed in XPM.")
    return see_other("job_page", job.pk)


@needs("release")
def job_replacement(request: FirmRequest, pk: int) -> HttpResponse:
    """The panel with the old job's values; "Make the new job" asks for it, once."""
    job = job_of(request, pk)
    connection = prerequisites(job.firm).connection if prerequisites(job.firm).ready else None
    if not can_replace(job) or connection is None:
        return see_other("job_page", job.replaced_by_id or job.pk)
    if request.method != "POST":
        return _show(request, job, Panel(request.user, connection, old_draft(job, today(job.firm.zone))))
    return _act(request, job, connection)


def _act(request: FirmRequest, job: Job, connection: Connection) -> HttpResponse:
    do, refusals, old = request.POST.get("do", ""), [], old_draft(job, today(job.firm.zone))
    panel = Panel(request.user, connection, old, request.POST)
    try:
        typed = edit_lines(request.POST, do, connection, today(firm_of(request).zone))
        panel = Panel(request.user, connection, old, typed)
        if panel.is_valid() and do.startswith("link:"):
            link_from(do, panel)
        if panel.is_valid():
            look_from(do, panel)
        if panel.is_valid() and do == MAKE and (new := _make(request, job, panel)):
            return see_other("job_page", new.pk)
    except DomainError as error:
        refusals.append(error.message)
    return _show(request, job, panel, refusals, status=422 if do == MAKE or refusals else 200)


def _make(request: FirmRequest, job: Job, panel: Panel) -> Job | None:
    draft = panel.drafted(confirms=True)
    problems = what_stops(draft, panel.connection, today(firm_of(request).zone))
    panel.show_problems(problems)
    if problems:
        return None
    new = replace_job(job, draft, request.user)
    messages.success(request, "The new job is asked for. The old one stays listed as replaced.")
    return new


def _show(
    request: HttpRequest, job: Job, panel: Panel, refusals: list[str] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "job": job,
        "panel": panel,
        "billing": billing_of(job),
        "refusals": refusals or [],
        "is_confirmed_by_sending": True,
    }
    return render(request, "jobs/job_replacement.html", context, status=status)


def _billing_context(job: Job, billing: Billing) -> dict[str, object]:
    return {"job": job, "billing": billing, "worker_is_alive": worker_is_alive()}


def _told(way: Way) -> str:
    if way == Way.DROP:
        return "The job is called off: it is not made in XPM."
    return "The job is called off here; XPM is told now."
