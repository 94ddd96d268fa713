"""One send or one look-up of a step: the intent is committed before the call, the outcome after it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from minutebook.work import clock
from minutebook.work.lease import Lease
from minutebook.xpm.errors import NotSent, ReconnectNeeded, Refused, RetryLater, XpmError
from minutebook.xpm.exchange import Exchange

from ..api import api_for
from ..budget import BudgetWait
from ..limiter import Urgency
from ..models import Attempt, Connection, DeliveryStep
from ..tokens import mark_reconnect
from ..turns import PASSING, Turns
from .decide import Decision, after_probe, after_send, begun, counted
from .kinds import Made, Match, StepKind, kind_of
from .services import settle
from .transitions import MOST_SENDS, Found, Known, Outcome, Rules

Status = DeliveryStep.Status
STOPPED = "The worker stopped during the call."
RENEWED = "The sign-in to Xero was renewed during the call: it is tried again."
RENEWED_SECONDS = 1.0
WORTH_A_WORD = timedelta(seconds=10)
SENDS_WITHOUT_NUMBER = 2
MOST_COUNTED_FAILURES = 2
PLAIN_REFUSALS = (
    "invalid",
    "required",
    "must be",
    "locked",
    "not allowed",
    "cannot be used",
    "cannot be entered",
)


@dataclass(frozen=True, slots=True)
class Called:
    """What one call came to, before it is written down."""

    outcome: Outcome
    made: Made | None = None
    reason: str = ""
    wait_seconds: float = 0.0


def rules_for(kind: StepKind, step: DeliveryStep) -> Rules:
    """The rules of decide for this step: who asks a person and who may send again."""
    is_numbered = step.delivery.uses_own_number and kind.resends_when_absent(step)
    return Rules(
        is_repeat_safe=kind.is_repeat_safe,
        resends_when_absent=kind.resends_when_absent(step),
        probes_needed=1 if is_numbered and kind.blocks_rest else 2,
        grace_seconds=settings.XPM_GRACE_SECONDS,
        second_probe_seconds=(
            settings.XPM_SECOND_PROBE_SECONDS if kind.blocks_rest else settings.XPM_GRACE_SECONDS
        ),
        most_sends=SENDS_WITHOUT_NUMBER if kind.blocks_rest and not is_numbered else MOST_SENDS,
    )


def send(lease: Lease, connection: Connection, step: DeliveryStep) -> bool:
    """Make the step's call once; false where the call budget lets it wait."""
    turns = _turns(lease, connection, Urgency.PERSON if lease.is_urgent else kind_of(step).urgency)
    if not _has_turn(lease, turns, step):
        return False
    try:
        _send(lease, turns, step)
    finally:
        turns.give_back()
    return True


def _send(lease: Lease, turns: Turns, step: DeliveryStep) -> None:
    kind = kind_of(step)
    key = _repeat_key(step)
    attempt = _begin(lease, step)
    if attempt is None:
        return
    # Before the first byte the lease must still stand: a worker that slept through it sends nothing.
    api = api_for(turns).guarded(before_send=lease.hold, idempotency_key=key)
    try:
        called = Called(Outcome.DONE, made=kind.send(api, step))
    except XpmError as error:
        called = _called(_checked_access(turns.connection, error))
    except BudgetWait as wait:
        called = _not_reached(wait, api.last_exchange)
    finally:
        api.close()
    with transaction.atomic():
        lease.hold()
        _close(attempt, called.outcome, called.reason, api.last_exchange)
        rules = rules_for(kind, step)
        known, now = _known(step), clock.now()
        decision = after_send(known, called.outcome, rules, now, called.wait_seconds)
        _write(step, decision, counted(known, called.outcome, decision, rules, now), called.reason)
        if decision.status == Status.DONE and called.made is not None:
            settle(step, called.made)
        elif decision.status == Status.REFUSED:
            kind.refuse(step, called.reason)


def probe(lease: Lease, connection: Connection, step: DeliveryStep) -> bool:
    """Look for what the step may have made; half a reading never counts as "not there". False as for `send`."""
    turns = _turns(lease, connection, Urgency.PERSON if lease.is_urgent else Urgency.LOOK)
    if not _has_turn(lease, turns, step):
        return False
    try:
        _probe(lease, turns, step)
    finally:
        turns.give_back()
    return True


