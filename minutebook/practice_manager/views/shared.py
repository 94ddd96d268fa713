"""What the views of this slice share: who may link, the way back to the settings."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

from minutebook.core.errors import DomainError
from minutebook.core.http import see_other
from minutebook.firms.http import FirmRequest

from ..models import Connection
from ..queries import current_connection


def may_link(request: FirmRequest) -> bool:
    """Whether buttons that link, unlink and read are shown; the views check it again."""
    return request.user.may("link clients")


def see_settings(connection: Connection) -> HttpResponse:
    """Answer a POST: look at this practice's settings now, also while jobs go to another one."""
    is_current = current_connection(connection.firm) == connection
    return see_other(
        "practice_manager_settings", query=None if is_current else {"practice": str(connection.pk)}
    )


def back_to_settings(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Show a refusal on the settings page, where what fixes it stands."""
    messages.error(request, error.message)
    return see_other("practice_manager_settings")
