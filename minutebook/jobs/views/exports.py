"""Jobs as files: the list as a workbook with its costs, and the way into XPM by its own import."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.core.pages import page_of, search_text, ticked_rows
from minutebook.core.sheets import xlsx_answer
from minutebook.core.text import read_id
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from ..exports import COST_HEAD, HEAD, client_names, cost_rows, import_zip, job_rows
from ..hand_over import jobs_to_hand_over, open_jobs
from ..import_form import NamesForm
from ..imports import import_rows, mark_imported, save_names, undo_import
from ..queries import filtered, for_list, jobs_matching
from .jobs import job_of

MOST_IN_A_BOOK = 20_000


@needs("view")
@require_safe
def job_sheet(request: HttpRequest) -> HttpResponse:
    """The list as searched and filtered now, or what is ticked in it, as XLSX: jobs, and costs on a second sheet."""
    firm = firm_of(request)
    found = filtered(jobs_matching(firm, search_text(request)), request.GET.get("show", ""))
    jobs = list(for_list(ticked_rows(found, request))[:MOST_IN_A_BOOK])
    sheets = (("Jobs", HEAD, job_rows(jobs)), ("Costs", COST_HEAD, cost_rows(jobs)))
    return xlsx_answer(f"jobs-{today(firm.zone).isoformat()}.xlsx", sheets)


@needs("release")
def jobs_import(request: FirmRequest) -> HttpResponse:
    """The jobs of the book for XPM's own import: each client's name there, the files, and the mark afterwards."""
    firm = firm_of(request)
    page = page_of(open_jobs(firm), request)
    rows = import_rows(firm, list(page))
    form = NamesForm(rows, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        save_names(firm, form.names(), request.user)
        if request.POST.get("do") == "mark":
            _mark(request)
        else:
            messages.success(request, "The names are kept.")
        return see_other("jobs_import")
    context = {
        "page": page,
        "rows": form.rows(),
        "form": form,
        "ready": sum(bool(row.client_name) for row in rows),
    }
    return render(request, "jobs/import_list.html", context, status=422 if form.errors else 200)


@needs("release")
@require_safe
def import_files(request: HttpRequest) -> HttpResponse:
    """The files for XPM's import: every open job of the book whose client is known in XPM by name."""
    firm = firm_of(request)
    jobs: list[Any] = list(open_jobs(firm))
    names = client_names(firm, jobs)
    content = import_zip([job for job in jobs if job.contact_id in names], names)
    response = HttpResponse(content, content_type="application/zip")
    name = f"xpm-import-{today(firm.zone).isoformat()}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@needs("release")
@require_POST
def job_import_undo(request: FirmRequest, pk: int) -> HttpResponse:
    """The job is not in XPM after all."""
    job = job_of(request, pk)
    undo_import(job, request.user)
    messages.success(request, "The job is in the job book again.")
    return see_other("job_page", job.pk)


def _mark(request: FirmRequest) -> None:
    ids = [pk for text in request.POST.getlist("job") if (pk := read_id(text)) is not None]
    try:
        marked = mark_imported(jobs_to_hand_over(firm_of(request), ids), request.user)
    except DomainError as error:
        messages.error(request, error.message)
        return
    if marked:
        messages.success(
            request, f"Marked as in XPM: {marked}. Their states and costs are kept there from now on."
        )
    else:
        messages.error(request, "Tick the jobs that you have imported.")
