"""How long a sign-in lasts: 30 minutes without a sign of the person, 24 hours at most."""

import time
from typing import Any

from django.http import HttpRequest

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 24 * 3600
# A page more or less a minute must not cost a write.
WRITTEN_EVERY_SECONDS = 60
_BEGUN, _SEEN = "signed_in_at", "seen_at"


def begin_session(sender: Any, request: HttpRequest, **about: Any) -> None:
    """Remember when somebody signed in (a receiver of Django's signal)."""
    request.session[_BEGUN] = request.session[_SEEN] = time.time()


def is_over(request: HttpRequest) -> bool:
    """Whether this sign-in has lasted long enough; one that nobody knows the beginning of is over."""
    now, session = time.time(), request.session
    idle, whole = now - session.get(_SEEN, 0), now - session.get(_BEGUN, 0)
    return bool(idle > IDLE_SECONDS or whole > LONGEST_SECONDS)


def note_person(request: HttpRequest) -> None:
    """The person was here: the 30 minutes begin anew."""
    now = time.time()
    if now - request.session.get(_SEEN, 0) >= WRITTEN_EVERY_SECONDS:
        request.session[_SEEN] = now


def is_background(request: HttpRequest) -> bool:
    """Whether a page asked this by itself (its progress, every two seconds): no sign of a person."""
    return request.headers.get("HX-Request") == "true"
