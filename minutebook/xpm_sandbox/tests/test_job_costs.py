from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from minutebook.xpm_sandbox.job_records import Cost
from minutebook.xpm_sandbox.tests.practice import UGLY_NAMES, Practice, refusal, tag


@pytest.mark.parametrize(("mode", "found"), [("present", 1), ("absent", 0)])
def test_empty_list_on_a_job_follows_the_mode(practice: Practice, mode: str, found: int) -> None:
    practice.add_job()
    practice.set_modes(empty_list_on_job=mode)
    for path, container in (("costs", "Costs"), ("documents", "Documents")):
        assert len(practice.get(f"job.api/{path}/J000001").findall(container)) == found
    assert len(practice.get("invoice.api/job/J000001").findall("Invoices")) == found


def test_add_cost_keeps_every_field(practice: Practice) -> None:
    practice.add_job()
    more = "<Code>FILING</Code><Note>ref A1-c1</Note><Billable>false</Billable>"
    answer = practice.post("job.api/cost", practice.cost_body("J000001", more))
    uuid = str(answer.findtext("Cost/UUID"))
    assert practice.tenant.jobs[0].costs == [
        Cost(
            uuid=uuid,
            date=date(2026, 7, 2),
            description="Filing fee",
            code="FILING",
            note="ref A1-c1",
            quantity=Decimal("1.5"),
            unit_cost=Decimal("45.00"),
            unit_price=Decimal("60.00"),
            billable=False,
        )
    ]


def test_cost_is_billable_when_not_said(practice: Practice) -> None:
    practice.add_job()
    answer = practice.post("job.api/cost", practice.cost_body("J000001"))
    assert answer.findtext("Cost/Billable") == "true"


def test_same_cost_twice_makes_two(practice: Practice) -> None:
    practice.add_job()
    for _ in range(2):
        practice.post("job.api/cost", practice.cost_body("J000001"))
    assert len(practice.get("job.api/costs/J000001").findall("Costs/Cost")) == 2


def test_add_cost_answers_with_the_status_only_in_that_mode(practice: Practice) -> None:
    practice.set_modes(cost_answer="status_only")
    practice.add_job()
    response = practice.http.post("job.api/cost", content=practice.cost_body("J000001"))
    assert response.text == '<Response api-method="Cost"><Status>OK</Status></Response>'
    assert len(practice.tenant.jobs[0].costs) == 1


@pytest.mark.parametrize("note", UGLY_NAMES)
def test_cost_gives_ugly_notes_back(practice: Practice, note: str) -> None:
    practice.add_job()
    practice.post("job.api/cost", practice.cost_body("J000001", tag("Note", note)))
    assert practice.get("job.api/costs/J000001").findtext("Costs/Cost/Note") == note


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ("<Job>J000001</Job>", "", "Job is required"),
        ("J000001", "J000009", "Invalid job identifier"),
        ("<Quantity>1.5</Quantity>", "", "Quantity is required"),
        ("<UnitCost>45.00</UnitCost>", "<UnitCost>$45</UnitCost>", "Invalid number for UnitCost"),
        ("<UnitPrice>60.00</UnitPrice>", "<UnitPrice>6e1</UnitPrice>", "Invalid number for UnitPrice"),
        ("<Date>20260702</Date>", "<Date>02/07/2026</Date>", "Invalid date for Date"),
        ("<Description>Filing fee</Description>", "", "Description is required"),
        ("</Cost>", "<Billable>perhaps</Billable></Cost>", "Invalid value for Billable"),
    ],
)
def test_add_cost_refuses_and_makes_nothing(practice: Practice, wrong: str, right: str, reason: str) -> None:
    practice.add_job()
    answer = practice.post("job.api/cost", practice.cost_body("J000001").replace(wrong, right))
    assert (refusal(answer), practice.tenant.jobs[0].costs) == (reason, [])


@pytest.mark.parametrize(("code", "name"), [("COMPLETED", "Completed"), ("CANCELLED", "Cancelled")])
def test_add_cost_refuses_on_a_closed_job(practice: Practice, code: str, name: str) -> None:
    practice.add_job()
    practice.tenant.jobs[0].state = code
    answer = practice.post("job.api/cost", practice.cost_body("J000001"))
    assert refusal(answer) == f"Costs cannot be entered on a job that is {name}"


def test_add_cost_refuses_in_a_locked_period(practice: Practice) -> None:
    practice.add_job()
    practice.tenant.wip_locked_until = date(2026, 6, 30)
    locked = practice.post("job.api/cost", practice.cost_body("J000001", dated="20260630"))
    assert refusal(locked) == "The date falls in a period that is locked"
    assert (
        practice.post("job.api/cost", practice.cost_body("J000001", dated="20260701")).findtext("Status")
        == "OK"
    )


def test_update_cost_changes_it_by_uuid(practice: Practice) -> None:
    practice.add_job()
    made = practice.post("job.api/cost", practice.cost_body("J000001", "<Note>ref A1</Note>"))
    uuid = made.findtext("Cost/UUID")
    body = practice.cost_body("ignored", f"<UUID>{uuid}</UUID>").replace("60.00", "0")
    assert practice.put("job.api/cost", body).findtext("Cost/UnitPrice") == "0"
    assert [(cost.unit_price, cost.note) for cost in practice.tenant.jobs[0].costs] == [
        (Decimal(0), "ref A1")
    ]


def test_update_cost_refuses_an_unknown_one(practice: Practice) -> None:
    answer = practice.put("job.api/cost", practice.cost_body("J000001", "<UUID>nothing</UUID>"))
    assert refusal(answer) == "Invalid cost identifier"


@pytest.mark.parametrize("path", ["job.api/cost", "job.api/cost/1", "job.api/costs/J000001"])
def test_costs_cannot_be_deleted(practice: Practice, path: str) -> None:
    practice.add_job()
    assert practice.http.delete(path).status_code == 404


def test_costs_of_a_job_without_any(practice: Practice) -> None:
    practice.add_job()
    expected = '<Response api-method="Costs"><Status>OK</Status><Costs /></Response>'
    assert practice.http.get("job.api/costs/J000001").text == expected
