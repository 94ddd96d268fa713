"""One practice (a Xero tenant) and how its things are found.

Kept apart from the world, which holds several of them beside apps, users and tokens.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from minutebook.xpm_sandbox.job_records import Cost, Invoice, Job, JobTask
from minutebook.xpm_sandbox.records import Category, Client, JobTemplate, Staff, StandardCost, State, Task


class HasUuid(Protocol):
    """Whatever is named by a UUID."""

    uuid: str


Found = TypeVar("Found", bound=HasUuid)


@dataclass(slots=True)
class Tenant:
    """A practice, or an organisation when `type` is ORGANISATION (which has no practice manager)."""

    tenant_id: str
    name: str
    type: str = "PRACTICEMANAGER"
    time_zone: str = "Australia/Sydney"
    states: list[State] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    clients: list[Client] = field(default_factory=list)
    categories: list[Category] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    standard_costs: list[StandardCost] = field(default_factory=list)
    templates: list[JobTemplate] = field(default_factory=list)
    jobs: list[Job] = field(default_factory=list)
    invoices: list[Invoice] = field(default_factory=list)
    wip_locked_until: date | None = None
    next_job: int = 1
    deleted_job_ids: list[str] = field(default_factory=list)

    def find_job(self, job_id: str = "", uuid: str = "") -> Job | None:
        """Find a job by number, by identifier, or by both; two keys that name different jobs find none."""
        if not job_id and not uuid:
            return None
        return next(
            (job for job in self.jobs if job_id in ("", job.id) and uuid.lower() in ("", job.uuid.lower())),
            None,
        )

    def find_cost(self, uuid: str) -> tuple[Job, Cost] | None:
        """Find a cost together with the job it stands on."""
        return next(((job, cost) for job in self.jobs for cost in job.costs if cost.uuid == uuid), None)

    def find_job_task(self, uuid: str) -> tuple[Job, JobTask] | None:
        """Find a task on a job together with that job."""
        return next(((job, task) for job in self.jobs for task in job.tasks if task.uuid == uuid), None)

    def find_client(self, uuid: str) -> Client | None:
        """Find a client that is not deleted."""
        client = find_by_uuid(self.clients, uuid)
        return None if client is None or client.is_deleted else client

    def state_of(self, job: Job) -> State:
        """Give the state a job is in; one that was taken off the list shows its own code."""
        return next((state for state in self.states if state.code == job.state), State(job.state, job.state))

    def is_closed(self, job: Job) -> bool:
        """Tell whether a job's state is of the type Completed or Cancelled."""
        return self.state_of(job).type in ("Completed", "Cancelled")

    def take_job_id(self) -> str:
        """Take the next number of the sequence, passing over those that are in use."""
        while True:
            job_id = f"J{self.next_job:06d}"
            self.next_job += 1
            if not self.find_job(job_id):
                return job_id

    def local_date(self, moment: datetime) -> date:
        """Give the practice's own date at a moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def creation_date(self, job: Job, midnight: str) -> date:
        """Give the date a job was made on, by the practice's midnight or by that of UTC."""
        return job.created_at.astimezone(UTC).date() if midnight == "utc" else self.local_date(job.created_at)


def find_by_uuid(items: Iterable[Found], uuid: str) -> Found | None:
    """Find the item with an identifier, whatever the case of its letters."""
    return next((item for item in items if item.uuid.lower() == uuid.lower()), None)