def _probe(lease: Lease, turns: Turns, step: DeliveryStep) -> None:
    kind = kind_of(step)
    attempt = _open(lease, step, "probe")
    api = api_for(turns)
    matches: list[Match] = []
    try:
        matches = kind.probe(api, step)
        found, reason = _found(matches), ""
    except XpmError as error:
        found, reason = Found.UNREADABLE, _checked_access(turns.connection, error).message
    except BudgetWait as wait:
        found, reason = Found.UNREADABLE, wait.words
    finally:
        api.close()
    with transaction.atomic():
        lease.hold()
        _close(attempt, found, reason, api.last_exchange)
        known, now, rules = _known(step), clock.now(), rules_for(kind, step)
        decision = after_probe(known, found, rules, now)
        step.candidates = [_candidate(match) for match in matches]
        step.save(update_fields=["candidates"])
        if found is not Found.UNREADABLE:
            step.reason = _said_of_call(step)
        _write(step, decision, counted(known, found, decision, rules, now), reason)
        if decision.status == Status.DONE:
            settle(step, matches[0].made)


def recover(lease: Lease, step: DeliveryStep) -> None:
    """A step that another lease left in the middle of its call: its outcome is not known."""
    with transaction.atomic():
        lease.hold()
        known, now, rules = _known(step), clock.now(), rules_for(kind_of(step), step)
        step.attempts.filter(outcome="").update(outcome=Outcome.INTERRUPTED, answer=STOPPED, finished_at=now)
        decision = after_send(known, Outcome.INTERRUPTED, rules, now)
        _write(step, decision, counted(known, Outcome.INTERRUPTED, decision, rules, now), STOPPED)


def _turns(lease: Lease, connection: Connection, urgency: Urgency) -> Turns:
    return Turns(connection, urgency, lease.hold, whole_seconds=settings.XPM_READ_TIMEOUT_SECONDS)


def _has_turn(lease: Lease, turns: Turns, step: DeliveryStep) -> bool:
    """Wait for the turn of the step's call, or let the step wait for it where that takes longer."""
    try:
        turns.take_ahead()
    except BudgetWait as wait:
        with transaction.atomic():
            lease.hold()
            step.not_before = wait.until
            # Pacing holds a call back for a moment: only a longer wait needs a word.
            is_long = wait.until > clock.now() + WORTH_A_WORD or wait.why not in PASSING
            step.reason = wait.words if is_long else step.reason
            step.save(update_fields=["not_before", "reason"])
        return False
    return True


def _not_reached(wait: BudgetWait, last: Exchange | None) -> Called:
    """A later call of the step did not get its turn: what went before it decides."""
    if last is not None and last.method != "GET":
        return Called(Outcome.UNKNOWN, reason=wait.words)
    seconds = (wait.until - clock.now()).total_seconds()
    return Called(Outcome.WAIT, reason=wait.words, wait_seconds=max(seconds, 0.0))


def _repeat_key(step: DeliveryStep) -> str:
    """The same for every repeat of a call whose outcome is not known, another one after a refusal.

    XPM documents no idempotency key; where it heeds one all the same, a late first execution makes nothing twice.
    """
    refusals = step.attempts.filter(outcome__in=[Outcome.REFUSED, Outcome.UNCLEAR_REFUSAL]).count()
    return f"{step.delivery.marker}-{step.pk}-{refusals}"


def _begin(lease: Lease, step: DeliveryStep) -> Attempt | None:
    """Commit that the call is about to be made; None where a person has dropped it in this moment."""
    with transaction.atomic():
        lease.hold()
        known = begun(_known(step), clock.now())
        intent = {
            "status": Status.SENDING,
            "sends": known.sends,
            "last_sent_at": known.last_sent_at,
            "not_before": None,
            "empty_probes": known.empty_probes,
            "first_empty_at": None,
            "reason": "",
        }
        if not DeliveryStep.across_firms.filter(pk=step.pk, status=Status.STAGED).update(**intent):
            return None
        for name, value in intent.items():
            setattr(step, name, value)
        return _open(lease, step, "send")


