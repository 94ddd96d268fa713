"""What the frame around every page needs: the side bar with its counts, and the connection's state."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from minutebook.firms.models import User

from .frame import Frame, build_frame


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` for templates: nothing is queried until a page shows it; a visitor gets an empty one.

    So does a person who has not shown the second factor that the firm asks for.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User) or getattr(request, "has_one_factor", False):
        return {"frame": Frame()}
    return {"frame": SimpleLazyObject(lambda: build_frame(user, request.path))}
