"""What the settings page tells of the calls: how many are left, what waits, when it will be done, and what holds it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from minutebook.work import clock

from .budget import PAUSED, WORDS, budget_of, calls_left, limits, numbers_of
from .delivery.kinds import is_extra
from .limiter import Numbers, Why, seconds_for
from .models import CallBudget, Connection, Delivery, DeliveryStep

# Xero's own limit; our pace stays below it.
XERO_MINUTE = 60
MINUTE = timedelta(seconds=60)
Status = DeliveryStep.Status


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be sent: jobs with their calls, and links to jobs that are made. `held` is why, in words."""

    jobs: int
    calls: int
    links: int
    held: str = ""
    done_at: datetime | None = None  # as far as the calls decide it; None while it is held


@dataclass(frozen=True, slots=True)
class Traffic:
    """How it stands with the calls to one practice; `level` is ok or warning, `note` what passes by itself."""

    words: str
    level: str
    note: str
    minute_left: int
    minute_most: int
    day_left: int
    day_most: int
    answered_at: datetime | None
    at_once: int
    queue: Queue


def traffic_of(connection: Connection) -> Traffic:
    """How it stands now."""
    row = budget_of(connection)
    numbers, now = numbers_of(row), clock.now()
    held = _held(connection)
    words, note = held or _passing(numbers, now)
    return Traffic(
        words=words,
        level="warning" if held or note else "ok",
        note="" if held else note,
        minute_left=_minute_left(row, now),
        minute_most=XERO_MINUTE,
        day_left=calls_left(row),
        day_most=min(limits().per_day, numbers.day_limit or limits().per_day),
        answered_at=row.answered_at if row else None,
        at_once=numbers.slots,
        queue=_queue(connection, numbers, note if held else "", now),
    )


def _held(connection: Connection) -> tuple[str, str] | None:
    """What keeps everything back until a person acts, and what that means for what waits."""
    if connection.status != Connection.Status.CONNECTED:
        return "Not connected", "Everything waits until an administrator signs in to Xero again."
    if connection.paused_at is not None:
        return "Paused", f"{PAUSED} Everything waits until they are resumed."
    return None


def _passing(numbers: Numbers, now: datetime) -> tuple[str, str]:
    """What passes by itself."""
    if numbers.down_until:
        return "XPM does not answer", WORDS[Why.DOWN]
    if numbers.blocked_until > now.timestamp():
        return "Xero asked us to wait", WORDS[Why.LIMIT]
    return "Running", ""


def _minute_left(row: CallBudget | None, now: datetime) -> int:
    """Xero's last word, while it is about this minute."""
    if row is None or row.minute_remaining is None or row.minute_seen_at is None:
        return XERO_MINUTE
    return row.minute_remaining if now < row.minute_seen_at + MINUTE else XERO_MINUTE


def _queue(connection: Connection, numbers: Numbers, held: str, now: datetime) -> Queue:
    waiting = list(_waiting_steps(connection))
    writes = [step for step in waiting if not is_extra(step)]
    jobs, links = len({step.delivery_id for step in writes}), len(waiting) - len(writes)
    if held or not waiting:
        return Queue(jobs, len(writes), links, held)
    seconds = seconds_for(len(waiting), numbers, limits(), now.timestamp())
    return Queue(jobs, len(writes), links, done_at=now + timedelta(seconds=seconds))


def _waiting_steps(connection: Connection) -> QuerySet[DeliveryStep]:
    """What goes by itself as soon as calls allow; not what waits for a person."""
    moving = Q(
        delivery__status__in=[Delivery.Status.WAITING, Delivery.Status.UNDER_WAY, Delivery.Status.DONE]
    )
    rows = DeliveryStep.objects.for_firm(connection.firm_id).filter(delivery__connection=connection)
    waits = Q(status__in=[Status.STAGED, Status.UNKNOWN], delivery__tenant_id=connection.tenant_id)
    return rows.filter((moving & waits) | Q(status=Status.HELD)).only("id", "kind", "delivery_id", "firm_id")
