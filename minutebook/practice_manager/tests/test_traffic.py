"""What the settings page tells of the calls."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minutebook.conftest import SignIn
from minutebook.firms.models import User
from minutebook.practice_manager.budget import WORDS
from minutebook.practice_manager.delivery.services import NewStep, new_delivery, start
from minutebook.practice_manager.limiter import Why
from minutebook.practice_manager.models import CallBudget, Connection, DeliveryStep
from minutebook.practice_manager.traffic import Queue, traffic_of
from minutebook.work import clock

NOW = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _standing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def ask_for_jobs(connection: Connection, count: int, links: int = 0) -> None:
    """Jobs of four calls and the reading of their link; those of `links` are made but for it."""
    kinds = ["job.create", "job.assign", "job.cost", "job.cost", "job.read"]
    for number in range(count + links):
        delivery = new_delivery(connection, "job")
        start(delivery, [NewStep(kind, {}) for kind in kinds])
        if number >= count:
            delivery.steps.exclude(kind="job.read").update(status="done")
            delivery.status = "done"
            delivery.save()


def test_practice_that_was_never_called(connection: Connection) -> None:
    traffic = traffic_of(connection)
    assert (traffic.words, traffic.level, traffic.note) == ("Running", "ok", "")
    assert (traffic.minute_left, traffic.minute_most, traffic.day_left, traffic.day_most) == (
        60,
        60,
        5000,
        5000,
    )
    assert (traffic.answered_at, traffic.at_once, traffic.queue) == (None, 3, Queue(0, 0, 0))


def test_calls_left_and_what_waits(connection: Connection) -> None:
    CallBudget.across_firms.create(
        firm_id=connection.firm_id, connection=connection, day_started_at=NOW - 60 * MINUTE, day_count=120,
        day_remaining=880, day_limit=1000, day_seen_at=NOW - MINUTE, minute_remaining=7,
        minute_seen_at=NOW - timedelta(seconds=59), answered_at=NOW - MINUTE,
    )  # fmt: skip
    ask_for_jobs(connection, 11, links=4)
    traffic = traffic_of(connection)
    assert (traffic.minute_left, traffic.day_left, traffic.day_most) == (7, 880, 1000)
    seconds = (11 * 5 + 4) * 60 / 55
    assert traffic.queue == Queue(11, 44, 15, "", NOW + timedelta(seconds=seconds))


def test_old_word_about_the_minute_is_over(connection: Connection) -> None:
    CallBudget.across_firms.create(
        firm_id=connection.firm_id, connection=connection, minute_remaining=7, minute_seen_at=NOW - MINUTE
    )
    assert traffic_of(connection).minute_left == 60


@pytest.mark.parametrize(
    ("fields", "words", "why"),
    [
        ({"down_until": NOW + MINUTE}, "XPM does not answer", Why.DOWN),
        ({"down_until": NOW - MINUTE}, "XPM does not answer", Why.DOWN),
        ({"blocked_until": NOW + MINUTE}, "Xero asked us to wait", Why.LIMIT),
    ],
)
def test_states_that_pass_by_themselves(
    connection: Connection, fields: dict[str, Any], words: str, why: Why
) -> None:
    CallBudget.across_firms.create(firm_id=connection.firm_id, connection=connection, **fields)
    traffic = traffic_of(connection)
    assert (traffic.words, traffic.level, traffic.note) == (words, "warning", WORDS[why])


@pytest.mark.parametrize(
    ("fields", "words", "held"),
    [
        (
            {"status": "reconnect"},
            "Not connected",
            "Everything waits until an administrator signs in to Xero again.",
        ),
        (
            {"paused_at": NOW},
            "Paused",
            "An administrator has paused the calls to XPM. Everything waits until they are resumed.",
        ),
    ],
)
def test_states_that_a_person_ends_give_no_time(
    connection: Connection, fields: dict[str, Any], words: str, held: str
) -> None:
    ask_for_jobs(connection, 2)
    DeliveryStep.across_firms.update(status="held")
    Connection.across_firms.update(**fields)
    connection.refresh_from_db()
    traffic = traffic_of(connection)
    assert (traffic.words, traffic.level, traffic.queue) == (words, "warning", Queue(2, 8, 2, held))


def test_page_shows_the_meters_in_figures_too(
    connection: Connection, as_user: SignIn, administrator: User
) -> None:
    ask_for_jobs(connection, 1)
    page = " ".join(as_user(administrator).get("/settings/practice-manager/").content.decode().split())
    assert '<meter aria-labelledby="left-today" min="0" max="5000" low="500"' in page
    assert "60 of 60" in page
    assert "1 job with 4 calls, and 1 link to jobs to read. Done by about 23 Nov 2026, 10:00 am." in page
