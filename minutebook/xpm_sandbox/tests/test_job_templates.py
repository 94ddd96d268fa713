from __future__ import annotations

from datetime import date
from decimal import Decimal

from minutebook.xpm_sandbox.tests.practice import Practice, refusal


def test_template_brings_tasks_milestones_and_costs(practice: Practice) -> None:
    answer = practice.add_job(_template(practice))
    job = practice.tenant.jobs[0]
    assert [task.findtext("Name") for task in answer.iterfind("Job/Tasks/Task")] == [
        "Prepare documents",
        "Lodge with the registry",
    ]
    assert answer.findtext("Job/Milestones/Milestone/Date") == "2026-07-15T00:00:00"
    assert [(cost.code, cost.unit_price, cost.date) for cost in job.costs] == [
        ("DISB", Decimal("12.50"), date(2026, 7, 1))
    ]
    assert answer.find("Job/Costs") is None


def test_template_costs_are_dated_today_in_that_mode(practice: Practice) -> None:
    practice.set_modes(template_cost_date="today")
    practice.add_job(_template(practice))
    today = practice.tenant.local_date(practice.server.world.now())
    assert practice.tenant.jobs[0].costs[0].date == today


def test_apply_template_again_doubles_the_tasks(practice: Practice) -> None:
    practice.add_job(_template(practice))
    answer = practice.post("job.api/applytemplate", f"<Job><ID>J000001</ID>{_template(practice)}</Job>")
    assert len(answer.findall("Job/Tasks/Task")) == 4


def test_apply_template_appends_to_like_tasks(practice: Practice) -> None:
    practice.add_job(_template(practice))
    mode = "<TaskMode>AppendExisting</TaskMode>"
    practice.post("job.api/applytemplate", f"<Job><ID>J000001</ID>{_template(practice)}{mode}</Job>")
    assert [task.estimated_minutes for task in practice.tenant.jobs[0].tasks] == [120, 30]


def test_apply_template_refuses_unknown_things(practice: Practice) -> None:
    path = "job.api/applytemplate"
    assert (
        refusal(practice.post(path, f"<Job><ID>X</ID>{_template(practice)}</Job>"))
        == "Invalid job identifier"
    )
    practice.add_job()
    body = "<Job><ID>J000001</ID><TemplateUUID>nothing</TemplateUUID></Job>"
    assert refusal(practice.post(path, body)) == "Invalid job template identifier"


def _template(practice: Practice) -> str:
    return f"<TemplateUUID>{practice.tenant.templates[0].uuid}</TemplateUUID>"
