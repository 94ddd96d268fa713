"""Record a change: its facts are typed and checked; what follows is shown; then its pack is drafted."""

import hashlib
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from minutebook.companies.changes.base import Finding
from minutebook.companies.changes.table import KINDS
from minutebook.companies.changes_forms import CHANGE_FORMS, ChangeForm
from minutebook.companies.models import Change, Company
from minutebook.companies.services import check_change
from minutebook.companies.snapshots import change_facts, state_of
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from ..models import DocumentPack
from ..outlook import Outlook, outlook
from ..services import draft_pack
from .shared import add_refusal, see_other

KEPT = "typed_change"
SUCCESSOR = "successor-"


@needs("prepare")
def change_new(request: FirmRequest, pk: int, kind: str) -> HttpResponse:
    """The form of one kind of change. A first post with new warnings shows them; the next one goes on."""
    company = get_object_or_404(_companies(request), pk=pk)
    if kind not in CHANGE_FORMS:
        raise Http404(kind)
    if request.method != "POST":
        return _page(request, _kept_form(request, company, kind), kind)
    form = CHANGE_FORMS[kind](company, request.POST)
    do = request.POST.get("do", "")
    if do.startswith("add person"):
        return _leave_to_add_person(request, do)
    warnings = _check(form, kind) if form.is_valid() else []
    if form.errors or _inner_errors(form) or (do != "check" and _unseen(request, warnings)):
        return _page(request, form, kind, warnings, status=422)
    if do == "check":
        return _page(request, form, kind, warnings)
    try:
        pack = draft_pack(company, kind, form.stored(), request.user)
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, form, kind, warnings, status=422)
    return see_other("pack_page", pack.pk)


@needs("view")
@require_safe
def change_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A change is shown on the page of its pack."""
    change = get_object_or_404(Change.objects.for_firm(firm_of(request)), pk=pk)
    pack = get_object_or_404(DocumentPack.objects.for_firm(firm_of(request)), change=change)
    return redirect("pack_page", pack.pk)


def _companies(request: HttpRequest) -> Any:
    return Company.objects.for_firm(firm_of(request)).select_related("firm", "contact")


def _page(
    request: HttpRequest,
    form: ChangeForm,
    kind: str,
    warnings: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "company": form.company,
        "kind": kind,
        "label": KINDS[kind].label,
        "form": form,
        "warnings": warnings or [],
        "has_unseen": bool(_unseen(request, warnings or [])),
        "seen": [_mark(finding) for finding in warnings or []],
        "outlook": _outlook(form, kind),
        "part": f"documents/_change_{kind}.html",
    }
    return render(request, "documents/change_new.html", context, status=status)


def _check(form: ChangeForm, kind: str) -> list[Finding]:
    """Errors go to the form's fields; the warnings are returned."""
    findings = check_change(form.company, kind, form.stored())
    errors = [finding for finding in findings if finding.level == "error"]
    warnings = [finding for finding in findings if finding.level == "warning"]
    for finding in errors:
        form.add_finding(finding)
    return warnings


def _outlook(form: ChangeForm, kind: str) -> Outlook | None:
    """What follows, where the typed facts could be read and nothing forbids the change."""
    if not form.is_bound or form.errors or _inner_errors(form):
        return None
    facts = change_facts(form.company, kind, form.stored())
    return outlook(kind, facts, None, today(form.company.firm.zone), state_of(form.company))


def _inner_errors(form: ChangeForm) -> bool:
    return bool(getattr(form, "wants_successor", False) and form.successor.errors)  # type: ignore[attr-defined]


def _unseen(request: HttpRequest, warnings: list[Finding]) -> list[Finding]:
    seen = set(request.POST.getlist("seen"))
    return [finding for finding in warnings if _mark(finding) not in seen]


def _mark(finding: Finding) -> str:
    """A short name of a warning, so that a second press is known to follow on it."""
    return hashlib.sha256(f"{finding.field} {finding.message}".encode()).hexdigest()[:16]


def _leave_to_add_person(request: FirmRequest, do: str) -> HttpResponse:
    """Keep what is typed, add a person to Global Contacts, and come back with them chosen."""
    field = do.removeprefix("add person:") or "contact"
    request.session[KEPT] = {"path": request.path, "field": field, "typed": request.POST.urlencode()[:20000]}
    query = {"kind": "individual", "name": request.POST.get(f"{field}_text", "")[:300], "next": request.path}
    return HttpResponseRedirect(reverse("contact_new", query=query), status=303)


def _kept_form(request: FirmRequest, company: Company, kind: str) -> ChangeForm:
    """An empty form; on the way back from adding a person, what was typed with the person in it."""
    kept, added = request.session.get(KEPT, {}), request.GET.get("contact", "")
    if kept.get("path") != request.path or not (added.isascii() and added.isdecimal()):
        return CHANGE_FORMS[kind](company)
    person = Contact.objects.for_firm(company.firm_id).filter(pk=int(added[:18])).first()
    initial = _initial(QueryDict(kept["typed"]))
    owner = initial["successor"] if kept["field"].startswith(SUCCESSOR) else initial
    owner["contact"] = person or owner["contact"]
    return CHANGE_FORMS[kind](company, initial=initial)


def _initial(typed: QueryDict) -> dict[str, Any]:
    """What was typed, as initial values: nothing is said to be wrong before the form is sent."""
    values: dict[str, Any] = {name: typed[name] for name in typed if not name.startswith(SUCCESSOR)}
    inner: dict[str, Any] = {
        name.removeprefix(SUCCESSOR): typed[name] for name in typed if name.startswith(SUCCESSOR)
    }
    for part in (values, inner):
        part["contact"] = (part.get("contact", ""), part.get("contact_text", ""))
    return {**values, "successor": inner}
