"""One attempt to hand a message to the mail server, and what its answer proves; no rows, no retries."""

import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import Enum
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.dummy import EmailBackend as NoServer
from django.core.mail.backends.smtp import EmailBackend

Refusals = dict[str, tuple[int, bytes]]
TEMPORARY = range(400, 500)
# What went wrong before anything was sent, for people, the narrower class first.
_UNUSABLE: tuple[tuple[type[OSError], str], ...] = (
    (smtplib.SMTPAuthenticationError, "The mail server does not accept the user name and password"),
    (smtplib.SMTPNotSupportedError, "The mail server does not offer what the mail settings ask for"),
    (smtplib.SMTPException, "The mail server does not take messages at the moment"),
    (ssl.SSLError, "No safe connection to the mail server could be made"),
    (ConnectionRefusedError, "The mail server takes no connections: it may be down"),
    (TimeoutError, "The mail server does not answer"),
    (socket.gaierror, "The mail server’s name is not known on the network"),
)
NO_SERVER = "No mail server is set up: whoever runs Minutebook sets MINUTEBOOK_EMAIL_URL."


class Handed(Enum):
    """What is known after one attempt, by what may be done next."""

    TAKEN = "taken"
    NOT_SENT = "not sent"
    REFUSED = "refused"
    UNKNOWN = "not known"


@dataclass(frozen=True, slots=True)
class Answer:
    """The outcome, and what the mail server said, for people; the addresses it left out are in it."""

    handed: Handed
    words: str = ""


def hand_over(mail: EmailMessage) -> Answer:
    """Connect and send once. Until the connection stands nothing can have been sent; after it, only an answer tells."""
    connection = get_connection()
    if isinstance(connection, NoServer):
        return Answer(Handed.NOT_SENT, NO_SERVER)
    try:
        connection.open()
    except OSError as error:
        return Answer(Handed.NOT_SENT, _unusable(error))
    try:
        return _answer(_send(connection, mail))
    except smtplib.SMTPRecipientsRefused as error:
        return _refused([code for code, _ in error.recipients.values()], _listed(error.recipients))
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        return _refused([error.smtp_code], str(error.smtp_code))
    except (smtplib.SMTPHeloError, smtplib.SMTPNotSupportedError) as error:
        return Answer(Handed.NOT_SENT, _unusable(error))
    except OSError:
        return Answer(Handed.UNKNOWN, "The connection broke while it was being sent.")
    finally:
        # The server has answered by now: how the goodbye goes alters nothing.
        with suppress(OSError):
            connection.close()


def _send(connection: Any, mail: EmailMessage) -> Refusals:
    """Send over the open connection; gives the recipients that the server refused while it took the others."""
    if not isinstance(connection, EmailBackend):
        connection.send_messages([mail])
        return {}
    # Django's own sending drops this answer, so a message that reached one of two would look sent to both.
    sender, *recipients = [parseaddr(one)[1] for one in [mail.from_email, *mail.recipients()]]
    server: Any = connection.connection
    content = mail.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]  # Django's own message takes it
    refused: Refusals = server.sendmail(sender, recipients, content)
    return refused


def _answer(refused: Refusals) -> Answer:
    if not refused:
        return Answer(Handed.TAKEN)
    return Answer(Handed.TAKEN, f"Not to everybody. The mail server refused {_listed(refused)}.")


def _refused(codes: list[int], words: str) -> Answer:
    """Codes from 400 to 499 ask to come back later, as greylisting does; nothing was taken over in any case."""
    if all(code in TEMPORARY for code in codes):
        return Answer(Handed.NOT_SENT, f"The mail server asks to wait: {words}.")
    return Answer(Handed.REFUSED, f"The mail server refused it: {words}")


def _listed(refused: Refusals) -> str:
    return "; ".join(f"{address}: {code}" for address, (code, _) in refused.items())


def _unusable(error: OSError) -> str:
    """What failed, with the server's own code where it gave one."""
    words = next((words for kind, words in _UNUSABLE if isinstance(error, kind)), "")
    code = getattr(error, "smtp_code", "")
    return f"{words or 'The mail server could not be reached'}{f' ({code})' if code else ''}."
