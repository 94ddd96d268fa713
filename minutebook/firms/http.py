"""The request as views see it: signed in, with a firm."""

from django.http import HttpRequest

from .models import Firm, User


class FirmRequest(HttpRequest):
    """A request behind LoginRequiredMiddleware: its user is one of ours (for type checkers only)."""

    user: User


def firm_of(request: HttpRequest) -> Firm:
    """The signed-in user's firm: the only firm whose rows a view may touch."""
    assert isinstance(request.user, User)  # noqa: S101 LoginRequiredMiddleware came first
    return request.user.firm
