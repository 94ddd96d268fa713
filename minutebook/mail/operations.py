"""Background work of this slice: sending a message."""

from datetime import datetime

from minutebook.work.lease import Lease
from minutebook.work.registry import operation

from .models import Message
from .services import SEND, send_message


@operation(SEND)
def send(lease: Lease) -> datetime | None:
    """Send one message."""
    return send_message(
        Message.across_firms.select_related("firm", "asked_by").get(pk=lease.subject_id), lease
    )
