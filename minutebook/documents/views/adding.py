"""Adding the job of a pack that went out without one: the panel and Review Costs on a page of their own."""

from django.http import HttpResponse
from django.shortcuts import render

from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest
from minutebook.firms.permissions import needs
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.panel import ELSEWHERE, Panel, edit_lines, link_from, look_from
from minutebook.jobs.places import job_connection
from minutebook.jobs.presets import missing_template
from minutebook.jobs.readiness import what_stops
from minutebook.jobs.rules import check_costs
from minutebook.practice_manager.models import Connection
from minutebook.work.clock import today

from ..job_drafts import open_job_draft, save_job_draft
from ..models import DocumentPack
from ..outlook import fee_note
from ..services import add_job
from ..work_context import propose_job
from .shared import pack_of

Status = DocumentPack.Status


@needs("release")
def pack_job(request: FirmRequest, pk: int) -> HttpResponse:
    """The panel; "Add job" asks for the job, at most one a pack."""
    pack = pack_of(request, pk)
    connection = job_connection(pack.firm)
    if pack.job or pack.status in (Status.DRAFT, Status.WITHDRAWN):
        return see_other("pack_page", pack.pk)
    draft = open_job_draft(pack, request.user, connection)[0].with_changes(adds_job=True)
    if request.method != "POST":
        return _show(request, pack, Panel(request.user, connection, draft))
    return _act(request, pack, connection, draft)


def _act(
    request: FirmRequest, pack: DocumentPack, connection: Connection | None, draft: JobDraft
) -> HttpResponse:
    do, refusals = request.POST.get("do", "save"), []
    panel = Panel(request.user, connection, draft, request.POST)
    try:
        typed = edit_lines(request.POST, do, connection, today(pack.firm.zone))
        panel = Panel(request.user, connection, draft, typed)
        if panel.is_elsewhere:
            raise DomainError("elsewhere", ELSEWHERE)
        if panel.is_valid():
            if do.startswith("link:"):
                link_from(do, panel)
            look_from(do, panel)
            if answer := _store(request, pack, panel, do):
                return answer
    except DomainError as error:
        refusals.append(error.message)
    return _show(request, pack, panel, refusals, status=422)


def _store(request: FirmRequest, pack: DocumentPack, panel: Panel, do: str) -> HttpResponse | None:
    """Keep the draft and go on; None where problems keep it here."""
    drafted = panel.drafted(confirms=do == "confirm")
    problems = what_stops(drafted, panel.connection, today(pack.firm.zone)) if do == "add job" else []
    problems += check_costs(drafted.costs, today(pack.firm.zone)) if do == "confirm" else []
    kept = drafted.with_changes(is_confirmed=drafted.is_confirmed and not problems)
    save_job_draft(pack, kept, propose_job(pack, request.user, panel.connection))
    if problems:
        panel.show_problems(problems)
        return None
    if do == "add job":
        add_job(pack, request.user, drafted)
        return see_other("pack_page", pack.pk, anchor="job")
    anchor = panel.last_line_id if do in ("add line", "add item") else "costs"
    return see_other("pack_job", pack.pk, anchor="" if do == "save" else anchor)


def _show(
    request: FirmRequest,
    pack: DocumentPack,
    panel: Panel,
    refusals: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "pack": pack,
        "company": pack.company,
        "panel": panel,
        "refusals": refusals or [],
        "fee_note": fee_note(today(pack.firm.zone)),
        "missing_template": missing_template(pack.firm, pack.change.kind, panel.connection),
    }
    return render(request, "documents/pack_job.html", context, status=status)
