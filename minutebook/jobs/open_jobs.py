"""Open jobs of a client: those that XPM lists, to add costs to one, and those of ours that a new job would double."""

from dataclasses import dataclass
from datetime import date, datetime

from minutebook.contacts.models import Contact
from minutebook.firms.models import User
from minutebook.practice_manager.matching import linked_client
from minutebook.practice_manager.models import Client, Connection, Delivery, JobState

from .models import Job, JobReading
from .readings import MOST_OPEN_JOBS, ask_xpm, reading_of

MOST_ALIKE = 5
MOST_LOOKED_AT = 50
CLOSED = (JobState.Role.COMPLETE, JobState.Role.CANCELLED)


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A job of the client that XPM lists as not completed."""

    number: str
    uuid: str
    name: str
    state: str
    start: date | None
    due: date | None


@dataclass(frozen=True, slots=True)
class OpenJobs:
    """What the panel offers beside a new job. `reading` is None before anybody asked XPM for this client."""

    contact: Contact
    client: Client | None
    reading: JobReading | None
    jobs: tuple[OpenJob, ...]
    alike: tuple[Job, ...]
    kind: str = ""

    @property
    def is_under_way(self) -> bool:
        """Whether XPM is being asked now."""
        return self.reading is not None and self.reading.is_under_way


def open_jobs(contact: Contact, connection: Connection, kind: str, year: int) -> OpenJobs:
    """The client's open jobs as last read, and our own open jobs for the same client, kind of change and year."""
    client = linked_client(contact, connection)
    reading = reading_of(connection, JobReading.Kind.OPEN_JOBS, client.uuid) if client else None
    found = tuple(map(_open_job, reading.found)) if reading and not reading.problem else ()
    alike = [job for job in _alike(contact, kind, year) if not _is_closed_in_xpm(job, reading)]
    return OpenJobs(contact, client, reading, found, tuple(alike[:MOST_ALIKE]), kind)


def ask_for_open_jobs(contact: Contact, connection: Connection, user: User) -> None:
    """Ask XPM for the client's open jobs; a contact without a client has none."""
    client = linked_client(contact, connection)
    if client is not None:
        ask_xpm(connection, JobReading.Kind.OPEN_JOBS, client.uuid, user)


def uuid_of_open_job(number: str, client_id: int | None, connection: Connection) -> str:
    """XPM's identifier of an open job as last read; nothing where it was not read, the delivery then learns it."""
    client = Client.objects.for_firm(connection.firm_id).filter(pk=client_id or 0).first()
    reading = reading_of(connection, JobReading.Kind.OPEN_JOBS, client.uuid) if client else None
    rows = reading.found if reading else []
    return next((str(one["uuid"]) for one in rows if one["number"] == number), "")


def _alike(contact: Contact, kind: str, year: int) -> list[Job]:
    rows = Job.objects.for_firm(contact.firm_id).filter(
        contact=contact, change_kind=kind, start_date__year=year, cancelled_because="", replaced_by=None
    )
    rows = rows.exclude(state__in=CLOSED).exclude(delivery__status=Delivery.Status.CANCELLED)
    return list(rows[:MOST_LOOKED_AT]) if kind else []


def _is_closed_in_xpm(job: Job, reading: JobReading | None) -> bool:
    """Whether XPM, asked since this job of ours was there, did not list it among the client's open ones."""
    if reading is None or reading.read_at is None or reading.problem or not job.number:
        return False
    is_listed = any(one["number"] == job.number for one in reading.found)
    return job.created_at < reading.read_at and len(reading.found) < MOST_OPEN_JOBS and not is_listed


def _open_job(row: dict[str, str]) -> OpenJob:
    start, due = (
        datetime.fromisoformat(row[name]).date() if row[name] else None for name in ("start", "due")
    )
    return OpenJob(row["number"], row["uuid"], row["name"], row["state"], start, due)
