"""Costs that are added to a job of the client that is there already: to exactly that one, each once, or to none."""

from collections.abc import Callable
from typing import Any

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.corrections import draft_of
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Job, JobReading
from minutebook.jobs.open_jobs import ask_for_open_jobs, open_jobs, uuid_of_open_job
from minutebook.jobs.putting_right import cancel_job
from minutebook.jobs.readings import ask_xpm
from minutebook.jobs.rules import check_draft
from minutebook.jobs.services import correct_job
from minutebook.jobs.tests.held import cost_of, settle, world_jobs
from minutebook.practice_manager.models import Client, Connection
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work import clock
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]


@pytest.fixture
def first(sandbox: SandboxServer, ready: Connection, ask: AskForJob) -> Job:
    """A job of the client that is in XPM and open."""
    job = ask(name="The open one")
    assert settle(job) == "done"
    job.refresh_from_db()
    return job


def joining(ask: AskForJob, first: Job, **changes: Any) -> Job:
    return ask(
        **{"add_to": first.number, "add_to_uuid": first.uuid, "template_id": None, "name": ""} | changes
    )


def expected(*jobs: Job) -> list[tuple[Any, ...]]:
    """The costs of several of our jobs together, as the sandbox holds them."""
    return sorted(
        (cost.description, cost.quantity, cost.unit_cost, cost.unit_price, f"[ref {cost.reference}]")
        for job in jobs
        for cost in job.costs.all()
    )


def held(sandbox: SandboxServer) -> list[tuple[Any, ...]]:
    return sorted(cost_of(cost) for cost in world_jobs(sandbox)[-1]["costs"])


@pytest.mark.parametrize("fault", ["", "lost_reply", "cut_reply", "reset_before", "late", "html", "500"])
def test_costs_are_added_once_and_no_job_is_made(
    sandbox: SandboxServer, first: Job, ask: AskForJob, fault: str
) -> None:
    before = len(world_jobs(sandbox))
    if fault:
        kind = {"kind": "status", "code": 500, "executed": True} if fault == "500" else {"kind": fault}
        sandbox.app.sandbox.faults.faults.append(
            Fault(**kind | {"path": "*job.api/cost", "method": "*", "seconds": 1.3})
        )
    job = joining(ask, first)
    assert settle(job) == "done"
    job.refresh_from_db()
    assert (job.number, job.uuid, job.state) == (first.number, first.uuid, "planned")
    assert len(world_jobs(sandbox)) == before
    assert held(sandbox) == expected(first, job)


def test_pack_is_tied_to_a_job_that_has_its_costs_already(
    sandbox: SandboxServer, first: Job, ask: AskForJob
) -> None:
    before = len(world_jobs(sandbox))
    job = joining(ask, first, costs=())
    assert settle(job) == "done"
    job.refresh_from_db()
    assert (job.number, job.uuid, job.web_url != "") == (first.number, first.uuid, True)
    assert (len(world_jobs(sandbox)), held(sandbox)) == (before, expected(first))


def test_state_is_set_only_if_asked_for(sandbox: SandboxServer, first: Job, ask: AskForJob) -> None:
    assert settle(joining(ask, first, state="in progress")) == "done"
    assert world_jobs(sandbox)[-1]["state"] == "INPROGRESS"


@pytest.mark.parametrize("what", ["gone", "other client", "completed", "other uuid"])
def test_job_that_is_not_the_chosen_one_any_more_gets_nothing_and_a_new_one_can_be_made(
    sandbox: SandboxServer, first: Job, ask: AskForJob, preparer: User, what: str
) -> None:
    tenant: Any = next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)
    before, changes = held(sandbox), {}
    if what == "gone":
        changes = {"add_to": "J999999"}
    elif what == "other client":
        tenant.jobs[-1].client_uuid = next(
            one.uuid for one in tenant.clients if one.uuid != tenant.jobs[-1].client_uuid
        )
    elif what == "completed":
        tenant.jobs[-1].state, tenant.jobs[-1].completed_date = "COMPLETED", first.due_date
    else:
        changes = {"add_to_uuid": "another"}
    job = joining(ask, first, **changes)
    assert settle(job) == "refused"
    assert held(sandbox) == before
    draft = draft_of(job)
    assert (draft.add_to, job.number) == (job.adds_to, "")
    new = draft.with_changes(add_to="", add_to_uuid="", template_id=first.template_id, name="New")
    correct_job(job, new, preparer)
    assert settle(job) == "done"
    job.refresh_from_db()
    assert held(sandbox) == expected(job)
    assert job.number != first.number


