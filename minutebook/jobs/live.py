"""What a page that shows a job needs: how far it is, and which states it can be marked with."""

from typing import Any

from minutebook.work.worker import worker_is_alive

from .forms import Role, states_with_code
from .models import Job
from .progress import progress_of
from .putting_right import can_give_up

NEXT_STATES = (Role.WORKING, Role.COMPLETE)


def job_context(job: Job) -> dict[str, Any]:
    """What `jobs/_progress.html` shows."""
    known = states_with_code(job.delivery.connection) if job.delivery else set()
    can_mark = bool(job.number) and not job.cancelled_because
    marks = [(role.value, role.label) for role in NEXT_STATES if role.value != job.state]
    return {
        "job": job,
        "progress": progress_of(job),
        "worker_is_alive": worker_is_alive(),
        "marks": [(value, label, value in known) for value, label in marks] if can_mark else [],
        "can_give_up": can_give_up(job),
    }
