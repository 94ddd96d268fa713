"""The page of all that waits for a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutebook.core.pages import page_of
from minutebook.firms.http import firm_of
from minutebook.firms.permissions import needs

from ..attention import KINDS, case_of, count_kinds, waiting_jobs, with_evidence

PAGE_SIZE = 20


@needs("view")
@require_safe
def attention(request: HttpRequest) -> HttpResponse:
    """Every job that waits for somebody, oldest first, by what for."""
    firm, chosen = firm_of(request), request.GET.get("show", "")
    counts, rows = count_kinds(firm), waiting_jobs(firm)
    if chosen in KINDS:
        rows = rows.filter(KINDS[chosen][1])
    page = page_of(with_evidence(rows.order_by("id")), request, PAGE_SIZE)
    context = {
        "page": page,
        "cases": [case_of(job) for job in page],
        "chosen": chosen if chosen in KINDS else "",
        "total": counts["all"],
        "chips": [(key, label, counts[key]) for key, (label, _) in KINDS.items()],
        "firm": firm,
    }
    return render(request, "jobs/attention.html", context)
