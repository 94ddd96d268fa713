"""The call budget's numbers one decision at a time: each boundary from both sides, each count by its exact value."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from minutebook.practice_manager.limiter import (
    Answer,
    Ask,
    Limits,
    Numbers,
    Urgency,
    Verdict,
    Why,
    admit,
    calls_left,
    seconds_for,
    settle,
)
from minutebook.practice_manager.limiter.learning import FAILED, GOOD, SLOW

START = 1_900_000_000.0
LIMITS = Limits(60, 5000)  # a call a second
TODAY = Numbers(day_started_at=START - 1000)
AHEAD = replace(TODAY, arrival_at=START + 100)  # nobody's turn


def ask(numbers: Numbers, urgency: Urgency = Urgency.JOB, at: float = 0.0) -> Verdict:
    return admit(numbers, Ask(urgency, "s", 60.0), LIMITS, START + at)


def answered(numbers: Numbers, at: float = 0.0, status: int | None = 200, **fields: Any) -> Numbers:
    return settle(numbers, Answer("s", status, **fields), LIMITS, START + at)


def test_nothing_is_known_at_first() -> None:
    assert asdict(Numbers()) == {
        "arrival_at": 0.0, "blocked_until": 0.0, "day_started_at": 0.0, "day_count": 0, "day_remaining": None,
        "day_limit": None, "day_seen_at": 0.0, "minute_remaining": None, "minute_seen_at": 0.0, "slots": 3,
        "clean_calls": 0, "open_calls": {}, "waiting": {}, "recent": (), "down_until": 0.0, "down_seconds": 0.0,
        "probe": "", "answered_at": 0.0,
    }  # fmt: skip
    assert list(Urgency) == [1, 2, 3, 4, 5, 6]
    assert asdict(Answer("s", None)) == {
        "slot": "s", "status": None, "seconds": 0.0, "has_failed": False, "minute_remaining": None,
        "day_remaining": None, "retry_after": None, "problem": "",
    }  # fmt: skip


def test_a_call_is_taken_out_of_every_count() -> None:
    numbers = replace(
        TODAY, arrival_at=START + 0.5, day_count=41, day_remaining=8, minute_remaining=4,
        open_calls={"other": START + 9, "dead": START},
    )  # fmt: skip
    verdict = ask(numbers)
    assert (verdict.until, verdict.numbers) == (
        None,
        replace(
            numbers, arrival_at=START + 1.5, day_count=42, day_remaining=7, minute_remaining=3,
            open_calls={"other": START + 9, "s": START + 60},
        ),
    )  # fmt: skip
    none_left = replace(TODAY, day_remaining=5, minute_remaining=0)
    assert ask(none_left, Urgency.PERSON).numbers.minute_remaining == 0


@pytest.mark.parametrize(
    ("at", "left"), [(85_399.0, 4960), (85_400.0, 5000), (85_401.0, 5000)], ids=["before", "at", "after"]
)
def test_our_day_ends_after_24_hours(at: float, left: int) -> None:
    numbers = replace(TODAY, day_count=40)
    assert calls_left(numbers, LIMITS, START + at) == left
    assert ask(numbers, at=at).numbers.day_count == (41 if left == 4960 else 1)


@pytest.mark.parametrize(
    ("numbers", "left"),
    [
        (replace(TODAY, day_count=5001), 0),
        (replace(TODAY, day_count=4999), 1),
        (replace(TODAY, day_remaining=7, day_seen_at=START), 7),
        (replace(TODAY, day_remaining=7, day_seen_at=START - 3599), 7),
        (replace(TODAY, day_remaining=7, day_seen_at=START - 3600), 5000),
        (replace(TODAY, day_remaining=7, day_seen_at=START, day_count=4996), 4),
    ],
)
def test_calls_left(numbers: Numbers, left: int) -> None:
    assert calls_left(numbers, LIMITS, START) == left


@pytest.mark.parametrize(
    ("slots", "urgency", "open_calls", "may"),
    [
        (3, Urgency.JOB, 1, True), (3, Urgency.JOB, 2, False), (3, Urgency.PERSON, 2, True),
        (3, Urgency.PERSON, 3, False), (1, Urgency.JOB, 0, True), (1, Urgency.JOB, 1, False),
        (5, Urgency.JOB, 3, True), (5, Urgency.JOB, 4, False),
    ],
)  # fmt: skip
def test_slots(slots: int, urgency: Urgency, open_calls: int, may: bool) -> None:
    taken = {str(number): START + 50 for number in range(open_calls)}
    verdict = ask(replace(TODAY, slots=slots, open_calls=taken), urgency)
    assert (verdict.until, verdict.why) == ((None, Why.PACE) if may else (START + 0.25, Why.SLOTS))


def test_a_probe_under_way_is_looked_at_every_two_seconds() -> None:
    numbers = replace(TODAY, down_until=START, down_seconds=30.0, probe="p", open_calls={"p": START + 50})
    assert (ask(numbers).until, ask(numbers).why) == (START + 2, Why.DOWN)


@pytest.mark.parametrize(
    ("urgency", "room"),
    [
        (Urgency.PERSON, 3.0), (Urgency.LOOK, 2.0), (Urgency.JOB, 1.0),
        (Urgency.CHANGES, 0.5), (Urgency.BULK, 0.25), (Urgency.BACKFILL, 0.0),
    ],
)  # fmt: skip
def test_each_class_goes_as_far_ahead_as_it_may(urgency: Urgency, room: float) -> None:
    assert ask(replace(TODAY, arrival_at=START + room), urgency).until is None
    late = ask(replace(TODAY, arrival_at=START + room + 0.1), urgency)
    assert (late.until, late.why) == (pytest.approx(START + 0.1), Why.PACE)


@pytest.mark.parametrize(
    ("key", "last_asked", "urgency", "wait"),
    [
        ("3", -4.9, Urgency.CHANGES, 20.0),
        ("3", -5.0, Urgency.CHANGES, 1.0),
        ("1", -1.0, Urgency.CHANGES, 20.0),
        ("4", -1.0, Urgency.CHANGES, 1.0),
        ("3", -1.0, Urgency.JOB, 0.5),
    ],
)
def test_a_reading_steps_aside_while_job_writes_wait(
    key: str, last_asked: float, urgency: Urgency, wait: float
) -> None:
    numbers = replace(TODAY, arrival_at=START + 1.5, waiting={key: (START - 100, START + last_asked)})
    assert ask(numbers, urgency).until == START + wait


@pytest.mark.parametrize(
    ("waited", "asked_before", "urgency", "as_if"),
    [
        (599.0, 1.0, Urgency.BACKFILL, Urgency.BACKFILL),
        (600.0, 1.0, Urgency.BACKFILL, Urgency.BULK),
        (1199.0, 1.0, Urgency.BACKFILL, Urgency.BULK),
        (1200.0, 1.0, Urgency.BACKFILL, Urgency.CHANGES),
        (60_000.0, 1.0, Urgency.BACKFILL, Urgency.PERSON),
        (600.0, 59.0, Urgency.BULK, Urgency.CHANGES),
        (600.0, 60.0, Urgency.BULK, Urgency.BULK),
    ],
)
def test_waiting_lifts_a_class(waited: float, asked_before: float, urgency: Urgency, as_if: Urgency) -> None:
    waiting = {str(urgency.value): (START - waited, START - asked_before)}
    assert ask(replace(AHEAD, waiting=waiting), urgency).until == ask(AHEAD, as_if).until


@pytest.mark.parametrize(
    ("mark", "kept"),
    [
        (None, (START, START)),
        ((START - 100, START - 59), (START - 100, START)),
        ((START - 100, START - 60), (START, START)),
    ],
)
def test_who_waits_is_noted(mark: tuple[float, float] | None, kept: tuple[float, float]) -> None:
    waiting = {"2": (1.0, 2.0)} | ({"3": mark} if mark else {})
    assert ask(replace(AHEAD, waiting=waiting)).numbers.waiting == {"2": (1.0, 2.0), "3": kept}


@pytest.mark.parametrize(
    ("mark", "kept"),
    [
        ((START - 61, START - 59), {"3": (START - 1, START)}),
        ((START - 60, START - 59), {}),
        ((START - 900, START - 60), {}),
    ],
)
def test_each_call_pays_a_minute_of_waiting_back(
    mark: tuple[float, float], kept: dict[str, tuple[float, float]]
) -> None:
    assert ask(replace(TODAY, waiting={"3": mark})).numbers.waiting == kept


@pytest.mark.parametrize(("more", "is_new"), [(20, False), (21, True)])
def test_a_jump_of_more_than_twenty_is_a_new_day(more: int, is_new: bool) -> None:
    under_way = dict.fromkeys("abc", START + 9)
    numbers = replace(TODAY, day_count=900, day_remaining=100, open_calls=under_way)
    after = answered(numbers, day_remaining=100 + more)
    assert (after.day_started_at, after.day_count) == ((START, 4) if is_new else (START - 1000, 900))
    assert (after.day_limit, after.day_remaining, after.day_seen_at) == (None, 100 + more, START)


def test_a_good_answer_is_written_down() -> None:
    numbers = replace(TODAY, clean_calls=7, recent=tuple((START - 1, GOOD) for _ in range(20)))
    after = answered(numbers, minute_remaining=12, seconds=10.0)
    assert (after.clean_calls, after.minute_remaining, after.minute_seen_at) == (8, 12, START)
    assert (after.answered_at, len(after.recent), after.recent[-1]) == (START, 20, (START, GOOD))
    slow = answered(numbers, seconds=10.1)
    assert (slow.clean_calls, slow.slots, slow.recent[-1]) == (0, 3, (START, SLOW))


@pytest.mark.parametrize(("clean", "slots", "after"), [(98, 3, (3, 99)), (99, 3, (4, 0)), (99, 5, (5, 0))])
def test_a_hundred_clean_calls_allow_one_more(clean: int, slots: int, after: tuple[int, int]) -> None:
    numbers = answered(replace(TODAY, clean_calls=clean, slots=slots))
    assert (numbers.slots, numbers.clean_calls) == after


@pytest.mark.parametrize(("first", "is_down"), [(-29.9, True), (-30.0, False)])
def test_five_failures_in_thirty_seconds_are_down(first: float, is_down: bool) -> None:
    recent = tuple((START + at, FAILED) for at in (first, -3, -2, -1))
    after = answered(replace(TODAY, recent=recent, clean_calls=9), status=503, has_failed=True)
    assert (after.down_until, after.down_seconds) == ((START + 30, 30.0) if is_down else (0.0, 0.0))
    assert (after.clean_calls, after.answered_at) == (0, 0.0)


@pytest.mark.parametrize(("failed", "is_down"), [(8, False), (9, True), (12, True)])
def test_half_of_the_last_answers_failed_is_down(failed: int, is_down: bool) -> None:
    recent = tuple((START - 1000 + at, FAILED if at < failed else GOOD) for at in range(19))
    after = answered(replace(TODAY, recent=recent), status=None, has_failed=True)
    assert bool(after.down_until) == is_down


def test_after_a_429_the_minute_s_clean_calls_begin_again() -> None:
    numbers = replace(TODAY, clean_calls=50, blocked_until=START + 90, arrival_at=START + 200)
    after = answered(numbers, status=429, problem="minute", retry_after=10.0)
    assert (after.blocked_until, after.arrival_at, after.clean_calls) == (START + 90, START + 200, 0)
    assert (after.answered_at, after.slots) == (START, 3)
    assert answered(TODAY, status=429, retry_after=10.0).arrival_at == START + 13


@pytest.mark.parametrize(
    ("calls", "numbers", "seconds"),
    [
        (0, Numbers(), 0),
        (1, Numbers(), 1),
        (10, replace(TODAY, blocked_until=START - 5), 10),
        (10, replace(TODAY, blocked_until=START + 5, down_until=START + 7), 17),
        (4500, replace(TODAY, day_count=0), 4500),
        (4501, replace(TODAY, day_count=0), 85_400 + 1),
        (101, replace(TODAY, day_count=4400), 85_400 + 1),
        (9000, replace(TODAY, day_count=5000), 85_400 + 86_400 + 4500),
        (9001, replace(TODAY, day_count=5000), 85_400 + 2 * 86_400 + 1),
        (950, replace(TODAY, day_limit=1000, day_remaining=50, day_seen_at=START), 85_400 + 86_400 + 50),
        (901, Numbers(day_limit=1000), 901),
    ],
)
def test_estimate(calls: int, numbers: Numbers, seconds: float) -> None:
    assert seconds_for(calls, numbers, LIMITS, START) == pytest.approx(seconds)


@pytest.mark.parametrize(
    ("urgency", "left", "until", "why"),
    [
        (Urgency.JOB, 501, None, Why.PACE), (Urgency.JOB, 500, START + 3600, Why.RESERVE),
        (Urgency.CHANGES, 500, START + 3600, Why.RESERVE), (Urgency.BULK, 1001, None, Why.PACE),
        (Urgency.BULK, 1000, START + 3600, Why.RESERVE), (Urgency.BACKFILL, 1000, START + 3600, Why.RESERVE),
        (Urgency.LOOK, 1, None, Why.PACE), (Urgency.PERSON, 1, None, Why.PACE),
        (Urgency.PERSON, 0, START + 3600, Why.DAY), (Urgency.JOB, 0, START + 3600, Why.DAY),
    ],
)  # fmt: skip
def test_the_rest_of_the_day_by_xeros_word(
    urgency: Urgency, left: int, until: float | None, why: Why
) -> None:
    verdict = ask(replace(TODAY, day_remaining=left, day_seen_at=START), urgency)
    assert (verdict.until, verdict.why) == (until, why)
