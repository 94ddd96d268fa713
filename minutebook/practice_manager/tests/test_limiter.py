"""The call budget on virtual time: thousands of random schedules against the sandbox's imitation of Xero's limits."""

from itertools import pairwise
from random import Random
from typing import Any

import pytest

from minutebook.practice_manager.limiter import (
    Answer,
    Ask,
    Limits,
    Numbers,
    Urgency,
    Why,
    admit,
    release,
    settle,
)
from minutebook.practice_manager.limiter.admission import HEAD_ROOM, RESERVE
from minutebook.practice_manager.limiter.estimate import seconds_for
from minutebook.xpm_sandbox.modes import Limits as SandboxLimits

from .office import START, Office

WINDOWS = ["fixed", "rolling"]
LIMITS = Limits(55, 5000)
CLASSES = list(Urgency)


def ask_for(numbers: Numbers, urgency: Urgency = Urgency.JOB, now: float = START, slot: str = "s") -> Any:
    return admit(numbers, Ask(urgency, slot, 60.0), LIMITS, now)


def answered(
    numbers: Numbers, now: float = START, slot: str = "s", status: int | None = 200, **fields: Any
) -> Numbers:
    return settle(numbers, Answer(slot, status, **fields), LIMITS, now)


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("seeds", [range(start, start + 25) for start in range(0, 250, 25)], ids=str)
def test_no_schedule_ever_meets_a_limit(window: str, seeds: range) -> None:
    for seed in seeds:
        random = Random(seed)
        office = Office(random, window, lateness=random.choice([0.0, 0.05, 0.3, 2.0]))
        office.now += random.uniform(0, 90)
        for _ in range(random.randint(2, 12)):
            office.add(
                random.choice(CLASSES),
                random.randint(1, 60),
                random.choice([0.0, 0.0, random.uniform(0, 150)]),
            )
        office.run(150)
        assert (office.problems(), office.fullest_minute() <= 59, office.most_open <= 5) == (
            [],
            True,
            True,
        ), seed


@pytest.mark.parametrize("window", WINDOWS)
@pytest.mark.parametrize("urgency", CLASSES)
def test_backlog_uses_the_pace(window: str, urgency: Urgency) -> None:
    office = Office(Random(1), window, lateness=0.01)
    for _ in range(4):
        office.add(urgency, 10_000)
    office.run(1800)
    assert office.problems() == []
    assert len(office.sent) >= 0.95 * 55 * 30


@pytest.mark.parametrize("window", WINDOWS)
def test_a_whole_day_of_eight_processes_meets_no_limit(window: str) -> None:
    office = Office(Random(2), window)
    for number in range(8):
        office.add(CLASSES[number % 6], 10_000, after=number * 300.0)
    office.run(86_000)
    assert office.problems() == []
    assert office.fullest_minute() <= 59
    assert len(office.sent) == 5000  # the persons' and look-ups' calls take the last of the day


@pytest.mark.parametrize("window", WINDOWS)
def test_a_person_hardly_waits_behind_any_backlog(window: str) -> None:
    office = Office(Random(3), window)
    for urgency, calls in (
        (Urgency.JOB, 2000),
        (Urgency.JOB, 2000),
        (Urgency.JOB, 2000),
        (Urgency.BULK, 5000),
    ):
        office.add(urgency, calls)
    for minute in range(40):
        office.add(Urgency.PERSON, 1, after=37.0 + 61.3 * minute)
    office.run(2700)
    waits = office.waits(Urgency.PERSON)
    assert (len(waits), office.problems()) == (40, [])
    assert waits[int(0.95 * len(waits))] <= 2.0


def test_classes_go_in_their_order() -> None:
    office = Office(Random(4), lateness=0.0)
    for urgency in CLASSES[1:]:
        for _ in range(2):
            office.add(urgency, 2000)
    office.run(500)
    counts = [sum(one.urgency == urgency for one in office.sent) for urgency in CLASSES]
    assert counts[1] >= 0.9 * sum(counts)
    assert max(counts[3:]) <= 3


