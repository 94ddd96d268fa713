"""Queueing a delivery, going on with one, and a person's answers to its questions."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max, Q

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.work import clock
from minutebook.work.services import enqueue

from ..models import Connection, Delivery, DeliveryStep
from .kinds import Made, kind_of, main_step
from .markers import new_marker
from .transitions import Outcome

OPERATION = "practice_manager.deliver"
Status = DeliveryStep.Status
# After which of its calls a step may be in the practice manager, whatever a later one came to.
_IN_DOUBT = (Outcome.UNKNOWN, Outcome.INTERRUPTED, Outcome.UNCLEAR_REFUSAL)
MOST_NUMBER = 40  # of characters that a person may type as the number of a job


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step to queue: its kind and the frozen values of its call."""

    kind: str
    payload: dict[str, Any]


def new_delivery(connection: Connection, kind: str) -> Delivery:
    """A delivery with a fresh marker, bound to the connection's tenant; add steps, then `start`."""
    uses_own_number = connection.numbering == Connection.Numbering.OWN
    delivery: Delivery = Delivery.across_firms.create(
        firm_id=connection.firm_id,
        connection=connection,
        tenant_id=connection.tenant_id,
        kind=kind,
        marker=new_marker(),
        uses_own_number=uses_own_number,
    )
    return delivery


def hold(delivery: Delivery) -> None:
    """Keep the worker from this delivery until the transaction is over, after which it goes on.

    Whoever alters a delivery takes its Operation first, as the worker does: no two then wait for each other.
    """
    enqueue(OPERATION, delivery.firm_id, delivery.pk, is_urgent=True)


def start(delivery: Delivery, steps: Sequence[NewStep]) -> None:
    """Append steps and wake the worker, in the caller's transaction; whoever adds to a delivery waits for it."""
    last = delivery.steps.aggregate(last=Max("position"))["last"] or 0
    for number, step in enumerate(steps, start=last + 1):
        _add(delivery, step, number)
    _wake(delivery.firm_id, delivery.pk, is_urgent=last > 0)


def _add(delivery: Delivery, step: NewStep, position: int) -> DeliveryStep:
    added: DeliveryStep = DeliveryStep.across_firms.create(
        firm_id=delivery.firm_id,
        delivery=delivery,
        position=position,
        kind=step.kind,
        payload=step.payload,
        payload_sha256=digest_of(step.payload),
    )
    return added


def retry(delivery: Delivery, user: User) -> None:
    """Send refused and held steps again, under the same marker; what is settled or unknown stays as it is.

    A refused step takes over what was put right elsewhere: a state's code in Settings, a contact's e-mail address.
    """
    with transaction.atomic():
        _wake(delivery.firm_id, delivery.pk)  # first: it holds the delivery against a second press
        for step in delivery.steps.filter(status=Status.REFUSED):
            send_again(step, kind_of(step).renew(step))
        delivery.steps.filter(status=Status.HELD).update(status=Status.STAGED, not_before=None, reason="")
        # What is unknown keeps its grace: looking too early could miss a call that is still under way.
        delivery.steps.filter(status=Status.STAGED).update(not_before=None)
        record_event("delivery.retried", delivery, user)


def send_again(step: DeliveryStep, payload: dict[str, Any]) -> None:
    """Let a refused step be sent once more with this payload; a step that is not refused any more stays as it is."""
    DeliveryStep.across_firms.filter(pk=step.pk, status=Status.REFUSED).update(
        status=Status.STAGED,
        not_before=None,
        reason="",
        sends=0,
        payload=payload,
        payload_sha256=digest_of(payload),
    )


def restage(delivery: Delivery, planned: Sequence[NewStep]) -> None:
    """Put a corrected plan in the place of what was refused or never sent, under the same marker.

    In the caller's transaction. A refused step takes over the new payload of its kind; what was done stays done.
    Refused while the delivery is not: a second press must not plan a second job.
    """
    _take_refused(delivery)
    delivery.steps.filter(attempts=None).exclude(status=Status.DONE).delete()
    refused = {step.kind: step for step in delivery.steps.filter(status=Status.REFUSED)}
    last = delivery.steps.aggregate(last=Max("position"))["last"] or 0
    ordered = []
    for number, new in enumerate(planned, start=last + 1):
        step = refused.pop(new.kind, None)
        if step is not None:
            send_again(step, new.payload)
        ordered.append(step or _add(delivery, new, number))
    delivery.steps.filter(status=Status.REFUSED).update(status=Status.CANCELLED)
    settled = delivery.steps.exclude(pk__in=[step.pk for step in ordered])
    _renumber([*settled, *ordered])
    _wake(delivery.firm_id, delivery.pk)


