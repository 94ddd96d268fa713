"""What XPM's words prove when it refuses a call. Pure."""

import re

from minutebook.xpm.errors import Refused

PLAIN_REFUSALS = (
    "invalid",
    "required",
    "must be",
    "locked",
    "not allowed",
    "cannot be used",
    "cannot be entered",
)
# What may say of a number of our own that the job is there: made by an earlier call, whatever else is said.
_CLASH = re.compile(r"\b(unique|(?<!not )exist|in use|already|used|taken|twice|duplicat)")


def is_plain_refusal(error: Refused, is_own_number: bool = False) -> bool:
    """Whether XPM's words prove that nothing was made; "already in use" for one does not.

    With a number of our own, words that may mean a clash never do, whatever stands beside them.
    """
    if error.exchange is None:
        return True
    words = error.reason.casefold()
    if is_own_number and _CLASH.search(words):
        return False
    return error.exchange.status in (400, 413, 415) or any(plain in words for plain in PLAIN_REFUSALS)
