"""Whatever XPM refuses of a job that exists can be sent again or left out; nothing keeps the rest waiting for ever."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from minutebook.conftest import SignIn
from minutebook.firms.models import User
from minutebook.jobs.corrections import line_of
from minutebook.jobs.cost_changes import can_change_costs, change_costs, standing_costs, version_of
from minutebook.jobs.models import Job
from minutebook.jobs.putting_right import Way, way_to_cancel
from minutebook.jobs.services import last_state, set_state
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.practice_manager.delivery.services import leave, retry
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep, JobTemplate
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status = Delivery.Status


def refuse(sandbox: SandboxServer, method: str, path: str, text: str) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("error_200", path=path, method=method, text=text))


@pytest.fixture
def new_template(ready: Connection) -> None:
    """No job was made from any template yet, so that the job reads what its template brought."""
    JobTemplate.across_firms.update(learnt_costs=None)


@pytest.mark.parametrize(
    ("method", "path", "asked", "thing"),
    [
        ("PUT", "*job.api/state", {"state": "complete"}, "The state"),
        ("POST", "*job.api/note", {}, "Made from Minutebook"),
        ("GET", "*job.api/costs*", {}, "The template’s costs"),
    ],
)
def test_what_is_refused_can_be_left_out_and_the_rest_is_made(
    sandbox: SandboxServer, ask: AskForJob, new_template: None, as_user: SignIn, partner: User,
    method: str, path: str, asked: dict[str, str], thing: str,
) -> None:  # fmt: skip
    before = world_jobs(sandbox)
    refuse(sandbox, method, path, "Invalid words & <more>")
    job = ask(**asked)
    assert settle(job) == Status.REFUSED
    job.refresh_from_db()
    assert not can_change_costs(job)
    browser = as_user(partner)
    page = browser.get(f"/jobs/{job.pk}/correction/").content.decode()
    assert thing in page
    assert "Invalid words &amp; &lt;more&gt;" in page
    step = DeliveryStep.across_firms.get(status="refused")
    assert f'action="/jobs/{job.pk}/questions/{step.pk}/"' in page
    assert browser.post(f"/jobs/{job.pk}/questions/{step.pk}/", {"answer": "leave"}).status_code == 303
    assert settle(job) == Status.DONE
    assert can_change_costs(Job.across_firms.get(pk=job.pk))
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_another_state_takes_the_place_of_the_refused_one(
    sandbox: SandboxServer, ask: AskForJob, preparer: User
) -> None:
    refuse(sandbox, "PUT", "*job.api/state", "Invalid state code")
    job = ask(state="complete")
    assert settle(job) == Status.REFUSED
    job.refresh_from_db()
    set_state(job, "in progress", preparer)
    assert settle(job) == Status.DONE
    assert world_jobs(sandbox)[-1]["state"] == "INPROGRESS"


def test_job_whose_template_could_not_be_read_can_be_called_off(
    sandbox: SandboxServer, ask: AskForJob, new_template: None
) -> None:
    refuse(sandbox, "GET", "*job.api/costs*", "Invalid job identifier")
    job = ask()
    assert settle(job) == Status.REFUSED
    job.refresh_from_db()
    assert way_to_cancel(job) == Way.CANCEL


def test_costs_that_a_complete_job_refused_go_in_once_it_is_open_again(
    sandbox: SandboxServer, ask: AskForJob, preparer: User
) -> None:
    job = ask(state="complete")
    assert settle(job) == Status.DONE
    job.refresh_from_db()
    standing = [line_of(cost) for cost in standing_costs(job)]
    added = replace(standing[0], description="Extra & <more>", quantity=Decimal("1.5"))
    change_costs(job, (*standing, added), version_of(job), preparer)
    assert settle(job) == Status.REFUSED
    set_state(Job.across_firms.get(pk=job.pk), "in progress", preparer)
    assert settle(job) == Status.REFUSED
    assert (world_jobs(sandbox)[-1]["state"], last_state(job)) == ("INPROGRESS", "in progress")
    retry(Delivery.across_firms.get(pk=job.delivery_id), preparer)
    assert settle(job) == Status.DONE
    assert [as_made(world_jobs(sandbox)[-1])] == [expected_job(job)]
    assert len(world_jobs(sandbox)[-1]["costs"]) == 3


def test_line_that_is_left_counts_no_more(
    sandbox: SandboxServer, ask: AskForJob, as_user: SignIn, partner: User
) -> None:
    refuse(sandbox, "POST", "*job.api/cost", "Invalid words")
    job = ask()
    assert settle(job) == Status.REFUSED
    leave(DeliveryStep.across_firms.get(status="refused"), partner)
    assert settle(job) == Status.DONE
    job.refresh_from_db()
    (standing,) = standing_costs(job)
    assert [cost["description"] for cost in world_jobs(sandbox)[-1]["costs"]] == [standing.description]
    page = as_user(partner).get(f"/jobs/{job.pk}/").content.decode()
    assert page.count("left out") == 2, "at the line, and in what happened"


def test_change_that_is_left_leaves_the_line_as_xpm_has_it(
    sandbox: SandboxServer, ask: AskForJob, preparer: User, partner: User
) -> None:
    job = ask()
    assert settle(job) == Status.DONE
    job.refresh_from_db()
    first, *rest = [line_of(cost) for cost in standing_costs(job)]
    refuse(sandbox, "PUT", "*job.api/cost", "Invalid words")
    change_costs(job, (replace(first, unit_price=Decimal("1.00")), *rest), version_of(job), preparer)
    assert settle(job) == Status.REFUSED
    leave(DeliveryStep.across_firms.get(status="refused"), partner)
    assert settle(job) == Status.DONE
    assert [line_of(cost) for cost in standing_costs(job)] == [first, *rest]


def test_page_tells_the_state_that_xpm_has_and_the_one_that_is_asked_for(
    sandbox: SandboxServer, ask: AskForJob, as_user: SignIn, preparer: User
) -> None:
    refuse(sandbox, "PUT", "*job.api/state", "Invalid state code")
    job = ask(state="complete")
    assert settle(job) == Status.REFUSED
    browser = as_user(preparer)
    assert "Planned; Complete is asked for" in browser.get(f"/jobs/{job.pk}/").content.decode()
    set_state(Job.across_firms.get(pk=job.pk), "in progress", preparer)
    assert settle(job) == Status.DONE
    assert "In Progress, due" in browser.get(f"/jobs/{job.pk}/").content.decode()
