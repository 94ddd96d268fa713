"""How a job is written in an answer, in either of the two orders that were seen.

Kept apart because six endpoints answer with a job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from minutebook.xpm_sandbox.calls import Call
from minutebook.xpm_sandbox.envelope import Node, day, group, moment, text, true_false
from minutebook.xpm_sandbox.job_records import Document, Job, JobTask, Milestone, Note
from minutebook.xpm_sandbox.tenants import Tenant, find_by_uuid

RECORDED_ORDER = [
    "ID",
    "UUID",
    "Name",
    "Description",
    "Client",
    "Contact",
    "ClientOrderNumber",
    "State",
    "StartDate",
    "DueDate",
    "CompletedDate",
    "Budget",
    "Manager",
    "Partner",
    "Assigned",
    "Tasks",
    "Milestones",
    "Notes",
]
DOC_ORDER = [
    "ID",
    "UUID",
    "Name",
    "Description",
    "State",
    "ClientOrderNumber",
    "Budget",
    "StartDate",
    "DueDate",
    "CompletedDate",
    "Client",
    "Contact",
    "Manager",
    "Partner",
    "Assigned",
    "Tasks",
    "Milestones",
    "Notes",
]
DETAILS = frozenset({"Tasks", "Milestones", "Notes"})
WEB_URL = "https://app.practicemanager.xero.com/job/jobview.aspx?id="


def job_node(call: Call, job: Job) -> Node:
    """Write a job with its tasks, milestones and notes; never its costs."""
    return group("Job", (_PARTS[tag](call.tenant, job) for tag in _order(call)))


def job_line(call: Call, job: Job) -> Node:
    """Write a job as lists have it, without its tasks, milestones and notes."""
    left_out = DETAILS if call.modes.list_uuid == "present" else DETAILS | {"UUID"}
    return group("Job", (_PARTS[tag](call.tenant, job) for tag in _order(call) if tag not in left_out))


def jobs_node(call: Call, jobs: Iterable[Job]) -> Node:
    """Write a list of jobs, detailed where the caller asked for that."""
    write = job_node if call.query.get("detailed", "").lower() == "true" else job_line
    return group("Jobs", (write(call, job) for job in jobs))


def document_node(document: Document) -> Node:
    """Write a document's particulars, without its content."""
    link = text("URL", f"https://app.practicemanager.xero.com/document/{document.uuid}")
    named = (text(tag, value) for tag, value in _document_texts(document))
    return group("Document", (*named, moment("Date", document.created_at), link))


def staff_node(tenant: Tenant, tag: str, uuid: str) -> Node | None:
    """Write a person by identifier and name; nothing for nobody."""
    person = find_by_uuid(tenant.staff, uuid) if uuid else None
    return group(tag, (text("UUID", person.uuid), text("Name", person.name))) if person else None


def _order(call: Call) -> list[str]:
    return DOC_ORDER if call.modes.element_order == "doc" else RECORDED_ORDER


def _document_texts(document: Document) -> Iterable[tuple[str, str]]:
    yield "Title", document.title
    yield "Text", document.text
    yield "Folder", document.folder
    yield "CreatedBy", document.created_by
    yield "FileName", document.file_name


def _client(tenant: Tenant, job: Job) -> Node | None:
    client = find_by_uuid(tenant.clients, job.client_uuid)
    return group("Client", (text("UUID", client.uuid), text("Name", client.name))) if client else None


def _contact(tenant: Tenant, job: Job) -> Node | None:
    client = find_by_uuid(tenant.clients, job.client_uuid)
    contact = find_by_uuid(client.contacts, job.contact_uuid) if client and job.contact_uuid else None
    return group("Contact", (text("UUID", contact.uuid), text("Name", contact.name))) if contact else None


def _assigned(tenant: Tenant, uuids: list[str]) -> Node:
    return group("Assigned", (staff_node(tenant, "Staff", uuid) for uuid in uuids))


def _task(tenant: Tenant, task: JobTask) -> Node:
    return group(
        "Task",
        (
            text("UUID", task.uuid),
            text("Name", task.label or task.name),
            text("TaskUUID", task.task_uuid),
            text("EstimatedMinutes", task.estimated_minutes),
            text("ActualMinutes", task.actual_minutes),
            text("Description", task.description),
            true_false("Completed", task.completed),
            true_false("Billable", task.billable),
            text("Folder", task.folder),
            day("StartDate", task.start_date),
            day("DueDate", task.due_date),
            _task_people(tenant, task),
        ),
    )


def _task_people(tenant: Tenant, task: JobTask) -> Node | None:
    people = [person for person in tenant.staff if person.uuid in task.assigned]
    if not people:
        return None
    return group(
        "Assigned",
        (
            group("Staff", (text("UUID", one.uuid), text("Name", one.name), text("AllocatedMinutes", 0)))
            for one in people
        ),
    )


def _milestone(milestone: Milestone) -> Node:
    return group(
        "Milestone",
        (
            text("UUID", milestone.uuid),
            day("Date", milestone.date),
            text("Description", milestone.description),
            true_false("Completed", milestone.completed),
            text("Folder", milestone.folder),
        ),
    )


def _note(note: Note) -> Node:
    return group(
        "Note",
        (
            text("UUID", note.uuid),
            text("Title", note.title),
            text("Text", note.text),
            text("Folder", note.folder),
            moment("Date", note.created_at),
            text("CreatedBy", note.created_by),
            group("Comments", ()),
        ),
    )


_PARTS: dict[str, Callable[[Tenant, Job], Node | None]] = {
    "ID": lambda tenant, job: text("ID", job.id),
    "UUID": lambda tenant, job: text("UUID", job.uuid),
    "Name": lambda tenant, job: text("Name", job.name),
    "Description": lambda tenant, job: text("Description", job.description),
    "Client": _client,
    "Contact": _contact,
    "ClientOrderNumber": lambda tenant, job: text("ClientOrderNumber", job.client_order_number),
    "State": lambda tenant, job: text("State", tenant.state_of(job).name),
    "StartDate": lambda tenant, job: day("StartDate", job.start_date),
    "DueDate": lambda tenant, job: day("DueDate", job.due_date),
    "CompletedDate": lambda tenant, job: day("CompletedDate", job.completed_date),
    "Budget": lambda tenant, job: None if job.budget is None else text("Budget", job.budget),
    "Manager": lambda tenant, job: staff_node(tenant, "Manager", job.manager),
    "Partner": lambda tenant, job: staff_node(tenant, "Partner", job.partner),
    "Assigned": lambda tenant, job: _assigned(tenant, job.assigned),
    "Tasks": lambda tenant, job: group("Tasks", (_task(tenant, task) for task in job.tasks)),
    "Milestones": lambda tenant, job: group("Milestones", (_milestone(mark) for mark in job.milestones)),
    "Notes": lambda tenant, job: group("Notes", (_note(note) for note in job.notes)),
}
