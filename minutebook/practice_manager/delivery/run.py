"""Running a delivery: takes each step that can go on, until all are settled or wait for time or a person."""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from minutebook.work import clock
from minutebook.work.lease import Lease
from minutebook.work.registry import operation

from ..budget import PAUSED
from ..models import Connection, Delivery, DeliveryStep
from ..notices import ASKS_PERSON, ask_for_notice
from .calls import next_moment, probe, recover, send
from .kinds import earlier_allow, is_extra, is_known, main_step
from .services import OPERATION

log = logging.getLogger("minutebook.delivery")
Status = DeliveryStep.Status
MOST_CALLS_A_RUN = 200
HELD_CHECK_SECONDS = 600
# Soon: a worker of the newer version may take it next time.
NEWER_CHECK_SECONDS = 30
NOT_CONNECTED = "The practice is not connected: an administrator connects it again in Settings."


@operation(OPERATION)
def deliver(lease: Lease) -> datetime | None:
    """Go on with one delivery; gives the moment to come back, or None when nothing waits for time."""
    delivery = Delivery.across_firms.select_related("connection").get(pk=lease.subject_id)
    if newer := [step for step in delivery.steps.all() if not is_known(step)]:
        log.warning("left to a newer version: delivery=%s step=%s", delivery.pk, newer[0].pk)
        return clock.now() + timedelta(seconds=NEWER_CHECK_SECONDS)
    for step in delivery.steps.filter(status=Status.SENDING):
        recover(lease, step)
    if not _may_call(delivery):
        return _hold(lease, delivery)
    _release_held(lease, delivery)
    for _ in range(MOST_CALLS_A_RUN):
        due = _next_step(list(delivery.steps.all()))
        if due is None:
            break
        has_called = (probe if due.status == Status.UNKNOWN else send)(lease, delivery.connection, due)
        _roll_up(lease, delivery)
        if not has_called:
            break
        # Later steps read what this one made.
        delivery.refresh_from_db(fields=["results"])
    return _roll_up(lease, delivery)


def _may_call(delivery: Delivery) -> bool:
    """Whether the consent stands, is still for the tenant this delivery was made for, and calls are not paused."""
    connection = delivery.connection
    connected = connection.status == Connection.Status.CONNECTED and connection.paused_at is None
    return connected and connection.tenant_id == delivery.tenant_id


def _hold(lease: Lease, delivery: Delivery) -> datetime | None:
    with transaction.atomic():
        lease.hold()
        paused = PAUSED if delivery.connection.paused_at else NOT_CONNECTED
        reason = delivery.connection.problem or paused
        delivery.steps.filter(status__in=[Status.STAGED, Status.HELD]).update(
            status=Status.HELD, reason=reason
        )
    _roll_up(lease, delivery)
    if not delivery.steps.filter(status__in=[Status.HELD, Status.UNKNOWN]).exists():
        return None
    return clock.now() + timedelta(seconds=HELD_CHECK_SECONDS)


def _release_held(lease: Lease, delivery: Delivery) -> None:
    with transaction.atomic():
        lease.hold()
        delivery.steps.filter(status=Status.HELD).update(status=Status.STAGED, not_before=None, reason="")


def _next_step(steps: list[DeliveryStep]) -> DeliveryStep | None:
    """The first step that may be called now; independent steps do not wait for one another."""
    now = clock.now()
    for index, step in enumerate(steps):
        if step.status not in (Status.STAGED, Status.UNKNOWN):
            continue
        is_due = step.not_before is None or step.not_before <= now
        if is_due and earlier_allow(step, steps[:index]):
            return step
    return None


def _roll_up(lease: Lease, delivery: Delivery) -> datetime | None:
    """Sum the steps up into the delivery's status, for pages and for the worker's next visit."""
    steps = list(delivery.steps.all())
    # One that waits for an earlier step comes with it: its own moment may be over, and would bring us back at once.
    again = next_moment([step for index, step in enumerate(steps) if earlier_allow(step, steps[:index])])
    with transaction.atomic():
        lease.hold()
        fresh = Delivery.across_firms.get(pk=delivery.pk)
        fresh.status, fresh.reason = _summary(steps)
        fresh.next_at = again
        is_done = fresh.status == Delivery.Status.DONE
        fresh.settled_at = (fresh.settled_at or clock.now()) if is_done else None
        fresh.is_noticed = fresh.is_noticed and fresh.status in ASKS_PERSON
        fresh.save(update_fields=["status", "reason", "next_at", "settled_at", "is_noticed"])
        if fresh.status in ASKS_PERSON and not fresh.is_noticed:
            ask_for_notice(delivery.connection)
    return again


def _summary(steps: list[DeliveryStep]) -> tuple[str, str]:
    """The status that a person should act on first, with its reason in XPM's or our words."""
    steps = [step for step in steps if not _stands_aside(step)]
    order = (
        (Status.QUESTION, Delivery.Status.QUESTION),
        (Status.REFUSED, Delivery.Status.REFUSED),
        (Status.HELD, Delivery.Status.HELD),
        (Status.UNKNOWN, Delivery.Status.UNDER_WAY),
        (Status.SENDING, Delivery.Status.UNDER_WAY),
    )
    for status, summary in order:
        step = next((step for step in steps if step.status == status), None)
        if step is not None:
            return summary, step.reason
    if any(step.status == Status.STAGED for step in steps):
        staged = next(step for step in steps if step.status == Status.STAGED)
        begun = any(step.status == Status.DONE for step in steps)
        return (Delivery.Status.UNDER_WAY if begun else Delivery.Status.WAITING), staged.reason
    if steps and main_step(steps).status == Status.CANCELLED:
        return Delivery.Status.CANCELLED, ""
    return Delivery.Status.DONE, ""


def _stands_aside(step: DeliveryStep) -> bool:
    """Whether it waits for room while what was asked for is complete without it."""
    waits = step.status == Status.HELD or (step.status == Status.STAGED and step.not_before is not None)
    return waits and is_extra(step)
