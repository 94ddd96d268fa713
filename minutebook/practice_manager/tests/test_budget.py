"""Pacing by the minute, the day's count, and what a 429 does."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minutebook.practice_manager.budget import BudgetWait, calls_left, learn, reserve
from minutebook.practice_manager.models import CallBudget, Connection
from minutebook.work import clock
from minutebook.xpm.exchange import Exchange

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


def answer(**fields: Any) -> Exchange:
    """An exchange as the library records it."""
    wanted: dict[str, Any] = {"method": "GET", "path": "x", "request_sha256": "", "status": 200}
    return Exchange(started_at=START, finished_at=START, **(wanted | fields))


def refused_until(connection: Connection) -> datetime | None:
    """The moment that a refusal names; None when the call may go."""
    try:
        reserve(connection)
    except BudgetWait as wait:
        return wait.until
    return None


def test_reserve_lets_a_burst_of_four_go(connection: Connection, standing: Clock) -> None:
    assert [refused_until(connection) for _ in range(5)] == [None] * 4 + [START + timedelta(seconds=60 / 55)]


@pytest.mark.parametrize("offset_seconds", [0, 7, 31])
def test_reserve_never_fills_any_minute(connection: Connection, standing: Clock, offset_seconds: int) -> None:
    sent: list[datetime] = []
    end = START + timedelta(minutes=4)
    while standing.moment < end:
        until = refused_until(connection)
        if until is None:
            sent.append(standing.moment)
            if len(sent) == 70:
                standing.moment += timedelta(seconds=offset_seconds)
        else:
            assert until > standing.moment
            standing.moment = until
    minute = timedelta(seconds=60)
    fullest = max(sum(1 for later in sent[n:] if later < first + minute) for n, first in enumerate(sent))
    assert 55 <= fullest <= 59


def test_refused_call_takes_nothing(connection: Connection, standing: Clock) -> None:
    for _ in range(9):
        refused_until(connection)
    assert CallBudget.across_firms.get().day_count == 4


def test_day_ends_at_the_count(connection: Connection, standing: Clock, settings: Any) -> None:
    settings.XPM_CALLS_PER_DAY = 2
    assert [refused_until(connection) for _ in range(3)] == [None, None, START + timedelta(days=1)]
    standing.moment = START + timedelta(days=1)
    assert refused_until(connection) is None
    assert calls_left(connection) == 1


def test_header_lowers_what_is_left(connection: Connection, standing: Clock) -> None:
    reserve(connection)
    learn(connection, answer(day_remaining=17))
    assert calls_left(connection) == 17
    reserve(connection)
    assert calls_left(connection) == 16


def test_header_saying_none_left_is_believed_for_an_hour(connection: Connection, standing: Clock) -> None:
    reserve(connection)
    learn(connection, answer(day_remaining=0))
    hour = START + timedelta(hours=1)
    assert refused_until(connection) == hour
    standing.moment = hour
    assert refused_until(connection) is None


@pytest.mark.parametrize(("retry_after", "seconds"), [(22.0, 22), (None, 60), (40_000.0, 40_000)])
def test_429_blocks_all_processes(
    connection: Connection, standing: Clock, retry_after: float | None, seconds: int
) -> None:
    learn(connection, answer(status=429, retry_after=retry_after, rate_problem="minute"))
    assert refused_until(connection) == START + timedelta(seconds=seconds)


def test_shorter_429_does_not_shorten_the_wait(connection: Connection, standing: Clock) -> None:
    learn(connection, answer(status=429, retry_after=500.0))
    learn(connection, answer(status=429, retry_after=5.0))
    assert refused_until(connection) == START + timedelta(seconds=500)


def test_learn_from_no_answer_changes_nothing(connection: Connection, standing: Clock) -> None:
    learn(connection, None)
    learn(connection, answer(status=None))
    assert CallBudget.across_firms.count() == 0


def test_two_connections_have_two_budgets(connection: Connection, standing: Clock) -> None:
    other = Connection.across_firms.create(firm=connection.firm, tenant_id="tenant-2", tenant_name="Other")
    for _ in range(4):
        reserve(connection)
    assert [refused_until(connection) is None, refused_until(other)] == [False, None]
