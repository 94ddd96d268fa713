"""How many calls a job takes on the good path: k = 2 and one a cost, one more for a state, and no look-ups."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from minutebook.firms.models import User
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.services import set_state
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
ADD, ASSIGN, COST, STATE = "POST job.api/add", "PUT job.api/assign", "POST job.api/cost", "PUT job.api/state"


def calls_of(sandbox: SandboxServer) -> list[str]:
    """The calls in the sandbox's ledger, without what they are about."""
    return [f"{entry.method} {entry.path.partition('?')[0]}" for entry in sandbox.world.ledger.entries]


@pytest.mark.parametrize("numbering", ["own", "series"])
@pytest.mark.parametrize("costs", [0, 1, 2, 7])
@pytest.mark.parametrize("state", ["planned", "complete"])
def test_job_takes_two_calls_and_one_a_cost(
    sandbox: SandboxServer,
    ready: Connection,
    ask: AskForJob,
    job_draft: JobDraft,
    numbering: str,
    costs: int,
    state: str,
) -> None:
    ready.numbering = numbering
    ready.save()
    lines = tuple(replace(job_draft.costs[0], description=f"Line {number}") for number in range(costs))
    before = len(calls_of(sandbox))
    job = ask(costs=lines, state=state)
    Worker().work(until_idle=True)
    job.refresh_from_db()
    calls = calls_of(sandbox)[before:]
    # The link and the note come last, when there is room, and are not among the calls that a job takes.
    assert calls[-2:] == [f"GET job.api/get/{job.number}", "POST job.api/note"]
    del calls[-2:]
    assert calls == [ADD, ASSIGN, *[COST] * costs, *[STATE] * (state == "complete")]
    assert Job.across_firms.get(pk=job.pk).web_url.startswith("http")


def test_job_is_done_before_its_link_is_read_where_calls_are_short(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob
) -> None:
    """The day's last tenth is kept from readings, here for an hour: the job does not wait for its link."""
    job = ask()
    delivery = Delivery.across_firms.get(pk=job.delivery_id)
    later = clock.now() + timedelta(hours=1)
    delivery.steps.filter(kind="job.read").update(not_before=later)
    Worker().work(until_idle=True)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.next_at) == ("done", later)
    assert (delivery.settled_at is not None, Job.across_firms.get(pk=job.pk).web_url) == (True, "")
    settled_at = delivery.settled_at
    delivery.steps.update(not_before=None)
    Operation.across_firms.update(due_at=clock.now())
    Worker().work(until_idle=True)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.next_at, delivery.settled_at) == ("done", None, settled_at)
    assert Job.across_firms.get(pk=job.pk).web_url.startswith("http")


def test_state_does_not_wait_for_the_link(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, administrator: User
) -> None:
    job = ask()
    DeliveryStep.across_firms.filter(kind="job.read").update(not_before=clock.now() + timedelta(hours=1))
    Worker().work(until_idle=True)
    job.refresh_from_db()
    set_state(job, "complete", administrator)
    Worker().work(until_idle=True)
    assert calls_of(sandbox)[-1] == STATE
    assert Delivery.across_firms.get(pk=job.delivery_id).status == "done"
