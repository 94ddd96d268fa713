"""Forms that take over existing registers: a company, an officeholder, an address, a movement of shares."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from minutebook.companies import taking_over
from minutebook.companies.forms import AddressForm, CompanyForm, OfficeholderForm, ShareForm
from minutebook.companies.models import Company, CompanyAddress, Officeholder, ShareTransaction
from minutebook.core.errors import DomainError
from minutebook.core.http import add_refusal, see_other
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.models import User
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

Kind = CompanyAddress.Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of entry that can be taken over: its words, its form, and the service that saves the valid form."""

    noun: str
    back: str
    model: type[Any]
    form: type[Any]
    save: Callable[[Any, User], None]


OFFICEHOLDER = Entry(
    "officeholder",
    "officeholder_list",
    Officeholder,
    OfficeholderForm,
    lambda form, user: taking_over.record_officeholder(form.instance, user),
)
ADDRESS = Entry(
    "address",
    "address_list",
    CompanyAddress,
    AddressForm,
    lambda form, user: taking_over.record_address(form.instance, user),
)
SHARES = Entry(
    "share transaction",
    "member_list",
    ShareTransaction,
    ShareForm,
    lambda form, user: taking_over.record_shares(
        form.instance, form.cleaned_data["class_code"], form.cleaned_data["class_title"], user
    ),
)


@needs("edit registers")
def company_new(request: FirmRequest) -> HttpResponse:
    """Add a company with its registered office and principal place; its contact is made with it."""
    firm, typed = firm_of(request), _typed(request)
    on, has_place = today(firm.zone), typed is None or "same_place" not in typed
    form = CompanyForm(on, typed, instance=Company(firm=firm))
    office = AddressForm(on, typed, prefix="office", kind=Kind.REGISTERED_OFFICE)
    place = AddressForm(on, typed if has_place else None, prefix="place", kind=Kind.PRINCIPAL_PLACE)
    parts: list[Any] = [form, office, place] if has_place else [form, office]
    are_valid = [part.is_valid() for part in parts]
    if typed is not None and all(are_valid) and _began_in_order(form, parts[1:]):
        addresses = [office.instance, place.instance if has_place else _same_place(office.instance)]
        if _saved(form, lambda: taking_over.add_company(form.instance, addresses, request.user)):
            return see_other("company_page", form.instance.pk)
    context = {"form": form, "office": office, "place": place, "same_place": not has_place}
    return _answer(request, "companies/company_new.html", context)


@needs("edit registers")
def company_edit(request: FirmRequest, pk: int) -> HttpResponse:
    """Correct who the company is."""
    company, typed = _company(request, pk), _typed(request)
    old_name = company.name
    form = CompanyForm(today(company.firm.zone), typed, instance=company)
    if typed is not None and form.is_valid():
        keep_name = old_name if form.cleaned_data["keeps_former_name"] and old_name != company.name else ""
        taking_over.change_identity(company, request.user, keep_name)
        return see_other("company_page", company.pk)
    return _answer(request, "companies/company_edit.html", {"form": form, "pk": pk, "old_name": old_name})


@needs("edit registers")
def officeholder_new(request: FirmRequest, pk: int) -> HttpResponse:
    """Enter somebody who is or was in office."""
    return _entry_new(request, pk, OFFICEHOLDER)


@needs("edit registers")
def address_new(request: FirmRequest, pk: int) -> HttpResponse:
    """Enter an address; the earlier one of its kind ends the day before."""
    return _entry_new(request, pk, ADDRESS)


@needs("edit registers")
def share_new(request: FirmRequest, pk: int) -> HttpResponse:
    """Enter a movement of shares."""
    return _entry_new(request, pk, SHARES)


def _entry_new(request: FirmRequest, pk: int, entry: Entry) -> HttpResponse:
    company, typed = _company(request, pk), _typed(request)
    row = entry.model(firm=company.firm, company=company)
    form = entry.form(today(company.firm.zone), typed, instance=row)
    if typed is not None and form.is_valid() and _saved(form, lambda: entry.save(form, request.user)):
        return see_other(entry.back, pk)
    context = {"form": form, "company": company, "noun": entry.noun, "back": entry.back}
    return _answer(request, "companies/register_entry_new.html", context)


def _company(request: HttpRequest, pk: int) -> Company:
    company: Company = get_object_or_404(
        Company.objects.for_firm(firm_of(request)).select_related("contact"), pk=pk
    )
    return company


def _typed(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _saved(form: Any, save: Callable[[], object]) -> bool:
    """Whether it was saved; a refusal becomes an error of its field."""
    try:
        save()
    except DomainError as error:
        add_refusal(form, error)
        return False
    return True


def _began_in_order(form: Any, addresses: list[Any]) -> bool:
    """Whether the company was nowhere before it was; an address that says so gets the error."""
    born = form.cleaned_data["incorporated_on"]
    early = [part for part in addresses if born and part.cleaned_data["from_date"] < born]
    for part in early:
        part.add_error("from_date", "This is before the company was incorporated.")
    return not early


def _same_place(office: CompanyAddress) -> CompanyAddress:
    parts = ("care_of", "line_1", "line_2", "suburb", "state", "postcode", "country", "from_date")
    return CompanyAddress(kind=Kind.PRINCIPAL_PLACE, **{part: getattr(office, part) for part in parts})


def _answer(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if request.method == "POST" else 200)