def test_nobody_starves_behind_a_steady_stream() -> None:
    office = Office(Random(5), limits=Limits(55, 50_000), xero=SandboxLimits(day=50_000))
    for _ in range(3):
        office.add(Urgency.JOB, 50_000)
    office.add(Urgency.BACKFILL, 30)
    office.run(3600)
    times = [one.at for one in office.sent if one.urgency == Urgency.BACKFILL]
    assert len(times) >= 10
    assert times[0] - START <= 3600
    jobs = sum(one.urgency == Urgency.JOB for one in office.sent)
    assert jobs >= 0.9 * len(office.sent)


def test_the_pace_is_refused_by_class() -> None:
    """Each class leaves room to those above it."""
    interval = 60 / 55
    full = Numbers(arrival_at=START + 3.5 * interval, day_started_at=START)
    until = [ask_for(full, urgency).until for urgency in CLASSES]
    assert until == [pytest.approx(START + (3.5 - HEAD_ROOM[urgency]) * interval) for urgency in CLASSES]
    assert sorted(HEAD_ROOM.values(), reverse=True) == list(HEAD_ROOM.values())


# Xero's 429


@pytest.mark.parametrize("window", WINDOWS)
def test_a_429_stops_all_but_those_in_flight(window: str) -> None:
    """Somebody else has used up the practice's minute: at most the calls under way meet the limit too."""
    for seed in range(40):
        office = Office(Random(seed), window)
        for _ in range(6):
            office.add(Urgency.JOB, 100)
        office.run(Random(seed).uniform(5, 40))
        office.xero.minute = 0
        office.run(1.0)
        office.xero.minute = 60
        office.run(150)
        assert len(office.problems()) <= 5, seed
        last = max((one.at for one in office.sent if one.problem), default=START)
        assert any(one.at > last for one in office.sent), seed


@pytest.mark.parametrize(
    ("problem", "retry_after", "seconds"),
    [
        ("minute", 22.0, 22), ("minute", None, 60), ("appminute", None, 60), ("", None, 60),
        ("concurrent", None, 5), ("Concurrency Limit", None, 5), ("concurrent", 1.0, 1), ("day", 40_000.0, 40_000),
        ("day", None, 3600), ("DailyLimit", None, 3600), ("day", 1e9, 86_400), ("AppWide", None, 60),
    ],
)  # fmt: skip
def test_everybody_stops_for_as_long_as_xero_says(
    problem: str, retry_after: float | None, seconds: int
) -> None:
    numbers = answered(Numbers(), status=429, problem=problem, retry_after=retry_after)
    verdicts = [ask_for(numbers, urgency) for urgency in CLASSES]
    assert {(one.until, one.why) for one in verdicts} == {(START + seconds, Why.LIMIT)}


def test_after_a_429_there_is_no_burst() -> None:
    numbers = answered(Numbers(), status=429, problem="minute", retry_after=10.0)
    first = ask_for(numbers, Urgency.PERSON, START + 10)
    second = ask_for(first.numbers, Urgency.PERSON, START + 10)
    assert (first.until, second.until) == (None, pytest.approx(START + 10 + 60 / 55))


# How many at once


def test_one_slot_is_kept_for_a_person() -> None:
    numbers = Numbers()
    for slot in ("a", "b"):
        verdict = ask_for(numbers, slot=slot)
        assert verdict.until is None
        numbers = verdict.numbers
    assert ask_for(numbers, slot="c", now=START + 5).why == Why.SLOTS
    verdict = ask_for(numbers, Urgency.PERSON, slot="p", now=START + 5)
    assert (verdict.until, sorted(verdict.numbers.open_calls)) == (None, ["a", "b", "p"])
    assert ask_for(verdict.numbers, Urgency.PERSON, slot="q", now=START + 5).why == Why.SLOTS


