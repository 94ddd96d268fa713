"""A template that brings costs: planned lines take their place by PUT, never doubled; others wait for a decision."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.corrections import Parts, correct_parts, line_of, refused_costs
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.putting_right import cancel_job
from minutebook.jobs.template_costs import (
    keep_cost,
    learnt_templates,
    match_costs,
    take_off_cost,
    undecided_costs,
)
from minutebook.jobs.tests.held import cost_of, settle, world_jobs
from minutebook.practice_manager.models import Connection, JobTemplate
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work import clock
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.records import TemplateCost
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]


@pytest.fixture(autouse=True)
def new_templates(ready: Connection) -> None:
    """No job was made from any template yet."""
    JobTemplate.across_firms.update(learnt_costs=None, learnt_at=None)


@pytest.fixture
def brings(sandbox: SandboxServer, ready: Connection, job_draft: JobDraft) -> None:
    """The template brings our search under another price, and postage that nobody plans."""
    tenant: Any = next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)
    uuid = JobTemplate.across_firms.get(pk=job_draft.template_id).uuid
    template = next(one for one in tenant.templates if one.uuid == uuid)
    template.costs += [
        TemplateCost("SEARCH", note="as agreed", quantity=Decimal(1), unit_price=Decimal("99.00")),
        TemplateCost("Postage & <more>", code="POST", quantity=Decimal(2), unit_price=Decimal("5.50")),
    ]


def calls(sandbox: SandboxServer, method: str = "*") -> list[str]:
    """The calls about jobs, without reads of lists."""
    return [
        f"{entry.method} {entry.path.rsplit('job.api/')[-1].split('/')[0]}"
        for entry in sandbox.world.ledger.entries
        if "job.api/" in entry.path and method in ("*", entry.method)
    ]


def expected(job: Job, notes: dict[str, str]) -> list[tuple[Any, ...]]:
    return sorted(
        (
            c.description,
            c.quantity,
            c.unit_cost,
            c.unit_price,
            notes.get(c.description, f"[ref {c.reference}]"),
        )
        for c in job.costs.all()
    )


@pytest.mark.parametrize(
    ("method", "call", "fault"),
    [
        ("*", "", ""),
        ("POST", "*job.api/add", "lost_reply"),
        ("POST", "*job.api/cost", "lost_reply"),
        ("PUT", "*job.api/cost", "lost_reply"),
        ("PUT", "*job.api/cost", "reset_before"),
        ("PUT", "*job.api/cost", "late"),
    ],
)
def test_each_line_stands_once(
    sandbox: SandboxServer,
    ready: Connection,
    brings: None,
    ask: AskForJob,
    method: str,
    call: str,
    fault: str,
) -> None:
    if fault:
        sandbox.app.sandbox.faults.faults.append(Fault(fault, path=call, method=method, seconds=1.3))
    job = ask()
    assert settle(job) == "done"
    search = job.costs.get(description="Search")
    held = sorted(cost_of(cost) for cost in world_jobs(sandbox)[-1]["costs"])
    notes = {"Search": f"as agreed\n[ref {search.reference}]", "Postage & <more>": ""}
    assert held == expected(job, notes)
    assert len(held) == 3
    assert [cost.description for cost in undecided_costs(job)] == ["Postage & <more>"]


@pytest.mark.parametrize("urgent_costs", [True, False])
def test_cost_that_a_known_template_brings_since_is_shown_and_known_from_then_on(
    sandbox: SandboxServer,
    ready: Connection,
    ask: AskForJob,
    preparer: User,
    request: pytest.FixtureRequest,
    urgent_costs: bool,
) -> None:
    JobTemplate.across_firms.update(learnt_costs=[])
    request.getfixturevalue("brings")
    if not urgent_costs:
        sandbox.app.sandbox.faults.faults.append(Fault("rate_minute", path="*job.api/cost", seconds=1))
    job = ask()
    assert settle(job) == "done"
    undecided = {cost.description for cost in undecided_costs(job)}
    assert undecided in ({"SEARCH", "Postage & <more>"}, {"Postage & <more>"})
    assert [len(one.learnt_costs or []) for one in learnt_templates(ready)] == [2]
    for cost in undecided_costs(job):
        take_off_cost(Job.across_firms.get(pk=job.pk), cost, preparer)
        assert settle(job) == "done"
    counted = [cost for cost in world_jobs(sandbox)[-1]["costs"] if Decimal(cost["quantity"])]
    assert len(counted) == job.costs.exclude(quantity=0).count() == 2
    second = ask()
    assert settle(second) == "done"
    assert [cost.description for cost in undecided_costs(second)] == ["Postage & <more>"]
    assert len(world_jobs(sandbox)[-1]["costs"]) == 3


def test_what_it_brought_is_remembered_and_a_template_without_costs_is_read_once_a_day(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, job_draft: JobDraft
) -> None:
    template = JobTemplate.across_firms.get(pk=job_draft.template_id)
    for reads in (1, 0):
        before = len(calls(sandbox))
        assert settle(ask()) == "done"
        made = calls(sandbox)[before:]
        assert made.count("GET costs") == reads
        # k = 2 + one a cost; the link and the note come later, outside it.
        assert [call for call in made if call not in ("GET costs", "GET get", "POST note")] == [
            "POST add", "PUT assign", "POST cost", "POST cost",
        ]  # fmt: skip
        template.refresh_from_db()
        assert template.learnt_costs == []
    assert learnt_templates(ready) == []
    # A day later it may bring some: it is looked at when everything else is done.
    JobTemplate.across_firms.update(learnt_at=clock.now() - timedelta(days=1))
    before = len(calls(sandbox))
    assert settle(ask()) == "done"
    made = calls(sandbox)[before:]
    assert (made.count("GET costs"), made.index("GET costs") > made.index("GET get")) == (1, True)


def test_learnt_lines_are_kept_for_the_panel(
    sandbox: SandboxServer, ready: Connection, brings: None, ask: AskForJob
) -> None:
    assert settle(ask()) == "done"
    [template] = learnt_templates(ready)
    assert [(line["description"], line["code"]) for line in template.learnt_costs or []] == [
        ("SEARCH", ""), ("Postage & <more>", "POST"),
    ]  # fmt: skip


def test_decisions_are_taken_once(
    sandbox: SandboxServer, ready: Connection, brings: None, ask: AskForJob, preparer: User
) -> None:
    job = ask()
    assert settle(job) == "done"
    job.refresh_from_db()
    [line] = undecided_costs(job)
    take_off_cost(Job.across_firms.get(pk=job.pk), line, preparer)
    with pytest.raises(DomainError):
        keep_cost(job, line, preparer)
    assert settle(job) == "done"
    postage = next(cost for cost in world_jobs(sandbox)[-1]["costs"] if cost["code"] == "POST")
    assert (Decimal(postage["quantity"]), postage["billable"]) == (Decimal(0), False)
    assert undecided_costs(job) == []


def test_calling_the_job_off_takes_the_templates_lines_too(
    sandbox: SandboxServer, ready: Connection, brings: None, ask: AskForJob, preparer: User
) -> None:
    job = ask()
    assert settle(job) == "done"
    cancel_job(Job.across_firms.get(pk=job.pk), "Wrong", preparer)
    assert settle(job) == "done"
    assert [Decimal(cost["quantity"]) for cost in world_jobs(sandbox)[-1]["costs"]] == [0, 0, 0]
    assert undecided_costs(job) == []


def test_refused_line_that_is_left_out_stays_as_the_template_brought_it(
    sandbox: SandboxServer, ready: Connection, brings: None, ask: AskForJob, preparer: User
) -> None:
    sandbox.app.sandbox.faults.faults.append(
        Fault(
            "error_200", path="*job.api/cost", method="PUT", text="The date falls in a period that is locked"
        )
    )
    job = ask()
    assert settle(job) == "refused"
    lines = tuple(replace(line_of(cost), is_included=False) for cost in refused_costs(job))
    correct_parts(Job.across_firms.get(pk=job.pk), Parts(lines, None), preparer)
    assert settle(job) == "done"
    search = job.costs.get(
        uuid=next(c["uuid"] for c in world_jobs(sandbox)[-1]["costs"] if c["description"] == "SEARCH")
    )
    assert (search.description, search.unit_price) == ("SEARCH", Decimal("99.00"))


def test_matching_prefers_the_code_and_takes_each_once() -> None:
    planned = [
        {"description": "Fee", "code": ""}, {"description": "fee ", "code": "B"}, {"description": "FEE", "code": ""},
    ]  # fmt: skip
    found = [{"description": "Fee", "code": "", "n": 1}, {"description": "Other", "code": "b", "n": 2}]
    assert {index: row["n"] for index, row in match_costs(planned, found).items()} == {0: 1, 1: 2}
    assert match_costs([], found) == match_costs(planned, []) == {}
