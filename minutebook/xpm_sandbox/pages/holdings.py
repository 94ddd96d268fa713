"""Pages on what the sandbox holds: jobs, one job, clients, the modes in force and the latest calls."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from urllib.parse import quote

from markupsafe import Markup
from werkzeug.wrappers import Request, Response

from minutebook.xpm_sandbox.codec import to_plain
from minutebook.xpm_sandbox.job_records import Cost, Job
from minutebook.xpm_sandbox.ledger import LedgerEntry
from minutebook.xpm_sandbox.pages.frame import table, write_page
from minutebook.xpm_sandbox.records import Client
from minutebook.xpm_sandbox.tenants import Tenant, find_by_uuid
from minutebook.xpm_sandbox.world import World

MOST_ROWS = 200
JOB_HEADS = ("Number", "Name", "Client", "State", "Start", "Due", "Staff", "Costs")
COST_HEADS = ("Date", "Description", "Code", "Note", "Quantity", "Unit cost", "Unit price", "Billable")
CALL_HEADS = ("No.", "Time (UTC)", "Call", "Status", "Effect", "Fault")


def answer_page(world: World, request: Request) -> Response:
    """Answer an address that is a page; 404 with a page for any other."""
    parts = request.path.strip("/").split("/")
    with world.lock:
        tenants = [one for one in world.tenants if one.type == "PRACTICEMANAGER"]
        wanted = request.args.get("tenant", "")
        tenant = next((one for one in tenants if wanted in ("", one.tenant_id)), None)
        if request.method not in ("GET", "HEAD") or (parts != [""] and tenant is None):
            return _write_absent()
        if parts == [""]:
            return _write_home(world, tenants, tenant)
        return _write_of(tenant, parts) if tenant else _write_absent()


def _write_of(tenant: Tenant, parts: list[str]) -> Response:
    if parts == ["clients"]:
        return _write_clients(tenant)
    job = tenant.find_job(parts[1]) if len(parts) == 2 and parts[0] == "jobs" else None
    return _write_job(tenant, job) if job else _write_absent()


def _write_absent() -> Response:
    return write_page(
        "Not found", [Markup('<p>There is no such page. <a href="/">See the jobs</a></p>')], 404
    )


def _write_home(world: World, tenants: list[Tenant], tenant: Tenant | None) -> Response:
    modes = table("Modes", ("Unknown", "In force"), to_plain(world.modes).items(), "")
    calls = world.ledger.entries[: -MOST_ROWS - 1 : -1]
    rows = (_call_row(entry) for entry in calls)
    ledger = table("Latest calls", CALL_HEADS, rows, "No call has come yet.")
    return write_page("Jobs", [_practices(tenants), _jobs_table(tenant), ledger, modes])


def _call_row(entry: LedgerEntry) -> tuple[object, ...]:
    call, status = f"{entry.method} {entry.path}", _status(entry.status, entry.executed)
    return (entry.sequence, f"{entry.at:%H:%M:%S}", call, status, entry.effect, entry.fault)


def _status(status: int, executed: bool) -> str:
    return f"{status or 'none'}{'' if executed else ', not executed'}"


def _practices(tenants: list[Tenant]) -> Markup:
    links = (Markup('<a href="/?tenant={}">{}</a>').format(one.tenant_id, one.name) for one in tenants)
    return Markup("<p>{}</p>").format(Markup(" · ").join(links))


def _jobs_table(tenant: Tenant | None) -> Markup:
    jobs = list(reversed(tenant.jobs))[:MOST_ROWS] if tenant else []
    rows = (_job_row(tenant, job) for job in jobs) if tenant else ()
    caption = f"Jobs of {tenant.name}: {len(tenant.jobs)}" if tenant else "Jobs"
    return table(caption, JOB_HEADS, rows, "There is no job yet. Make one through the API.")


def _job_row(tenant: Tenant, job: Job) -> tuple[object, ...]:
    link = Markup('<a href="/jobs/{}?tenant={}">{}</a>').format(
        quote(job.id, safe=""), tenant.tenant_id, job.id
    )
    state, people = tenant.state_of(job).name, _names(tenant, job.assigned)
    dates = (f"{job.start_date:%d %b %Y}", f"{job.due_date:%d %b %Y}")
    return (link, job.name, _client_name(tenant, job), state, *dates, people, len(job.costs))


def _write_job(tenant: Tenant, job: Job) -> Response:
    facts = {
        "Client": _client_name(tenant, job),
        "State": tenant.state_of(job).name,
        "Start and due": f"{job.start_date:%d %b %Y} to {job.due_date:%d %b %Y}",
        "Client order number": job.client_order_number,
        "Description": job.description,
        "Manager": _names(tenant, [job.manager]),
        "Partner": _names(tenant, [job.partner]),
        "Assigned": _names(tenant, job.assigned),
        "Identifier": job.uuid,
    }
    lines = Markup("").join(Markup("<dt>{}</dt><dd>{}</dd>").format(*pair) for pair in facts.items())
    tasks = ((one.label or one.name, one.estimated_minutes, one.description) for one in job.tasks)
    notes = ((one.title, one.text, one.created_by) for one in job.notes)
    files = ((one.title, one.file_name) for one in job.documents)
    return write_page(
        f"{job.id} {job.name}",
        [
            Markup("<dl>{}</dl>").format(lines),
            _costs_table(job.costs),
            table("Tasks", ("Task", "Minutes", "Description"), tasks, "No task."),
            table("Notes", ("Title", "Text", "By"), notes, "No note."),
            table("Documents", ("Title", "File"), files, "No document."),
        ],
    )


def _costs_table(costs: list[Cost]) -> Markup:
    rows = (_cost_row(cost) for cost in costs)
    total = sum((one.quantity * one.unit_price for one in costs), Decimal(0))
    return table(f"Costs: {total:,.2f} ex tax", COST_HEADS, rows, "No cost.")


def _cost_row(cost: Cost) -> tuple[object, ...]:
    amounts = (cost.quantity, cost.unit_cost, cost.unit_price, "yes" if cost.billable else "no")
    return (f"{cost.date:%d %b %Y}", cost.description, cost.code, cost.note, *amounts)


def _write_clients(tenant: Tenant) -> Response:
    rows = (
        (one.name, one.email, one.company_number, one.business_number, _flags(one)) for one in tenant.clients
    )
    heads = ("Name", "Email", "Company number", "Business number", "")
    return write_page("Clients", [table(tenant.name, heads, rows, "There is no client yet.")])


def _flags(client: Client) -> str:
    flags = {"archived": client.is_archived, "deleted": client.is_deleted}
    return ", ".join(flag for flag, is_set in flags.items() if is_set)


def _client_name(tenant: Tenant, job: Job) -> str:
    client = find_by_uuid(tenant.clients, job.client_uuid)
    return client.name if client else ""


def _names(tenant: Tenant, uuids: Iterable[str]) -> str:
    people = (find_by_uuid(tenant.staff, uuid) for uuid in uuids if uuid)
    return ", ".join(person.name for person in people if person)
