"""Settings of the firm: its details and logo, its users, its audit trail. For administrators."""

import json

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from minutebook.core.blobs import read_blob, store_blob
from minutebook.core.errors import DomainError
from minutebook.core.http import add_refusal, see_other
from minutebook.core.pages import page_of, search_text
from minutebook.core.sheets import csv_answer

from ..forms import FirmForm, UserForm
from ..http import FirmRequest, firm_of
from ..logos import logo_type
from ..models import AuditEvent, User
from ..permissions import asks_again, needs
from ..second_factor import has_second_factor
from ..services import add_user, change_firm, change_user, sign_in_link

AUDIT_HEAD = ("Number", "When", "User", "What", "On", "Id", "Facts")


@needs("settings")
def firm_edit(request: FirmRequest) -> HttpResponse:
    """The firm's details as documents show them."""
    is_post, firm = request.method == "POST", firm_of(request)
    form = FirmForm(request.POST or None, request.FILES or None, instance=firm)
    if is_post and form.is_valid():
        if form.cleaned_data["removes_logo"]:
            firm.logo_digest = ""
        if form.cleaned_data["logo"]:
            firm.logo_digest = store_blob(form.cleaned_data["logo"])
        change_firm(form.instance, request.user)
        messages.success(request, "Saved. Documents drafted from now on show it.")
        return see_other("firm_edit")
    return render(request, "firms/firm_edit.html", {"form": form}, status=422 if is_post else 200)


@needs("view")
@require_safe
def firm_logo(request: HttpRequest) -> HttpResponse:
    """The firm's own logo."""
    firm = firm_of(request)
    if not firm.logo_digest:
        raise Http404
    content = read_blob(firm.logo_digest)
    return HttpResponse(content, content_type=logo_type(content) or "application/octet-stream")


@needs("settings")
@require_safe
def user_list(request: HttpRequest) -> HttpResponse:
    """The firm's users."""
    users = User.objects.filter(firm=firm_of(request)).order_by("-is_active", "first_name", "last_name", "id")
    return render(request, "firms/user_list.html", {"page": page_of(users, request)})


@needs("settings")
def user_new(request: FirmRequest) -> HttpResponse:
    """Add a user."""
    is_post = request.method == "POST"
    form = UserForm(request.POST or None, instance=User(firm=firm_of(request)))
    if is_post and form.is_valid():
        user = add_user(form.instance, request.user)
        messages.success(request, f"{user} is added. Make a sign-in link and hand it to them.")
        return see_other("user_edit", user.pk)
    return render(
        request, "firms/user_edit.html", {"form": form, "is_new": True}, status=422 if is_post else 200
    )


@needs("settings")
def user_edit(request: FirmRequest, pk: int) -> HttpResponse:
    """Change a user's name or role, or stop them from signing in."""
    user = get_object_or_404(User, firm=firm_of(request), pk=pk)
    is_post, name = request.method == "POST", str(user)
    form = UserForm(request.POST or None, instance=user)
    if is_post and form.is_valid():
        try:
            change_user(form.instance, request.user)
        except DomainError as error:
            add_refusal(form, error)
        else:
            return see_other("user_list")
    context = {
        "form": form, "person": user, "name": name, "is_new": False, "has_second_factor": has_second_factor(user),
    }  # fmt: skip
    return render(request, "firms/user_edit.html", context, status=422 if is_post else 200)


@needs("settings")
@require_POST
@asks_again
def user_link(request: FirmRequest, pk: int) -> HttpResponse:
    """A link by which the user sets a password, shown once in this answer."""
    user = get_object_or_404(User, firm=firm_of(request), pk=pk)
    link = sign_in_link(user, request.user, settings.BASE_URL)
    return render(request, "firms/user_link.html", {"person": user, "link": link})


@needs("settings")
@require_safe
def audit_list(request: HttpRequest) -> HttpResponse:
    """Who did what, the newest first."""
    found, action = _events(request)
    return render(request, "firms/audit_list.html", {"page": page_of(found, request), "action": action})


@needs("settings")
@require_safe
def audit_export(request: HttpRequest) -> HttpResponse:
    """The trail as CSV, with the same search: ids, not names."""
    found, _ = _events(request)
    rows = (
        (
            one.pk,
            one.at.isoformat(),
            one.user_id,
            one.action,
            one.subject,
            one.subject_id,
            json.dumps(one.facts),
        )
        for one in found.iterator(chunk_size=500)
    )
    return csv_answer("audit-trail.csv", AUDIT_HEAD, rows)


def _events(request: HttpRequest) -> tuple[QuerySet[AuditEvent], str]:
    rows = AuditEvent.objects.for_firm(firm_of(request)).select_related("user")
    action = search_text(request, "action")
    found = rows.filter(action__icontains=action.replace(" ", "_")) if action else rows
    return found, action
