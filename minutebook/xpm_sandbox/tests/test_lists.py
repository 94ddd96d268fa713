from __future__ import annotations

from decimal import Decimal

from minutebook.xpm_sandbox.records import StandardCost
from minutebook.xpm_sandbox.tests.practice import Practice, fetch, refusal


def test_templates_show_name_and_identifier_only(practice: Practice) -> None:
    uuid = practice.tenant.templates[0].uuid
    assert practice.http.get("template.api/list").text == (
        '<Response api-method="List"><Status>OK</Status><Templates><Template>'
        f"<UUID>{uuid}</UUID><Name>Corporate secretarial</Name></Template></Templates></Response>"
    )


def test_a_list_without_entries_is_an_empty_container(practice: Practice) -> None:
    practice.tenant.categories.clear()
    expected = '<Response api-method="List"><Status>OK</Status><Categories /></Response>'
    assert practice.http.get("category.api/list").text == expected


def test_staff_list_may_hold_one_person(practice: Practice) -> None:
    del practice.tenant.staff[1:]
    assert [one.text for one in practice.get("staff.api/list").iterfind("StaffList/Staff/Name")] == [
        "Priya Raman"
    ]


def test_get_staff_and_task_by_identifier(practice: Practice) -> None:
    person, task = practice.tenant.staff[0], practice.tenant.tasks[0]
    assert practice.get(f"staff.api/get/{person.uuid}").findtext("Staff/Name") == "Priya Raman"
    assert practice.get(f"task.api/get/{task.uuid}").findtext("Task/Name") == "Prepare documents"
    assert practice.get("task.api/list").findtext("TaskList/Task/UUID") == task.uuid
    assert refusal(practice.get("staff.api/get/nobody")) == "Invalid staff identifier"


def test_standard_costs_come_by_the_thousand(practice: Practice) -> None:
    costs = [StandardCost(str(nth), f"Cost {nth}", unit_price=Decimal(nth)) for nth in range(1001)]
    practice.tenant.standard_costs[:] = costs
    records = [practice.get("cost.api/list", page=page).findtext("Records") for page in ("1", "2", "3")]
    assert records == ["1000", "1", "0"]
    assert practice.get("cost.api/get/7").findtext("Cost/UnitPrice") == "7"
    assert practice.http.get("cost.api/list").status_code == 400


def test_states_cannot_be_listed(practice: Practice) -> None:
    for path in ("state.api/list", "job.api/states", "job.api/state"):
        assert practice.http.get(path).status_code == 404


def test_invoices_of_a_job_are_read_only(practice: Practice) -> None:
    practice.add_job()
    dates = {"date": "2026-08-01", "due_date": "2026-08-20"}
    money = {"amount": "100.00", "amount_tax": "15.00", "amount_paid": "15.00"}
    invoice = {"id": "I000001", "client": "Harbour Tools Limited", "status": "Approved", "jobs": ["J000001"]}
    door = f"{practice.server.url}/_sandbox/tenants/{practice.tenant.tenant_id}/invoices"
    fetch("POST", door, json=invoice | dates | money).raise_for_status()
    for path in ("invoice.api/job/J000001", "invoice.api/current"):
        found = practice.get(path).find("Invoices/Invoice")
        assert found is not None
        assert [found.findtext(tag) for tag in ("ID", "Status", "AmountOutstanding", "Jobs/Job/Name")] == [
            "I000001",
            "Approved",
            "100.00",
            "Annual review",
        ]
    assert practice.http.post("invoice.api/add").status_code == 404
