"""A message that waits is stopped, called back or tried at once; what the mail server has is told as it is."""

from typing import Any

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.mail.models import Message
from minutebook.mail.services import call_back, send_again, send_message, stop_message, try_now
from minutebook.mail.tests.server import free_port, mail_server, point_at
from minutebook.mail.tests.test_services import make_due, queued, work
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim

Status = Message.Status


@pytest.fixture
def waiting(firm: Firm, preparer: User, settings: Any) -> Message:
    """A message that was tried once while the mail server was down."""
    point_at(settings, free_port())
    return work(queued(firm, preparer))


def test_stopped_message_is_never_sent_by_itself(waiting: Message, preparer: User, settings: Any) -> None:
    stop_message(waiting, preparer)
    with mail_server(settings) as server:
        make_due()
        message = work(waiting)
    assert (message.status, message.problem, server.taken) == (
        Status.STOPPED,
        "Minh Trần stopped it before it was sent.",
        [],
    )
    assert AuditEvent.across_firms.filter(action="message.stopped").count() == 1


def test_stopped_message_is_sent_when_a_person_says_so(
    waiting: Message, preparer: User, settings: Any
) -> None:
    stop_message(waiting, preparer)
    with mail_server(settings) as server:
        send_again(waiting, preparer)
        assert (work(waiting).status, len(server.taken)) == (Status.SENT, 1)


def test_message_called_back_is_stopped_for_good(waiting: Message, preparer: User) -> None:
    call_back(waiting, "The pack was withdrawn: Wrong", preparer)
    waiting.refresh_from_db()
    assert (waiting.status, waiting.problem) == (Status.STOPPED, "The pack was withdrawn: Wrong")
    with pytest.raises(DomainError) as refused:
        send_again(waiting, preparer)
    assert refused.value.message == "It is not sent again: The pack was withdrawn: Wrong"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Status.QUEUED, Status.STOPPED),
        (Status.REFUSED, Status.STOPPED),
        (Status.SENDING, Status.SENDING),
        (Status.UNKNOWN, Status.UNKNOWN),
        (Status.SENT, Status.SENT),
    ],
)
def test_calling_back_never_says_that_more_is_stopped_than_is(
    firm: Firm, preparer: User, before: str, after: str
) -> None:
    message = queued(firm, preparer)
    Message.across_firms.update(status=before)
    call_back(message, "Withdrawn", preparer)
    message.refresh_from_db()
    assert (message.status, message.called_back) == (after, "" if before == Status.SENT else "Withdrawn")


def test_message_called_back_while_it_is_tried_is_not_tried_again(
    firm: Firm, preparer: User, settings: Any
) -> None:
    """The server turns out to be down: nothing was sent, and nothing will be."""
    point_at(settings, free_port())
    message, lease = queued(firm, preparer), claim("worker")
    assert lease is not None
    Message.across_firms.update(called_back="Withdrawn")
    assert send_message(message, lease) is None
    message.refresh_from_db()
    assert (message.status, message.problem) == (Status.STOPPED, "Withdrawn")


def test_message_stopped_after_the_worker_has_read_it_is_not_sent(
    firm: Firm, preparer: User, settings: Any
) -> None:
    message, lease = queued(firm, preparer), claim("worker")
    assert lease is not None
    stop_message(Message.across_firms.get(pk=message.pk), preparer)
    with mail_server(settings) as server:
        assert send_message(message, lease) is None
    message.refresh_from_db()
    assert (message.status, server.taken) == (Status.STOPPED, [])


def test_message_with_the_mail_server_is_not_said_to_be_stopped(firm: Firm, preparer: User) -> None:
    message = queued(firm, preparer)
    Message.across_firms.update(status=Status.SENDING)
    for act in (lambda: stop_message(message, preparer), lambda: try_now(message)):
        with pytest.raises(DomainError) as refused:
            act()
        assert "being given to the mail server at this moment" in refused.value.message


def test_message_is_tried_at_once(waiting: Message, settings: Any) -> None:
    assert Operation.across_firms.get().due_at > clock.now()
    with mail_server(settings) as server:
        try_now(waiting)
        assert (work(waiting).status, len(server.taken)) == (Status.SENT, 1)
