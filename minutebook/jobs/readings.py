"""Asking XPM for what a page wants to know, in the background: no page waits for XPM, and none shows half an answer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.practice_manager.api import api_for
from minutebook.practice_manager.budget import BudgetWait, limits
from minutebook.practice_manager.limiter import Urgency
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.turns import Turns
from minutebook.work import clock
from minutebook.work.lease import Lease
from minutebook.work.registry import operation
from minutebook.work.services import enqueue
from minutebook.xpm.api import Api
from minutebook.xpm.errors import NotFound, XpmError
from minutebook.xpm.records import Job as RemoteJob

from .models import JobReading

OPERATION = "jobs.read"
NOT_CONNECTED = "The practice is not connected: an administrator connects it again in Settings."
CANCELLED = "cancelled"
MOST_OPEN_JOBS = 200
MOST_SHARE = 0.2
DAY_SECONDS = 86_400
Kind = JobReading.Kind
_CALLS = {Kind.INVOICES: 1, Kind.OPEN_JOBS: 2}


def ask_xpm(connection: Connection, kind: JobReading.Kind, key: str, user: User) -> JobReading:
    """Ask for it anew; asking again while it is under way changes nothing.

    Refused once one person has used a fifth of the day's calls with asking: jobs must still go out.
    """
    with transaction.atomic():
        reading: JobReading
        reading, made = JobReading.across_firms.get_or_create(
            connection=connection,
            kind=kind,
            key=key,
            defaults={"firm_id": connection.firm_id, "asked_at": clock.now()},
        )
        if made or not reading.is_under_way:
            _count(user, _CALLS[kind])
        if not made and not reading.is_under_way:
            reading.asked_at = clock.now()
            reading.save(update_fields=["asked_at"])
        enqueue(OPERATION, connection.firm_id, reading.pk)
    return reading


def _count(user: User, calls: int) -> None:
    key = f"asks:{user.pk}:{clock.now():%Y%m%d}"
    cache.add(key, 0, timeout=DAY_SECONDS)
    if cache.incr(key, calls) > limits().per_day * MOST_SHARE:
        raise DomainError(
            "asked_much",
            "You have asked XPM so often today that too few calls would be left for jobs. Look in XPM itself, or"
            " ask again tomorrow.",
        )


def reading_of(connection: Connection, kind: JobReading.Kind, key: str) -> JobReading | None:
    """The last reading, also one that is under way; None when nobody has asked yet."""
    rows = JobReading.objects.for_firm(connection.firm_id)
    reading: JobReading | None = rows.filter(connection=connection, kind=kind, key=key).first()
    return reading


@operation(OPERATION)
def read(lease: Lease) -> datetime | None:
    """Read once; a person asks again after a failure, which is kept in words. The old answer stays until then."""
    reading = JobReading.across_firms.select_related("connection").get(pk=lease.subject_id)
    connection = reading.connection
    if connection.status != Connection.Status.CONNECTED:
        _keep(lease, reading, problem=NOT_CONNECTED)
        return None
    turns = Turns(connection, Urgency.PERSON, lease.hold, whole_seconds=settings.XPM_READ_TIMEOUT_SECONDS)
    api = api_for(turns)
    try:
        _keep(lease, reading, found=_READS[Kind(reading.kind)](api, reading.key))
    except XpmError as error:
        _keep(lease, reading, problem=error.message)
    except BudgetWait as wait:
        _keep(lease, reading, problem=wait.words, is_over=False)
        return wait.until
    finally:
        api.close()
    return None


def _keep(
    lease: Lease,
    reading: JobReading,
    *,
    found: list[Any] | None = None,
    problem: str = "",
    is_over: bool = True,
) -> None:
    with transaction.atomic():
        lease.hold()
        reading.problem = problem[:300]
        reading.found = reading.found if found is None else found
        reading.read_at = clock.now() if is_over else reading.read_at
        reading.save(update_fields=["problem", "found", "read_at"])


def _read_invoices(api: Api, number: str) -> list[dict[str, str]]:
    """The invoices that a job stands on; a cancelled one bills nothing."""
    try:
        invoices = api.list_job_invoices(number)
    except NotFound:
        return []
    return [
        {"number": one.id, "status": one.status, "amount": str(one.amount)}
        for one in invoices
        if one.status.casefold() != CANCELLED
    ]


def _read_open_jobs(api: Api, client_uuid: str) -> list[dict[str, str]]:
    """The jobs of a client that are not completed: those of the client that also stand among the current ones."""
    current = {job.id for job in api.list_current_jobs()}
    jobs = [job for job in api.list_client_jobs(client_uuid) if job.id in current]
    return [_open_job(job) for job in jobs[:MOST_OPEN_JOBS]]


def _open_job(job: RemoteJob) -> dict[str, str]:
    return {
        "number": job.id,
        "uuid": job.uuid,
        "name": job.name,
        "state": job.state,
        "start": job.start_date.isoformat() if job.start_date else "",
        "due": job.due_date.isoformat() if job.due_date else "",
    }


_READS: dict[JobReading.Kind, Callable[[Api, str], list[dict[str, str]]]] = {
    Kind.INVOICES: _read_invoices,
    Kind.OPEN_JOBS: _read_open_jobs,
}
