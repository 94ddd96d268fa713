"""Contacts Integration: the board of clients, the progress of a reading, and asking for one."""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.core.pages import page_of, search_text, sort_of
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.work.worker import worker_is_alive

from ..integration import SORT_KEYS, Board, Status, board
from ..matching import shared_acns
from ..models import Client, Connection
from ..queries import asked_connection, current_connection
from ..reading import STEPS
from ..rules import valid_acn
from ..sync import ask_for_reading
from .shared import may_link, see_settings


@needs("view")
@require_safe
def integration(request: FirmRequest) -> HttpResponse:
    """The clients of the practice manager and which of our contacts they are."""
    connection = current_connection(firm_of(request))
    if connection is None:
        return render(request, "practice_manager/integration_page.html", {"connection": None})
    text, status = search_text(request), _status(request)
    sort = sort_of(request, SORT_KEYS)
    found = board(connection, text, status, sort)
    page = page_of(found.client_ids, request)
    context = {
        "may_link": may_link(request),
        "page": page,
        "rows": _rows(found, list(page.object_list), connection),
        "chips": _chips(found, status),
        "sort": sort,
        "search": text,
        "status": status or "",
        **_progress(connection),
    }
    return render(request, "practice_manager/integration_page.html", context)


@needs("view")
@require_safe
def reading(request: FirmRequest) -> HttpResponse:
    """How far the reading is (asked every two seconds); when it has ended, the page is to be loaded anew."""
    connection = current_connection(firm_of(request))
    if connection is None or not connection.sync_step:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "practice_manager/_reading.html", _progress(connection))


@needs("link clients")
@require_POST
def reading_start(request: FirmRequest) -> HttpResponse:
    """Read all lists now."""
    current = current_connection(firm_of(request))
    connection = asked_connection(firm_of(request), request.POST.get("practice", ""))
    if connection is None or connection.status != Connection.Status.CONNECTED:
        raise DomainError("not_connected", "Connect Xero Practice Manager in Settings first.")
    with transaction.atomic():
        ask_for_reading(connection)
    return see_other("integration") if connection == current else see_settings(connection)


def _progress(connection: Connection) -> dict[str, object]:
    """How many lists are read, for the line that shows a reading."""
    step = connection.sync_step
    done = STEPS.index(step) if step in STEPS else 0
    return {
        "connection": connection, "steps": len(STEPS), "steps_done": done, "worker_is_alive": worker_is_alive(),
    }  # fmt: skip


def _status(request: FirmRequest) -> Status | None:
    wanted = request.GET.get("status", "")
    return Status(wanted) if wanted in set(Status) else None


def _chips(found: Board, chosen: Status | None) -> list[dict[str, object]]:
    """All, then each status; 'Deleted in XPM' only when there are some."""
    chips: list[dict[str, object]] = [
        {"key": "", "label": "All", "count": found.counts.total(), "is_chosen": chosen is None}
    ]
    chips += [
        {"key": status, "label": status.label, "count": found.counts[status], "is_chosen": status == chosen}
        for status in Status
        if status != Status.GONE or found.counts[status] or status == chosen
    ]
    return chips


def _rows(found: Board, ids: list[int], connection: Connection) -> list[dict[str, object]]:
    clients = Client.objects.for_firm(connection.firm_id).select_related("contact").in_bulk(ids)
    guesses = {pk: found.guesses[pk] for pk in ids if pk in found.guesses}
    contacts = Contact.objects.for_firm(connection.firm_id).in_bulk(
        [one.contact_id for one in guesses.values()]
    )
    shared = shared_acns(connection)
    return [
        {
            "client": clients[pk],
            "shares_acn": valid_acn(clients[pk].company_number) in shared,
            "has_wrong_acn": bool(clients[pk].company_number) and not valid_acn(clients[pk].company_number),
            "status": found.statuses[pk],
            "guess": guesses.get(pk),
            "guessed": contacts.get(guesses[pk].contact_id) if pk in guesses else None,
        }
        for pk in ids
        if pk in clients
    ]
