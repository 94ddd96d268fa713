"""The job book: the list, a job with its making shown live, and what a person can do about it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.core.money import line_amount
from minutebook.core.pages import page_of, search_text, ticked_rows
from minutebook.core.sheets import csv_answer
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.practice_manager.delivery.services import adopt, leave, look_again, make_again, retry
from minutebook.practice_manager.models import DeliveryStep
from minutebook.work.clock import today

from ..book import is_open, set_job_state, standard_job_label
from ..cost_changes import can_change_costs
from ..exports import HEAD, job_rows
from ..live import job_context, states_of, team_of
from ..models import Job
from ..places import books_by_default, job_connection
from ..putting_right import standing_of
from ..queries import FILTERS, billed_price, count_filters, filtered, for_list, jobs_matching, total_price
from ..template_costs import undecided_costs
from ..timeline import timeline_of

TOTALLED = ("book", "absent")


@needs("view")
@require_safe
def job_list(request: HttpRequest) -> HttpResponse:
    """Every job that was asked for, searched and by state, 50 a page."""
    text, chosen = search_text(request), request.GET.get("show", "")
    found = jobs_matching(firm_of(request), text)
    counts = count_filters(found)
    shown = filtered(found, chosen)
    page = page_of(for_list(shown), request)
    context = {
        "page": page,
        "rows": [(job, billed_price(job)) for job in page],
        "text": text,
        "chosen": chosen if chosen in FILTERS else "",
        "total": counts["all"],
        "chips": [(key, label, counts[key]) for key, (label, _) in FILTERS.items()],
        "is_first_run": not text and not counts["all"],
        "total_price": total_price(firm_of(request), shown) if chosen in TOTALLED else None,
        "can_hand_over": bool(counts["book"]) and job_connection(firm_of(request)) is not None,
        "can_import": bool(counts["book"]),
        "is_unconnected": books_by_default(firm_of(request)),
    }
    return render(request, "jobs/job_list.html", context)


@needs("view")
@require_safe
def job_export(request: HttpRequest) -> HttpResponse:
    """The list as it is searched and filtered now, as CSV, all pages of it; or what is ticked in it."""
    firm = firm_of(request)
    found = jobs_matching(firm, search_text(request))
    rows = for_list(ticked_rows(filtered(found, request.GET.get("show", "")), request))
    return csv_answer(
        f"jobs-{today(firm.zone).isoformat()}.csv", HEAD, job_rows(rows.iterator(chunk_size=500))
    )


@needs("view")
@require_safe
def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A job, its costs, and how far it is."""
    job = job_of(request, pk)
    costs = [(cost, line_amount(cost.quantity, cost.unit_price)) for cost in job.costs.all()]
    context = job_context(job) | {
        "costs": costs,
        "price": billed_price(job),
        "packs": list(job.packs.all()),
        "can_change_costs": can_change_costs(job) or is_open(job),
        "team": team_of(job),
        "standard_job": standard_job_label(job),
        "timeline": timeline_of(job),
        "putting_right": standing_of(job),
        "undecided": undecided_costs(job),
    }
    return render(request, "jobs/job_page.html", context)


@needs("view")
@require_safe
def job_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The live part of a job, asked for every two seconds while something moves."""
    job = job_of(request, pk)
    asked = request.GET.get("pack", "")
    pack = next((one for one in job.packs.all() if str(one.pk) == asked), None)
    return render(request, "jobs/_progress.html", job_context(job) | {"pack": pack})


@needs("retry")
@require_POST
def job_retry(request: FirmRequest, pk: int) -> HttpResponse:
    """Send again what was refused or held; what is done stays."""
    job = job_of(request, pk)
    if job.delivery is None:
        raise Http404("This job is not in Xero Practice Manager.")
    retry(job.delivery, request.user)
    messages.success(request, "It is tried again now.")
    return _back(request, job)


@needs("release")
@require_POST
def job_state(request: FirmRequest, pk: int) -> HttpResponse:
    """Mark the job with another state, in the job book or in XPM."""
    job, role = job_of(request, pk), request.POST.get("state", "")
    if role not in states_of(job):
        raise DomainError("state", "Choose one of the states that the page offers.")
    set_job_state(job, role, request.user)
    return _back(request, job)


@needs("answer questions")
@require_POST
def job_answer(request: FirmRequest, pk: int, step: int) -> HttpResponse:
    """A person's answer to a question about what is in XPM."""
    job = job_of(request, pk)
    asked = get_object_or_404(
        DeliveryStep.objects.for_firm(firm_of(request)), pk=step, delivery=job.delivery_id
    )
    answer, candidate = request.POST.get("answer", ""), request.POST.get("candidate", "")
    if answer == "adopt":
        adopt(asked, candidate, request.user)
    elif answer == "make":
        make_again(asked, request.user)
    elif answer == "look":
        look_again(asked, request.user, request.POST.get("number", "").strip())
    elif answer == "leave":
        leave(asked, request.user)
    else:
        raise DomainError("answer", "Choose one of the answers that the page offers.")
    messages.success(request, "Your answer is kept. The job goes on.")
    return _back(request, job)


def job_of(request: HttpRequest, pk: int) -> Job:
    """The firm's job; 404 for another firm's."""
    rows = Job.objects.for_firm(firm_of(request)).select_related(
        "firm",
        "delivery__connection",
        "client",
        "contact",
        "company",
        "template",
        "manager",
        "partner",
        "replaced_by",
        "book_manager",
        "book_partner",
    )
    job: Job = get_object_or_404(rows, pk=pk)
    return job


def _filtered(found: QuerySet[Any], chosen: str) -> QuerySet[Any]:
    return for_list(found.filter(FILTERS[chosen][1]) if chosen in FILTERS else found)


def _cells(rows: QuerySet[Any]) -> Iterator[tuple[object, ...]]:
    for job in rows.iterator(chunk_size=500):
        yield (
            job.name,
            job.client.name if job.client else job.contact.name,
            job.company.name if job.company else "",
            job.number,
            job.status_word,
            job.get_state_display(),
            show_date(job.start_date),
            show_date(job.due_date),
            billed_price(job),
            job.label,
        )


def _back(request: HttpRequest, job: Job) -> HttpResponse:
    """To the page whose button was pressed: the list of what waits, the job's own, or that of one of its packs."""
    if request.POST.get("from") == "attention":
        return see_other("attention")
    pack = request.POST.get("pack", "")
    packs = {str(one.pk): one for one in job.packs.all()}
    if pack in packs:
        return see_other("pack_page", packs[pack].pk, anchor="job")
    return see_other("job_page", job.pk)