def _open(lease: Lease, step: DeliveryStep, purpose: str) -> Attempt:
    attempt: Attempt = Attempt.across_firms.create(
        firm_id=step.firm_id,
        step=step,
        purpose=purpose,
        worker=lease.owner,
        lease_number=lease.number,
        started_at=clock.now(),
    )
    return attempt


def _called(error: XpmError) -> Called:
    if isinstance(error, NotSent):
        return Called(Outcome.NOT_SENT, reason=error.message, wait_seconds=error.after)
    if isinstance(error, RetryLater):
        return Called(Outcome.WAIT, reason=error.message, wait_seconds=error.after)
    if isinstance(error, ReconnectNeeded):
        return Called(Outcome.NO_ACCESS, reason=error.message)
    if isinstance(error, Refused):
        outcome = Outcome.REFUSED if is_plain_refusal(error) else Outcome.UNCLEAR_REFUSAL
        return Called(outcome, reason=error.reason)
    return Called(Outcome.UNKNOWN, reason=error.message)


def is_plain_refusal(error: Refused) -> bool:
    """Whether XPM's words prove that nothing was made; "already in use" for one does not."""
    if error.exchange is None or error.exchange.status in (400, 413, 415):
        return True
    return any(words in error.reason.casefold() for words in PLAIN_REFUSALS)


def _checked_access(connection: Connection, error: XpmError) -> XpmError:
    """Note a lost consent, so that somebody is asked to sign in; a token renewed meanwhile is worth another try."""
    if not isinstance(error, ReconnectNeeded):
        return error
    mark_reconnect(connection, error.message)
    if connection.status == Connection.Status.CONNECTED:
        return RetryLater(RENEWED, after=RENEWED_SECONDS, exchange=error.exchange)
    return error


def _found(matches: list[Match]) -> Found:
    if not any(match.is_ours for match in matches):
        return Found.ALIKE if matches else Found.NONE
    return Found.ONE if len(matches) == 1 and matches[0].is_as_wanted else Found.DIFFERENT


def _candidate(match: Match) -> dict[str, object]:
    return {
        "remote_id": match.made.remote_id,
        "results": match.made.results,
        "description": match.description,
        "is_as_wanted": match.is_as_wanted,
    }


def _known(step: DeliveryStep) -> Known:
    # The call budget spares a practice that is down: no step needs to wait longer than a minute for it.
    return Known(step.sends, step.empty_probes, step.last_sent_at, min(step.failures, MOST_COUNTED_FAILURES))


def _said_of_call(step: DeliveryStep) -> str:
    """What was said of the call itself: a trouble with looking it up in between is over."""
    call = step.attempts.filter(purpose="send").exclude(answer="").order_by("id").last()
    return call.answer if call else step.reason


def _write(step: DeliveryStep, decision: Decision, known: Known, reason: str) -> None:
    step.status, step.not_before = decision.status, decision.not_before
    # A look-up that finds nothing says nothing new: what was said before stays for the person who is asked.
    step.reason = reason[:500] or step.reason
    if known.empty_probes > step.empty_probes:
        step.first_empty_at = step.first_empty_at or clock.now()
    step.sends, step.empty_probes, step.failures = known.sends, known.empty_probes, known.failures
    counts = ["sends", "empty_probes", "first_empty_at", "failures"]
    step.save(update_fields=["status", "not_before", "reason", *counts])


def _close(attempt: Attempt, outcome: str, answer: str, exchange: Exchange | None) -> None:
    attempt.outcome, attempt.answer, attempt.finished_at = str(outcome), answer[:500], clock.now()
    if exchange is not None:
        attempt.http_status, attempt.correlation_id = exchange.status, exchange.correlation_id or ""
        attempt.request_sha256 = exchange.request_sha256
    attempt.save()


def next_moment(steps: list[DeliveryStep]) -> datetime | None:
    """When the earliest waiting step is due; None when no step waits for time."""
    waiting = [step.not_before for step in steps if step.status in (Status.STAGED, Status.UNKNOWN)]
    return min((moment for moment in waiting if moment is not None), default=None)