def amend(delivery: Delivery, payloads: Mapping[int, dict[str, Any] | None]) -> None:
    """Send refused steps again, each by its id with its corrected payload; one with None is left out.

    In the caller's transaction. Refused while the delivery is not.
    """
    _take_refused(delivery)
    for step in delivery.steps.filter(status=Status.REFUSED, pk__in=payloads):
        payload = payloads[step.pk]
        if payload is None:
            DeliveryStep.across_firms.filter(pk=step.pk).update(status=Status.CANCELLED)
        else:
            send_again(step, payload)
    _wake(delivery.firm_id, delivery.pk)


def _take_refused(delivery: Delivery) -> None:
    """Hold the delivery for one correction: whoever comes second finds it taken."""
    hold(delivery)
    if not Delivery.across_firms.filter(pk=delivery.pk, status=Delivery.Status.REFUSED).update(
        status=Delivery.Status.WAITING
    ):
        raise DomainError("not_refused", "Somebody has put this right already. Look at the job again.")


def put_before_refused(delivery: Delivery) -> None:
    """Let the last step go before whatever was refused, in the caller's transaction: what it sets may let that in."""
    *steps, last = delivery.steps.all()
    first = next((at for at, step in enumerate(steps) if step.status == Status.REFUSED), len(steps))
    _renumber([*steps[:first], last, *steps[first:]])


def _renumber(steps: Sequence[DeliveryStep]) -> None:
    """Number the steps in this order; twice, since no two may share a position for a moment."""
    for offset in (1000, 0):
        for number, step in enumerate(steps, start=1 + offset):
            DeliveryStep.across_firms.filter(pk=step.pk).update(position=number)


def can_drop(delivery: Delivery) -> bool:
    """Whether what was asked for is surely not in the practice manager, and may still be called off."""
    return delivery.status != Delivery.Status.CANCELLED and _is_surely_absent(delivery)


def drop(delivery: Delivery, user: User) -> None:
    """Make nothing after all; refused once anything was sent whose outcome is not a plain refusal."""
    unsent = Q(status__in=[Status.STAGED, Status.HELD], sends=0) | Q(status=Status.REFUSED)
    with transaction.atomic():
        hold(delivery)
        delivery.steps.filter(unsent).update(status=Status.CANCELLED)
        if not _is_surely_absent(delivery):
            raise DomainError(
                "sent",
                "The job may be in XPM, or is being made there now. Let it get its number first, then cancel it.",
            )
        Delivery.across_firms.filter(pk=delivery.pk).update(status=Delivery.Status.CANCELLED, reason="")
        record_event("delivery.dropped", delivery, user)


def _is_surely_absent(delivery: Delivery) -> bool:
    """What an earlier step made (a client) may stay; the thing itself and all that follows must never have left."""
    steps = list(delivery.steps.all())
    thing = main_step(steps)
    # A person who had it made again has only said that it was not seen.
    if thing.attempts.filter(purpose="send", outcome__in=_IN_DOUBT).exists():
        return False
    return all(
        _was_never_made(step)
        for step in steps
        if step.status != Status.DONE or step.position >= thing.position
    )


def _was_never_made(step: DeliveryStep) -> bool:
    if step.status in (Status.CANCELLED, Status.REFUSED):
        return True
    return step.status in (Status.STAGED, Status.HELD) and step.sends == 0


def digest_of(payload: dict[str, Any]) -> str:
    """The digest of a step's frozen values."""
    return hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()


