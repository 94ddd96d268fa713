import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models.functions import Upper

from minutebook.jobs.models import Job
from minutebook.jobs.steps.create import _is_same_name
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.jobs.tests.test_promise import CALLS
from minutebook.practice_manager.models import (
    Client,
    Connection,
    Delivery,
    DeliveryStep,
    JobState,
    JobTemplate,
    Staff,
)
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work.worker import Worker
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


@pytest.mark.parametrize("numbering", ["own", "series"])
def test_identifiers_in_another_case_are_the_same(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, numbering: str
) -> None:
    Connection.across_firms.update(numbering=numbering)
    ready.refresh_from_db()
    for model in (Client, Staff, JobTemplate):
        model.across_firms.update(uuid=Upper("uuid"))
    sandbox.world.modes.change({"assign_again": "error"})
    sandbox.app.sandbox.faults.faults += [
        Fault("lost_reply", path=CALLS[call]) for call in ("create", "assign")
    ]
    before = world_jobs(sandbox)
    job = ask()
    assert settle(job) == "done"
    [made] = world_jobs(sandbox)[len(before) :]
    wanted = expected_job(job)
    assert as_made(made) == wanted | {
        "client_uuid": wanted["client_uuid"].lower(),
        "assigned": sorted(uuid.lower() for uuid in wanted["assigned"]),
        "manager": wanted["manager"].lower(),
    }


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


@pytest.mark.parametrize("mode", ["rest_applies", "rest_applies_silently", "all_fails"])
def test_person_whom_xpm_leaves_out_is_named_and_not_passed_over(
    sandbox: SandboxServer, ask: AskForJob, mode: str
) -> None:
    sandbox.world.modes.change({"mixed_assign": mode})
    job = ask()
    gone = job.staff.order_by("name")[1]
    tenant = next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)
    tenant.staff[:] = [person for person in tenant.staff if person.uuid != gone.uuid]
    assert settle(job) == Status.REFUSED
    step = DeliveryStep.across_firms.get(kind="job.assign")
    words = (
        f"XPM left out {gone.name}."
        if mode == "rest_applies_silently"
        else "Invalid staff identifier for add request"
    )
    assert (step.status, step.reason) == ("refused", words)


def test_cut_name_is_still_our_job() -> None:
    name = "CoSec 2026 - a name that is far longer than what this practice manager keeps of it"
    assert [_is_same_name(found, name) for found in (name[:50], name[:20], name.upper(), "")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize("call", ["cost", "create"])
def test_answer_that_says_nothing_is_looked_up_at_once(
    sandbox: SandboxServer, ask: AskForJob, settings: Any, call: str
) -> None:
    settings.XPM_GRACE_SECONDS = 120
    sandbox.app.sandbox.faults.faults.append(Fault("empty", path=CALLS[call], executed=True))
    before = world_jobs(sandbox)
    job = ask()
    assert settle(job, seconds=20) == Status.DONE
    assert [as_made(found) for found in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_job_that_cannot_be_read_back_is_done_without_its_link(
    sandbox: SandboxServer, ask: AskForJob
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("status", path="*job.api/get/*", code=404, executed=False))
    job = ask()
    assert settle(job) == Status.DONE
    job.refresh_from_db()
    assert (job.number != "", job.web_url) == (True, "")


def test_state_that_was_set_without_an_answer_is_not_set_again(
    sandbox: SandboxServer, ask: AskForJob
) -> None:
    JobState.across_firms.filter(role="complete").update(name="Completed")
    sandbox.app.sandbox.faults.faults.append(Fault("empty", path="*job.api/state", executed=True))
    assert settle(ask(state="complete")) == Status.DONE
    assert DeliveryStep.across_firms.get(kind="job.state").sends == 1


def test_text_around_the_reference_of_a_cost_does_not_hide_it(sandbox: SandboxServer, ask: AskForJob) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS["cost"], times=2))
    job = ask()
    work_until(lambda: any(len(one["costs"]) == 2 for one in world_jobs(sandbox)))
    for cost in practice_jobs(sandbox)[-1].costs:
        cost.note = f"checked by Ann {cost.note} on Monday"
    assert settle(job) == Status.DONE
    assert [len(one["costs"]) for one in world_jobs(sandbox)[-1:]] == [2]


def test_cost_whose_reference_was_lost_is_asked_about_never_charged_twice(
    sandbox: SandboxServer, ask: AskForJob
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS["cost"], times=2))
    job = ask()
    work_until(lambda: any(len(one["costs"]) == 2 for one in world_jobs(sandbox)))
    made = practice_jobs(sandbox)[-1]
    for cost in made.costs:
        cost.note = cost.note[:10]
    assert settle(job) == Status.QUESTION
    assert len(made.costs) == 2
    asked = DeliveryStep.across_firms.filter(kind="job.cost", status="question")
    assert [len(step.candidates) for step in asked] == [1, 1]


def test_job_that_lost_all_markers_is_asked_about_never_made_twice(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob
) -> None:
    Connection.across_firms.update(numbering="own")
    ready.refresh_from_db()
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS["create"]))
    before = len(world_jobs(sandbox))
    job = ask()
    work_until(lambda: len(world_jobs(sandbox)) > before)
    made = practice_jobs(sandbox)[-1]
    made.id, made.client_order_number, made.description = "J009999", "", ""
    assert settle(job) == Status.QUESTION
    assert len(world_jobs(sandbox)) == before + 1
    asked = DeliveryStep.across_firms.get(kind="job.create")
    assert [found["remote_id"] for found in asked.candidates] == ["J009999"]


def work_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not is_so() and time.monotonic() < until:
        Worker().work(until_idle=True)


def practice_jobs(sandbox: SandboxServer) -> list[Any]:
    return next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE).jobs
