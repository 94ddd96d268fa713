"""Reading jobs: one, by client, by person, the current ones, and those made between two dates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError, job_in_path
from minutebook.xpm_sandbox.envelope import Node, group, text
from minutebook.xpm_sandbox.fields import parse_date
from minutebook.xpm_sandbox.job_records import Job
from minutebook.xpm_sandbox.job_xml import WEB_URL, job_line, job_node, jobs_node
from minutebook.xpm_sandbox.tenants import find_by_uuid


def get_job(call: Call) -> Answer:
    """GET job.api/get/{number}: a new job is there at once, whatever the lag of the lists."""
    job = job_in_path(call)
    return Answer((job_node(call, job), text("WebUrl", f"{WEB_URL}{job.uuid}")))


def list_jobs(call: Call) -> Answer:
    """GET job.api/list: by date of creation, both ends inclusive, less than a year apart."""
    start, end = _read_window(call)
    midnight = call.modes.list_midnight
    made = (job for job in _listed(call) if start <= call.tenant.creation_date(job, midnight) <= end)
    return Answer((jobs_node(call, made),))


def list_current_jobs(call: Call) -> Answer:
    """GET job.api/current: those neither completed nor cancelled, in the order of their start."""
    return Answer((jobs_node(call, _current(call)),))


def list_client_jobs(call: Call) -> Answer:
    """GET job.api/client/{uuid}: all jobs of a client, whatever their state, never detailed."""
    client = find_by_uuid(call.tenant.clients, call.keys["uuid"])
    if client is None:
        raise RefusalError("Invalid client identifier")
    jobs = (job for job in _listed(call) if job.client_uuid == client.uuid)
    return Answer((_lines(call, jobs),))


def list_staff_jobs(call: Call) -> Answer:
    """GET job.api/staff/{uuid}: the current jobs a person is assigned to."""
    person = find_by_uuid(call.tenant.staff, call.keys["uuid"])
    if person is None:
        raise RefusalError("Invalid staff identifier")
    jobs = (job for job in _current(call) if person.uuid in job.assigned)
    return Answer((_lines(call, jobs),))


def _lines(call: Call, jobs: Iterable[Job]) -> Node:
    return group("Jobs", (job_line(call, job) for job in jobs))


def _current(call: Call) -> list[Job]:
    open_jobs = (job for job in _listed(call) if not call.tenant.is_closed(job))
    return sorted(open_jobs, key=lambda job: (job.start_date, job.id))


def _listed(call: Call) -> Iterable[Job]:
    lag = timedelta(seconds=call.modes.list_lag)
    return (job for job in call.tenant.jobs if lag == timedelta(0) or job.created_at + lag <= call.now)


def _read_window(call: Call) -> tuple[date, date]:
    status = 400 if call.modes.list_without_from == "400" else 200
    bounds = []
    for name in ("from", "to"):
        if not call.query.get(name):
            raise RefusalError(f"The {name} parameter is required", status)
        bounds.append(parse_date(call.query[name], name, status))
    start, end = bounds
    if end < start or end >= _year_after(start):
        raise RefusalError("The period between from and to must be less than a year", status)
    return start, end


def _year_after(start: date) -> date:
    is_leap_day = (start.month, start.day) == (2, 29)
    return date(start.year + 1, 3, 1) if is_leap_day else start.replace(year=start.year + 1)
