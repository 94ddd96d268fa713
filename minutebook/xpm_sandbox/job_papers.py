"""What is laid onto a job beside costs: tasks, notes and documents."""

from __future__ import annotations

import base64
import binascii

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError, job_in_path, list_on_job, require_job
from minutebook.xpm_sandbox.fields import Fields, read_fields
from minutebook.xpm_sandbox.job_records import Document, Job, JobTask, Note
from minutebook.xpm_sandbox.job_xml import document_node, job_node
from minutebook.xpm_sandbox.tenants import find_by_uuid

TASK_FIELDS = ["Job", "UUID", "TaskUUID", "Label", "Description", "EstimatedMinutes", "StartDate", "DueDate"]


def add_task(call: Call) -> Answer:
    """POST job.api/task: a task from the practice's list; a repeat makes a second one."""
    fields = read_fields(call, "Task", TASK_FIELDS)
    job = require_job(call, fields.required("Job").strip())
    kind = find_by_uuid(call.tenant.tasks, fields.required("TaskUUID").strip())
    if kind is None:
        raise RefusalError("Invalid task identifier")
    task = JobTask("", kind.uuid, kind.name)
    _fill_task(fields, task)
    task.uuid = call.new_uuid("job task")
    job.tasks.append(task)
    return Answer((job_node(call, job),), f"task {task.uuid} made on job {job.id}")


def update_task(call: Call) -> Answer:
    """PUT job.api/task: by the identifier of the task on the job."""
    fields = read_fields(call, "Task", TASK_FIELDS)
    job, task = _require_task(call, fields.required("UUID").strip())
    _fill_task(fields, task)
    return Answer((job_node(call, job),), f"task {task.uuid} updated on job {job.id}")


def complete_task(call: Call) -> Answer:
    """PUT job.api/task/{uuid}/complete."""
    return _mark_task(call, completed=True)


def reopen_task(call: Call) -> Answer:
    """PUT job.api/task/{uuid}/reopen."""
    return _mark_task(call, completed=False)


def add_note(call: Call) -> Answer:
    """POST job.api/note: a repeat makes a second note."""
    fields = read_fields(call, "Note", ("Job", "Title", "Text", "Folder", "Public"))
    job = require_job(call, fields.required("Job").strip())
    note = Note(
        uuid="",
        title=fields.required("Title"),
        text=fields.required("Text"),
        folder=fields.text("Folder") or "",
        public=fields.flag("Public", default=False),
        created_at=call.now,
        created_by=call.user.name,
    )
    note.uuid = call.new_uuid("note")
    job.notes.append(note)
    return Answer((), f"note {note.uuid} made on job {job.id}")


def add_document(call: Call) -> Answer:
    """POST job.api/document: content in base64; a repeat makes a second document."""
    fields = read_fields(
        call, "Document", ("Job", "Title", "Text", "Folder", "Public", "FileName", "Content")
    )
    job = require_job(call, fields.required("Job").strip())
    document = Document(
        uuid="",
        title=fields.required("Title"),
        text=fields.text("Text") or "",
        file_name=fields.required("FileName"),
        content=_require_content(fields),
        folder=fields.text("Folder") or "",
        public=fields.flag("Public", default=False),
        created_at=call.now,
        created_by=call.user.name,
    )
    document.uuid = call.new_uuid("document")
    job.documents.append(document)
    return Answer((), f"document {document.uuid} made on job {job.id}")


def list_documents(call: Call) -> Answer:
    """GET job.api/documents/{number}: particulars and a link, not the content."""
    return list_on_job(call, "Documents", [document_node(one) for one in job_in_path(call).documents])


def _mark_task(call: Call, *, completed: bool) -> Answer:
    job, task = _require_task(call, call.keys["uuid"])
    task.completed = completed
    return Answer((), f"task {task.uuid} {'completed' if completed else 'reopened'} on job {job.id}")


def _require_task(call: Call, uuid: str) -> tuple[Job, JobTask]:
    found = call.tenant.find_job_task(uuid)
    if found is None:
        raise RefusalError("Invalid task identifier")
    return found


def _fill_task(fields: Fields, task: JobTask) -> None:
    minutes, start, due = fields.decimal("EstimatedMinutes"), fields.day("StartDate"), fields.day("DueDate")
    task.label = fields.text("Label") or task.label
    task.description = fields.text("Description") or task.description
    task.estimated_minutes = task.estimated_minutes if minutes is None else int(minutes)
    task.start_date, task.due_date = start or task.start_date, due or task.due_date


def _require_content(fields: Fields) -> str:
    content = "".join(fields.required("Content").split())
    try:
        base64.b64decode(content, validate=True)
    except binascii.Error:
        raise RefusalError("Invalid value for Content") from None
    return content
