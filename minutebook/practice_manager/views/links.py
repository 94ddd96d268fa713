"""Linking by a person: from a client to its contact, or from a contact to its client."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from minutebook.contacts.models import Contact
from minutebook.contacts.queries import matching_contacts
from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.core.pages import search_text
from minutebook.core.text import read_id
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs

from ..integration import search_clients
from ..matching import (
    archived_clients,
    free_contacts,
    link_client,
    linked_client,
    shared_acns,
    suggest_clients,
    suggest_contacts,
    unlink_client,
)
from ..models import Client
from ..queries import current_connection
from ..rules import valid_acn
from .shared import may_link

MOST_FOUND = 20


@needs("view")
@require_GET
def client_page(request: FirmRequest, pk: int) -> HttpResponse:
    """What XPM says of a client, and the contact it is or may be."""
    client = _client(request, pk)
    text = search_text(request)
    context = {
        "client": client,
        "may_link": may_link(request),
        "has_wrong_acn": bool(client.company_number) and not valid_acn(client.company_number),
        "shares_acn": valid_acn(client.company_number) in shared_acns(client.connection),
        "suggestions": [] if client.contact_id else suggest_contacts(client),
        "search": text,
        "found": _search_contacts(client, text) if text else [],
    }
    return render(request, "practice_manager/client_page.html", context)


@needs("view")
@require_GET
def contact_client(request: FirmRequest, pk: int) -> HttpResponse:
    """The client that a contact is in XPM, or may be; choose it here."""
    contact = get_object_or_404(Contact.objects.for_firm(firm_of(request)), pk=pk)
    connection = current_connection(contact.firm)
    if connection is None:
        raise DomainError("not_connected", "Connect Xero Practice Manager in Settings first.")
    linked = linked_client(contact, connection)
    is_open = linked is None or linked.is_gone
    text = search_text(request)
    context = {
        "contact": contact,
        "may_link": may_link(request),
        "connection": connection,
        "linked": linked,
        "is_open": is_open,
        "suggestions": suggest_clients(contact, connection) if is_open else [],
        "archived": archived_clients(contact, connection) if is_open else [],
        "search": text,
        "found": search_clients(connection, text, MOST_FOUND) if text else [],
    }
    return render(request, "practice_manager/contact_client.html", context)


@needs("link clients")
@require_POST
def link(request: FirmRequest, pk: int) -> HttpResponse:
    """Link a client to the contact that was chosen."""
    client = _client(request, pk)
    contact = get_object_or_404(Contact.objects.for_firm(firm_of(request)), pk=_posted_id(request, "contact"))
    link_client(contact, client, request.user)
    messages.success(request, f"{client.name} in XPM is now linked to {contact.name}.")
    return see_other("client_page", client.pk)


@needs("link clients")
@require_POST
def link_removal(request: FirmRequest, pk: int) -> HttpResponse:
    """Unlink a client."""
    client = _client(request, pk)
    unlink_client(client, request.user)
    messages.success(request, f"{client.name} is unlinked. It will not be linked again by itself.")
    return see_other("client_page", client.pk)


def _client(request: FirmRequest, pk: int) -> Client:
    rows = Client.objects.for_firm(firm_of(request)).select_related("contact", "connection")
    client: Client = get_object_or_404(rows, pk=pk)
    return client


def _search_contacts(client: Client, text: str) -> list[Contact]:
    free = free_contacts(client.connection).values("pk")
    return list(matching_contacts(client.firm, text).filter(pk__in=free)[:MOST_FOUND])


def _posted_id(request: FirmRequest, name: str) -> int:
    pk = read_id(request.POST.get(name, ""))
    if pk is None:
        raise Http404(name)
    return pk
