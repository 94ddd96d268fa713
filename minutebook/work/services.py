"""Asking for background work, and what a worker does with one operation."""

import logging
import random
from collections import Counter
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from . import clock
from .lease import Lease, LeaseLost
from .models import Operation
from .registry import known_kinds, run_for

log = logging.getLogger("minutebook.work")
BACK_OFF_FIRST_SECONDS = 1.0
BACK_OFF_MOST_SECONDS = 300.0
# At once, over all workers, so that one firm's backlog leaves loops to the others; one more where somebody waits.
MOST_A_FIRM = 3


def enqueue(
    kind: str, firm_id: int, subject_id: int, due_at: datetime | None = None, *, is_urgent: bool = False
) -> None:
    """Make, or wake, the operation for a subject; part of the caller's transaction.

    `is_urgent`: somebody pressed a button and waits, so its next run comes before the firm's others.
    """
    due = due_at or clock.now()
    operation, made = Operation.across_firms.get_or_create(
        kind=kind,
        subject_id=subject_id,
        defaults={"firm_id": firm_id, "due_at": due, "is_urgent": is_urgent},
    )
    if made:
        return
    # A running operation keeps its lease and runs once more afterwards. One statement, so that a worker that
    # takes or ends it at this moment is seen either before or after, never between.
    under_way = Q(status=Operation.Status.LEASED)
    due_sooner = Q(status=Operation.Status.READY, due_at__lt=due)
    Operation.across_firms.filter(pk=operation.pk).update(
        is_urgent=Value(True) if is_urgent else F("is_urgent"),
        woken=Case(When(under_way, then=True), default=F("woken")),
        due_at=Case(When(under_way | due_sooner, then=F("due_at")), default=due),
        failures=Case(When(under_way, then=F("failures")), default=0),
        status=Case(When(under_way, then=F("status")), default=Value(Operation.Status.READY)),
    )


def claim(owner: str) -> Lease | None:
    """Take an operation that is due: a ready one, or one whose worker let its lease run out.

    Firms take turns: the one with the fewest under way comes first, and none gets more than its share. Within a firm
    what somebody waits for comes first, then what is due longest. (Two that claim in the same moment may exceed a
    share by one: it is for fairness, nothing depends on it.)
    """
    now = clock.now()
    waiting = _due(now)
    # Looking takes no lock: on SQLite a transaction would hold up whoever writes, three times a second a loop.
    if not waiting.exists():
        return None
    with transaction.atomic():
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        operation = waiting.first()
        if operation is None:
            return None
        is_urgent, operation.is_urgent = operation.is_urgent, False
        operation.status = Operation.Status.LEASED
        operation.lease_owner, operation.lease_number = owner, operation.lease_number + 1
        operation.lease_until = now + timedelta(seconds=settings.XPM_LEASE_SECONDS)
        operation.woken = False
        operation.save()
    return Lease(
        operation.pk, operation.lease_number, owner, operation.firm_id, operation.subject_id, is_urgent
    )


def _due(now: datetime) -> QuerySet[Operation]:
    """What may be taken now, in the order in which it is taken."""
    due = Q(status=Operation.Status.READY, due_at__lte=now)
    abandoned = Q(status=Operation.Status.LEASED, lease_until__lte=now)
    rows = Operation.across_firms.filter(due | abandoned, kind__in=known_kinds())
    busy = _under_way(now)
    full = [firm_id for firm_id, count in busy.items() if count >= MOST_A_FIRM]
    crowded = [firm_id for firm_id, count in busy.items() if count > MOST_A_FIRM]
    rows = rows.exclude(firm_id__in=crowded).exclude(firm_id__in=full, is_urgent=False)
    order = ["-is_urgent", "due_at", "id"]
    if not busy:
        return rows.order_by(*order)
    shares = [When(firm_id=firm_id, then=Value(count)) for firm_id, count in busy.items()]
    return rows.order_by(Case(*shares, default=Value(0), output_field=IntegerField()), *order)


def _under_way(now: datetime) -> Counter[int]:
    """How many operations of each firm are being run."""
    leased = Operation.across_firms.filter(status=Operation.Status.LEASED, lease_until__gt=now)
    return Counter(leased.values_list("firm_id", flat=True))


def run(lease: Lease) -> None:
    """Run one claimed operation and store what comes next; an error backs off, never escapes."""
    kind = Operation.across_firms.get(pk=lease.operation_id).kind
    try:
        again = run_for(kind)(lease)
    except LeaseLost:
        log.warning("lease lost: operation=%s kind=%s", lease.operation_id, kind)
    except Exception as error:
        # Names and tokens may stand in a message: the class is logged, the text is not.
        log.exception("operation failed: operation=%s kind=%s", lease.operation_id, kind, exc_info=error)
        _back_off(lease, type(error).__name__)
    else:
        _finish(lease, again)


def _finish(lease: Lease, again: datetime | None) -> None:
    with transaction.atomic():
        operation = _held(lease)
        if operation is None:
            return
        if operation.woken or again is not None:
            operation.status, operation.due_at = Operation.Status.READY, again or clock.now()
            if operation.woken:
                operation.due_at = clock.now()
        else:
            operation.status = Operation.Status.DONE
        operation.failures, operation.last_error, operation.lease_until = 0, "", None
        operation.save()


def _back_off(lease: Lease, error: str) -> None:
    with transaction.atomic():
        operation = _held(lease)
        if operation is None:
            return
        operation.failures += 1
        longest = min(BACK_OFF_MOST_SECONDS, BACK_OFF_FIRST_SECONDS * 2 ** min(operation.failures, 9))
        wait = random.uniform(longest / 2, longest)  # noqa: S311 jitter, not a secret
        operation.status = Operation.Status.READY
        operation.due_at, operation.last_error = clock.now() + timedelta(seconds=wait), error
        operation.lease_until = None
        operation.save()


def _held(lease: Lease) -> Operation | None:
    """The operation, locked, if this lease still stands."""
    rows = (
        Operation.across_firms.select_for_update()
        if connection.vendor == "postgresql"
        else Operation.across_firms
    )
    operation: Operation | None = rows.filter(
        pk=lease.operation_id, lease_number=lease.number, status=Operation.Status.LEASED
    ).first()
    return operation
