"""Record or edit a change: its facts are typed and checked; what follows is shown; then its pack is drafted."""

import hashlib
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from minutebook.companies.changes.base import Finding, errors_of
from minutebook.companies.changes.table import KINDS
from minutebook.companies.changes_forms import CHANGE_FORMS, ChangeForm
from minutebook.companies.models import Change, Company
from minutebook.companies.services import check_change
from minutebook.companies.snapshots import change_facts, state_of
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.core.http import add_refusal, see_other
from minutebook.core.text import read_id
from minutebook.firms.http import FirmRequest, firm_of
from minutebook.firms.permissions import needs
from minutebook.work.clock import today

from ..drafting import revise_facts
from ..models import DocumentPack
from ..outlook import Outlook, outlook
from ..services import draft_pack
from .shared import pack_of

KEPT = "typed_change"
SUCCESSOR = "successor-"


@needs("prepare")
def change_new(request: FirmRequest, pk: int, kind: str) -> HttpResponse:
    """Record a change of one kind; then its pack is drafted."""
    company = get_object_or_404(_companies(request), pk=pk)
    if kind not in CHANGE_FORMS:
        raise Http404(kind)
    if request.method != "POST":
        before = _pack_before(request, company, kind)
        recorded = CHANGE_FORMS[kind].recorded(company, before.change.facts) if before else {}
        return _page(request, _opened_form(request, company, kind, recorded))
    return _act(request, CHANGE_FORMS[kind](company, request.POST))


@needs("prepare")
def pack_change(request: FirmRequest, pk: int) -> HttpResponse:
    """Edit the change of a pack that is still a draft: the same form, as it was recorded."""
    pack = pack_of(request, pk)
    if pack.status != DocumentPack.Status.DRAFT:
        return see_other("pack_page", pack.pk)
    company, kind = pack.company, pack.change.kind
    if request.method != "POST":
        recorded = CHANGE_FORMS[kind].recorded(company, pack.change.facts)
        return _page(request, _opened_form(request, company, kind, recorded), pack)
    return _act(request, CHANGE_FORMS[kind](company, request.POST), pack)


@needs("view")
@require_safe
def change_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A change is shown on the page of its pack."""
    change = get_object_or_404(Change.objects.for_firm(firm_of(request)), pk=pk)
    pack = get_object_or_404(DocumentPack.objects.for_firm(firm_of(request)), change=change)
    return redirect("pack_page", pack.pk)


def _companies(request: HttpRequest) -> Any:
    return Company.objects.for_firm(firm_of(request)).select_related("firm", "contact")


def _act(request: FirmRequest, form: ChangeForm, pack: DocumentPack | None = None) -> HttpResponse:
    """Check what was typed, then record it. A first post with new warnings shows them; the next one goes on."""
    do = request.POST.get("do", "")
    if do.startswith("add person"):
        return _leave_to_add_person(request, do)
    warnings = _check(form) if form.is_valid() else []
    if form.errors or _inner_errors(form) or (do != "check" and _unseen(request, warnings)):
        return _page(request, form, pack, warnings, status=422)
    if do == "check":
        return _page(request, form, pack, warnings)
    try:
        pack = _record(request, form, pack)
    except DomainError as error:
        add_refusal(form, error)
        return _page(request, form, pack, warnings, status=422)
    return see_other("pack_page", pack.pk)


def _record(request: FirmRequest, form: ChangeForm, pack: DocumentPack | None) -> DocumentPack:
    if pack is None:
        before = _pack_before(request, form.company, form.kind)
        return draft_pack(form.company, form.kind, form.stored(), request.user, before)
    revise_facts(pack, form.stored(), request.user)
    messages.success(request, "The change is edited. The documents and the job follow it.")
    return pack


def _page(
    request: HttpRequest,
    form: ChangeForm,
    pack: DocumentPack | None = None,
    warnings: list[Finding] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "company": form.company,
        "pack": pack,
        "label": KINDS[form.kind].label,
        "form": form,
        "warnings": warnings or [],
        "has_unseen": bool(_unseen(request, warnings or [])),
        "seen": [_mark(finding) for finding in warnings or []],
        "outlook": _outlook(form),
        "part": f"documents/_change_{form.kind}.html",
    }
    return render(request, "documents/change_new.html", context, status=status)


def _check(form: ChangeForm) -> list[Finding]:
    """Errors go to the form's fields; the warnings are returned."""
    findings = check_change(form.company, form.kind, form.stored())
    for error in errors_of(findings):
        form.add_finding(error)
    return [finding for finding in findings if finding.level == "warning"]


def _outlook(form: ChangeForm) -> Outlook | None:
    """What follows, where the typed facts could be read and nothing forbids the change."""
    if not form.is_bound or form.errors or _inner_errors(form):
        return None
    facts = change_facts(form.company, form.kind, form.stored())
    return outlook(form.kind, facts, None, today(form.company.firm.zone), state_of(form.company))


def _inner_errors(form: ChangeForm) -> bool:
    return bool(getattr(form, "wants_successor", False) and form.successor.errors)  # type: ignore[attr-defined]  # CessationForm


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
    return see_other("contact_new", query=query)


def _opened_form(request: FirmRequest, company: Company, kind: str, recorded: dict[str, Any]) -> ChangeForm:
    """The form as recorded; on the way back from adding a person, what was typed, with the person if there is one."""
    kept, added = request.session.get(KEPT, {}), request.GET.get("contact")
    if kept.get("path") != request.path or added is None:
        return CHANGE_FORMS[kind](company, initial=recorded)
    person = Contact.objects.for_firm(company.firm_id).filter(pk=read_id(added) or 0).first()
    initial = _initial(QueryDict(kept["typed"]))
    owner = initial["successor"] if kept["field"].startswith(SUCCESSOR) else initial
    owner["contact"] = person or owner["contact"]
    return CHANGE_FORMS[kind](company, initial=initial)


def _pack_before(request: FirmRequest, company: Company, kind: str) -> DocumentPack | None:
    """The company's withdrawn pack named by `?again=`, whose change is recorded once more."""
    packs = DocumentPack.objects.for_firm(firm_of(request)).filter(
        company=company, change__kind=kind, status=DocumentPack.Status.WITHDRAWN
    )
    pack: DocumentPack | None = (
        packs.filter(pk=read_id(request.GET.get("again", "")) or 0).select_related("change").first()
    )
    return pack


def _initial(typed: QueryDict) -> dict[str, Any]:
    """What was typed, as initial values: nothing is said to be wrong before the form is sent."""
    values: dict[str, Any] = {name: typed[name] for name in typed if not name.startswith(SUCCESSOR)}
    inner: dict[str, Any] = {
        name.removeprefix(SUCCESSOR): typed[name] for name in typed if name.startswith(SUCCESSOR)
    }
    for part in (values, inner):
        part["contact"] = (part.get("contact", ""), part.get("contact_text", ""))
    return {**values, "successor": inner}
