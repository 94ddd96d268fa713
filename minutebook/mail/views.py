"""The Outbox: every message the firm sends, to look at. Sending itself stands in `operations.py`."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from minutebook.core.http import see_other
from minutebook.core.pages import page_of, search_text
from minutebook.core.sheets import csv_answer
from minutebook.core.templatetags.show import moment
from minutebook.core.text import fold
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from .live import message_context
from .models import Message
from .services import REPEATABLE, send_again, stop_message, try_now

HEAD = ("Subject", "To", "Pack", "State", "Problem", "Made", "Sent", "Asked for by")


@needs("view")
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """All messages, the newest first, by state."""
    text, status = search_text(request), request.GET.get("status", "")
    found = _matching(request)
    counts = dict(found.order_by().values_list("status").annotate(Count("pk")))
    context = {
        "page": page_of(_of_status(request, found), request),
        "text": text,
        "status": status,
        "total": sum(counts.values()),
        "chips": [
            (value, label, counts[value]) for value, label in Message.Status.choices if value in counts
        ],
        "is_first_run": not text and not counts,
    }
    return render(request, "mail/outbox.html", context)


@needs("view")
@require_safe
def outbox_export(request: HttpRequest) -> HttpResponse:
    """The list as it is searched and filtered now, as CSV, all pages of it."""
    zone = firm_of(request).time_zone
    rows = _of_status(request, _matching(request)).select_related("asked_by")
    cells = (_cells(message, zone) for message in rows.iterator(chunk_size=500))
    return csv_answer(f"outbox-{today(firm_of(request).zone).isoformat()}.csv", HEAD, cells)


@needs("view")
@require_safe
def message_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as it was or will be sent."""
    message = _message(request, pk)
    context = {
        "message": message,
        "can_repeat": message.status in REPEATABLE and not message.called_back,
        **message_context(message),
    }
    return render(request, "mail/message_page.html", context)


@needs("view")
@require_safe
def message_state(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a message, asked for every two seconds while it is on its way."""
    message = _message(request, pk)
    return render(request, "mail/_live.html", {"message": message, **message_context(message)})


@needs("release")
@require_POST
def message_again(request: FirmRequest, pk: int) -> HttpResponse:
    """Send a refused message again; one that may have been sent, because a person says so."""
    message = _message(request, pk)
    send_again(message, request.user)
    messages.success(request, "The message is sent again now.")
    return see_other("message_page", message.pk)


@needs("release")
@require_POST
def message_now(request: FirmRequest, pk: int) -> HttpResponse:
    """Try a waiting message at once."""
    message = _message(request, pk)
    try_now(message)
    messages.success(request, "The message is tried now.")
    return see_other("message_page", message.pk)


@needs("release")
@require_POST
def message_stop(request: FirmRequest, pk: int) -> HttpResponse:
    """Keep a waiting message from going out."""
    message = _message(request, pk)
    stop_message(message, request.user)
    messages.success(request, "The message is stopped. Nothing of it was sent.")
    return see_other("message_page", message.pk)


def _matching(request: HttpRequest) -> QuerySet[Any]:
    rows, text = Message.objects.for_firm(firm_of(request)), search_text(request)
    return rows.filter(Q(search_key__contains=fold(text)) | Q(label__icontains=text)) if text else rows


def _of_status(request: HttpRequest, found: QuerySet[Any]) -> QuerySet[Any]:
    status = request.GET.get("status", "")
    return found.filter(status=status) if status in Message.Status.values else found


def _cells(message: Message, zone: str) -> tuple[object, ...]:
    return (
        message.subject,
        ", ".join(one["email"] for one in message.recipients),
        message.label,
        message.get_status_display(),
        message.problem,
        moment(message.created_at, zone),
        moment(message.sent_at, zone),
        message.asked_by,
    )


def _message(request: HttpRequest, pk: int) -> Message:
    rows = Message.objects.for_firm(firm_of(request)).select_related("asked_by")
    message: Message = get_object_or_404(rows, pk=pk)
    return message
