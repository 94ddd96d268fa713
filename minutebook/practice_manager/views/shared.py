"""What the views of this slice share: who asks, where to go next, how a refusal is shown."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from minutebook.core.errors import DomainError
from minutebook.firms.models import User

from ..models import Connection
from ..queries import current_connection


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    assert isinstance(request.user, User)  # noqa: S101 LoginRequiredMiddleware came first
    return request.user


def may_link(request: HttpRequest) -> bool:
    """Whether buttons that link, unlink and read are shown; the views check it again."""
    return user_of(request).may("link clients")


def see_other(url_name: str, *args: Any) -> HttpResponse:
    """Answer a POST: look at this page now."""
    return HttpResponseRedirect(reverse(url_name, args=args), status=303)


def see_settings(connection: Connection) -> HttpResponse:
    """Answer a POST: look at this practice's settings now, also while jobs go to another one."""
    address = reverse("practice_manager_settings")
    if current_connection(connection.firm) != connection:
        address += f"?practice={connection.pk}"
    return HttpResponseRedirect(address, status=303)


def back_to_settings(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show a refusal on the settings page, where what fixes it stands."""
    messages.error(request, error.message)
    return see_other("practice_manager_settings")
