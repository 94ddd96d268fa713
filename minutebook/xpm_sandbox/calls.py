"""What an endpoint is given (Call) and what it gives back (Answer), or raises (RefusalError).

Endpoints know nothing of HTTP, tokens or faults; the gateway does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from minutebook.xpm_sandbox.envelope import Node, group
from minutebook.xpm_sandbox.grants import User
from minutebook.xpm_sandbox.job_records import Job
from minutebook.xpm_sandbox.modes import Modes
from minutebook.xpm_sandbox.tenants import Tenant
from minutebook.xpm_sandbox.world import World

# What XPM says to a read of a job that it does not know; only the first words were recorded.
UNKNOWN_JOB_WORDS = {
    "invalid": "Invalid job identifier",
    "not_found": "Job not found",
    "does_not_exist": "Job {} does not exist",
    "other": "The request could not be processed",
}


@dataclass(frozen=True, slots=True)
class Call:
    """One admitted call; `keys` are the identifiers in its path, `now` is UTC."""

    world: World
    tenant: Tenant
    user: User
    keys: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes
    now: datetime
    base_url: str

    @property
    def modes(self) -> Modes:
        """Give the modes in force."""
        return self.world.modes

    @property
    def today(self) -> date:
        """Give the practice's own date."""
        return self.tenant.local_date(self.now)

    def new_uuid(self, kind: str) -> str:
        """Make an identifier for a new thing."""
        return self.world.new_uuid(kind)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint says; `effect` names what it did to the world and is empty for reads."""

    nodes: tuple[Node, ...] = ()
    effect: str = ""


def list_on_job(call: Call, container: str, nodes: list[Node | None]) -> Answer:
    """Answer with what stands on a job; whether an empty container is sent is not known."""
    is_left_out = not nodes and call.modes.empty_list_on_job == "absent"
    return Answer(() if is_left_out else (group(container, nodes),))


class RefusalError(Exception):
    """The practice manager says no: HTTP 200 with an ERROR unless another status is named.

    `effect` is what it did all the same, which only a half refused assignment has.
    """

    def __init__(self, reason: str, status: int = 200, effect: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.effect = effect


class PathUnknownError(Exception):
    """The path leads nowhere: HTTP 404."""


def job_in_path(call: Call) -> Job:
    """Give the job whose number stands in the path; a number with punctuation leads nowhere, even when it exists."""
    job_id = call.keys["job_id"]
    if not job_id.isalnum():
        raise PathUnknownError
    job = call.tenant.find_job(job_id, "")
    if job is None:
        raise _unknown_in_path(call, job_id)
    return job


def _unknown_in_path(call: Call, job_id: str) -> Exception:
    words = UNKNOWN_JOB_WORDS.get(call.modes.unknown_job_words)
    return RefusalError(words.format(job_id)) if words else PathUnknownError()


def require_job(call: Call, job_id: str, uuid: str = "") -> Job:
    """Give a job by number or identifier, or refuse as XPM does."""
    job = call.tenant.find_job(job_id, uuid)
    if job is None:
        raise RefusalError("Invalid job identifier")
    return job
