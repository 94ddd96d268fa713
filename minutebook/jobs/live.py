"""What a page that shows a job needs: how far it is, and which states it can be marked with."""

from typing import Any

from minutebook.practice_manager.models import DeliveryStep, JobState
from minutebook.work.worker import worker_is_alive

from .book import is_open
from .models import Job
from .places import job_connection, states_with_code
from .progress import progress_of
from .putting_right import can_give_up
from .services import last_state

Role = JobState.Role
NEXT_STATES = (Role.WORKING, Role.COMPLETE)


def job_context(job: Job) -> dict[str, Any]:
    """What `jobs/_progress.html` shows."""
    return {
        "job": job,
        "state": state_words(job),
        "progress": progress_of(job),
        "worker_is_alive": worker_is_alive(),
        "marks": marks_of(job),
        "can_give_up": can_give_up(job),
        "can_hand_over": is_open(job)
        and job.state != Role.CANCELLED
        and job_connection(job.firm) is not None,
    }


def state_words(job: Job) -> str:
    """The state that XPM took last, and the one that is asked for and not there yet; in the job book its state."""
    asked = job.delivery.steps.filter(kind="job.state").order_by("-position") if job.delivery else None
    step = asked.exclude(status=DeliveryStep.Status.CANCELLED).first() if asked is not None else None
    if step is None or step.status == DeliveryStep.Status.DONE:
        return str(job.get_state_display())
    return f"{Role(last_state(job)).label}; {Role(step.payload['role']).label} is asked for"


def states_of(job: Job) -> tuple[JobState.Role, ...]:
    """The states that the job can be marked with from here: all of them in the job book, none once it is cancelled."""
    if is_open(job):
        return tuple(Role)
    return () if job.cancelled_because or job.state == Role.CANCELLED else NEXT_STATES


def marks_of(job: Job) -> list[tuple[str, str, bool]]:
    """The states other than its own: value, label, and whether it can be set (XPM's code for it is known)."""
    others = [role for role in states_of(job) if role.value != job.state]
    if is_open(job):
        return [(role.value, str(role.label), True) for role in others]
    if job.delivery is None or not job.number:
        return []
    known = states_with_code(job.delivery.connection)
    return [(role.value, str(role.label), role.value in known) for role in others]


def team_of(job: Job) -> dict[str, Any]:
    """Who works on it: our users while it is in the job book, XPM's staff afterwards."""
    if job.is_in_book:
        return {"staff": list(job.book_staff.all()), "manager": job.book_manager, "partner": job.book_partner}
    return {"staff": list(job.staff.all()), "manager": job.manager, "partner": job.partner}
