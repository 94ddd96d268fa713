"""Pages that look at several slices: dashboard, search, a contact's page, settings."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.contacts.numbers import mask_director_id
from minutebook.core.pages import search_text
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from .deadlines import chart_of, open_deadlines
from .job_figures import jobs_by_state, prices_by_month
from .people import holdings_everywhere
from .search import search_everywhere
from .settings_cards import cards_for
from .waiting import jobs_that_wait, paused_jobs, waits_of

DEADLINES, SHOWN = 5, 8


@needs("view")
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """What is due, what waits on whom, which jobs need a person, and the jobs in figures."""
    firm = firm_of(request)
    on = today(firm.zone)
    deadlines, jobs = list(open_deadlines(firm, on)), jobs_that_wait(firm)
    context = {
        "today": on,
        "chart": chart_of([change.due_on for change in deadlines], on),
        "deadlines": deadlines[:DEADLINES],
        "late_count": sum(change.due_on < on for change in deadlines),
        "deadline_count": sum(change.due_on >= on for change in deadlines),
        "waits": waits_of(firm),
        "more_deadlines": len(deadlines) > DEADLINES,
        "states": jobs_by_state(firm),
        "prices": prices_by_month(firm, on),
        "jobs": jobs[:SHOWN],
        "job_count": jobs.count(),
        "paused_count": paused_jobs(firm).count(),
        "is_first_run": not Company.objects.for_firm(firm).exists(),
    }
    return render(request, "office/dashboard.html", context)


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The logo, where programs that read no page look for it."""
    return redirect(static("core/logo.svg"))


@needs("view")
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One search over everything that has a page."""
    text = search_text(request)
    groups = search_everywhere(firm_of(request), text) if text else ()
    context = {"groups": groups, "search_text": text, "count": sum(len(group.hits) for group in groups)}
    return render(request, "office/search.html", context)


@needs("view")
@require_safe
def contact_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A contact with everything that hangs on it; the director ID masked."""
    firm = firm_of(request)
    rows = (
        Contact.objects.for_firm(firm).select_related("company").prefetch_related("former_names", "clients")
    )
    contact = get_object_or_404(rows, pk=pk)
    offices = contact.offices.select_related("company").order_by("ceased_on", "company__name", "id")
    context = {
        "contact": contact,
        "director_id": mask_director_id(contact.director_id),
        "offices": [office for office in offices if office.ceased_on is None],
        "former_offices": [office for office in offices if office.ceased_on is not None],
        "holdings": holdings_everywhere(contact, today(firm.zone)),
        "jobs": contact.jobs.all()[:SHOWN],
    }
    return render(request, "office/contact_page.html", context)


@needs("view")
@require_safe
def settings_page(request: FirmRequest) -> HttpResponse:
    """Links to what this user may set."""
    return render(request, "office/settings.html", {"cards": cards_for(request.user)})