def test_slot_of_a_killed_worker_comes_back() -> None:
    numbers = ask_for(ask_for(Numbers(), slot="a").numbers, slot="b").numbers
    assert ask_for(numbers, slot="c", now=START + 59.9).until == pytest.approx(START + 60)
    assert ask_for(numbers, slot="c", now=START + 60).until is None
    assert release(numbers, "a").open_calls == {"b": START + 60}


def test_slots_are_learnt() -> None:
    numbers = Numbers()
    for number in range(250):
        numbers = answered(numbers, START + number)
    assert (numbers.slots, numbers.clean_calls) == (5, 50)
    for number in range(250):
        numbers = answered(numbers, START + number)
    assert numbers.slots == 5
    numbers = answered(numbers, status=429, problem="Concurrent")
    assert (numbers.slots, numbers.clean_calls) == (4, 0)
    for expected in (4, 3, 3, 2, 2, 1, 1, 1):
        numbers = answered(numbers, seconds=10.5)
        assert numbers.slots == expected


def test_a_429_of_the_minute_costs_no_slot() -> None:
    assert answered(Numbers(), status=429, problem="minute").slots == 3


# The day


@pytest.mark.parametrize("urgency", CLASSES)
@pytest.mark.parametrize("day", [1000, 5000])
def test_the_end_of_the_day_is_kept_for_what_is_urgent(day: int, urgency: Urgency) -> None:
    """Own count, with nothing said by Xero but how many the day holds."""
    kept = int(day * RESERVE[urgency])
    numbers = Numbers(day_started_at=START - 100, day_limit=day, day_count=5000 - kept - 1)
    assert ask_for(numbers, urgency).until is None
    verdict = ask_for(Numbers(day_started_at=START - 100, day_limit=day, day_count=5000 - kept), urgency)
    assert (verdict.until, verdict.why) == (START - 100 + 86_400, Why.RESERVE if kept else Why.DAY)


def test_a_lower_limit_is_learnt_from_the_header() -> None:
    numbers = ask_for(Numbers()).numbers
    assert answered(numbers, day_remaining=999).day_limit == 1000
    numbers = ask_for(Numbers(day_count=3, day_started_at=START)).numbers
    assert answered(numbers, day_remaining=996).day_limit == 1000
    assert (
        answered(ask_for(Numbers()).numbers, day_remaining=7999).day_limit == 5000
    )  # the setting is the ceiling


def test_the_smaller_word_about_the_day_counts() -> None:
    numbers = answered(ask_for(Numbers()).numbers, day_remaining=99)
    assert ask_for(numbers, Urgency.BULK, START + 2).until is None
    for number in range(80):
        numbers = ask_for(numbers, Urgency.PERSON, START + 2 * number).numbers
        numbers = release(numbers, "s")
    assert ask_for(numbers, Urgency.BULK, START + 200).why == Why.RESERVE
    assert ask_for(numbers, Urgency.JOB, START + 200).until is None


def test_xeros_word_is_believed_for_an_hour() -> None:
    numbers = answered(ask_for(Numbers()).numbers, day_remaining=0)
    verdict = ask_for(numbers, Urgency.PERSON, START + 5)
    assert (verdict.until, verdict.why) == (START + 3600, Why.DAY)
    assert ask_for(numbers, Urgency.PERSON, START + 3600).until is None


def test_a_word_that_grows_begins_a_new_day() -> None:
    numbers = Numbers(day_started_at=START - 50_000, day_count=4990, day_remaining=8, day_seen_at=START)
    numbers = answered(ask_for(numbers, Urgency.PERSON).numbers, day_remaining=4999)
    assert (numbers.day_started_at, numbers.day_count, numbers.day_limit) == (START, 1, 5000)
    # Answers out of order are no new day.
    numbers = Numbers(day_started_at=START - 50, day_count=100, day_remaining=4900, day_seen_at=START)
    assert answered(numbers, day_remaining=4904).day_count == 100


