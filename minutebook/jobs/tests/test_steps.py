from collections.abc import Callable

import pytest

from minutebook.jobs.models import Job
from minutebook.jobs.tests.test_promise import CALLS, as_made, expected_job, settle, world_jobs
from minutebook.practice_manager.models import Client, Delivery, DeliveryStep
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status = Delivery.Status


@pytest.mark.parametrize("fault", [None, "lost_reply"])
def test_client_is_made_first_and_the_job_is_its_own(
    sandbox: SandboxServer, ask: AskForJob, fault: str | None
) -> None:
    if fault:
        sandbox.app.sandbox.faults.faults.append(Fault(fault, path="*client.api/add"))
    before = world_jobs(sandbox)
    job = ask(client_id=None, creates_client=True)
    assert settle(job) == Status.DONE
    job.refresh_from_db()
    assert job.client == Client.across_firms.get(contact=job.contact)
    assert [as_made(found) for found in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_refused_client_makes_no_job(sandbox: SandboxServer, ask: AskForJob) -> None:
    before = world_jobs(sandbox)
    sandbox.app.sandbox.faults.faults.append(
        Fault("error_200", path="*client.api/add", text="Business structure is invalid")
    )
    job = ask(client_id=None, creates_client=True)
    assert settle(job) == Status.REFUSED
    assert world_jobs(sandbox) == before


def test_refused_cost_does_not_keep_the_others_back(sandbox: SandboxServer, ask: AskForJob) -> None:
    sandbox.app.sandbox.faults.faults.append(
        Fault("error_200", path=CALLS["cost"], text="Quantity is invalid", containing="Our fee")
    )
    before = world_jobs(sandbox)
    job = ask()
    assert settle(job) == Status.REFUSED
    costs = DeliveryStep.across_firms.filter(delivery=job.delivery, kind="job.cost")
    assert [(step.status, step.reason) for step in costs] == [
        ("refused", "Quantity is invalid"),
        ("done", ""),
    ]
    made = world_jobs(sandbox)[len(before) :]
    assert [[cost["description"] for cost in one["costs"]] for one in made] == [["Search"]]
