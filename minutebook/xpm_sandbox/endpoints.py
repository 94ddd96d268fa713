"""The table of what the practice manager answers: method, path, scope, api-method, function.

What is not here is answered 404; a list of states and the deletion of a job's cost are missing on purpose.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from minutebook.xpm_sandbox import (
    client_contacts,
    clients,
    job_costs,
    job_lists,
    job_papers,
    job_staff,
    jobs,
    lists,
)
from minutebook.xpm_sandbox.calls import Answer, Call
from minutebook.xpm_sandbox.job_templates import apply_template


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing that can be asked for; `scope` is the last part of its OAuth scope."""

    method: str
    path: str
    scope: str
    api_method: str
    run: Callable[[Call], Answer]

    @property
    def is_read(self) -> bool:
        """Tell whether a read scope is enough."""
        return self.method == "GET"


ENDPOINTS = (
    Endpoint("GET", "client.api/list", "client", "List", clients.list_clients),
    Endpoint("GET", "client.api/paged-list", "client", "PagedList", clients.page_clients),
    Endpoint("GET", "client.api/search", "client", "Search", clients.search_clients),
    Endpoint("GET", "client.api/get/<uuid>", "client", "Get", clients.get_client),
    Endpoint("POST", "client.api/add", "client", "Add", clients.add_client),
    Endpoint("PUT", "client.api/update", "client", "Update", clients.update_client),
    Endpoint("PUT", "client.api/archive", "client", "Archive", clients.archive_client),
    Endpoint("POST", "client.api/delete", "client", "Delete", clients.delete_client),
    Endpoint("POST", "client.api/contact", "client", "Contact", client_contacts.add_contact),
    Endpoint("GET", "client.api/contact/<uuid>", "client", "Contact", client_contacts.get_contact),
    Endpoint("PUT", "client.api/contact/<uuid>", "client", "Contact", client_contacts.update_contact),
    Endpoint("DELETE", "client.api/contact/<uuid>", "client", "Contact", client_contacts.delete_contact),
    Endpoint("POST", "client.api/client/<uuid>/contacts", "client", "Contacts", client_contacts.add_contacts),
    Endpoint("GET", "staff.api/list", "staff", "List", lists.list_staff),
    Endpoint("GET", "staff.api/get/<uuid>", "staff", "Get", lists.get_staff),
    Endpoint("GET", "template.api/list", "job", "List", lists.list_templates),
    Endpoint("GET", "category.api/list", "job", "List", lists.list_categories),
    Endpoint("GET", "task.api/list", "job", "List", lists.list_tasks),
    Endpoint("GET", "task.api/get/<uuid>", "job", "Get", lists.get_task),
    Endpoint("GET", "cost.api/list", "job", "List", lists.list_standard_costs),
    Endpoint("GET", "cost.api/get/<uuid>", "job", "Get", lists.get_standard_cost),
    Endpoint("GET", "invoice.api/current", "job", "Current", lists.list_current_invoices),
    Endpoint("GET", "invoice.api/job/<job_id>", "job", "Job", lists.list_job_invoices),
    Endpoint("GET", "job.api/list", "job", "List", job_lists.list_jobs),
    Endpoint("GET", "job.api/current", "job", "Current", job_lists.list_current_jobs),
    Endpoint("GET", "job.api/client/<uuid>", "job", "Client", job_lists.list_client_jobs),
    Endpoint("GET", "job.api/staff/<uuid>", "job", "Staff", job_lists.list_staff_jobs),
    Endpoint("GET", "job.api/get/<job_id>", "job", "Get", job_lists.get_job),
    Endpoint("POST", "job.api/add", "job", "Add", jobs.add_job),
    Endpoint("PUT", "job.api/update", "job", "Update", jobs.update_job),
    Endpoint("PUT", "job.api/state", "job", "State", jobs.set_job_state),
    Endpoint("PUT", "job.api/assign", "job", "Assign", job_staff.assign_staff),
    Endpoint("POST", "job.api/applytemplate", "job", "ApplyTemplate", apply_template),
    Endpoint("POST", "job.api/delete", "job", "Delete", jobs.delete_job),
    Endpoint("POST", "job.api/task", "job", "Task", job_papers.add_task),
    Endpoint("PUT", "job.api/task", "job", "Task", job_papers.update_task),
    Endpoint("PUT", "job.api/task/<uuid>/complete", "job", "Complete", job_papers.complete_task),
    Endpoint("PUT", "job.api/task/<uuid>/reopen", "job", "Reopen", job_papers.reopen_task),
    Endpoint("POST", "job.api/note", "job", "Note", job_papers.add_note),
    Endpoint("GET", "job.api/documents/<job_id>", "job", "Documents", job_papers.list_documents),
    Endpoint("POST", "job.api/document", "job", "Document", job_papers.add_document),
    Endpoint("GET", "job.api/costs/<job_id>", "job", "Costs", job_costs.list_job_costs),
    Endpoint("POST", "job.api/cost", "job", "Cost", job_costs.add_cost),
    Endpoint("PUT", "job.api/cost", "job", "Cost", job_costs.update_cost),
)

_RULES = Map(
    [Rule(f"/{one.path}", methods=[one.method], endpoint=one) for one in ENDPOINTS], strict_slashes=True
).bind("")


def find_endpoint(method: str, path: str) -> tuple[Endpoint, dict[str, str]] | None:
    """Find what answers a method and path (relative to the base), with the identifiers that stand in the path."""
    try:
        endpoint, keys = _RULES.match(f"/{path}", method=method)
    except HTTPException:
        return None
    return (endpoint, dict(keys)) if endpoint.method == method else None
