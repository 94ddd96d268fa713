"""The call budget's decisions, pure: numbers and a moment in, the next numbers and a verdict out.

Xero allows an app 5 calls at once, 60 a minute and 5,000 (or 1,000) a day to one practice
(developer.xero.com/documentation/oauth2/limits). Strict priority needs no queue here. Pacing is GCRA, and each
class of calls must leave head room to the classes above it: while job writes keep the row at their own mark, a
reading finds it too far ahead and waits, and a person's call still finds room. Nobody has to know who else is
waiting, so a caller that is killed blocks nobody. All that is kept of those who wait is since when each class
does, for ageing, and that goes stale by itself.
"""

from .admission import admit, calls_left
from .estimate import seconds_for
from .learning import Answer, release, settle
from .numbers import Ask, Limits, Numbers, Urgency, Verdict, Why

__all__ = [
    "Answer",
    "Ask",
    "Limits",
    "Numbers",
    "Urgency",
    "Verdict",
    "Why",
    "admit",
    "calls_left",
    "release",
    "seconds_for",
    "settle",
]