def test_calling_it_off_leaves_the_open_job_itself_alone(
    sandbox: SandboxServer, first: Job, ask: AskForJob, preparer: User
) -> None:
    job = joining(ask, first)
    assert settle(job) == "done"
    state, name = world_jobs(sandbox)[-1]["state"], world_jobs(sandbox)[-1]["name"]
    cancel_job(Job.across_firms.get(pk=job.pk), "Wrong job", preparer)
    assert settle(job) == "done"
    made = world_jobs(sandbox)[-1]
    assert (made["state"], made["name"], len(made["notes"])) == (state, name, 3)
    assert held(sandbox) == expected(first, job)
    assert sum(cost["billable"] for cost in made["costs"]) == first.costs.count()


def test_open_jobs_are_read_and_closed_ones_left_out(
    sandbox: SandboxServer, ready: Connection, first: Job, ask: AskForJob
) -> None:
    assert settle(ask(name="Finished", state="complete")) == "done"
    Client.across_firms.filter(pk=first.client_id).update(contact=first.contact)
    year = first.start_date.year
    assert open_jobs(first.contact, ready, "registered_office", year).reading is None
    ask_for_open_jobs(first.contact, ready, first.created_by)
    assert open_jobs(first.contact, ready, "registered_office", year).is_under_way
    Worker().work(until_idle=True)
    found = open_jobs(first.contact, ready, "registered_office", year)
    assert [(one.number, one.uuid, one.name) for one in found.jobs if one.name != "Tax"] == [
        (first.number, first.uuid, "The open one")
    ]
    assert uuid_of_open_job(first.number, first.client_id, ready) == first.uuid


def test_xpm_that_is_down_leaves_only_a_new_job(
    sandbox: SandboxServer, ready: Connection, first: Job
) -> None:
    Client.across_firms.filter(pk=first.client_id).update(contact=first.contact)
    sandbox.app.sandbox.faults.faults.append(Fault("status", path="*job.api/current", method="*", code=503))
    ask_for_open_jobs(first.contact, ready, first.created_by)
    Worker().work(until_idle=True)
    found = open_jobs(first.contact, ready, "", 2026)
    assert (found.jobs, found.is_under_way, bool(JobReading.across_firms.get().problem)) == ((), False, True)


def test_job_of_the_same_kind_and_year_is_named_until_it_is_closed(
    ready: Connection, first: Job, ask: AskForJob
) -> None:
    def named(kind: str = "registered_office", year: int = first.start_date.year) -> list[Job]:
        return list(open_jobs(first.contact, ready, kind, year).alike)

    assert (named(), named("officeholder_appointment"), named(year=2001)) == ([first], [], [])
    for closing in ({"state": "complete"}, {"cancelled_because": "x", "state": "planned"}):
        Job.across_firms.update(**closing)
        assert named() == []


def test_job_that_xpm_has_closed_is_not_called_open(
    sandbox: SandboxServer, ready: Connection, first: Job, ask: AskForJob
) -> None:
    Client.across_firms.filter(pk=first.client_id).update(contact=first.contact)

    def named() -> list[Job]:
        ask_for_open_jobs(first.contact, ready, first.created_by)
        Worker().work(until_idle=True)
        found = open_jobs(first.contact, ready, "registered_office", first.start_date.year)
        assert found.reading is not None
        assert not found.is_under_way
        return list(found.alike)

    assert named() == [first]
    tenant: Any = next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)
    tenant.jobs[-1].state, tenant.jobs[-1].completed_date = "COMPLETED", first.due_date
    assert named() == []
    waiting = ask(name="Not in XPM yet")
    assert open_jobs(first.contact, ready, "registered_office", first.start_date.year).alike == (waiting,)


def test_draft_says_what_an_open_job_needs(ready: Connection, job_draft: JobDraft) -> None:
    today = clock.today(ready.firm.zone)
    good = job_draft.with_changes(add_to="J000001", template_id=None, name="")
    assert check_draft(good, today) == []
    assert check_draft(good.with_changes(costs=()), today) == []
    for changes in ({"add_to": "J 1/2"}, {"client_id": None, "creates_client": True}):
        assert [one.field for one in check_draft(good.with_changes(**changes), today)] == ["add_to"]


def test_one_person_cannot_ask_the_days_calls_away(
    ready: Connection, first: Job, preparer: User, administrator: User, settings: Any
) -> None:
    settings.XPM_CALLS_PER_DAY = 20
    JobReading.across_firms.all().delete()
    for number in range(4):
        ask_xpm(ready, JobReading.Kind.INVOICES, f"J{number}", preparer)
    ask_xpm(ready, JobReading.Kind.INVOICES, "J1", preparer)  # under way: asks nothing more
    with pytest.raises(DomainError, match="so often today"):
        ask_xpm(ready, JobReading.Kind.INVOICES, "J5", preparer)
    ask_xpm(ready, JobReading.Kind.OPEN_JOBS, "somebody", administrator)
    assert JobReading.across_firms.count() == 5
