"""Signing in and out in the audit trail: what the library tells, as events with ids."""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.http import HttpRequest

from .models import User, record_event
from .second_factor import note_enrolment
from .sessions import begin_session

log = logging.getLogger("minutebook.firms")
MOST_DEVICE = 200


def connect_signals() -> None:
    """Hook the receivers; called once, when the application is ready."""
    auth.user_logged_in.connect(begin_session)
    auth.user_logged_out.connect(_record_sign_out)
    auth.user_login_failed.connect(_record_failure)
    account.user_logged_in.connect(_record_sign_in)
    for signal, action in _CHANGES.items():
        signal.connect(_recorder(action), weak=False)
    mfa.authenticator_added.connect(_note_enrolment)


_CHANGES = {
    account.password_changed: "user.password_changed",
    account.password_reset: "user.password_set_by_link",
    mfa.authenticator_added: "user.second_factor_added",
    mfa.authenticator_removed: "user.second_factor_removed",
    mfa.authenticator_reset: "user.recovery_codes_made",
    mfa.authentication_failed: "user.second_factor_failed",
}


def _record_sign_in(sender: Any, request: HttpRequest, user: User, **about: Any) -> None:
    record_event("user.signed_in", user, user, device=_device(request))


def _record_sign_out(sender: Any, request: HttpRequest, user: User | None, **about: Any) -> None:
    if user is not None:
        record_event("user.signed_out", user, user)


def _record_failure(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **about: Any
) -> None:
    user = User.objects.filter(email__iexact=str(credentials.get("email", ""))[:254]).first()
    if user is None:
        # The address may be a password typed into the wrong box: it is not written anywhere.
        log.warning("sign-in failed: no such user")
    else:
        record_event("user.sign_in_failed", user, None, device=_device(request))


def _recorder(action: str) -> Any:
    def record(sender: Any, request: HttpRequest, user: User, **about: Any) -> None:
        # A password is set by a link before anybody is signed in: it is their own deed all the same.
        record_event(action, user, user, device=_device(request))

    return record


def _note_enrolment(sender: Any, request: HttpRequest, user: User, authenticator: Any, **about: Any) -> None:
    if authenticator.type == authenticator.Type.TOTP:
        note_enrolment(request, user)


def _device(request: HttpRequest | None) -> str:
    """What the browser calls itself; no address, no name."""
    return request.headers.get("User-Agent", "")[:MOST_DEVICE] if request else ""
