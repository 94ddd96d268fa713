"""The second factor: who has one, whether this sign-in showed it, and taking away a lost one."""

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.db import transaction
from django.http import HttpRequest

from .models import Firm, User, record_event
from .services import end_sessions

METHOD = "mfa"


def has_second_factor(user: User) -> bool:
    """Whether the user has set up an app that makes codes."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def showed_second_factor(request: HttpRequest, user: User) -> bool:
    """Whether a code was given in this very sign-in, and the app that made it is still set up."""
    shown = any(record["method"] == METHOD for record in get_authentication_records(request, user))
    return shown and has_second_factor(user)


def note_enrolment(request: HttpRequest, user: User) -> None:
    """Setting up the app took a code from it: this sign-in has shown it."""
    record_authentication(request, user, method=METHOD, type=Authenticator.Type.TOTP.value)


def users_without(firm: Firm) -> int:
    """How many of the firm's active users have no second factor."""
    with_one = Authenticator.objects.filter(type=Authenticator.Type.TOTP).values("user")
    return User.objects.filter(firm=firm, is_active=True).exclude(pk__in=with_one).count()


def require_of_everyone(firm: Firm, by: User, *, is_required: bool) -> None:
    """Switch the firm's rule."""
    with transaction.atomic():
        firm.requires_second_factor = is_required
        firm.save(update_fields=["requires_second_factor"])
        record_event("firm.second_factor_rule", firm, by, is_required=is_required)


def remove_second_factor(user: User, by: User) -> None:
    """For a lost phone: the user signs in with the password and sets up a new one; their sessions end."""
    with transaction.atomic():
        Authenticator.objects.filter(user=user).delete()
        end_sessions(user)
        record_event("user.second_factor_reset", user, by)
