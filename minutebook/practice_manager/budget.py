"""The call budget of one tenant, shared by all processes: Xero allows 60 calls a minute and 5,000 a day.

Pacing is GCRA on one row: with 55 calls a minute and a burst of 4, no 60 seconds hold more than 59 calls,
whether Xero's minute is fixed or rolling.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection as database
from django.db import transaction

from minutebook.work import clock
from minutebook.xpm.exchange import Exchange

from .models import CallBudget, Connection

BURST_CALLS = 4
DAY = timedelta(hours=24)
# Our day begins with our first call, Xero's at a moment of its own: its "none left" is believed for an hour at a time.
DAY_PROBE = timedelta(hours=1)
RATE_WAIT = timedelta(seconds=60)


class BudgetWait(Exception):  # noqa: N818 - named by what the caller does
    """No call may be sent before `until`; park the work until then."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"no call before {until:%H:%M:%S} UTC")
        self.until = until


def reserve(connection: Connection) -> None:
    """Take one call out of the budget in a short transaction of its own, or raise BudgetWait and take nothing."""
    now = clock.now()
    with transaction.atomic():
        until = _take(_locked(connection), now)
    if until is not None:
        raise BudgetWait(until)


def learn(connection: Connection, exchange: Exchange | None) -> None:
    """Correct the budget by what an answer says: the calls left today, and how long to stop after a 429."""
    if exchange is None or exchange.status is None:
        return
    is_limited = exchange.status == 429
    if exchange.day_remaining is None and not is_limited:
        return
    now = clock.now()
    with transaction.atomic():
        budget = _locked(connection)
        if exchange.day_remaining is not None:
            budget.day_remaining = exchange.day_remaining
        if is_limited:
            wait = RATE_WAIT if exchange.retry_after is None else timedelta(seconds=exchange.retry_after)
            budget.blocked_until = max(budget.blocked_until or now, now + wait)
        budget.save()


def calls_left(connection: Connection) -> int:
    """How many calls may still be sent today, as far as we know."""
    budget = CallBudget.across_firms.filter(connection=connection).first()
    if budget is None or _day_is_over(budget, clock.now()):
        return int(settings.XPM_CALLS_PER_DAY)
    return _left(budget)


def _locked(connection: Connection) -> CallBudget:
    """The budget's row, held until the transaction ends (on SQLite every transaction is alone anyway)."""
    rows = CallBudget.across_firms.all()
    if database.features.has_select_for_update:
        rows = rows.select_for_update()
    budget: CallBudget
    budget, _ = rows.get_or_create(connection=connection, defaults={"firm_id": connection.firm_id})
    return budget


def _take(budget: CallBudget, now: datetime) -> datetime | None:
    """Count one call, or give the moment to wait for."""
    if budget.blocked_until is not None and budget.blocked_until > now:
        return budget.blocked_until
    if _day_is_over(budget, now):
        budget.day_started_at, budget.day_count, budget.day_remaining = now, 0, None
    until = _day_wait(budget, now) or _pace_wait(budget, now)
    if until is None:
        budget.day_count += 1
        budget.day_remaining = None if budget.day_remaining is None else budget.day_remaining - 1
    budget.save()
    return until


def _day_is_over(budget: CallBudget, now: datetime) -> bool:
    return budget.day_started_at is None or now >= budget.day_started_at + DAY


def _left(budget: CallBudget) -> int:
    ours = int(settings.XPM_CALLS_PER_DAY) - budget.day_count
    theirs = ours if budget.day_remaining is None else budget.day_remaining
    return max(0, min(ours, theirs))


def _day_wait(budget: CallBudget, now: datetime) -> datetime | None:
    if _left(budget) > 0:
        return None
    if budget.day_started_at is not None and budget.day_count >= settings.XPM_CALLS_PER_DAY:
        return budget.day_started_at + DAY
    budget.blocked_until, budget.day_remaining = now + DAY_PROBE, None
    return budget.blocked_until


def _pace_wait(budget: CallBudget, now: datetime) -> datetime | None:
    """GCRA: each call moves the row's theoretical arrival on by one interval; too far ahead means wait."""
    interval = timedelta(seconds=60 / settings.XPM_CALLS_PER_MINUTE)
    arrival = max(budget.arrival_at or now, now)
    allowed_at = arrival - interval * (BURST_CALLS - 1)
    if allowed_at > now:
        return allowed_at
    budget.arrival_at = arrival + interval
    return None
