"""The costs of a job that exists are changed by PUT, added by POST, taken off by quantity 0, until it is billed."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.corrections import Parts, correct_parts, line_of
from minutebook.jobs.cost_changes import can_change_costs, change_costs, standing_costs, version_of
from minutebook.jobs.drafts import CostDraft
from minutebook.jobs.models import Job
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.practice_manager.delivery.services import retry
from minutebook.practice_manager.models import Connection, DeliveryStep, JobTemplate
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work import clock
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.job_records import Invoice
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
CHANGES = "*job.api/cost"


@pytest.fixture
def job(sandbox: SandboxServer, ready: Connection, ask: AskForJob) -> Job:
    """A job with two costs that is in XPM."""
    job = ask()
    assert settle(job) == "done"
    job.refresh_from_db()
    return job


def lines(job: Job) -> list[CostDraft]:
    return [line_of(cost) for cost in standing_costs(job)]


def new_line(job: Job, text: str = "One more & <than> before") -> CostDraft:
    return CostDraft(clock.today(job.firm.zone), text, Decimal("1.5"), Decimal("2.00"), Decimal("30.00"))


def change(job: Job, wanted: list[CostDraft], user: User) -> int:
    return change_costs(job, tuple(wanted), version_of(job), user)


def writes(sandbox: SandboxServer) -> list[str]:
    return [
        entry.method
        for entry in sandbox.world.ledger.entries
        if "job.api/cost" in entry.path and entry.method != "GET"
    ]


def test_changed_added_and_removed_lines_stand_in_xpm(
    sandbox: SandboxServer, job: Job, preparer: User
) -> None:
    first, second = lines(job)
    wanted = [
        replace(first, unit_price=Decimal("99.95"), description="Put <right>"),
        replace(second, is_included=False),
    ]
    before = len(writes(sandbox))
    assert change(job, [*wanted, new_line(job)], preparer) == 3
    assert settle(job) == "done"
    assert writes(sandbox)[before:] == ["PUT", "PUT", "POST"]
    [made] = world_jobs(sandbox)[-1:]
    assert as_made(made) == expected_job(job)
    assert [(Decimal(cost["quantity"]), cost["billable"]) for cost in made["costs"]][1] == (0, False)
    assert [cost.description for cost in standing_costs(job)] == ["Put <right>", "One more & <than> before"]


def test_unchanged_lines_are_not_sent(sandbox: SandboxServer, job: Job, preparer: User) -> None:
    with pytest.raises(DomainError) as refusal:
        change(job, lines(job), preparer)
    assert refusal.value.code == "unchanged"
    job.refresh_from_db()
    assert can_change_costs(Job.across_firms.get(pk=job.pk))


@pytest.mark.parametrize("fault", ["lost_reply", "cut_reply", "reset_before", "html"])
def test_lost_answers_change_and_add_each_line_once(
    sandbox: SandboxServer, job: Job, preparer: User, fault: str
) -> None:
    sandbox.app.sandbox.faults.faults += [
        Fault(fault, path=CHANGES, method=method) for method in ("PUT", "POST")
    ]
    first, second = lines(job)
    change(job, [replace(first, quantity=Decimal("2.5000")), second, new_line(job)], preparer)
    assert settle(job) == "done"
    assert as_made(world_jobs(sandbox)[-1]) == expected_job(job)


def test_line_whose_identifier_xpm_never_told_is_found_by_its_reference(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    sandbox.world.modes.change({"cost_answer": "status_only"})
    job = ask()
    assert settle(job) == "done"
    job.costs.update(uuid="")
    first, second = lines(job)
    change(job, [replace(first, unit_price=Decimal("1.00")), second], preparer)
    assert settle(job) == "done"
    assert as_made(world_jobs(sandbox)[-1]) == expected_job(job)


@pytest.mark.parametrize("status", ["Draft", "Approved", "Paid"])
def test_billed_job_is_left_alone_and_the_change_can_be_given_up(
    sandbox: SandboxServer, job: Job, preparer: User, status: str
) -> None:
    add_invoice(sandbox, job, status)
    before, first = as_made(world_jobs(sandbox)[-1]), lines(job)[0]
    change(job, [replace(first, unit_price=Decimal("1.00")), lines(job)[1], new_line(job)], preparer)
    assert settle(job) == "refused"
    steps = DeliveryStep.across_firms.filter(status="refused")
    assert all(step.reason.startswith("The job is billed on I000777") for step in steps)
    changed = [
        line_of(cost)
        for cost in standing_costs(job)
        if cost.description in (first.description, new_line(job).description)
    ]
    correct_parts(job, Parts(tuple(replace(line, is_included=False) for line in changed), None), preparer)
    assert settle(job) == "done"
    assert as_made(world_jobs(sandbox)[-1]) == before == expected_job(job)


def test_job_goes_on_where_xpm_leaves_empty_lists_out(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    JobTemplate.across_firms.update(learnt_costs=None)
    sandbox.world.modes.change({"empty_list_on_job": "absent"})
    job = ask()
    assert settle(job) == "done"
    assert DeliveryStep.across_firms.get(kind="job.template_costs").status == "done"
    job.refresh_from_db()
    change(job, [replace(lines(job)[0], unit_price=Decimal("1.00")), lines(job)[1]], preparer)
    assert settle(job) == "done"
    assert as_made(world_jobs(sandbox)[-1]) == expected_job(job)


@pytest.mark.parametrize("status", ["401", "403"])
def test_invoices_that_xero_keeps_from_us_leave_the_costs_and_the_connection_alone(
    sandbox: SandboxServer, job: Job, preparer: User, status: str
) -> None:
    before, first = as_made(world_jobs(sandbox)[-1]), lines(job)[0]
    sandbox.world.modes.change({"withheld": "invoice", "missing_scope": status})
    change(job, [replace(first, unit_price=Decimal("1.00")), lines(job)[1], new_line(job)], preparer)
    assert settle(job) == "refused"
    refused = DeliveryStep.across_firms.filter(status="refused")
    assert [step.kind for step in refused] == ["job.cost_change", "job.cost"]
    assert {step.reason.partition(",")[0] for step in refused} == {
        "Xero does not let Minutebook read invoices"
    }
    assert as_made(world_jobs(sandbox)[-1]) == before
    assert Connection.across_firms.get().status == Connection.Status.CONNECTED
    sandbox.world.modes.change({"withheld": "nothing"})
    assert job.delivery is not None
    retry(job.delivery, preparer)
    assert settle(job) == "done"
    assert as_made(world_jobs(sandbox)[-1]) == expected_job(job)


def test_consent_that_is_gone_holds_a_change_of_costs(
    sandbox: SandboxServer, job: Job, preparer: User
) -> None:
    sandbox.world.connections.clear()
    change(job, [replace(lines(job)[0], unit_price=Decimal("1.00")), lines(job)[1]], preparer)
    assert settle(job) == "held"
    assert Connection.across_firms.get().status == Connection.Status.RECONNECT


def test_cancelled_invoice_does_not_bill(sandbox: SandboxServer, job: Job, preparer: User) -> None:
    add_invoice(sandbox, job, "Cancelled")
    change(job, [replace(lines(job)[0], unit_price=Decimal("1.00")), lines(job)[1]], preparer)
    assert settle(job) == "done"


def test_second_window_is_told(job: Job, preparer: User) -> None:
    version, first, second = version_of(job), *lines(job)
    change(job, [replace(first, unit_price=Decimal("1.00")), second], preparer)
    with pytest.raises(DomainError) as refusal:
        change_costs(job, (first, second, new_line(job)), version, preparer)
    assert refusal.value.code == "busy"
    assert settle(job) == "done"
    with pytest.raises(DomainError) as refusal:
        change_costs(Job.across_firms.get(pk=job.pk), (first, second, new_line(job)), version, preparer)
    assert refusal.value.code == "version"


def test_job_under_way_cannot_be_changed(ready: Connection, ask: AskForJob) -> None:
    assert not can_change_costs(ask())


def add_invoice(sandbox: SandboxServer, job: Job, status: str) -> None:
    """Put the job on an invoice, as somebody does in XPM."""
    tenant: Any = next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)
    today = clock.today(job.firm.zone)
    tenant.invoices.append(
        Invoice(
            "I000777",
            "uuid-777",
            tenant.jobs[-1].client_uuid,
            status=status,
            date=today,
            due_date=today,
            jobs=[job.number],
        )
    )