def resume_held(connection: Connection) -> None:
    """After a reconnection to the same tenant, or a pause: wake every delivery that was held."""
    waits = Q(status=Delivery.Status.HELD) | Q(steps__status__in=[Status.HELD, Status.UNKNOWN])
    own = Delivery.across_firms.filter(connection=connection, tenant_id=connection.tenant_id)
    for delivery in own.filter(waits).distinct():
        enqueue(OPERATION, delivery.firm_id, delivery.pk)


def adopt(step: DeliveryStep, remote_id: str, user: User) -> None:
    """A person's answer: this candidate is what we made."""
    candidate = next((found for found in step.candidates if found["remote_id"] == remote_id), None)
    if candidate is None:
        raise DomainError(
            "candidate", "That is not one of the records that were found. Choose one of the list."
        )
    with transaction.atomic():
        _answer(step, Status.DONE, user, "this is it")
        settle(step, Made(remote_id, candidate["results"]))
        _wake(step.firm_id, step.delivery_id)


def make_again(step: DeliveryStep, user: User) -> None:
    """A person's answer: it is not there, send it once more under the same marker."""
    with transaction.atomic():
        _answer(step, Status.STAGED, user, "make it again")
        DeliveryStep.across_firms.filter(pk=step.pk).update(
            empty_probes=0,
            first_empty_at=None,
            not_before=None,
            candidates=[],
            reason="",
            sends=0,
            named="",
        )
        _wake(step.firm_id, step.delivery_id)


def look_again(step: DeliveryStep, user: User, number: str = "") -> None:
    """A person's answer: look in XPM once more, also at the record with this number there; nothing is sent."""
    if kind_of(step).is_repeat_safe:
        raise DomainError("look_again", "This call is not looked up. Choose one of the other answers.")
    if len(number) > MOST_NUMBER or not number.isprintable():
        raise DomainError(
            "number", f"A job’s number has at most {MOST_NUMBER} characters. Type it as XPM shows it."
        )
    with transaction.atomic():
        _answer(step, Status.UNKNOWN, user, f"look again {number}".strip(), taken_from=(Status.QUESTION,))
        DeliveryStep.across_firms.filter(pk=step.pk).update(not_before=None, named=number)
        _wake(step.firm_id, step.delivery_id)


def leave(step: DeliveryStep, user: User) -> None:
    """A person's answer: do nothing more about this step, nor about those that need what it makes."""
    kind = kind_of(step)
    with transaction.atomic():
        _answer(step, Status.CANCELLED, user, "leave it")
        kind.give_up(step)
        if kind.blocks_rest and not kind.only_reads:
            step.delivery.steps.exclude(status=Status.DONE).update(status=Status.CANCELLED)
        _wake(step.firm_id, step.delivery_id)


def settle(step: DeliveryStep, made: Made) -> None:
    """Mark a step done with what it made, and hand its results to the later steps; in the caller's transaction."""
    step.status, step.remote_id, step.reason, step.candidates = Status.DONE, made.remote_id, "", []
    step.save(update_fields=["status", "remote_id", "reason", "candidates"])
    delivery = Delivery.across_firms.get(pk=step.delivery_id)
    delivery.results = {**delivery.results, **made.results}
    delivery.save(update_fields=["results"])
    step.delivery = delivery
    kind_of(step).finish(step, made)


def _wake(firm_id: int, delivery_id: int, *, is_urgent: bool = True) -> None:
    """Go on with a delivery, first where a person asked for it; the page is told, or it would not look again."""
    enqueue(OPERATION, firm_id, delivery_id, is_urgent=is_urgent)
    Delivery.across_firms.filter(pk=delivery_id).update(
        status=Delivery.Status.WAITING, settled_at=None, is_noticed=False, asked_at=clock.now()
    )


def _answer(
    step: DeliveryStep,
    status: Status,
    user: User,
    answer: str,
    taken_from: tuple[Status, ...] = (Status.QUESTION, Status.REFUSED),
) -> None:
    """Take a step out of its question, once: a second answer to the same question is refused."""
    hold(step.delivery)
    taken = DeliveryStep.across_firms.filter(pk=step.pk, status__in=taken_from).update(status=status)
    if not taken:
        raise DomainError("answered", "This question has been answered already. Look at the job again.")
    record_event(
        "delivery.answered", step.delivery, user, step=step.position, answer=answer, at=str(clock.now())
    )
