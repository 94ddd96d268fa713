"""Queueing a message, and sending it: the intent is committed first, an unknown outcome is never repeated."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import formataddr, make_msgid, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils.encoding import punycode

from minutebook.core.blobs import read_blob
from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm, User, record_event
from minutebook.work import clock
from minutebook.work.lease import Lease
from minutebook.work.services import enqueue

from .models import Message
from .sending import Handed, hand_over

SEND = "mail.send"
Status = Message.Status
REPEATABLE = (Status.REFUSED, Status.UNKNOWN, Status.STOPPED)
WAITING = (Status.QUEUED, Status.SENDING)
MOST_RECIPIENTS = 20
MOST_SUBJECT = 300
TRY_AGAIN_AFTER = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=1)
_STATUSES = {Handed.TAKEN: Status.SENT, Handed.REFUSED: Status.REFUSED, Handed.UNKNOWN: Status.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Recipient:
    """A name and an address."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message as composed: to whom, what, and which stored files."""

    recipients: tuple[Recipient, ...]
    subject: str
    body: str
    label: str = ""
    link: str = ""
    attachments: tuple[dict[str, str], ...] = ()

    def with_files(self, attachments: list[dict[str, str]]) -> "Outgoing":
        """The same message with these files (name, digest, type)."""
        return replace(self, attachments=tuple(attachments))


def queue_message(firm: Firm, user: User | None, outgoing: Outgoing) -> Message:
    """Write the message into the Outbox and wake the worker, in the caller's transaction."""
    check_message(outgoing)
    message: Message = Message.across_firms.create(
        firm=firm,
        recipients=[{"name": one.name, "email": one.email} for one in outgoing.recipients],
        subject=outgoing.subject.strip(),
        body=outgoing.body,
        label=outgoing.label,
        link=outgoing.link,
        attachments=list(outgoing.attachments),
        message_id=make_msgid(domain="minutebook.invalid"),
        asked_by=user,
    )
    record_event("message.queued", message, user, recipients=len(outgoing.recipients))
    enqueue(SEND, firm.pk, message.pk)
    return message


def check_message(outgoing: Outgoing) -> None:
    """Refuse what would not arrive or would break a header, with the field it belongs to."""
    if not outgoing.recipients:
        raise DomainError("recipients", "Choose at least one recipient.", "recipients")
    if len(outgoing.recipients) > MOST_RECIPIENTS:
        raise DomainError(
            "recipients", f"A message takes at most {MOST_RECIPIENTS} recipients.", "recipients"
        )
    for recipient in outgoing.recipients:
        _check_recipient(recipient)
    if not outgoing.subject.strip():
        raise DomainError("subject", "Write a subject.", "subject")
    if len(outgoing.subject.strip()) > MOST_SUBJECT:
        raise DomainError(
            "subject", f"The subject has more than {MOST_SUBJECT} characters. Shorten it.", "subject"
        )
    if any(char in outgoing.subject for char in "\r\n"):
        raise DomainError("subject", "The subject is one line. Take the line break out.", "subject")


def send_message(message: Message, lease: Lease) -> datetime | None:
    """Send one queued message; gives the moment to try again when provably nothing was sent.

    A crash or a broken connection in the middle leaves "may have been sent".
    """
    if message.status == Status.SENDING:
        _close(message, lease, Status.UNKNOWN, "The worker stopped while it was being sent.")
    if message.status != Status.QUEUED:
        return None
    try:
        _require_asker(message)
        mail = _compose(message)
    except DomainError as error:
        _close(message, lease, Status.REFUSED, error.message)
        return None
    if not _begin(message, lease):
        return None
    answer = hand_over(mail)
    if answer.handed is Handed.NOT_SENT:
        return _try_later(message, lease, answer.words)
    _close(message, lease, _STATUSES[answer.handed], answer.words)
    return None


def send_again(message: Message, user: User) -> None:
    """Send a refused, stopped or doubtful message again, because a person says so."""
    with transaction.atomic():
        again = Message.across_firms.filter(pk=message.pk, status__in=REPEATABLE, called_back="")
        if not again.update(status=Status.QUEUED, problem="", asked_by=user):
            raise _not_again(message)
        record_event("message.sent_again", message, user)
        enqueue(SEND, message.firm_id, message.pk)


def try_now(message: Message) -> None:
    """Try a waiting message at once instead of at its next time."""
    if not Message.across_firms.filter(pk=message.pk, status=Status.QUEUED).exists():
        raise _moved_on(message, "tried again")
    enqueue(SEND, message.firm_id, message.pk, is_urgent=True)


