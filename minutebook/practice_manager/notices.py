"""Asking that people be told by e-mail when a person is needed; `jobs` writes the message, since it knows the jobs."""

from datetime import timedelta

from minutebook.work import clock
from minutebook.work.services import enqueue

from .models import Connection, Delivery

NOTICE = "practice_manager.notice"
ASKS_PERSON = (Delivery.Status.QUESTION, Delivery.Status.REFUSED)
# What goes wrong often goes wrong for many at once: they are gathered into one message.
GATHER = timedelta(minutes=1)


def ask_for_notice(connection: Connection) -> None:
    """Tell soon, in one message, all that needs a person by then."""
    if connection.notice_emails:
        enqueue(NOTICE, connection.firm_id, connection.pk, clock.now() + GATHER)
