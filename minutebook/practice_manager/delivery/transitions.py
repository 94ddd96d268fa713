"""The state machine of one step as a table: state, event, what must hold, the state that follows and when.

`decide` looks its answers up here; the model check drives it, and docs/exactly-once.md is printed from it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..models import DeliveryStep

Status = DeliveryStep.Status
MOST_SENDS = 3
EARLY_LOOK_SECONDS = 2.0
UNREAD_SECONDS = 24 * 3600.0
UNREAD_TIMES = 2
BACK_OFF_SECONDS = (2.0, 10.0, 60.0, 300.0)


class Outcome(StrEnum):
    """What one send came to, by what may be done next."""

    DONE = "done"
    NOT_SENT = "not sent"
    WAIT = "told to wait"
    NO_ACCESS = "no access"
    REFUSED = "refused"
    UNCLEAR_REFUSAL = "refused in words we do not know"
    UNKNOWN = "not known"
    INTERRUPTED = "interrupted"


class Found(StrEnum):
    """What a complete look-up by our marker came to."""

    ONE = "one, as wanted"
    DIFFERENT = "one that differs, or several"
    NONE = "none"
    ALIKE = "none, but one alike without our marker"
    UNREADABLE = "could not be read"


class Event(StrEnum):
    """What happens to a step apart from its calls: our own doing, and a person's."""

    BEGUN = "the intent is committed"
    ACCESS_GONE = "the consent is gone, or is for another practice"
    ACCESS_BACK = "connected again, or Retry"
    RESTORED = "restored from a backup"
    ADOPTED = "a person: this is it"
    MADE_AGAIN = "a person: make it again"
    LOOK_AGAIN = "a person: look again"
    LEFT = "a person: leave it"
    PUT_RIGHT = "a person puts it right, or Retry"
    CALLED_OFF = "a person calls the job off, or an earlier step was left"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a kind of step may be repeated, and how long an unknown outcome settles.

    `is_repeat_safe`: the call sets a value, so sending it again changes nothing.
    `resends_when_absent`: nothing found twice means it may be sent again, `most_sends` times in all (own job
    numbers, costs, papers, and a job in XPM's series where the firm wants it); without it a person is asked.
    """

    is_repeat_safe: bool
    resends_when_absent: bool
    probes_needed: int
    grace_seconds: float
    second_probe_seconds: float
    most_sends: int = MOST_SENDS


@dataclass(frozen=True, slots=True)
class Known:
    """What the database knows of a step before the decision."""

    sends: int
    empty_probes: int
    last_sent_at: datetime | None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Situation:
    """What a transition may look at. `told_seconds`: how long XPM said to wait."""

    known: Known
    rules: Rules
    now: datetime
    told_seconds: float = 0

    def later(self, seconds: float) -> datetime:
        """So many seconds from now."""
        return self.now + timedelta(seconds=seconds)

    @property
    def settled_at(self) -> datetime:
        """When a call of unknown outcome cannot be under way any more; not before now."""
        sent_at = self.known.last_sent_at or self.now
        return max(sent_at + timedelta(seconds=self.rules.grace_seconds), self.now)


@dataclass(frozen=True, slots=True)
class When:
    """A condition of a transition, and its words in the printed table."""

    words: str
    holds: Callable[[Situation], bool]


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when the next state waits, and its words in the printed table."""

    words: str
    until: Callable[[Situation], datetime | None]


@dataclass(frozen=True, slots=True)
class Transition:
    """One or several rows of the table; of those that fit, the first one holds."""

    states: tuple[Status, ...]
    events: tuple[Outcome | Found | Event, ...]
    follows: Status
    when: When | None = None
    wait: Wait | None = None


def back_off(tries: int) -> float:
    """Seconds until the next try after so many that failed."""
    return BACK_OFF_SECONDS[min(tries, len(BACK_OFF_SECONDS) - 1)]


SETS_A_VALUE = When("the call sets a value", lambda at: at.rules.is_repeat_safe)
REPEATED_ENOUGH = When(
    f"the call sets a value and was sent {MOST_SENDS * 2} times",
    lambda at: at.rules.is_repeat_safe and at.known.sends >= MOST_SENDS * 2,
)
FIRST_SEND = When("on the first send", lambda at: at.known.sends <= 1)
IN_THE_GRACE = When("the grace is not over", lambda at: at.now < at.settled_at)
LOOK_AGAIN = When(
    "not looked for often enough", lambda at: at.known.empty_probes + 1 < at.rules.probes_needed
)
MAY_BE_RESENT = When(
    f"a cost, a paper, or a job with a number of our own, after fewer than {MOST_SENDS} sends;"
    " a job in XPM's series, where the firm wants it, after the first",
    lambda at: at.rules.resends_when_absent and at.known.sends < at.rules.most_sends,
)
UNREAD_FOR_A_DAY = When(
    f"the call is {UNREAD_SECONDS / 3600:g} hours old, and it is not the first or second time in a row",
    lambda at: (
        at.known.failures >= UNREAD_TIMES
        and at.known.last_sent_at is not None
        and at.now >= at.known.last_sent_at + timedelta(seconds=UNREAD_SECONDS)
    ),
)

PAUSE = Wait("after a pause that grows", lambda at: at.later(back_off(at.known.failures)))
REPEAT_PAUSE = Wait("after a pause that grows", lambda at: at.later(back_off(at.known.sends - 1)))
AS_TOLD = Wait("when XPM says", lambda at: at.later(at.told_seconds))
EARLY_LOOK = Wait(
    f"after {EARLY_LOOK_SECONDS:g} seconds", lambda at: min(at.later(EARLY_LOOK_SECONDS), at.settled_at)
)
SETTLED = Wait("when the grace is over", lambda at: at.settled_at)
SECOND_LOOK = Wait("after the second wait", lambda at: at.later(at.rules.second_probe_seconds))

_SENDING, _UNKNOWN = (Status.SENDING,), (Status.UNKNOWN,)
_ASKING = (Status.QUESTION, Status.REFUSED)
_REFUSALS = (Outcome.REFUSED, Outcome.UNCLEAR_REFUSAL)
_LOST = (Outcome.UNKNOWN, Outcome.INTERRUPTED)
_EMPTY = (Found.NONE, Found.ALIKE)
UNFINISHED = tuple(status for status in Status if status not in (Status.DONE, Status.CANCELLED))

TABLE = (
    Transition((Status.STAGED,), (Event.BEGUN,), Status.SENDING),
    # A send came back, or its worker did not. The early look can only find: what is not there may be under way.
    Transition(_SENDING, (Outcome.DONE,), Status.DONE),
    Transition(_SENDING, (Outcome.NOT_SENT,), Status.STAGED, wait=PAUSE),
    Transition(_SENDING, (Outcome.WAIT,), Status.STAGED, wait=AS_TOLD),
    Transition(_SENDING, (Outcome.NO_ACCESS,), Status.HELD),
    Transition(_SENDING, _REFUSALS, Status.REFUSED, SETS_A_VALUE),
    Transition(_SENDING, (Outcome.REFUSED,), Status.REFUSED, FIRST_SEND),
    Transition(_SENDING, _LOST, Status.QUESTION, REPEATED_ENOUGH),
    Transition(_SENDING, _LOST, Status.STAGED, SETS_A_VALUE, REPEAT_PAUSE),
    Transition(_SENDING, (Outcome.UNCLEAR_REFUSAL, *_LOST), Status.UNKNOWN, FIRST_SEND, EARLY_LOOK),
    Transition(_SENDING, (*_REFUSALS, *_LOST), Status.UNKNOWN, wait=SETTLED),
    # A look-up came back.
    Transition(_UNKNOWN, (Found.ONE,), Status.DONE),
    Transition(_UNKNOWN, (Found.DIFFERENT,), Status.QUESTION),
    Transition(_UNKNOWN, (Found.UNREADABLE,), Status.QUESTION, UNREAD_FOR_A_DAY),
    Transition(_UNKNOWN, (Found.UNREADABLE,), Status.UNKNOWN, wait=PAUSE),
    Transition(_UNKNOWN, _EMPTY, Status.UNKNOWN, IN_THE_GRACE, SETTLED),
    Transition(_UNKNOWN, _EMPTY, Status.UNKNOWN, LOOK_AGAIN, SECOND_LOOK),
    Transition(_UNKNOWN, (Found.NONE,), Status.STAGED, MAY_BE_RESENT),
    Transition(_UNKNOWN, _EMPTY, Status.QUESTION),
    # Everything else (`run`, `services`).
    Transition((Status.STAGED, Status.HELD), (Event.ACCESS_GONE,), Status.HELD),
    Transition((Status.HELD,), (Event.ACCESS_BACK,), Status.STAGED),
    Transition(UNFINISHED, (Event.RESTORED,), Status.STAGED, SETS_A_VALUE),
    Transition(UNFINISHED, (Event.RESTORED,), Status.UNKNOWN, wait=SETTLED),
    Transition(_ASKING, (Event.ADOPTED,), Status.DONE),
    Transition(_ASKING, (Event.MADE_AGAIN,), Status.STAGED),
    Transition((Status.QUESTION,), (Event.LOOK_AGAIN,), Status.UNKNOWN),
    Transition(_ASKING, (Event.LEFT,), Status.CANCELLED),
    Transition((Status.REFUSED,), (Event.PUT_RIGHT,), Status.STAGED),
    Transition(
        tuple(status for status in UNFINISHED if status != Status.SENDING),
        (Event.CALLED_OFF,),
        Status.CANCELLED,
    ),
)
