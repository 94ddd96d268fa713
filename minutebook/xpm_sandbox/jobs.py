"""Writing jobs: add, update, state, delete.

Every check comes before the first change, so a refused call leaves the world as it was.
"""

from __future__ import annotations

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError, require_job
from minutebook.xpm_sandbox.fields import Fields, read_fields
from minutebook.xpm_sandbox.job_records import Job
from minutebook.xpm_sandbox.job_templates import add_template_parts, require_template
from minutebook.xpm_sandbox.job_xml import job_node
from minutebook.xpm_sandbox.records import Client
from minutebook.xpm_sandbox.tenants import find_by_uuid

ADD_FIELDS = [
    "Name",
    "Description",
    "ClientUUID",
    "ContactUUID",
    "StartDate",
    "DueDate",
    "ClientNumber",
    "ID",
    "TemplateUUID",
    "CategoryUUID",
    "Budget",
]
UPDATE_FIELDS = [
    "ID",
    "UUID",
    "Name",
    "Description",
    "StartDate",
    "DueDate",
    "ClientNumber",
    "CategoryUUID",
    "CategoryID",
    "Budget",
    "ClientUUID",
]
SHORT_ID = 10
# What XPM says to a number that is taken is not known: these are words that it may choose.
CLASH_WORDS = {
    "in_use": "Job identifier is already in use",
    "unique": "Job number must be unique",
    "twice": "ID cannot be used twice",
    "not_allowed": "The number is already in use, it is not allowed",
}


def add_job(call: Call) -> Answer:
    """POST job.api/add: never merges with a like job; an own number is taken when one is sent."""
    fields = read_fields(call, "Job", ADD_FIELDS)
    client = _require_client(call, fields)
    template_uuid = fields.word("TemplateUUID")
    template = require_template(call, template_uuid) if template_uuid else None
    job = _build_job(call, fields, client)
    if template:
        add_template_parts(call, job, template)
    call.tenant.jobs.append(job)
    return Answer((job_node(call, job),), f"job {job.id} made")


def update_job(call: Call) -> Answer:
    """PUT job.api/update: name and both dates must be sent; the client of a job never changes."""
    fields = read_fields(call, "Job", UPDATE_FIELDS)
    job = require_job(call, fields.word("ID"), fields.word("UUID"))
    name, start, due = (
        fields.required("Name"),
        fields.required_day("StartDate"),
        fields.required_day("DueDate"),
    )
    category, budget = _require_category(call, fields), fields.decimal("Budget")
    job.name, job.start_date, job.due_date = name, start, due
    clears = call.modes.job_update_omitted == "clears"
    if clears or fields.has("Description"):
        job.description = fields.text("Description") or ""
    if clears or fields.has("ClientNumber"):
        job.client_order_number = _client_number(call, fields)
    if clears or fields.has("CategoryUUID"):
        job.category_uuid = category
    if clears or fields.has("Budget"):
        job.budget = budget
    return Answer((job_node(call, job),), f"job {job.id} updated")


def set_job_state(call: Call) -> Answer:
    """PUT job.api/state: takes the interface code only, and answers with nothing but the status."""
    fields = read_fields(call, "Job", ("ID", "UUID", "State"))
    job = require_job(call, fields.word("ID"), fields.word("UUID"))
    state = next((state for state in call.tenant.states if state.code == fields.word("State")), None)
    if state is None:
        raise RefusalError("Invalid state code")
    job.state = state.code
    job.completed_date = (job.completed_date or call.today) if state.type == "Completed" else None
    return Answer((), f"job {job.id} set to {state.code}")


def delete_job(call: Call) -> Answer:
    """POST job.api/delete: the job is gone from every answer; a second time refuses."""
    fields = read_fields(call, "Job", ("ID", "UUID"))
    job = require_job(call, fields.word("ID"), fields.word("UUID"))
    call.tenant.jobs.remove(job)
    call.tenant.deleted_job_ids.append(job.id)
    return Answer((), f"job {job.id} deleted")


def _build_job(call: Call, fields: Fields, client: Client) -> Job:
    name, start, due = (
        fields.required("Name"),
        fields.required_day("StartDate"),
        fields.required_day("DueDate"),
    )
    contact = _require_contact(fields, client)
    category, budget = _require_category(call, fields), fields.decimal("Budget")
    return Job(
        id=_own_id(call, fields) or call.tenant.take_job_id(),
        uuid=call.new_uuid("job"),
        name=name,
        client_uuid=client.uuid,
        start_date=start,
        due_date=due,
        state=call.tenant.states[0].code,
        created_at=call.now,
        description=fields.text("Description") or "",
        client_order_number=_client_number(call, fields),
        contact_uuid=contact,
        category_uuid=category,
        budget=budget,
    )


def _own_id(call: Call, fields: Fields) -> str:
    job_id = _kept_id(call.modes.own_id_rule, fields.word("ID"))
    in_use = any(job.id.casefold() == job_id.casefold() for job in call.tenant.jobs)
    spent = call.modes.deleted_id == "not" and job_id in call.tenant.deleted_job_ids
    if job_id and ((in_use and call.modes.own_id_clash != "second_job") or spent):
        status = 400 if call.modes.own_id_clash == "error_400" else 200
        raise RefusalError(CLASH_WORDS[call.modes.clash_words], status)
    return job_id


def _kept_id(rule: str, job_id: str) -> str:
    """Give what is taken of an own number; empty for the next of the sequence."""
    if rule == "short_refused" and len(job_id) > SHORT_ID:
        raise RefusalError(f"Job number may have {SHORT_ID} characters")
    if rule == "digits_only" and job_id and not job_id.isdigit():
        raise RefusalError("Invalid job number")
    return {"short_cut": job_id[:SHORT_ID], "ignored": ""}.get(rule, job_id)


def _client_number(call: Call, fields: Fields) -> str:
    limit = call.modes.client_number_limit
    value = fields.text("ClientNumber") or ""
    return value[:limit] if limit else value


def _require_client(call: Call, fields: Fields) -> Client:
    client = call.tenant.find_client(fields.required("ClientUUID").strip())
    if client is None:
        raise RefusalError("Invalid client identifier")
    return client


def _require_contact(fields: Fields, client: Client) -> str:
    wanted = fields.word("ContactUUID")
    contact = find_by_uuid(client.contacts, wanted) if wanted else None
    if wanted and (contact is None or contact.is_deleted):
        raise RefusalError("Invalid contact identifier")
    return contact.uuid if contact else ""


def _require_category(call: Call, fields: Fields) -> str:
    wanted = fields.word("CategoryUUID")
    category = find_by_uuid(call.tenant.categories, wanted) if wanted else None
    if wanted and category is None:
        raise RefusalError("Invalid category identifier")
    return category.uuid if category else ""
