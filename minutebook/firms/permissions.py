"""Guards for views: the role must allow it, or the answer is 403."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from .models import User


def require(user: User, permission: str) -> None:
    """Refuse with 403 unless the user's role has the permission."""
    if not user.may(permission):
        raise PermissionDenied(f"Your role does not include: {permission}.")


def needs(permission: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view that only users with this permission reach."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            assert isinstance(request.user, User)  # noqa: S101 LoginRequiredMiddleware came first
            require(request.user, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate
