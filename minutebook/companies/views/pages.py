"""A company's page and its tabs; each register is computed for the day that is asked for."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutebook.companies.changes.table import KINDS
from minutebook.companies.health import next_review_on, pins_of
from minutebook.companies.models import Officeholder
from minutebook.companies.queries import OPEN, company_of
from minutebook.companies.registers import Holding, addresses_at, holdings_at, officeholders_at
from minutebook.core.dates import show_date
from minutebook.core.forms import DateField
from minutebook.core.pages import page_of
from minutebook.firms.http import firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today


def company_context(request: HttpRequest, pk: int, tab: str) -> dict[str, Any]:
    """What `companies/company_frame.html` needs; a page of another slice that extends it starts with this too."""
    firm = firm_of(request)
    on = today(firm.zone)
    company = company_of(firm, pk, on)
    return {
        "company": company,
        "tab": tab,
        "today": on,
        "pins": pins_of(company, on),
        "review_on": next_review_on(company, on),
        "kinds": [(key, kind.label) for key, kind in KINDS.items()],
    }


@needs("view")
@require_safe
def company_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Overview: identity, what is in hand, who and where."""
    context = company_context(request, pk, "overview")
    company, on = context["company"], context["today"]
    context["open_changes"] = company.changes.filter(status__in=OPEN, lodged_on=None)[:10]
    context["officeholders"] = _by_person(officeholders_at(company, on))
    context["addresses"] = addresses_at(company, on)
    context["holdings"] = holdings_at(company, on)
    return render(request, "companies/company_page.html", context)


@needs("view")
@require_safe
def officeholder_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The register of officeholders at a day, and who was in office before."""
    context = company_context(request, pk, "officeholders")
    on = _asked_day(request, context)
    company = context["company"]
    context["officeholders"] = officeholders_at(company, on)
    context["former"] = (
        company.officeholders.filter(ceased_on__lte=on).select_related("contact").order_by("-ceased_on")
    )
    return render(request, "companies/officeholder_list.html", context)


@needs("view")
@require_safe
def member_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The register of members at a day, folded from the share transactions, and those transactions."""
    context = company_context(request, pk, "members")
    on = _asked_day(request, context)
    company = context["company"]
    context["holdings"] = holdings_at(company, on)
    context["classes"] = _issued(context["holdings"])
    rows = company.share_transactions.select_related("share_class", "from_member", "to_member")
    context["page"] = page_of(rows.order_by("-on", "-id"), request)
    return render(request, "companies/member_list.html", context)


@needs("view")
@require_safe
def address_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the company is and was."""
    context = company_context(request, pk, "addresses")
    context["addresses"] = context["company"].addresses.order_by("-kind", "-from_date", "-id")
    return render(request, "companies/address_list.html", context)


@needs("view")
@require_safe
def change_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Every change of the company, the newest first."""
    context = company_context(request, pk, "changes")
    context["page"] = page_of(context["company"].changes.select_related("created_by"), request)
    return render(request, "companies/change_list.html", context)


def _asked_day(request: HttpRequest, context: dict[str, Any]) -> date:
    """`?on=`, as people write dates, kept in the context; today where there is no date, and the page says so."""
    typed = request.GET.get("on", "").strip()[:30]
    on: date | None = None
    try:
        on = DateField(required=False).clean(typed)
    except ValidationError as error:
        context["on_problem"] = error.messages[0]
    context["on"] = on or context["today"]
    context["on_text"] = typed if "on_problem" in context else show_date(context["on"])
    return on or context["today"]


def _by_person(rows: Any) -> list[tuple[Any, str, date]]:
    """One line a person: the offices together, and the first appointment."""
    people: dict[int, list[Officeholder]] = {}
    for row in rows:
        people.setdefault(row.contact_id, []).append(row)
    return [
        (
            held[0].contact,
            ", ".join(row.get_office_display() for row in held),
            min(row.appointed_on for row in held),
        )
        for held in people.values()
    ]


def _issued(holdings: tuple[Holding, ...]) -> list[tuple[str, str, int, int]]:
    """Each class with its title, shares on issue and number of members."""
    classes: dict[str, tuple[str, str, int, int]] = {}
    for held in holdings:
        code, title, number, members = classes.get(
            held.share_class.code, (held.share_class.code, held.share_class.title, 0, 0)
        )
        classes[code] = (code, title, number + held.number, members + 1)
    return list(classes.values())
