"""Who gets no further: nobody signed in, a sign-in that has ended, one factor where the firm asks for two."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from .models import User, record_event
from .second_factor import showed_second_factor
from .sessions import is_background, is_over, note_person
from .unsent import keep_unsent

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ENDED = "Your sign-in ended: 30 minutes passed without a sign of you, or 24 hours since you signed in."
KEPT = f"{ENDED} Nothing was saved yet, but what you typed is kept. Sign in, then send it again."
ASKED = "Your firm asks everybody for a code from an app on the phone, besides the password."
# What one factor reaches where the firm asks for two: setting up the second, showing it, and the way out.
ONE_FACTOR = frozenset(
    {"mfa_activate_totp", "mfa_reauthenticate", "account_reauthenticate", "account_login", "account_logout"}
)


class SignInLasts:
    """Ends a sign-in that has lasted long enough; `request.ended_user_id` tells whose it was."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.ended_user_id = None  # type: ignore[attr-defined]  # ours
        if isinstance(request.user, User):
            if is_over(request):
                self._end(request, request.user)
            elif not is_background(request):
                note_person(request)
        return self.get_response(request)

    def _end(self, request: HttpRequest, user: User) -> None:
        record_event("user.sign_in_ended", user, None)
        request.session.flush()
        request.user, request.ended_user_id = AnonymousUser(), user.pk  # type: ignore[attr-defined]  # ours


class SignInNeeded(LoginRequiredMiddleware):
    """Django's own, but a form that comes too late is kept or honestly refused, and no page is swapped into another."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> Any:
        """To the sign-in page; what was typed goes with the person."""
        if is_background(request):
            return signed_out_quietly()
        user_id = request.ended_user_id  # type: ignore[attr-defined]  # ours
        if request.method in SAFE:
            if user_id:
                messages.info(request, ENDED)
            return super().handle_no_permission(request, view_func)
        if user_id and keep_unsent(request, user_id):
            messages.warning(request, KEPT)
            answer = redirect_to_login(reverse("unsent_page"))
            answer.status_code = 303
            return answer
        return render(request, "firms/signed_out.html", status=403)


class SecondFactorNeeded:
    """Where the firm asks everybody for a second factor, nothing but setting it up is open without."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """None lets the request through."""
        user = request.user
        if not isinstance(user, User) or not user.firm.requires_second_factor:
            return None
        if showed_second_factor(request, user):
            return None
        if request.resolver_match and request.resolver_match.url_name in ONE_FACTOR:
            return None
        if is_background(request):
            return signed_out_quietly()
        page = "mfa_reauthenticate" if is_mfa_enabled(user) else "mfa_activate_totp"
        messages.info(request, ASKED)
        return HttpResponseRedirect(reverse(page, query={"next": "/"}), status=303)


def signed_out_quietly() -> HttpResponse:
    """The answer to what a page asks by itself: nothing new, and the page says so (`stay.js`)."""
    answer = HttpResponse(status=204)
    answer["HX-Trigger"] = "signedOut"
    return answer
