"""Jobs with a number of our own: a clash is looked up whatever its words, and so is what a person sends again."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.models import Job
from minutebook.jobs.services import can_drop_job, drop_job
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.jobs.tests.test_gone import tenant_of
from minutebook.jobs.tests.test_promise import CALLS
from minutebook.practice_manager.delivery.services import look_again, make_again
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status, StepStatus = Delivery.Status, DeliveryStep.Status
A_DAY_AND_MORE = timedelta(hours=24, seconds=1)


@pytest.fixture
def own(ready: Connection) -> Connection:
    """The practice's jobs get numbers of our own."""
    ready.numbering = Connection.Numbering.OWN
    ready.save()
    return ready


def made_unseen(sandbox: SandboxServer, ask: AskForJob) -> tuple[Job, DeliveryStep]:
    """A job that XPM has made, and whose call nobody has seen the answer of."""
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS["create"]))
    job = ask()
    Worker().work(until_idle=True)
    return job, DeliveryStep.across_firms.get(delivery=job.delivery_id, kind="job.create")


@pytest.mark.parametrize("clash", ["error", "error_400"])
@pytest.mark.parametrize("words", ["in_use", "unique", "twice", "not_allowed"])
def test_clash_in_any_words_is_looked_up(
    sandbox: SandboxServer, own: Connection, ask: AskForJob, words: str, clash: str
) -> None:
    sandbox.world.modes.change({"own_id_clash": clash, "clash_words": words})
    before = world_jobs(sandbox)
    job, step = made_unseen(sandbox, ask)
    # A database of before the call: it does not know that anything was sent.
    DeliveryStep.across_firms.filter(pk=step.pk).update(
        status=StepStatus.STAGED, sends=0, not_before=None, last_sent_at=None
    )
    Operation.across_firms.update(due_at=clock.now())
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


@pytest.mark.parametrize("words", ["invalid", "not_found", "does_not_exist", "other", "404"])
def test_number_that_xpm_does_not_know_sends_the_look_on_to_the_lists(
    sandbox: SandboxServer, own: Connection, ask: AskForJob, words: str
) -> None:
    sandbox.world.modes.change({"unknown_job_words": words})
    before, faults = world_jobs(sandbox), sandbox.app.sandbox.faults.faults
    faults.append(Fault("reset_before", path=CALLS["create"]))
    job = ask()
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_job_under_another_number_is_found_in_the_lists(
    sandbox: SandboxServer, own: Connection, ask: AskForJob
) -> None:
    sandbox.world.modes.change({"unknown_job_words": "other"})
    before = world_jobs(sandbox)
    job, step = made_unseen(sandbox, ask)
    there = tenant_of(sandbox).jobs[-1]
    there.id = "J000777"
    # It is as if the first look had not been in time.
    DeliveryStep.across_firms.filter(pk=step.pk).update(status=StepStatus.UNKNOWN, not_before=None)
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]
    assert (job.number, len(world_jobs(sandbox)) - len(before)) == ("J000777", 1)


@pytest.mark.parametrize("fault", ["", "lost_reply"])
@pytest.mark.parametrize(
    ("rule", "ends"),
    [
        ("short_refused", Status.QUESTION),
        ("digits_only", Status.REFUSED),
        ("short_cut", Status.DONE),
        ("ignored", Status.DONE),
    ],
)
def test_number_that_xpm_does_not_take_as_it_is_makes_one_job_or_asks(
    sandbox: SandboxServer, own: Connection, ask: AskForJob, rule: str, ends: Status, fault: str
) -> None:
    sandbox.world.modes.change({"own_id_rule": rule})
    before = world_jobs(sandbox)
    if fault and ends == Status.DONE:
        sandbox.app.sandbox.faults.faults.append(Fault(fault, path=CALLS["create"]))
    job = ask()
    assert settle(job) == ends
    made = [as_made(one) for one in world_jobs(sandbox)[len(before) :]]
    assert made == ([expected_job(job)] if ends == Status.DONE else [])


@pytest.mark.parametrize("words", ["not_found", "other"])
def test_number_that_a_person_names_and_xpm_does_not_know_asks_again(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User, words: str
) -> None:
    sandbox.world.modes.change({"unknown_job_words": words})
    sandbox.app.sandbox.faults.faults.append(Fault("reset_before", path=CALLS["create"]))
    job = ask()
    assert settle(job) == Status.QUESTION
    step = DeliveryStep.across_firms.get(delivery=job.delivery_id, kind="job.create")
    look_again(step, preparer, "J999999")
    assert settle(job) == Status.QUESTION
    assert DeliveryStep.across_firms.get(pk=step.pk).candidates == []


def test_job_that_a_person_makes_again_is_not_taken_for_one_that_was_never_made(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, faults = world_jobs(sandbox), sandbox.app.sandbox.faults.faults
    faults.append(Fault("reset_before", path=CALLS["create"]))
    job = ask()
    assert settle(job) == Status.QUESTION
    make_again(DeliveryStep.across_firms.get(delivery=job.delivery_id, kind="job.create"), preparer)
    assert not can_drop_job(job)
    faults.append(Fault("error_200", path=CALLS["create"], text="Invalid job template identifier"))
    assert settle(job) == Status.REFUSED
    assert (can_drop_job(job), world_jobs(sandbox)) == (False, before)
    with pytest.raises(DomainError, match="may be in XPM"):
        drop_job(job, preparer)


def test_job_that_is_there_all_the_same_is_found_when_a_person_makes_it_again(
    sandbox: SandboxServer, own: Connection, ask: AskForJob, preparer: User
) -> None:
    sandbox.world.modes.change({"clash_words": "unique"})
    before, faults = world_jobs(sandbox), sandbox.app.sandbox.faults
    faults.faults.append(Fault("html", method="GET", times=1000))
    job, step = made_unseen(sandbox, ask)
    DeliveryStep.across_firms.filter(pk=step.pk).update(
        last_sent_at=clock.now() - A_DAY_AND_MORE, not_before=None
    )
    assert settle(job) == Status.QUESTION
    faults.faults.clear()
    make_again(step, preparer)
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]