# XPM down


def test_down_after_five_failures_then_one_probe() -> None:
    numbers = Numbers()
    for number in range(5):
        assert ask_for(numbers, now=START + number).until is None
        numbers = answered(numbers, START + number, status=None, has_failed=True)
    verdict = ask_for(numbers, now=START + 5)
    assert (verdict.until, verdict.why) == (START + 34, Why.DOWN)
    probing = ask_for(numbers, now=START + 34, slot="probe").numbers
    assert [ask_for(probing, urgency, START + 34.1).why for urgency in CLASSES] == [Why.DOWN] * 6
    still_down = answered(probing, START + 35, "probe", 503, has_failed=True)
    assert ask_for(still_down, now=START + 36).until == START + 35 + 55
    back = answered(probing, START + 35, "probe")
    assert ask_for(back, now=START + 35).until is None


def test_probe_of_a_killed_worker_is_made_by_another() -> None:
    numbers = Numbers(down_until=START, down_seconds=30.0)
    probing = ask_for(numbers, slot="killed").numbers
    assert ask_for(probing, now=START + 1).why == Why.DOWN
    assert ask_for(probing, now=START + 61).until is None


def test_a_late_failure_from_before_the_pause_does_not_lengthen_it() -> None:
    numbers = Numbers(down_until=START + 30, down_seconds=30.0, probe="")
    assert answered(numbers, slot="old", status=None, has_failed=True).down_until == START + 30


def test_half_of_the_last_twenty_is_down_too() -> None:
    numbers = Numbers()
    for number in range(20):
        numbers = answered(
            numbers, START + 60 * number, status=500 if number % 2 else 200, has_failed=bool(number % 2)
        )
    assert numbers.down_until == START + 60 * 19 + 30


@pytest.mark.parametrize("status", [400, 401, 404, 429])
def test_an_answer_that_says_no_is_no_failure(status: int) -> None:
    numbers = Numbers()
    for number in range(20):
        numbers = answered(numbers, START + number, status=status)
    assert numbers.down_until == 0.0


@pytest.mark.parametrize("seed", range(30))
def test_at_most_two_calls_a_minute_while_down_and_back_within_one(seed: int) -> None:
    random = Random(seed)
    ends = START + 600 + random.uniform(0, 60)
    office = Office(random, is_up=lambda now: now < START + 60 or now > ends)
    for urgency in (Urgency.JOB, Urgency.JOB, Urgency.JOB, Urgency.BULK, Urgency.PERSON):
        office.add(urgency, 2000)
    office.run(900)
    down = [one.at for one in office.sent if START + 75 < one.at < ends]
    assert all(later - first >= 30 for first, later in pairwise(down))
    assert min(one.at for one in office.sent if one.at > ends) - ends <= 60


# When it will be done


@pytest.mark.parametrize(
    ("calls", "numbers", "seconds"),
    [
        (55, Numbers(), 60),
        (55, Numbers(blocked_until=START + 20), 80),
        (110, Numbers(down_until=START + 30), 150),
        (4500, Numbers(), 4500 * 60 / 55),
        (4510, Numbers(day_started_at=START - 400), 86_000 + 10 * 60 / 55),
    ],
)
def test_estimate_counts_pauses_pace_and_days(calls: int, numbers: Numbers, seconds: float) -> None:
    assert seconds_for(calls, numbers, LIMITS, START) == pytest.approx(seconds)


@pytest.mark.parametrize("calls", [40, 400, 2000])
def test_estimate_is_within_a_tenth(calls: int) -> None:
    office = Office(Random(6), lateness=0.05)
    for _ in range(4):
        office.add(Urgency.JOB, calls // 4)
    estimate = seconds_for(calls, office.numbers, office.limits, START)
    office.run(4000)
    assert office.sent[-1].at - START == pytest.approx(estimate, rel=0.1)
