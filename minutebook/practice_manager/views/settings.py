"""Settings of the practice manager: the checklist in order, and the forms on it."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from minutebook.core.errors import DomainError
from minutebook.core.http import add_refusal
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs

from ..checklist import checklist
from ..forms import NoticesForm, NumberingForm, StaffForm, StatesForm
from ..matching import link_staff
from ..models import Connection
from ..queries import asked_connection
from ..services import (
    JobHabits,
    activate,
    deactivate,
    pause,
    resume,
    set_habits,
    set_notice_emails,
    set_states,
)
from ..traffic import traffic_of
from .shared import back_to_settings, see_settings


@needs("settings")
@require_GET
def settings_page(request: FirmRequest) -> HttpResponse:
    """The whole checklist; `?practice=` shows another practice than the one that jobs go to."""
    return _page(request, asked_connection(firm_of(request), request.GET.get("practice", "")))


@needs("settings")
@require_POST
def states(request: FirmRequest, pk: int) -> HttpResponse:
    """Save the states' names and codes."""
    connection = _connection(request, pk)
    form = StatesForm(connection, request.POST)
    if not form.is_valid():
        return _page(request, connection, states_form=form)
    set_states(connection, form.names(), request.user)
    messages.success(request, "Job states were saved.")
    return see_settings(connection)


@needs("settings")
@require_POST
def staff(request: FirmRequest, pk: int) -> HttpResponse:
    """Save which member of staff each user is."""
    connection = _connection(request, pk)
    form = StaffForm(connection, request.POST)
    if not form.is_valid():
        return _page(request, connection, staff_form=form)
    link_staff(connection, form.choices(), request.user)
    messages.success(request, "Staff were saved.")
    return see_settings(connection)


@needs("settings")
@require_POST
def numbering(request: FirmRequest, pk: int) -> HttpResponse:
    """Save whose job numbers are used, where our reference stands, and what goes along."""
    connection = _connection(request, pk)
    form = NumberingForm(request.POST, instance=connection)
    if not form.is_valid():
        return _page(request, connection, numbering_form=form)
    try:
        set_habits(connection, JobHabits(**form.cleaned_data), request.user)
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, connection, numbering_form=form)
    messages.success(request, "How jobs are made was saved. It holds for jobs from now on.")
    return see_settings(connection)


@needs("settings")
@require_POST
def activation(request: FirmRequest, pk: int) -> HttpResponse:
    """Switch on jobs."""
    connection = _connection(request, pk)
    try:
        activate(connection, request.user)
    except DomainError as error:
        return back_to_settings(request, error)
    messages.success(request, "Jobs are switched on: Document Production now offers to add them.")
    return see_settings(connection)


@needs("settings")
@require_POST
def activation_end(request: FirmRequest, pk: int) -> HttpResponse:
    """Switch off jobs."""
    connection = _connection(request, pk)
    deactivate(connection, request.user)
    messages.success(request, "Jobs are switched off. Jobs that are being made go on.")
    return see_settings(connection)


@needs("settings")
@require_POST
def notices(request: FirmRequest, pk: int) -> HttpResponse:
    """Save who is told by e-mail when a person is needed."""
    connection = _connection(request, pk)
    form = NoticesForm(connection, request.POST)
    if not form.is_valid():
        return _page(request, connection, notices_form=form)
    set_notice_emails(connection, form.cleaned_data["emails"], request.user)
    messages.success(request, "The addresses were saved.")
    return see_settings(connection)


@needs("settings")
@require_POST
def calls_pause(request: FirmRequest, pk: int) -> HttpResponse:
    """Send nothing to the practice until it is resumed."""
    connection = _connection(request, pk)
    pause(connection, request.user)
    messages.success(
        request, "Calls to XPM are paused. What was under way at this moment ends; the rest waits."
    )
    return see_settings(connection)


@needs("settings")
@require_POST
def calls_pause_end(request: FirmRequest, pk: int) -> HttpResponse:
    """Go on with what waits."""
    connection = _connection(request, pk)
    resume(connection, request.user)
    messages.success(request, "Calls to XPM go on. What waited is sent now.")
    return see_settings(connection)


def _connection(request: FirmRequest, pk: int) -> Connection:
    rows = Connection.objects.for_firm(firm_of(request))
    connection: Connection = get_object_or_404(rows, pk=pk)
    return connection


def _page(request: FirmRequest, connection: Connection | None, **forms: BaseForm) -> HttpResponse:
    """The page, with a form that came back in place of the stored values."""
    context: dict[str, Any] = {"checklist": checklist(firm_of(request), connection), "connection": connection}
    if connection is not None:
        context |= {
            "states_form": forms.get("states_form") or StatesForm(connection),
            "staff_form": forms.get("staff_form") or StaffForm(connection),
            "numbering_form": forms.get("numbering_form") or NumberingForm(instance=connection),
            "notices_form": forms.get("notices_form") or NoticesForm(connection),
            "traffic": traffic_of(connection),
        }
    context["failed"] = next(iter(forms.values()), None)
    return render(request, "practice_manager/settings_page.html", context, status=422 if forms else 200)
