"""A person's answer "look again": after something was put right in XPM, under a number that they see there."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.models import Job
from minutebook.jobs.progress import progress_of
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.jobs.tests.test_gone import tenant_of
from minutebook.jobs.tests.test_promise import CALLS
from minutebook.practice_manager.delivery.services import adopt, look_again
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep
from minutebook.work import clock
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status = Delivery.Status
A_DAY_AND_MORE = timedelta(hours=24, seconds=1)


def asked_of(job: Job) -> DeliveryStep:
    step: DeliveryStep = DeliveryStep.across_firms.get(
        delivery=job.delivery_id, status=DeliveryStep.Status.QUESTION
    )
    return step


def test_job_that_lost_all_we_know_it_by_is_linked_by_its_number(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, job = world_jobs(sandbox), ask()
    tenant = tenant_of(sandbox)
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS["create"]))
    Worker().work(until_idle=True)
    there = tenant.jobs[-1]
    assert len(tenant.jobs) == len(before) + 1
    there.client_order_number, there.description, there.name = "", "by hand", "Renamed by hand"
    assert settle(job) == Status.QUESTION
    assert asked_of(job).candidates == []
    look_again(asked_of(job), preparer, there.id)
    assert settle(job) == Status.QUESTION
    (candidate,) = asked_of(job).candidates
    assert (candidate["remote_id"], candidate["description"]["Name"]) == (there.id, "Renamed by hand")
    adopt(asked_of(job), there.id, preparer)
    assert settle(job) == Status.DONE
    (made,) = world_jobs(sandbox)[len(before) :]
    expected = expected_job(job) | {"name": "Renamed by hand", "description": "by hand"}
    assert as_made(made) == expected
    assert job.number == there.id


def test_named_job_of_another_pack_is_shown_as_such(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    other = ask()
    assert settle(other) == Status.DONE
    other.refresh_from_db()
    sandbox.app.sandbox.faults.faults.append(Fault("reset_before", path=CALLS["create"]))
    job = ask()
    assert settle(job) == Status.QUESTION
    look_again(asked_of(job), preparer, other.number)
    assert settle(job) == Status.QUESTION
    (candidate,) = asked_of(job).candidates
    assert candidate["description"]["Already the job of"] == f"document pack {other.label}"


@pytest.mark.parametrize("number", ["J999999", "no/such job", "Ж-1"])
def test_number_that_nobody_knows_asks_again(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User, number: str
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("reset_before", path=CALLS["create"]))
    job, before = ask(), world_jobs(sandbox)
    assert settle(job) == Status.QUESTION
    look_again(asked_of(job), preparer, number)
    assert settle(job) == Status.QUESTION
    assert (asked_of(job).candidates, world_jobs(sandbox)) == ([], before)


def test_one_of_two_costs_is_taken_off_in_xpm_and_the_other_is_found(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, job = world_jobs(sandbox), ask()
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS["cost"]))
    Worker().work(until_idle=True)
    there = tenant_of(sandbox).jobs[-1]
    there.costs.append(there.costs[0])
    assert settle(job) == Status.QUESTION
    there.costs.remove(there.costs[0])
    look_again(asked_of(job), preparer)
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_job_that_could_not_be_looked_up_for_a_day_asks_a_person(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, job = world_jobs(sandbox), ask()
    faults = sandbox.app.sandbox.faults
    faults.faults += [Fault("lost_reply", path=CALLS["create"]), Fault("html", method="GET", times=1000)]
    Worker().work(until_idle=True)
    assert Delivery.across_firms.get(pk=job.delivery_id).status == Status.UNDER_WAY
    sent = DeliveryStep.across_firms.filter(delivery=job.delivery_id, kind="job.create")
    sent.update(last_sent_at=clock.now() - A_DAY_AND_MORE, not_before=None)
    assert settle(job) == Status.QUESTION
    job.refresh_from_db()
    progress = progress_of(job)
    assert progress is not None
    (question,) = progress.questions
    assert (question.was_looked_for, question.can_look_again, question.takes_number) == (False, True, True)
    faults.faults.clear()
    look_again(asked_of(job), preparer)
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_only_one_answer_is_taken(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("reset_before", path=CALLS["create"]))
    job = ask()
    assert settle(job) == Status.QUESTION
    step = asked_of(job)
    look_again(step, preparer)
    with pytest.raises(DomainError, match="answered already"):
        look_again(step, preparer, "J1")
    assert DeliveryStep.across_firms.get(pk=step.pk).named == ""


@pytest.mark.parametrize("number", ["J" * 41, "J1\n2"])
def test_what_is_no_number_is_refused(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User, number: str
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("reset_before", path=CALLS["create"]))
    job = ask()
    assert settle(job) == Status.QUESTION
    with pytest.raises(DomainError, match="at most 40 characters"):
        look_again(asked_of(job), preparer, number)


def test_call_that_only_sets_a_value_is_not_looked_up(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    job = ask()
    assert job.delivery is not None
    step = job.delivery.steps.get(kind="job.assign")
    with pytest.raises(DomainError, match="not looked up"):
        look_again(step, preparer)
