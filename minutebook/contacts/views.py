"""Pages of Global Contacts: list, add, edit, the director ID, and suggestions for a typed name."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from minutebook.core.pages import page_of, search_text, sort_of, sorted_rows
from minutebook.core.sheets import csv_answer
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from .forms import ADDRESS, ContactForm, PastNameForms, past_names_of
from .models import Contact
from .numbers import show_abn, show_acn
from .picker import option_note
from .queries import SORT_COLUMNS, matching_contacts, search_contacts
from .services import reveal_director_id, save_contact

OPTIONS = 10
HEAD = (
    "Name", "Kind", "Former names", "ACN", "ABN", "E-mail address", "Phone", "Care of", "Street address",
    "Second line", "Suburb", "State", "Postcode", "Country", "Deceased",
)  # fmt: skip


@needs("view")
@require_safe
def contact_list(request: HttpRequest) -> HttpResponse:
    """People and bodies, searched and by kind, 50 a page."""
    firm, text = firm_of(request), search_text(request)
    found, kind = matching_contacts(firm, text), request.GET.get("kind", "")
    counts = dict(found.order_by().values_list("kind").annotate(Count("pk")))
    context = {
        "page": page_of(_in_order(request, found), request),
        "sort": sort_of(request, SORT_COLUMNS),
        "text": text,
        "kind": kind,
        "total": sum(counts.values()),
        "chips": [(value, label, counts[value]) for value, label in Contact.Kind.choices if value in counts],
        "is_first_run": not text and not counts,
    }
    return render(request, "contacts/contact_list.html", context)


@needs("view")
@require_safe
def contact_export(request: HttpRequest) -> HttpResponse:
    """The list as it is searched and sorted now, as CSV, all pages of it; without birth dates and director IDs."""
    firm = firm_of(request)
    rows = _in_order(request, matching_contacts(firm, search_text(request)))
    return csv_answer(f"contacts-{today(firm.zone).isoformat()}.csv", HEAD, _cells(rows))


@needs("edit registers")
def contact_new(request: FirmRequest) -> HttpResponse:
    """Add a contact; `?kind=` says of which kind, `?name=` what was typed elsewhere, `?next=` where to go back to."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in Contact.Kind.values else Contact.Kind.INDIVIDUAL
    return _edit(request, Contact(firm=firm_of(request)), kind)


@needs("edit registers")
def contact_edit(request: FirmRequest, pk: int) -> HttpResponse:
    """Change a contact. Registers keep their own facts."""
    contact = get_object_or_404(Contact.objects.for_firm(firm_of(request)), pk=pk)
    return _edit(request, contact, contact.kind)


@needs("reveal director id")
@require_POST
@never_cache
def contact_director_id(request: FirmRequest, pk: int) -> HttpResponse:
    """Show a director ID once, in the answer to this POST only; recorded."""
    contact = get_object_or_404(Contact.objects.for_firm(firm_of(request)), pk=pk)
    digits = reveal_director_id(contact, request.user)
    return render(request, "contacts/director_id_page.html", {"contact": contact, "digits": digits})


@needs("view")
@require_safe
def contact_options(request: FirmRequest) -> JsonResponse:
    """Suggestions for `?q=` as typeahead.js reads them; only those of `?kind=`, where only these can be chosen."""
    text, kind = search_text(request), request.GET.get("kind", "")
    found = search_contacts(firm_of(request), text, OPTIONS, kind if kind in Contact.Kind.values else "")
    options = [{"id": contact.pk, "label": contact.name, "note": option_note(contact)} for contact in found]
    return JsonResponse({"options": options, "add": _add_option(request, text, kind)})


def _in_order(request: HttpRequest, found: QuerySet[Contact]) -> QuerySet[Contact]:
    """Those of `?kind=`, by the column that `?sort=` asks for."""
    kind = request.GET.get("kind", "")
    chosen = found.filter(kind=kind) if kind in Contact.Kind.values else found
    rows = sorted_rows(chosen, sort_of(request, SORT_COLUMNS), SORT_COLUMNS)
    return rows.prefetch_related("former_names")


def _cells(rows: QuerySet[Contact]) -> Iterator[tuple[str, ...]]:
    for contact in rows.iterator(chunk_size=500):
        yield (
            contact.name,
            contact.get_kind_display(),
            "; ".join(former.name for former in contact.former_names.all()),
            show_acn(contact.acn),
            show_abn(contact.abn),
            contact.email,
            contact.phone,
            *(getattr(contact, part) for part in ADDRESS),
            "Yes" if contact.is_deceased else "",
        )


def _edit(request: FirmRequest, contact: Contact, kind: str) -> HttpResponse:
    firm, is_new = firm_of(request), contact.pk is None
    typed = request.POST if request.method == "POST" else None
    form = ContactForm(firm, kind, typed, instance=contact, initial=_typed_name(request, kind))
    past = [] if is_new else [{"name": row.name, "until": row.until} for row in contact.former_names.all()]
    past_forms = PastNameForms(typed, prefix="past", initial=past)
    if typed is not None and all([form.is_valid(), past_forms.is_valid()]):
        save_contact(form.filled_contact(), request.user, past_names_of(past_forms))
        return HttpResponseRedirect(_after(request, contact), status=303)
    context = {"form": form, "past_forms": past_forms, "contact": contact, "is_new": is_new, "kind": kind}
    context["kinds"] = Contact.Kind.choices
    return render(request, "contacts/contact_edit.html", context, status=422 if typed is not None else 200)


def _after(request: FirmRequest, contact: Contact) -> str:
    """Back to the page that sent the user here, which finds the contact in `?contact=`; else the contact's own."""
    page = request.GET.get("next", "")
    if page and url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return f"{page.partition('?')[0]}?contact={contact.pk}"
    return reverse("contact_page", args=[contact.pk])


def _typed_name(request: HttpRequest, kind: str) -> dict[str, Any]:
    name = request.GET.get("name", "").strip()[:300]
    if kind != Contact.Kind.INDIVIDUAL:
        return {"name": name} if name else {}
    given, _, family = name.rpartition(" ")
    return {"given_names": given or family, "family_name": family if given else ""} if name else {}


def _add_option(request: FirmRequest, text: str, kind: str) -> dict[str, str] | None:
    if not text or not request.user.may("edit registers"):
        return None
    query = {"name": text} | ({"kind": kind} if kind in Contact.Kind.values else {})
    label = f"Add “{text}” to Global Contacts"
    return {"label": label, "url": reverse("contact_new", query=query)}
