"""The call budget of one tenant, shared by all processes and machines: one row, and one short transaction a decision.

What is decided stands in `limiter/`, pure; here are only the row, the clock and the words for people.
"""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.db import connection as database
from django.db import transaction
from django.db.models import QuerySet

from minutebook.work import clock

from . import limiter
from .limiter import Answer, Ask, Limits, Numbers, Urgency, Why
from .models import CallBudget, Connection

PAUSED_CHECK = timedelta(minutes=10)
PAUSED = "An administrator has paused the calls to XPM."
WORDS = {
    Why.PACE: "The calls that XPM allows are used up for the moment.",
    Why.SLOTS: "The calls that XPM allows are used up for the moment.",
    Why.LIMIT: "The calls that XPM allows are used up: Xero asked us to wait.",
    Why.DAY: "The calls that XPM allows in a day are used up. It goes on by itself when Xero allows more.",
    Why.RESERVE: "Few of the calls that XPM allows in a day are left, and they are kept for what people wait for. "
    "It goes on by itself when Xero allows more.",
    Why.DOWN: "Xero Practice Manager does not answer at the moment. We try it again about every minute; this goes on "
    "by itself once it answers.",
}


class BudgetWait(Exception):  # noqa: N818 - named by what the caller does
    """No call may be sent before `until`; park the work until then. `why` is None while a person has paused calls."""

    def __init__(self, until: datetime, why: Why | None) -> None:
        super().__init__(f"no call before {until:%H:%M:%S} UTC")
        self.until = until
        self.why = why
        self.words = PAUSED if why is None else WORDS[why]


def reserve(connection: Connection, urgency: Urgency = Urgency.JOB, seconds: float = 60.0) -> str:
    """Take one call out of the budget and give its slot, or raise BudgetWait and take nothing.

    The slot is given back by `learn` or `give_back`; after `seconds` it is free by itself, so that a worker that
    was killed holds none.
    """
    now, ask = clock.now(), Ask(urgency, token_hex(8), seconds)
    with transaction.atomic():
        row = _locked(connection)
        if Connection.across_firms.filter(pk=connection.pk).exclude(paused_at=None).exists():
            raise BudgetWait(now + PAUSED_CHECK, None)
        verdict = limiter.admit(numbers_of(row), ask, limits(), now.timestamp())
        _keep(row, verdict.numbers)
    if verdict.until is not None:
        raise BudgetWait(datetime.fromtimestamp(verdict.until, UTC), verdict.why)
    return ask.slot


def learn(connection: Connection, answer: Answer) -> None:
    """Give the slot back, and correct the budget by what the answer says."""
    now = clock.now()
    with transaction.atomic():
        row = _locked(connection)
        _keep(row, limiter.settle(numbers_of(row), answer, limits(), now.timestamp()))


def give_back(connection: Connection, slot: str) -> None:
    """Give back a slot on which nothing was sent."""
    with transaction.atomic():
        row = _locked(connection)
        _keep(row, limiter.release(numbers_of(row), slot))


def budget_of(connection: Connection) -> CallBudget | None:
    """The budget of the connection's tenant; None where it was never called."""
    return _of_tenant(connection).first()


def calls_left(row: CallBudget | None) -> int:
    """How many calls may still be sent today, as far as we know; for a practice that was never called, all."""
    return limiter.calls_left(numbers_of(row), limits(), clock.now().timestamp())


def limits() -> Limits:
    """What the installation allows at most."""
    return Limits(settings.XPM_CALLS_PER_MINUTE, settings.XPM_CALLS_PER_DAY)


def numbers_of(row: CallBudget | None) -> Numbers:
    """The row's numbers; those of a practice that was never called where there is no row."""
    if row is None:
        return Numbers()
    values = {name: getattr(row, name) for name in _NAMES}
    values |= {name: values[name].timestamp() if values[name] else 0.0 for name in _MOMENTS}
    values["recent"] = tuple((at, outcome) for at, outcome in row.recent)
    values["waiting"] = {key: (since, asked) for key, (since, asked) in row.waiting.items()}
    return Numbers(**values)


_NAMES = tuple(field.name for field in fields(Numbers))
_MOMENTS = (
    "arrival_at", "blocked_until", "day_started_at", "day_seen_at", "minute_seen_at", "down_until", "answered_at",
)  # fmt: skip


def _keep(row: CallBudget, numbers: Numbers) -> None:
    for name in _NAMES:
        value: Any = getattr(numbers, name)
        if name in _MOMENTS:
            value = datetime.fromtimestamp(value, UTC) if value else None
        setattr(row, name, value)
    row.save()


def _locked(connection: Connection) -> CallBudget:
    """The budget's row, held until the transaction ends (on SQLite every transaction is alone anyway)."""
    rows = _of_tenant(connection)
    if database.features.has_select_for_update:
        rows = rows.select_for_update(of=("self",))
    budget = rows.first()
    if budget is None:
        CallBudget.across_firms.get_or_create(connection=connection, defaults={"firm_id": connection.firm_id})
        budget = rows.first()
    assert budget is not None  # noqa: S101 made above
    return budget


def _of_tenant(connection: Connection) -> QuerySet[CallBudget]:
    """Xero counts by tenant: firms here that are connected to one practice share the budget that was first."""
    rows = CallBudget.across_firms.filter(connection__tenant_id=connection.tenant_id)
    return rows.select_related("connection").order_by("id")
