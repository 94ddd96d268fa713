"""The practice's own lists: staff, templates, categories, tasks, standard costs, and its invoices. Read only."""

from __future__ import annotations

from collections.abc import Iterable

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError, job_in_path, list_on_job
from minutebook.xpm_sandbox.envelope import Node, day, group, text
from minutebook.xpm_sandbox.job_records import Invoice
from minutebook.xpm_sandbox.records import Staff, StandardCost, Task
from minutebook.xpm_sandbox.tenants import find_by_uuid

COSTS_PER_PAGE = 1000


def list_staff(call: Call) -> Answer:
    """GET staff.api/list."""
    return Answer((group("StaffList", (_staff(person) for person in call.tenant.staff)),))


def get_staff(call: Call) -> Answer:
    """GET staff.api/get/{uuid}."""
    person = find_by_uuid(call.tenant.staff, call.keys["uuid"])
    if person is None:
        raise RefusalError("Invalid staff identifier")
    link = f"https://app.practicemanager.xero.com/staff/staffview.aspx?id={person.uuid}"
    return Answer((_staff(person), text("WebUrl", link)))


def list_templates(call: Call) -> Answer:
    """GET template.api/list: identifier and name; what a template brings shows only on a job."""
    named = ((one.uuid, one.name) for one in call.tenant.templates)
    return Answer((_named("Templates", "Template", named),))


def list_categories(call: Call) -> Answer:
    """GET category.api/list."""
    named = ((one.uuid, one.name) for one in call.tenant.categories)
    return Answer((_named("Categories", "Category", named),))


def list_tasks(call: Call) -> Answer:
    """GET task.api/list."""
    return Answer((group("TaskList", (_task(task) for task in call.tenant.tasks)),))


def get_task(call: Call) -> Answer:
    """GET task.api/get/{uuid}."""
    task = find_by_uuid(call.tenant.tasks, call.keys["uuid"])
    if task is None:
        raise RefusalError("Invalid task identifier")
    return Answer((_task(task),))


def list_standard_costs(call: Call) -> Answer:
    """GET cost.api/list?page=N: a thousand a page; a page beyond the last holds 0 records."""
    page = call.query.get("page", "")
    if not page.isdecimal() or int(page) < 1:
        raise RefusalError("The page parameter is required", 400)
    start = (int(page) - 1) * COSTS_PER_PAGE
    costs = call.tenant.standard_costs[start : start + COSTS_PER_PAGE]
    return Answer((text("Records", len(costs)), group("Costs", (_standard_cost(one) for one in costs))))


def get_standard_cost(call: Call) -> Answer:
    """GET cost.api/get/{uuid}."""
    cost = find_by_uuid(call.tenant.standard_costs, call.keys["uuid"])
    if cost is None:
        raise RefusalError("Invalid cost identifier")
    return Answer((_standard_cost(cost),))


def list_job_invoices(call: Call) -> Answer:
    """GET invoice.api/job/{number}."""
    job = job_in_path(call)
    invoices = [one for one in call.tenant.invoices if job.id in one.jobs]
    return list_on_job(call, "Invoices", [_invoice(call, one) for one in invoices])


def list_current_invoices(call: Call) -> Answer:
    """GET invoice.api/current: the approved ones that are not paid."""
    invoices = (one for one in call.tenant.invoices if one.status == "Approved")
    return Answer((group("Invoices", (_invoice(call, one) for one in invoices)),))


def _named(root: str, tag: str, named: Iterable[tuple[str, str]]) -> Node:
    return group(root, (group(tag, (text("UUID", uuid), text("Name", name))) for uuid, name in named))


def _staff(person: Staff) -> Node:
    texts = (
        ("UUID", person.uuid),
        ("Name", person.name),
        ("Email", person.email),
        ("Phone", person.phone),
        ("Mobile", person.mobile),
        ("Address", person.address),
        ("PayrollCode", person.payroll_code),
    )
    return group("Staff", (text(tag, value) for tag, value in texts))


def _task(task: Task) -> Node:
    return group(
        "Task", (text("UUID", task.uuid), text("Name", task.name), text("Description", task.description))
    )


def _standard_cost(cost: StandardCost) -> Node:
    return group(
        "Cost",
        (
            text("UUID", cost.uuid),
            text("Description", cost.description),
            text("Code", cost.code),
            text("Note", cost.note),
            text("UnitCost", cost.unit_cost),
            text("UnitPrice", cost.unit_price),
            text("IncomeAccount", cost.income_account),
            text("CostOfSaleAccount", cost.cost_of_sale_account),
        ),
    )


def _invoice(call: Call, invoice: Invoice) -> Node:
    client = find_by_uuid(call.tenant.clients, invoice.client_uuid)
    whole = invoice.amount + invoice.amount_tax
    return group(
        "Invoice",
        (
            text("ID", invoice.id),
            text("InternalUUID", invoice.internal_uuid),
            text("Type", invoice.type),
            text("Status", invoice.status),
            text("JobText", invoice.job_text),
            day("Date", invoice.date),
            day("DueDate", invoice.due_date),
            text("Amount", invoice.amount),
            text("AmountTax", invoice.amount_tax),
            text("AmountIncludingTax", whole),
            text("AmountPaid", invoice.amount_paid),
            text("AmountOutstanding", whole - invoice.amount_paid),
            group("Client", (text("UUID", client.uuid), text("Name", client.name))) if client else None,
            group("Jobs", (_invoiced_job(call, job_id) for job_id in invoice.jobs)),
        ),
    )


def _invoiced_job(call: Call, job_id: str) -> Node:
    job = call.tenant.find_job(job_id)
    parts = (
        text("ID", job_id),
        text("Name", job.name if job else ""),
        group("Tasks", ()),
        group("Costs", ()),
    )
    return group("Job", parts)
