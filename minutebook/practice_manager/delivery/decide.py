"""The state machine of one step as pure functions: what was known, what came back, what follows.

docs/exactly-once.md has the same as tables.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ..models import DeliveryStep

Status = DeliveryStep.Status
MOST_SENDS = 3
EARLY_LOOK_SECONDS = 2.0
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


class Found(StrEnum):
    """What a complete look-up by our marker came to."""

    ONE = "one, as wanted"
    DIFFERENT = "one that differs, or several"
    NONE = "none"
    ALIKE = "none, but one alike without our marker"
    UNREADABLE = "could not be read"


@dataclass(frozen=True, slots=True)
class Rules:
    """How a kind of step may be repeated, and how long an unknown outcome settles.

    `is_repeat_safe`: the call sets a value, so sending it again changes nothing.
    `resends_when_absent`: nothing found twice means it may be sent again, `most_sends` times in all (own job
    numbers, costs, and a job in XPM's series where the firm wants it); without it a person is asked.
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
class Decision:
    """The step's next status and, where it must wait, until when."""

    status: Status
    not_before: datetime | None = None


def after_send(
    known: Known, outcome: Outcome, rules: Rules, now: datetime, wait_seconds: float = 0
) -> Decision:
    """What follows a send."""
    if outcome is Outcome.DONE:
        return Decision(Status.DONE)
    if outcome is Outcome.NOT_SENT:
        return Decision(Status.STAGED, now + timedelta(seconds=_back_off(known.failures)))
    if outcome is Outcome.WAIT:
        return Decision(Status.STAGED, now + timedelta(seconds=wait_seconds))
    if outcome is Outcome.NO_ACCESS:
        return Decision(Status.HELD)
    if outcome in (Outcome.REFUSED, Outcome.UNCLEAR_REFUSAL) and rules.is_repeat_safe:
        return Decision(Status.REFUSED)
    if outcome is Outcome.REFUSED and known.sends <= 1:
        return Decision(Status.REFUSED)
    return when_unknown(known, rules, now)


def when_unknown(known: Known, rules: Rules, now: datetime) -> Decision:
    """An outcome that cannot be told: repeat what is safe to repeat, else look, and look again once settled.

    The early look only ever finds: a call still under way is not proven absent before the grace is over. After a
    repeat there is none, since the first call may come late and would then go unseen.
    """
    if rules.is_repeat_safe:
        if known.sends >= MOST_SENDS * 2:
            return Decision(Status.QUESTION)
        return Decision(Status.STAGED, now + timedelta(seconds=_back_off(known.sends - 1)))
    early = now + timedelta(seconds=EARLY_LOOK_SECONDS)
    settled = settled_at(known, rules, now)
    return Decision(Status.UNKNOWN, min(early, settled) if known.sends <= 1 else settled)


def settled_at(known: Known, rules: Rules, now: datetime) -> datetime:
    """When a call of unknown outcome cannot be under way any more; not before now."""
    return max((known.last_sent_at or now) + timedelta(seconds=rules.grace_seconds), now)


def after_probe(known: Known, found: Found, rules: Rules, now: datetime) -> Decision:
    """What follows a look-up by marker."""
    if found is Found.ONE:
        return Decision(Status.DONE)
    if found is Found.DIFFERENT:
        return Decision(Status.QUESTION)
    if found is Found.UNREADABLE:
        return Decision(Status.UNKNOWN, now + timedelta(seconds=_back_off(known.failures)))
    if now < settled_at(known, rules, now):
        return Decision(Status.UNKNOWN, settled_at(known, rules, now))
    if known.empty_probes + 1 < rules.probes_needed:
        return Decision(Status.UNKNOWN, now + timedelta(seconds=rules.second_probe_seconds))
    if found is Found.NONE and rules.resends_when_absent and known.sends < rules.most_sends:
        return Decision(Status.STAGED)
    return Decision(Status.QUESTION)


def _back_off(tries: int) -> float:
    return BACK_OFF_SECONDS[min(tries, len(BACK_OFF_SECONDS) - 1)]
