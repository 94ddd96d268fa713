"""What a page shows of a message on its way: when it is tried next, until when, and whether anybody does it."""

from datetime import datetime
from typing import Any

from minutebook.work.models import Operation
from minutebook.work.worker import worker_is_alive

from .models import Message
from .services import SEND, given_up_at


def message_context(message: Message) -> dict[str, Any]:
    """What `mail/_what_now.html` takes beside the message."""
    return {
        "next_try": next_try(message),
        "given_up_at": given_up_at(message),
        "worker_is_alive": worker_is_alive(),
    }


def next_try(message: Message) -> datetime | None:
    """When a waiting message is tried next; None where it does not wait, or is being tried."""
    if message.status != Message.Status.QUEUED:
        return None
    ready = Operation.objects.for_firm(message.firm_id).filter(kind=SEND, subject_id=message.pk)
    found: datetime | None = (
        ready.filter(status=Operation.Status.READY).values_list("due_at", flat=True).first()
    )
    return found
