"""The Client field of the panel: suggestions that say who is linked, and what follows from a choice."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from minutebook.contacts.models import Contact
from minutebook.contacts.picker import option_note
from minutebook.contacts.queries import search_contacts
from minutebook.core.errors import DomainError
from minutebook.core.pages import search_text
from minutebook.core.text import read_id
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs, require
from minutebook.practice_manager.models import Client, Connection
from minutebook.practice_manager.queries import current_connection
from minutebook.work.clock import today
from minutebook.work.worker import worker_is_alive

from ..client_choice import client_choice, linked_contacts
from ..open_jobs import ask_for_open_jobs, open_jobs

OPTIONS = 10


@needs("view")
@require_safe
def client_options(request: HttpRequest) -> JsonResponse:
    """Contacts for `?q=`, each with whether it is linked to a client in XPM."""
    firm = firm_of(request)
    found = search_contacts(firm, search_text(request), OPTIONS)
    connection = current_connection(firm)
    linked = linked_contacts(found, connection) if connection else {}
    options = [_option(contact, linked.get(contact.pk)) for contact in found]
    return JsonResponse({"options": options, "add": None})


@needs("view")
@require_safe
def client_state(request: HttpRequest) -> HttpResponse:
    """What follows from choosing `?contact=`: linked, to be linked, or to be created."""
    connection = current_connection(firm_of(request))
    if connection is None:
        raise DomainError("not_connected", "Xero Practice Manager is not connected.")
    pk = read_id(request.GET.get("contact", "")) or 0
    contact = get_object_or_404(Contact.objects.for_firm(firm_of(request)), pk=pk)
    kind = request.GET.get("kind", "")[:40]
    context = {"choice": client_choice(contact, connection)} | _open_jobs(contact, connection, kind, "")
    return render(request, "jobs/_client_state.html", context)


@needs("view")
@require_http_methods(["GET", "HEAD", "POST"])
def client_open_jobs(request: FirmRequest) -> HttpResponse:
    """The open jobs of the client of `contact`; a post asks XPM for them, and needs the right to prepare."""
    firm = firm_of(request)
    connection = current_connection(firm)
    if connection is None:
        raise DomainError("not_connected", "Xero Practice Manager is not connected.")
    asked = request.POST if request.method == "POST" else request.GET
    pk = read_id(asked.get("contact", "")) or 0
    contact = get_object_or_404(Contact.objects.for_firm(firm), pk=pk)
    if request.method == "POST":
        require(request.user, "prepare")
        ask_for_open_jobs(contact, connection, request.user)
    chosen = asked.get("add_to", "")[:60]
    context = _open_jobs(contact, connection, asked.get("kind", "")[:40], chosen)
    return render(request, "jobs/_open_jobs.html", context)


def _open_jobs(contact: Contact, connection: Connection, kind: str, chosen: str) -> dict[str, object]:
    found = open_jobs(contact, connection, kind, today(connection.firm.zone).year)
    is_listed = any(job.number == chosen for job in found.jobs)
    return {
        "open_jobs": found, "add_to": chosen, "is_listed": is_listed, "worker_is_alive": worker_is_alive(),
    }  # fmt: skip


def _option(contact: Contact, client: Client | None) -> dict[str, object]:
    option: dict[str, object] = {"id": contact.pk, "label": contact.name, "note": option_note(contact)}
    if client is None:
        return option | {"pin": "Not in XPM", "level": "warning"}
    if not client.is_usable:
        return option | {"pin": "Archived in XPM", "level": "danger"}
    return option | {"pin": "Linked", "level": "ok"}
