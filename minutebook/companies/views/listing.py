"""The list of companies: searched, filtered, exported."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutebook.companies.health import next_review_on, pins_of
from minutebook.companies.queries import (
    FILTERS,
    companies_matching,
    count_filters,
    filter_of,
    sort_columns,
)
from minutebook.contacts.numbers import show_abn, show_acn
from minutebook.core.dates import show_date
from minutebook.core.pages import page_of, search_text, sort_of, sorted_rows
from minutebook.core.sheets import csv_answer
from minutebook.firms.http import firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

HEAD = ("Name", "ACN", "ABN", "Type", "Status", "Incorporated", "Next review", "Health")


@needs("view")
@require_safe
def company_list(request: HttpRequest) -> HttpResponse:
    """Companies with their health, 50 a page."""
    firm = firm_of(request)
    on, text, chosen = today(firm.zone), search_text(request), request.GET.get("filter", "")
    found = companies_matching(firm, text, on)
    counts = count_filters(found, on)
    columns = sort_columns(on)
    sort = sort_of(request, columns)
    page = page_of(sorted_rows(found.filter(filter_of(chosen, on)), sort, columns), request)
    for company in page:
        company.pins, company.review_on = pins_of(company, on), next_review_on(company, on)
    context = {
        "page": page,
        "sort": sort,
        "text": text,
        "chosen": chosen if chosen in FILTERS else "",
        "total": counts["all"],
        "chips": [(key, label, counts[key]) for key, label in FILTERS.items()],
        "is_first_run": not text and not counts["all"],
    }
    return render(request, "companies/company_list.html", context)


@needs("view")
@require_safe
def company_export(request: HttpRequest) -> HttpResponse:
    """The list as it is filtered now, as CSV, all pages of it."""
    firm = firm_of(request)
    on = today(firm.zone)
    found = companies_matching(firm, search_text(request), on)
    columns = sort_columns(on)
    shown = found.filter(filter_of(request.GET.get("filter", ""), on))
    rows = sorted_rows(shown, sort_of(request, columns), columns)
    return csv_answer(f"companies-{on.isoformat()}.csv", HEAD, _cells(rows, on))


def _cells(rows: Any, on: Any) -> Iterator[tuple[str, ...]]:
    for company in rows.iterator(chunk_size=500):
        review_on = next_review_on(company, on)
        yield (
            company.name,
            show_acn(company.acn),
            show_abn(company.abn),
            company.get_company_type_display(),
            company.status,
            show_date(company.incorporated_on) if company.incorporated_on else "",
            show_date(review_on) if review_on else "",
            "; ".join(pin.words for pin in pins_of(company, on)),
        )
