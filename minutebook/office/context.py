"""What the frame around every page needs: the side bar with its counts, and the connection's state."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from minutebook.firms.models import User
from minutebook.firms.second_factor import showed_second_factor

from .frame import Frame, build_frame


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` for templates: nothing is queried until a page shows it; a visitor gets an empty one.

    So does a person who has not shown the second factor that the firm asks for.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"frame": Frame()}
    return {"frame": SimpleLazyObject(lambda: _frame_of(request, user))}


def _frame_of(request: HttpRequest, user: User) -> Frame:
    # An address that leads nowhere is answered before the second factor is asked for.
    is_unproven = user.firm.requires_second_factor and not showed_second_factor(request, user)
    return Frame() if is_unproven else build_frame(user, request.path)
