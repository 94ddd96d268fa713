"""The e-mail that says that a person is needed: one for all that came up, with trace numbers and links only.

What XPM said stands on the job's page and not in the message: it may name a client.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from minutebook.firms.models import User
from minutebook.mail.services import Outgoing, Recipient, queue_message
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.practice_manager.notices import ASKS_PERSON, NOTICE
from minutebook.work import clock
from minutebook.work.lease import Lease
from minutebook.work.registry import operation

from .models import Job

# However much goes wrong, people get no more than this.
BETWEEN = timedelta(minutes=15)
MOST_LISTED = 20
_WORDS = {Delivery.Status.QUESTION: "has a question", Delivery.Status.REFUSED: "was refused in part or whole"}


@operation(NOTICE)
def send_notice(lease: Lease) -> datetime | None:
    """Queue one message about all that nobody has been told of yet; gives when to look again if one went out lately."""
    connection = Connection.across_firms.select_related("firm").get(pk=lease.subject_id)
    if connection.noticed_at is not None and connection.noticed_at + BETWEEN > clock.now():
        return connection.noticed_at + BETWEEN
    to = _recipients(connection)
    with transaction.atomic():
        lease.hold()
        jobs = list(_untold(connection))
        is_lost = connection.status == Connection.Status.RECONNECT and not connection.is_loss_noticed
        if to and (jobs or is_lost):
            queue_message(
                connection.firm, None, Outgoing(to, _subject(jobs), _body(connection, jobs, is_lost))
            )
            _mark_told(connection, jobs, is_lost=is_lost)
    return None


def _recipients(connection: Connection) -> tuple[Recipient, ...]:
    """The addresses of Settings, without those of users who may no longer sign in."""
    gone = User.objects.filter(firm=connection.firm, is_active=False).values_list("email", flat=True)
    left = {email.casefold() for email in gone}
    return tuple(Recipient(one, one) for one in connection.notice_emails if one.casefold() not in left)


def _untold(connection: Connection) -> list[Job]:
    rows = Job.objects.for_firm(connection.firm_id).filter(
        delivery__connection=connection, delivery__is_noticed=False, delivery__status__in=ASKS_PERSON
    )
    return list(rows.select_related("delivery").order_by("id"))


def _mark_told(connection: Connection, jobs: list[Job], *, is_lost: bool) -> None:
    Delivery.objects.for_firm(connection.firm_id).filter(job__in=jobs).update(is_noticed=True)
    Connection.objects.for_firm(connection.firm_id).filter(pk=connection.pk).update(
        noticed_at=clock.now(), is_loss_noticed=connection.is_loss_noticed or is_lost
    )


def _subject(jobs: list[Job]) -> str:
    if not jobs:
        return "Minutebook: sign in to Xero again"
    return f"Minutebook: {len(jobs)} job{'s need' if len(jobs) > 1 else ' needs'} a person"


def _body(connection: Connection, jobs: list[Job], is_lost: bool) -> str:
    lines = []
    if is_lost:
        lines += [
            "Xero no longer accepts our sign-in. Jobs wait until an administrator connects again; nothing is lost.",
            _address("practice_manager_settings"),
            "",
        ]
    if jobs:
        lines += ["These jobs for Xero Practice Manager need a person:", ""]
        lines += [_line(job) for job in jobs[:MOST_LISTED]]
        if len(jobs) > MOST_LISTED:
            lines += [f"… and {len(jobs) - MOST_LISTED} more: {_address('job_list')}?show=needs"]
        lines += [""]
    lines.append(
        f"You get this because your address stands in Minutebook, {connection.firm.name}, under Settings, "
        "Xero Practice Manager. It can be taken out there."
    )
    return "\n".join(lines)


def _line(job: Job) -> str:
    assert job.delivery is not None  # noqa: S101 only such jobs were fetched
    words = _WORDS[Delivery.Status(job.delivery.status)]
    return f"{job.label or f'Job {job.pk}'} {words}: {_address('job_page', job.pk)}"


def _address(name: str, *args: int) -> str:
    return f"{settings.BASE_URL}{reverse(name, args=args)}"
