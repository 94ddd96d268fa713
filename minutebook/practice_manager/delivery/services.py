"""Queueing a delivery, going on with one, and a person's answers to its questions."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.work import clock
from minutebook.work.services import enqueue

from ..models import Connection, Delivery, DeliveryStep
from .kinds import Made, kind_of
from .markers import new_marker

OPERATION = "practice_manager.deliver"
Status = DeliveryStep.Status


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


def start(delivery: Delivery, steps: Sequence[NewStep]) -> None:
    """Append steps and wake the worker, in the caller's transaction."""
    position = delivery.steps.count()
    for number, step in enumerate(steps, start=position + 1):
        DeliveryStep.across_firms.create(
            firm_id=delivery.firm_id,
            delivery=delivery,
            position=number,
            kind=step.kind,
            payload=step.payload,
            payload_sha256=hashlib.sha256(json.dumps(step.payload, sort_keys=True).encode()).hexdigest(),
        )
    _wake(delivery.firm_id, delivery.pk)


def retry(delivery: Delivery, user: User) -> None:
    """Send refused and held steps again, under the same marker; what is settled or unknown stays as it is."""
    with transaction.atomic():
        delivery.steps.filter(status__in=[Status.REFUSED, Status.HELD]).update(
            status=Status.STAGED, not_before=None, reason="", sends=0
        )
        # What is unknown keeps its grace: looking too early could miss a call that is still under way.
        delivery.steps.filter(status=Status.STAGED).update(not_before=None)
        record_event("delivery.retried", delivery, user)
        _wake(delivery.firm_id, delivery.pk)


def resume_held(connection: Connection) -> None:
    """After a reconnection to the same tenant: wake every delivery that was held."""
    held = Delivery.across_firms.filter(
        connection=connection, tenant_id=connection.tenant_id, status=Delivery.Status.HELD
    )
    for delivery in held:
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
            empty_probes=0, first_empty_at=None, not_before=None, candidates=[], reason="", sends=0
        )
        _wake(step.firm_id, step.delivery_id)


def leave(step: DeliveryStep, user: User) -> None:
    """A person's answer: do nothing more about this step, nor about those that need it."""
    with transaction.atomic():
        _answer(step, Status.CANCELLED, user, "leave it")
        if kind_of(step).blocks_rest:
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


def _wake(firm_id: int, delivery_id: int) -> None:
    """Go on with a delivery; the page is told at once, or it would not look again."""
    Delivery.across_firms.filter(pk=delivery_id).update(status=Delivery.Status.WAITING, settled_at=None)
    enqueue(OPERATION, firm_id, delivery_id)


def _answer(step: DeliveryStep, status: Status, user: User, answer: str) -> None:
    """Take a step out of its question, once: a second answer to the same question is refused."""
    taken = DeliveryStep.across_firms.filter(pk=step.pk, status__in=[Status.QUESTION, Status.REFUSED]).update(
        status=status
    )
    if not taken:
        raise DomainError("answered", "This question has been answered already. Look at the job again.")
    record_event(
        "delivery.answered", step.delivery, user, step=step.position, answer=answer, at=str(clock.now())
    )
