"""Guards for views: the role must allow it, or the answer is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .models import User
from .roles import DEEDS


def require(user: User, permission: str) -> None:
    """Refuse with 403 unless the user's role has the permission."""
    if not user.may(permission):
        raise PermissionDenied(f"As {user.get_role_display().lower()} you may not {DEEDS[permission]}.")


View = Callable[..., HttpResponse]


def asks_again(view: View) -> View:
    """A view before which the password, or a code, is asked for once more unless that was done minutes ago."""
    guarded: View = reauthentication_required(view)
    return guarded


def needs(permission: str) -> Callable[[View], View]:
    """A view that only users with this permission reach."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            assert isinstance(request.user, User)  # noqa: S101 LoginRequiredMiddleware came first
            require(request.user, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