def stop_message(message: Message, user: User) -> None:
    """Keep a waiting message from going out; refused once it is with the mail server. It may be sent again later."""
    with transaction.atomic():
        waiting = Message.across_firms.filter(pk=message.pk, status=Status.QUEUED)
        if not waiting.update(status=Status.STOPPED, problem=f"{user} stopped it before it was sent."):
            raise _moved_on(message, "stopped")
        record_event("message.stopped", message, user)


def call_back(message: Message, because: str, user: User) -> None:
    """Keep a message that is no longer true from going out, now and ever; in the caller's transaction.

    One that the mail server is being given at this moment may still arrive; it is not tried a second time.
    """
    rows = Message.across_firms.filter(pk=message.pk).exclude(status=Status.SENT)
    if not rows.update(called_back=because[:300]):
        return
    not_out = rows.filter(status__in=(Status.QUEUED, Status.REFUSED))
    if not_out.update(status=Status.STOPPED, problem=because[:300]):
        record_event("message.stopped", message, user)


def given_up_at(message: Message) -> datetime:
    """Until when a message is tried again by itself."""
    return message.created_at + GIVE_UP_AFTER


def _check_recipient(recipient: Recipient) -> None:
    try:
        validate_email(recipient.email)
    except ValidationError as error:
        raise DomainError(
            "recipients", f"{recipient.email!r} is not an e-mail address. Correct it.", "recipients"
        ) from error
    if any(char in recipient.name for char in "\r\n"):
        raise DomainError("recipients", "A recipient's name is one line.", "recipients")


def _require_asker(message: Message) -> None:
    """Nothing goes out in the name of somebody who may no longer sign in."""
    asker = message.asked_by
    if asker is not None and not asker.is_active:
        raise DomainError(
            "asker_gone",
            f"{asker} asked for it and may no longer sign in. Somebody else sends it again from here.",
        )


def _compose(message: Message) -> EmailMessage:
    firm: Firm = message.firm
    mail = EmailMessage(
        subject=_one_line(message.subject),
        body=message.body,
        from_email=_mailbox(firm.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        to=[_mailbox(one["name"], one["email"]) for one in message.recipients],
        reply_to=[firm.email] if firm.email else None,
        headers={"Message-ID": message.message_id},
    )
    for file in message.attachments:
        mail.attach(file["name"], read_blob(file["digest"]), file["type"])
    return mail


def _mailbox(name: str, address: str) -> str:
    """Name and address for a header; a domain in other letters as the mail system writes it."""
    local, _, domain = address.rpartition("@")
    return formataddr((_one_line(name), f"{local}@{punycode(domain)}"))


def _one_line(text: str) -> str:
    """Without line breaks of any kind: the mail library takes a vertical tab or a paragraph sign for one too."""
    return " ".join(text.split())


def _begin(message: Message, lease: Lease) -> bool:
    """Commit that it is being sent, unless somebody has stopped it since it was read."""
    with transaction.atomic():
        lease.hold()
        begun = Message.across_firms.filter(pk=message.pk, status=Status.QUEUED).update(status=Status.SENDING)
    message.refresh_from_db(fields=["status", "problem"])
    return bool(begun)


def _try_later(message: Message, lease: Lease, problem: str) -> datetime | None:
    """Nothing was sent: queue it again for a day, then leave it to a person."""
    now = clock.now()
    if now > given_up_at(message):
        _close(message, lease, Status.REFUSED, f"{problem} An administrator checks the mail settings.")
        return None
    _close(message, lease, Status.QUEUED, f"{problem} It is tried again by itself.")
    return None if message.status == Status.STOPPED else now + TRY_AGAIN_AFTER


def _not_again(message: Message) -> DomainError:
    message.refresh_from_db()
    if message.called_back:
        return DomainError("called_back", f"It is not sent again: {message.called_back}")
    return DomainError("not_resendable", "This message is sent already, or on its way.")


def _moved_on(message: Message, what: str) -> DomainError:
    message.refresh_from_db()
    if message.status == Status.SENDING:
        words = "It is being given to the mail server at this moment. Look again in a minute."
        return DomainError("sending", f"It cannot be {what}. {words}")
    state = message.get_status_display().lower()
    return DomainError("moved_on", f"It cannot be {what}: its state is “{state}” meanwhile.")


def _close(message: Message, lease: Lease, status: Status, problem: str) -> None:
    with transaction.atomic():
        lease.hold()
        # Locked, so that whoever stops it at this moment is seen here, or sees this.
        now = Message.across_firms.select_for_update(of=("self",)).get(pk=message.pk)
        if now.status == Status.STOPPED:
            status, problem = Status.STOPPED, now.problem
        elif now.called_back and status in (Status.QUEUED, Status.REFUSED):
            status, problem = Status.STOPPED, now.called_back
        message.status, message.problem = status, problem[:300]
        message.sent_at = clock.now() if status == Status.SENT else None
        message.save(update_fields=["status", "problem", "sent_at"])
