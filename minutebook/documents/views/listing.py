"""The list of document packs."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutebook.core.pages import page_of, search_text
from minutebook.firms.http import firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from ..models import DocumentPack
from ..queries import WAITS_ON, count_filters, filters, for_list, packs_matching


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


def _is_late(pack: DocumentPack, on: date) -> bool:
    due = pack.change.due_on
    return bool(due and due < on and pack.status in (DocumentPack.Status.DRAFT, DocumentPack.Status.RELEASED))
