"""Version 3.0: whole numbers for UUIDs, and the same world behind it."""

from __future__ import annotations

import pytest
from lxml import etree

from minutebook.xpm_sandbox.older import BASE, number_of
from minutebook.xpm_sandbox.tests.practice import Practice, read, refusal


@pytest.fixture
def older(practice: Practice) -> Practice:
    practice.http.base_url = f"{practice.server.url}{BASE}"
    return practice


def _add_job(older: Practice, more: str = "") -> etree._Element:
    client = number_of(older.tenant.clients[0].uuid)
    dates = "<StartDate>20260701</StartDate><DueDate>20261031</DueDate>"
    body = f"<Job><Name>Annual review</Name><ClientID>{client}</ClientID>{dates}{more}</Job>"
    return older.post("job.api/add", body)


def test_lists_give_whole_numbers(older: Practice) -> None:
    people = older.get("staff.api/list").findall("StaffList/Staff")
    assert [int(one.findtext("ID") or "") for one in people] == [
        number_of(one.uuid) for one in older.tenant.staff
    ]
    clients = older.http.get("client.api/list", params={"detailed": "true"}).text
    assert "UUID" not in clients
    assert "<Groups />" in clients


def test_job_is_made_assigned_and_charged_by_numbers(older: Practice) -> None:
    template, person = older.tenant.templates[0], older.tenant.staff[0]
    made = _add_job(older, f"<TemplateID>{number_of(template.uuid)}</TemplateID>")
    job = older.tenant.jobs[0]
    assert (made.findtext("Job/ID"), made.findtext("Job/InternalID")) == (job.id, str(number_of(job.uuid)))
    assert len(job.tasks) == len(template.tasks)
    older.put("job.api/assign", f'<Job><ID>{job.id}</ID><add id="{number_of(person.uuid)}"/></Job>')
    assert job.assigned == [person.uuid]
    before = len(job.costs)
    older.post("job.api/cost", older.cost_body(job.id))
    cost = older.get(f"job.api/costs/{job.id}").findall("Costs/Cost")[before]
    assert cost.findtext("ID") == str(number_of(job.costs[before].uuid))
    older.put("job.api/cost", older.cost_body("", f"<ID>{cost.findtext('ID')}</ID>", dated="20260703"))
    assert f"{job.costs[before].date:%Y%m%d}" == "20260703"


def test_task_on_a_job_is_named_by_its_number(older: Practice) -> None:
    kind = number_of(older.tenant.tasks[0].uuid)
    job_id = _add_job(older).findtext("Job/ID")
    older.post("job.api/task", f"<Task><Job>{job_id}</Job><TaskID>{kind}</TaskID></Task>")
    (task,) = older.tenant.jobs[0].tasks
    change = f"<Task><ID>{number_of(task.uuid)}</ID><Job>{job_id}</Job><Label>Ring up</Label></Task>"
    older.put("job.api/task", change)
    assert task.label == "Ring up"


def test_own_number_of_digits_stays_a_job_number(older: Practice) -> None:
    assert _add_job(older, "<ID>20260001</ID>").findtext("Job/ID") == "20260001"
    assert older.get("job.api/get/20260001").findtext("Job/Name") == "Annual review"


def test_uuid_and_unknown_number_name_nothing(older: Practice) -> None:
    assert refusal(older.get("client.api/get/7")) == "Invalid client identifier"
    assert refusal(_add_job(older, "<TemplateID>7</TemplateID>")) == "Invalid job template identifier"
    assert older.tenant.jobs == []


def test_paged_list_is_of_the_newer_version(older: Practice) -> None:
    assert older.http.get("client.api/paged-list").status_code == 404


def test_newer_version_takes_no_whole_numbers(practice: Practice) -> None:
    number = number_of(practice.tenant.clients[0].uuid)
    answer = read(practice.http.get(f"client.api/get/{number}"))
    assert refusal(answer) == "Invalid client identifier"
