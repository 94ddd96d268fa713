"""Connecting: to Xero's consent page, back from it, the choice among several practices, and disconnecting."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import asks_again, needs

from ..consent import (
    AtXero,
    begin_consent,
    choose_practice,
    claim_consent,
    disconnect,
    open_choice,
    receive_code,
)
from ..forms import PracticeForm
from ..models import Connection
from ..queries import current_connection
from .shared import back_to_settings, see_settings

TRIPS = "xero_trips"
MOST_TRIPS = 5


@needs("settings")
@require_POST
@asks_again
def connect(request: FirmRequest) -> HttpResponse:
    """Go to Xero's consent page."""
    try:
        consent, address = begin_consent(request.user)
    except DomainError as error:
        return back_to_settings(request, error)
    # Bound to this browser too: a link with somebody else's answer connects nothing.
    request.session[TRIPS] = [*request.session.get(TRIPS, []), consent.pk][-MOST_TRIPS:]
    return HttpResponseRedirect(address, status=303)


@needs("settings")
@require_GET
def callback(request: FirmRequest) -> HttpResponse:
    """Back from Xero, whose redirect is a GET: it may change state because `state` works once, here, for this user."""
    try:
        consent = claim_consent(request.user, request.GET.get("state", ""), request.session.get(TRIPS, []))
        _require_allowed(request)
        connection = receive_code(consent, request.GET.get("code", ""))
    except DomainError as error:
        return back_to_settings(request, error)
    if connection is None:
        return see_other("practice_choice", consent.pk)
    return _connected(request, connection)


@needs("settings")
def practice_choice(request: FirmRequest, pk: int) -> HttpResponse:
    """Xero showed several practices: choose one."""
    try:
        consent = open_choice(request.user, pk)
    except DomainError as error:
        return back_to_settings(request, error)
    form = PracticeForm(consent.tenants, request.POST or None)
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        context = {"form": form, "consent": consent}
        return render(request, "practice_manager/practice_choice.html", context, status=status)
    return _connected(request, choose_practice(consent, form.cleaned_data["tenant_id"]))


@needs("settings")
@require_POST
@asks_again
def disconnection(request: FirmRequest, pk: int) -> HttpResponse:
    """End a connection."""
    connection = get_object_or_404(Connection.objects.for_firm(firm_of(request)), pk=pk)
    at_xero, name = disconnect(connection, request.user), connection.tenant_name
    if at_xero is AtXero.NOT_TOLD:
        messages.warning(
            request,
            f"{name} is disconnected here, but Xero could not be told. "
            "Remove Minutebook in Xero under Settings, Connected apps.",
        )
    else:
        stays = " At Xero it stays: another firm here uses this practice too." * (at_xero is AtXero.STAYS)
        messages.success(request, f"{name} is disconnected.{stays} Links to contacts were kept.")
    return see_other("practice_manager_settings")


def _require_allowed(request: FirmRequest) -> None:
    problem = request.GET.get("error", "")
    if problem == "access_denied":
        raise DomainError("denied", "You chose Cancel at Xero: nothing was connected.")
    if problem:
        raise DomainError(
            "consent_refused",
            "Xero did not offer the consent. Usually the app is not approved for practice manager access yet, or "
            "one of its scopes is not; the first point of the checklist says more.",
        )


def _connected(request: FirmRequest, connection: Connection) -> HttpResponse:
    messages.success(request, f"{connection.tenant_name} is connected. Its lists are being read now.")
    current = current_connection(connection.firm)
    if current is None or current == connection:
        return see_other("integration")
    messages.info(
        request,
        f"Jobs still go to {current.tenant_name}. Switch on jobs below, and they go to the new practice.",
    )
    return see_settings(connection)
