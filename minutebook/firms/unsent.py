"""What somebody sent after their sign-in had ended: kept in their session until they sign in and send it again."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from .models import User

# Far above any form of ours; what is larger was not typed.
MOST_BYTES = 200_000
_KEPT = "unsent"
_NEVER = frozenset({"csrfmiddlewaretoken", "password", "oldpassword", "password1", "password2"})


@dataclass(frozen=True, slots=True)
class Unsent:
    """Where it was going, and the fields with what was typed into them."""

    path: str
    fields: tuple[tuple[str, str], ...]


def keep_unsent(request: HttpRequest, user_id: int) -> bool:
    """Keep a form in the session for this user; False where that cannot be done (files, too large)."""
    fields = [
        (name, value) for name, values in request.POST.lists() if name not in _NEVER for value in values
    ]
    if request.FILES or sum(len(name) + len(value) for name, value in fields) > MOST_BYTES:
        return False
    request.session[_KEPT] = {"user": user_id, "path": request.get_full_path(), "fields": fields}
    return True


def unsent_of(request: HttpRequest, user: User) -> Unsent | None:
    """What this user sent in vain from this browser; nobody else sees it."""
    kept: dict[str, Any] = request.session.get(_KEPT) or {}
    if kept.get("user") != user.pk:
        return None
    return Unsent(kept["path"], tuple((name, value) for name, value in kept["fields"]))
