"""What follows a send, a look-up or a crash: pure functions over the table of `transitions`."""

from dataclasses import dataclass, replace
from datetime import datetime

from .transitions import TABLE, Event, Found, Known, Outcome, Rules, Situation, Status


@dataclass(frozen=True, slots=True)
class Decision:
    """The step's next status and, where it must wait, until when."""

    status: Status
    not_before: datetime | None = None


def decide(state: Status, event: Outcome | Found | Event, at: Situation) -> Decision:
    """What the table says; ValueError for an event that this state does not know."""
    for row in TABLE:
        fits = state in row.states and event in row.events
        if fits and (row.when is None or row.when.holds(at)):
            return Decision(row.follows, row.wait.until(at) if row.wait else None)
    raise ValueError(f"nothing follows {event!r} in the state {state!r}")


def after_send(
    known: Known, outcome: Outcome, rules: Rules, now: datetime, wait_seconds: float = 0
) -> Decision:
    """What follows a send, or an outcome that nobody can tell any more (`Outcome.INTERRUPTED`)."""
    return decide(Status.SENDING, outcome, Situation(known, rules, now, wait_seconds))


def after_probe(known: Known, found: Found, rules: Rules, now: datetime) -> Decision:
    """What follows a look-up by marker."""
    return decide(Status.UNKNOWN, found, Situation(known, rules, now))


def begun(known: Known, now: datetime) -> Known:
    """What is known once the intent to send is committed."""
    return replace(known, sends=known.sends + 1, last_sent_at=now, empty_probes=0)


def counted(known: Known, event: Outcome | Found, decision: Decision, rules: Rules, now: datetime) -> Known:
    """What is known after the decision.

    A send that reached nothing is taken back, so the next one is still the first that may make something. A reading
    without a find counts only when nothing can be under way. Failures in a row make the next pause longer.
    """
    reached_nothing = event in (Outcome.NOT_SENT, Outcome.WAIT, Outcome.NO_ACCESS)
    is_empty = event in (Found.NONE, Found.ALIKE)
    counts = is_empty and now >= Situation(known, rules, now).settled_at
    has_failed = decision.status in (Status.STAGED, Status.UNKNOWN) and not is_empty
    return replace(
        known,
        sends=known.sends - reached_nothing,
        empty_probes=known.empty_probes + counts,
        failures=known.failures + 1 if has_failed else 0,
    )
