from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

from minutebook.xpm_sandbox.limits import Excess, Meter
from minutebook.xpm_sandbox.modes import Limits, Modes
from minutebook.xpm_sandbox.tests.practice import Practice

KEY = ("app", "tenant")
NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


def test_minute_runs_out_and_the_next_window_is_full_again() -> None:
    meter = Meter(Limits(minute=2), Modes())
    start = _window_start(meter)
    assert [_call(meter, start) for _ in range(3)] == [None, None, Excess("minute", 60)]
    assert _call(meter, start + timedelta(seconds=59)) == Excess("minute", 1)
    assert _call(meter, start + timedelta(seconds=60)) is None


def test_rolling_minute_counts_the_last_sixty_seconds() -> None:
    meter = Meter(Limits(minute=2), Modes(minute_window="rolling"))
    start = _window_start(meter)
    _call(meter, start + timedelta(seconds=50))
    _call(meter, start + timedelta(seconds=55))
    assert _call(meter, start + timedelta(seconds=65)) == Excess("minute", 45)
    assert _call(meter, start + timedelta(seconds=111)) is None


def test_day_runs_out_until_utc_midnight() -> None:
    meter = Meter(Limits(day=1), Modes())
    _call(meter, NOON)
    assert _call(meter, NOON + timedelta(hours=2)) == Excess("day", 10 * 3600)
    assert _call(meter, NOON + timedelta(hours=12)) is None


def test_sixth_call_at_once_is_refused_without_a_time() -> None:
    meter = Meter(Limits(), Modes())
    assert [meter.enter(KEY, NOON) for _ in range(6)] == [None] * 5 + [Excess("concurrent", None)]


def test_sixth_call_at_once_is_told_a_time_in_that_mode(practice: Practice) -> None:
    practice.set_modes(concurrent_retry_after="present")
    practice.server.world.limits.concurrent = 0
    headers = practice.http.get("staff.api/list").headers
    assert (headers["x-rate-limit-problem"], headers["retry-after"]) == ("concurrent", "1")


def test_limits_have_other_words_in_that_mode(practice: Practice) -> None:
    practice.set_modes(rate_words="other")
    limits, said = practice.server.world.limits, []
    for name in ("concurrent", "day", "minute", "app_minute"):
        kept = getattr(limits, name)
        setattr(limits, name, 0)
        response = practice.http.get("staff.api/list")
        said.append((response.status_code, response.headers["x-rate-limit-problem"]))
        setattr(limits, name, kept)
    assert said == [(429, "Concurrency Limit"), (429, "DailyLimit"), (429, "PerMinute"), (429, "AppWide")]


def test_app_minute_counts_over_tenants() -> None:
    meter = Meter(Limits(app_minute=1), Modes())
    _call(meter, NOON)
    # a time comes for minute and day only
    assert meter.enter(("app", "other"), NOON) == Excess("appminute", None)


def test_refused_calls_are_counted_in_that_mode() -> None:
    for mode, left in (("free", "3"), ("counted", "2")):
        meter = Meter(Limits(minute=1, day=4), Modes(refused_calls=mode))
        _call(meter, NOON)
        _call(meter, NOON)
        assert meter.remaining(KEY, NOON)["x-daylimit-remaining"] == left


def test_first_answer_of_a_window_shows_59(practice: Practice) -> None:
    practice.server.world.limits.minute = 60
    assert practice.http.get("staff.api/list").headers["x-minlimit-remaining"] == "59"


def test_refusal_is_empty_with_all_in_the_headers(practice: Practice) -> None:
    practice.server.world.limits.minute = 1
    practice.set_modes(minute_window="rolling")
    practice.http.get("staff.api/list")
    response = practice.http.get("staff.api/list")
    headers = response.headers
    assert (response.status_code, response.content) == (429, b"")
    assert (headers["x-rate-limit-problem"], headers["x-minlimit-remaining"]) == ("minute", "0")
    assert 1 <= int(headers["retry-after"]) <= 60
    assert practice.ledger()[-1]["executed"] is False


def test_five_calls_run_at_once_over_the_network(practice: Practice) -> None:
    practice.order_fault("slow", "GET", "staff.api/list", times=99, seconds=0.4)
    with ThreadPoolExecutor(7) as pool:
        answers = list(pool.map(lambda _: practice.http.get("staff.api/list"), range(7)))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [200] * 5 + [429] * 2
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert ("retry-after" in refused.headers, refused.headers["x-rate-limit-problem"]) == (
        False,
        "concurrent",
    )


def _call(meter: Meter, at: datetime) -> Excess | None:
    excess = meter.enter(KEY, at)
    if excess is None:
        meter.leave(KEY)
    return excess


def _window_start(meter: Meter) -> datetime:
    wait = meter.full_minute(KEY, NOON).retry_after or 0
    return NOON + timedelta(seconds=wait) if meter.modes.minute_window == "fixed" else NOON
