"""What a template brings onto a job: tasks, milestones and costs, at the making of the job or later."""

from __future__ import annotations

from datetime import timedelta

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError, require_job
from minutebook.xpm_sandbox.fields import read_fields
from minutebook.xpm_sandbox.job_records import Cost, Job, JobTask, Milestone
from minutebook.xpm_sandbox.job_xml import job_node
from minutebook.xpm_sandbox.records import JobTemplate, TemplateTask
from minutebook.xpm_sandbox.tenants import find_by_uuid


def apply_template(call: Call) -> Answer:
    """POST job.api/applytemplate: a repeat doubles costs and milestones, and with AddNew the tasks too."""
    fields = read_fields(call, "Job", ("ID", "UUID", "TemplateUUID", "TaskMode"))
    job = require_job(call, fields.word("ID"), fields.word("UUID"))
    template = require_template(call, fields.word("TemplateUUID"))
    task_mode = fields.word("TaskMode") or "AddNew"
    if task_mode not in ("AddNew", "AppendExisting"):
        raise RefusalError("Invalid task mode")
    add_template_parts(call, job, template, appends=task_mode == "AppendExisting")
    return Answer((job_node(call, job),), f"template {template.name} applied to job {job.id}")


def require_template(call: Call, uuid: str) -> JobTemplate:
    """Give a template, or refuse as XPM does."""
    template = find_by_uuid(call.tenant.templates, uuid)
    if template is None:
        raise RefusalError("Invalid job template identifier")
    return template


def add_template_parts(call: Call, job: Job, template: JobTemplate, *, appends: bool = False) -> None:
    """Copy a template's parts onto a job; `appends` lays a task's details onto a like one that is there."""
    for task in template.tasks:
        like = next((one for one in job.tasks if one.task_uuid == task.task_uuid), None) if appends else None
        if like:
            _append_details(like, task)
        else:
            job.tasks.append(_new_task(call, task))
    _add_milestones(call, job, template)
    _add_costs(call, job, template)


def _append_details(like: JobTask, task: TemplateTask) -> None:
    like.estimated_minutes += task.estimated_minutes
    like.description = "\n".join(part for part in (like.description, task.description) if part)


def _new_task(call: Call, task: TemplateTask) -> JobTask:
    return JobTask(
        uuid=call.new_uuid("job task"),
        task_uuid=task.task_uuid,
        name=task.name,
        description=task.description,
        estimated_minutes=task.estimated_minutes,
        billable=task.billable,
        folder=task.folder,
    )


def _add_milestones(call: Call, job: Job, template: JobTemplate) -> None:
    for mark in template.milestones:
        due = job.start_date + timedelta(days=mark.days)
        job.milestones.append(
            Milestone(call.new_uuid("milestone"), due, mark.description, folder=mark.folder)
        )


def _add_costs(call: Call, job: Job, template: JobTemplate) -> None:
    dated = call.today if call.modes.template_cost_date == "today" else job.start_date
    for cost in template.costs:
        job.costs.append(
            Cost(
                uuid=call.new_uuid("cost"),
                date=dated,
                description=cost.description,
                code=cost.code,
                note=cost.note,
                quantity=cost.quantity,
                unit_cost=cost.unit_cost,
                unit_price=cost.unit_price,
                billable=cost.billable,
            )
        )
