"""The list of document packs: searched, filtered, exported."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutebook.contacts.numbers import show_acn
from minutebook.core.pages import page_of, search_text, ticked_rows
from minutebook.core.sheets import csv_answer
from minutebook.core.templatetags.show import day
from minutebook.firms.http import firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from ..models import DocumentPack
from ..queries import WAITS_ON, count_filters, filters, for_list, packs_matching

HEAD = (
    "Change", "Company", "ACN", "Trace number", "Status", "Waits", "Tell ASIC by", "Overdue", "Released", "Lodged",
    "Document number", "Job", "Why no job",
)  # fmt: skip


@needs("view")
@require_safe
def pack_list(request: HttpRequest) -> HttpResponse:
    """Every pack, searched and by status, 50 a page."""
    firm, on = firm_of(request), today(firm_of(request).zone)
    text, chosen = search_text(request), request.GET.get("status", "")
    found, chips = packs_matching(firm, text), filters(on)
    counts = count_filters(found, on)
    rows = found.filter(chips[chosen][1]) if chosen in chips else found
    page = page_of(for_list(rows), request)
    context = {
        "page": page,
        "rows": [(pack, WAITS_ON.get(pack.status, ""), _is_late(pack, on)) for pack in page],
        "text": text,
        "chosen": chosen if chosen in chips else "",
        "total": counts["all"],
        "chips": [(key, label, counts[key]) for key, (label, _) in chips.items()],
        "is_first_run": not text and not counts["all"],
    }
    return render(request, "documents/pack_list.html", context)


@needs("view")
@require_safe
def pack_export(request: HttpRequest) -> HttpResponse:
    """The list as it is searched and filtered now, as CSV, all pages of it; or what is ticked in it."""
    firm, on = firm_of(request), today(firm_of(request).zone)
    chosen, chips = request.GET.get("status", ""), filters(on)
    found = packs_matching(firm, search_text(request))
    rows = found.filter(chips[chosen][1]) if chosen in chips else found
    return csv_answer(
        f"documents-{on.isoformat()}.csv",
        HEAD,
        _cells(for_list(ticked_rows(rows, request)), firm.time_zone, on),
    )


def _cells(rows: Any, zone: str, on: date) -> Iterator[tuple[str, ...]]:
    for pack in rows.iterator(chunk_size=500):
        change, job = pack.change, pack.job
        yield (
            change.summary,
            pack.company.name,
            show_acn(pack.company.acn),
            pack.trace_number,
            pack.get_status_display(),
            WAITS_ON.get(pack.status, ""),
            day(change.due_on),
            "Yes" if _is_late(pack, on) else "",
            day(pack.released_at, zone),
            day(change.lodged_on),
            change.lodged_number,
            (job.number or "asked for") if job else "",
            "" if job else pack.get_no_job_reason_display(),
        )


def _is_late(pack: DocumentPack, on: date) -> bool:
    due = pack.change.due_on
    return bool(due and due < on and pack.status in (DocumentPack.Status.DRAFT, DocumentPack.Status.RELEASED))
