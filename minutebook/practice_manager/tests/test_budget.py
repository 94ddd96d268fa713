"""The budget's row: what the limiter decides is kept, shared by all, and given back."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection as database

from minutebook.firms.models import User
from minutebook.practice_manager.budget import (
    PAUSED,
    BudgetWait,
    _keep,
    budget_of,
    calls_left,
    give_back,
    learn,
    numbers_of,
    reserve,
)
from minutebook.practice_manager.limiter import Answer, Numbers, Urgency, Why
from minutebook.practice_manager.models import CallBudget, Connection
from minutebook.practice_manager.services import pause, resume
from minutebook.practice_manager.tests.conftest import make_connection
from minutebook.work import clock
from minutebook.work.tests.side import together

START = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of leases and limits, in our hand."""
    hand = Clock()
    monkeypatch.setattr(clock, "now", hand)
    return hand


def refusal(connection: Connection, urgency: Urgency = Urgency.PERSON) -> tuple[datetime, Why | None] | None:
    """Until when a call has to wait and why; None when it may go, and its slot is given back at once."""
    try:
        slot = reserve(connection, urgency)
    except BudgetWait as wait:
        return wait.until, wait.why
    give_back(connection, slot)
    return None


def test_a_burst_of_four_and_then_the_pace(connection: Connection, standing: Clock) -> None:
    waits = [refusal(connection) for _ in range(5)]
    assert waits == [None] * 4 + [(START + timedelta(seconds=60 / 55), Why.PACE)]


def test_refused_call_takes_nothing(connection: Connection, standing: Clock) -> None:
    for _ in range(9):
        refusal(connection)
    row = CallBudget.across_firms.get()
    assert (row.day_count, row.open_calls) == (4, {})


def test_row_keeps_every_number(connection: Connection, standing: Clock) -> None:
    wanted = Numbers(
        arrival_at=1.5e9, blocked_until=1.6e9, day_started_at=1.5e9, day_count=7, day_remaining=3, day_limit=1000,
        day_seen_at=1.55e9, minute_remaining=9, minute_seen_at=1.55e9, slots=4, clean_calls=17,
        open_calls={"a": 1.7e9}, waiting={"5": (1.5e9, 1.6e9)}, recent=((1.5e9, 0), (1.6e9, 2)),
        down_until=1.8e9, down_seconds=30.0, probe="a", answered_at=1.4e9,
    )  # fmt: skip
    reserve(connection)
    row = CallBudget.across_firms.get()
    _keep(row, wanted)
    assert numbers_of(CallBudget.across_firms.get()) == wanted
    _keep(row, Numbers())
    assert numbers_of(CallBudget.across_firms.get()) == Numbers() == numbers_of(None)


def test_answer_gives_the_slot_back_and_is_learnt(connection: Connection, standing: Clock) -> None:
    slot = reserve(connection)
    assert list(CallBudget.across_firms.get().open_calls) == [slot]
    learn(connection, Answer(slot, 200, minute_remaining=58, day_remaining=999))
    row = CallBudget.across_firms.get()
    assert (row.open_calls, row.day_limit, row.day_remaining, row.minute_remaining, row.answered_at) == (
        {}, 1000, 999, 58, START,
    )  # fmt: skip
    assert calls_left(CallBudget.across_firms.get()) == 999


def test_day_ends_at_the_setting(connection: Connection, standing: Clock, settings: Any) -> None:
    settings.XPM_CALLS_PER_DAY = 2
    tomorrow = START + timedelta(days=1)
    assert [refusal(connection) for _ in range(3)] == [None, None, (tomorrow, Why.DAY)]
    standing.moment = tomorrow
    assert (refusal(connection), calls_left(CallBudget.across_firms.get())) == (None, 1)


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("row", "left"),
    [
        (None, 5000),
        (CallBudget(day_started_at=None, day_count=9), 5000),
        (CallBudget(day_started_at=START - HOUR, day_count=188), 4812),
        (CallBudget(day_started_at=START - HOUR, day_count=188, day_remaining=40, day_seen_at=START), 40),
        (
            CallBudget(
                day_started_at=START - HOUR, day_count=188, day_remaining=40, day_seen_at=START - HOUR
            ),
            4812,
        ),
        (CallBudget(day_started_at=START - HOUR, day_count=6000), 0),
        (CallBudget(day_started_at=START - 24 * HOUR, day_count=6000), 5000),
    ],
)
def test_calls_left_is_the_lower_word_of_this_day(standing: Clock, row: CallBudget | None, left: int) -> None:
    assert calls_left(row) == left


def test_429_blocks_everybody(connection: Connection, standing: Clock) -> None:
    learn(connection, Answer("x", 429, retry_after=500.0, problem="minute"))
    learn(connection, Answer("y", 429, retry_after=5.0, problem="minute"))
    until = START + timedelta(seconds=500)
    assert [refusal(connection, urgency) for urgency in Urgency] == [(until, Why.LIMIT)] * 6


def test_two_practices_have_two_budgets(connection: Connection, standing: Clock) -> None:
    other = Connection.across_firms.create(firm=connection.firm, tenant_id="tenant-2", tenant_name="Other")
    for _ in range(4):
        refusal(connection)
    assert [refusal(connection) is None, refusal(other)] == [False, None]


def test_pause_holds_every_class(connection: Connection, standing: Clock, administrator: User) -> None:
    pause(connection, administrator)
    with pytest.raises(BudgetWait) as caught:
        reserve(connection, Urgency.PERSON)
    assert (caught.value.why, caught.value.words) == (None, PAUSED)
    assert CallBudget.across_firms.count() == 0
    resume(connection, administrator)
    assert refusal(connection) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(database.vendor != "postgresql", reason="needs connections that write at once")
def test_callers_at_once_share_one_budget(connection: Connection) -> None:
    got: list[str] = []

    def take() -> None:
        for _ in range(6):
            with suppress(BudgetWait):
                got.append(reserve(connection, Urgency.JOB))

    together([take] * 4)
    row = CallBudget.across_firms.get()
    assert (len(got), sorted(row.open_calls), row.day_count) == (2, sorted(got), 2)


def test_firms_of_one_practice_share_its_budget(
    connection: Connection, stranger: User, standing: Clock
) -> None:
    """Xero counts by tenant, whoever calls."""
    theirs = make_connection(stranger.firm, stranger, tenant_id=connection.tenant_id)
    other = make_connection(stranger.firm, stranger, tenant_id="another tenant")
    assert [refusal(one) for one in (connection, theirs) * 2] == [None] * 4
    assert [refusal(one) is None for one in (connection, theirs, other)] == [False, False, True]
    assert budget_of(theirs) == budget_of(connection)
