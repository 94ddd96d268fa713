"""What is read off a step and an answer without any call: the rules of each kind, refusals, finds, what is next."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from minutebook.practice_manager.delivery.calls import (
    _called,
    _found,
    _known,
    has_own_number,
    next_moment,
    rules_for,
)
from minutebook.practice_manager.delivery.kinds import Made, Match, kind_of
from minutebook.practice_manager.delivery.refusals import is_plain_refusal
from minutebook.practice_manager.delivery.run import _next_step, _summary
from minutebook.practice_manager.delivery.transitions import Found, Known, Outcome, Rules
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.work import clock
from minutebook.xpm.errors import (
    NotFound,
    NotSent,
    OutcomeUnknown,
    ReconnectNeeded,
    Refused,
    RetryLater,
    XpmError,
)
from minutebook.xpm.exchange import Exchange

THEN = datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC)
Status = DeliveryStep.Status


def step(kind: str, status: str = "staged", *, own_number: bool = False, **fields: Any) -> DeliveryStep:
    return DeliveryStep(kind=kind, status=status, delivery=Delivery(uses_own_number=own_number), **fields)


@pytest.mark.parametrize(
    ("kind", "own_number", "payload", "rules"),
    [
        ("job.create", False, {}, Rules(False, False, 2, 180, 600, 2)),
        ("job.create", False, {"repeats_once": True}, Rules(False, True, 2, 180, 600, 2)),
        ("job.create", True, {}, Rules(False, True, 1, 180, 600, 3)),
        ("job.cost", False, {}, Rules(False, True, 2, 180, 180, 3)),
        ("job.cost", True, {}, Rules(False, True, 2, 180, 180, 3)),
        ("job.assign", True, {}, Rules(True, False, 2, 180, 180, 3)),
    ],
)
def test_rules_of_each_kind(
    settings: Any, kind: str, own_number: bool, payload: dict[str, Any], rules: Rules
) -> None:
    settings.XPM_GRACE_SECONDS, settings.XPM_SECOND_PROBE_SECONDS = 180, 600
    one = step(kind, own_number=own_number, payload=payload)
    assert rules_for(kind_of(one), one) == rules


@pytest.mark.parametrize(
    ("status", "words", "is_plain"),
    [
        (400, "whatever", True), (413, "whatever", True), (415, "whatever", True),
        (200, "whatever", False), (399, "whatever", False), (401, "whatever", False), (412, "whatever", False),
        (414, "whatever", False), (416, "whatever", False), (500, "whatever", False),
        (200, "The Name is REQUIRED", True), (200, "Invalid client", True), (200, "must be a date", True),
        (200, "The period is locked", True), (200, "not allowed here", True), (200, "cannot be used", True),
        (200, "Job number already in use", False), (None, "whatever", False),
    ],
)  # fmt: skip
def test_plain_refusals(status: int | None, words: str, is_plain: bool) -> None:
    exchange = Exchange("POST", "job.api/add", "", THEN, THEN, status=status)
    assert is_plain_refusal(Refused(words, exchange)) == is_plain
    outcome = Outcome.REFUSED if is_plain else Outcome.UNCLEAR_REFUSAL
    called = _called(Refused(words, exchange))
    assert (called.outcome, called.made, called.reason, called.wait_seconds) == (outcome, None, words, 0.0)


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(
    ("words", "is_plain"),
    [
        ("Job identifier is already in use", False), ("Job number must be UNIQUE", False),
        ("ID cannot be used twice", False), ("already in use, it is not allowed", False),
        ("Invalid ID: a job with it exists", False), ("Duplicate ID is not allowed", False),
        ("The ID is taken and must be another", False),
        ("Invalid client identifier", True), ("Invalid template: it does not exist", True),
    ],
)  # fmt: skip
def test_clash_of_our_own_number_is_never_a_plain_refusal(words: str, is_plain: bool, status: int) -> None:
    error = Refused(words, Exchange("POST", "job.api/add", "", THEN, THEN, status=status))
    assert is_plain_refusal(error, is_own_number=True) == is_plain
    assert _called(error, is_own_number=True).outcome == (
        Outcome.REFUSED if is_plain else Outcome.UNCLEAR_REFUSAL
    )


@pytest.mark.parametrize(
    ("kind", "own_number", "is_ours"),
    [
        ("job.create", True, True),
        ("job.create", False, False),
        ("job.cost", True, False),
        ("client.create", True, False),
    ],
)
def test_number_is_ours_where_we_chose_the_jobs(kind: str, own_number: bool, is_ours: bool) -> None:
    one = step(kind, own_number=own_number, payload={})
    assert has_own_number(kind_of(one), one) == is_ours


def test_what_we_refuse_ourselves_was_never_sent() -> None:
    assert is_plain_refusal(Refused("whatever"))


@pytest.mark.parametrize(
    ("error", "outcome", "wait"),
    [
        (NotSent("x", 7.0), Outcome.NOT_SENT, 7.0),
        (RetryLater("x", 8.0), Outcome.WAIT, 8.0),
        (ReconnectNeeded("x"), Outcome.NO_ACCESS, 0.0),
        (NotFound("x"), Outcome.REFUSED, 0.0),
        (OutcomeUnknown("x"), Outcome.UNKNOWN, 0.0),
        (XpmError("x"), Outcome.UNKNOWN, 0.0),
    ],
)
def test_each_error_is_an_outcome(error: XpmError, outcome: Outcome, wait: float) -> None:
    called = _called(error)
    assert (called.outcome, called.reason, called.wait_seconds) == (outcome, "x", wait)


def match(*, as_wanted: bool = True, ours: bool = True) -> Match:
    return Match(Made("1"), as_wanted, {}, ours)


@pytest.mark.parametrize(
    ("matches", "found"),
    [
        ([], Found.NONE),
        ([match()], Found.ONE),
        ([match(as_wanted=False)], Found.DIFFERENT),
        ([match(), match()], Found.DIFFERENT),
        ([match(as_wanted=False), match()], Found.DIFFERENT),
        ([match(ours=False)], Found.ALIKE),
        ([match(ours=False), match(ours=False)], Found.ALIKE),
        ([match(), match(ours=False)], Found.DIFFERENT),
    ],
)
def test_finds(matches: list[Match], found: Found) -> None:
    assert _found(matches) == found


@pytest.mark.parametrize(("failures", "counted"), [(0, 0), (1, 1), (2, 2), (3, 2), (99, 2)])
def test_failures_count_as_two_at_most(failures: int, counted: int) -> None:
    one = step("job.cost", sends=3, empty_probes=4, last_sent_at=THEN, failures=failures)
    assert _known(one) == Known(3, 4, THEN, counted)


def test_next_moment_is_of_the_earliest_that_waits_for_time() -> None:
    early, late = THEN, THEN + timedelta(hours=1)
    waiting = [
        step("job.cost", "done", not_before=early - timedelta(days=1)),
        step("job.cost", "staged"),
        step("job.cost", "unknown", not_before=late),
        step("job.cost", "staged", not_before=early),
    ]
    assert next_moment(waiting) == early
    assert next_moment(waiting[:3]) == late
    assert next_moment(waiting[:2]) is None


@pytest.mark.parametrize(
    ("statuses", "at"),
    [
        (["staged", "staged", "staged", "staged"], 0),
        (["unknown", "staged", "staged", "staged"], 0),
        (["sending", "staged", "staged", "staged"], None),
        (["done", "staged", "staged", "staged"], 1),
        (["done", "question", "staged", "staged"], 2),
        (["done", "done", "question", "staged"], None),
        (["done", "done", "done", "staged"], 3),
        (["done", "cancelled", "done", "unknown"], 3),
        (["done", "done", "done", "done"], None),
        (["question", "staged", "staged", "staged"], None),
    ],
)
def test_independent_steps_do_not_wait_for_one_another(db: None, statuses: list[str], at: int | None) -> None:
    kinds = ("job.create", "job.cost", "job.cost", "job.state")
    steps = [step(kind, status) for kind, status in zip(kinds, statuses, strict=True)]
    assert _next_step(steps) is (None if at is None else steps[at])


@pytest.mark.parametrize(("seconds", "is_next"), [(-1, True), (0, True), (60, False)])
def test_step_waits_for_its_moment(db: None, seconds: int, is_next: bool) -> None:
    one = step("job.create", not_before=clock.now() + timedelta(seconds=seconds))
    assert _next_step([one]) is (one if is_next else None)


@pytest.mark.parametrize(
    ("statuses", "summary"),
    [
        (["staged", "staged", "staged"], ("waiting", "create")),
        (["sending", "staged", "staged"], ("under way", "create")),
        (["unknown", "staged", "staged"], ("under way", "create")),
        (["done", "staged", "staged"], ("under way", "cost")),
        (["done", "unknown", "sending"], ("under way", "cost")),
        (["done", "held", "unknown"], ("held", "cost")),
        (["done", "held", "refused"], ("refused", "state")),
        (["done", "refused", "question"], ("question", "state")),
        (["done", "done", "done"], ("done", "")),
        (["done", "cancelled", "done"], ("done", "")),
        (["cancelled", "cancelled", "cancelled"], ("cancelled", "")),
    ],
)
def test_summary_is_what_a_person_should_act_on_first(statuses: list[str], summary: tuple[str, str]) -> None:
    kinds = ("create", "cost", "state")
    steps = [step(f"job.{kind}", status, reason=kind) for kind, status in zip(kinds, statuses, strict=True)]
    assert _summary(steps) == summary


@pytest.mark.parametrize(
    ("status", "waits", "summary"),
    [
        ("held", False, ("done", "")),
        ("staged", True, ("done", "")),
        ("staged", False, ("under way", "read")),
        ("refused", True, ("refused", "read")),
    ],
)
def test_a_reading_that_waits_for_room_keeps_nothing_open(
    status: str, waits: bool, summary: tuple[str, str]
) -> None:
    reading = step("job.read", status, reason="read", not_before=THEN if waits else None)
    assert _summary([step("job.create", "done"), reading]) == summary
