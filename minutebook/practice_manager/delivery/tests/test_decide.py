from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from minutebook.practice_manager.delivery.decide import (
    Decision,
    after_probe,
    after_send,
    begun,
    counted,
    decide,
)
from minutebook.practice_manager.delivery.transitions import (
    EARLY_LOOK_SECONDS,
    MOST_SENDS,
    TABLE,
    UNFINISHED,
    Event,
    Found,
    Known,
    Outcome,
    Rules,
    Situation,
)
from minutebook.practice_manager.models import DeliveryStep

Status = DeliveryStep.Status
NOW = datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC)
SENT = NOW - timedelta(seconds=5)
FIRST = Known(sends=1, empty_probes=0, last_sent_at=SENT)
SERIES = Rules(False, False, probes_needed=2, grace_seconds=180, second_probe_seconds=600)
OWN = replace(SERIES, resends_when_absent=True, probes_needed=1)
COST = replace(SERIES, resends_when_absent=True)
SETS = replace(SERIES, is_repeat_safe=True)
RULES = {"series": SERIES, "own number": OWN, "cost": COST, "sets a value": SETS}


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


LOOKS = Decision(Status.UNKNOWN, later(EARLY_LOOK_SECONDS))
SETTLES = Decision(Status.UNKNOWN, later(175))
OVER = NOW - timedelta(seconds=180)
A_DAY_AGO = NOW - timedelta(hours=24)
SENDS = {
    # outcome of the first send: what follows for a call that must not be repeated, and for one that may be
    Outcome.DONE: (Decision(Status.DONE), Decision(Status.DONE)),
    Outcome.NOT_SENT: (Decision(Status.STAGED, later(2)), Decision(Status.STAGED, later(2))),
    Outcome.WAIT: (Decision(Status.STAGED, later(61)), Decision(Status.STAGED, later(61))),
    Outcome.NO_ACCESS: (Decision(Status.HELD), Decision(Status.HELD)),
    Outcome.REFUSED: (Decision(Status.REFUSED), Decision(Status.REFUSED)),
    Outcome.UNCLEAR_REFUSAL: (LOOKS, Decision(Status.REFUSED)),
    Outcome.UNKNOWN: (LOOKS, Decision(Status.STAGED, later(2))),
    Outcome.INTERRUPTED: (LOOKS, Decision(Status.STAGED, later(2))),
}


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("kind", RULES)
def test_each_outcome_of_the_first_send(outcome: Outcome, kind: str) -> None:
    decision = after_send(FIRST, outcome, RULES[kind], NOW, wait_seconds=61)
    assert decision == SENDS[outcome][1 if kind == "sets a value" else 0]


@pytest.mark.parametrize("sends", [2, 3, 9])
@pytest.mark.parametrize("kind", ["series", "own number", "cost"])
def test_refusal_of_a_repeated_send_proves_nothing_about_the_first(sends: int, kind: str) -> None:
    assert after_send(replace(FIRST, sends=sends), Outcome.REFUSED, RULES[kind], NOW) == SETTLES


def test_nothing_that_may_have_been_made_is_ever_sent_again_without_a_look() -> None:
    for rules in (SERIES, OWN, COST):
        for sends in range(1, 9):
            known = replace(FIRST, sends=sends)
            for outcome in (Outcome.UNKNOWN, Outcome.UNCLEAR_REFUSAL, Outcome.INTERRUPTED):
                assert after_send(known, outcome, rules, NOW).status == Status.UNKNOWN


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 2), (1, 10), (2, 60), (3, 300), (4, 300), (10_000, 300)]
)
def test_what_was_not_sent_waits_longer_each_time(failures: int, seconds: float) -> None:
    decision = after_send(replace(FIRST, failures=failures), Outcome.NOT_SENT, SERIES, NOW)
    assert decision == Decision(Status.STAGED, later(seconds))


def test_call_that_sets_a_value_waits_longer_with_each_send() -> None:
    moments = [
        after_send(replace(FIRST, sends=sends), Outcome.UNKNOWN, SETS, NOW).not_before
        for sends in range(1, 6)
    ]
    assert moments == [later(2), later(10), later(60), later(300), later(300)]


def test_told_to_wait_without_a_time_it_goes_on_at_once() -> None:
    assert after_send(FIRST, Outcome.WAIT, SERIES, NOW) == Decision(Status.STAGED, NOW)
    assert decide(Status.SENDING, Outcome.WAIT, Situation(FIRST, SERIES, NOW)) == Decision(Status.STAGED, NOW)


def test_call_that_sets_a_value_asks_a_person_after_six_sends() -> None:
    statuses = [
        after_send(replace(FIRST, sends=sends), Outcome.INTERRUPTED, SETS, NOW).status
        for sends in range(1, 8)
    ]
    assert statuses == [Status.STAGED] * 5 + [Status.QUESTION] * 2


@pytest.mark.parametrize(
    ("sent_at", "looks_at"),
    [
        (NOW, later(180)),
        (NOW - timedelta(seconds=179), later(1)),
        (NOW - timedelta(seconds=180), NOW),
        (NOW - timedelta(days=3), NOW),
        (None, later(180)),
        (NOW + timedelta(hours=36), later(36 * 3600 + 180)),
    ],
)
def test_look_up_after_a_repeat_waits_out_the_grace(sent_at: datetime | None, looks_at: datetime) -> None:
    known = replace(FIRST, sends=2, last_sent_at=sent_at)
    assert after_send(known, Outcome.INTERRUPTED, SERIES, NOW) == Decision(Status.UNKNOWN, looks_at)
    first = after_send(replace(known, sends=1), Outcome.INTERRUPTED, SERIES, NOW)
    assert first == Decision(Status.UNKNOWN, min(looks_at, later(EARLY_LOOK_SECONDS)))


@pytest.mark.parametrize("kind", ["series", "own number", "cost"])
@pytest.mark.parametrize("empty_probes", [0, 1, 7])
def test_nothing_found_before_the_grace_is_over_never_counts(kind: str, empty_probes: int) -> None:
    known = replace(FIRST, empty_probes=empty_probes)
    assert after_probe(known, Found.NONE, RULES[kind], NOW) == SETTLES


@pytest.mark.parametrize("kind", RULES)
@pytest.mark.parametrize("empty_probes", [0, 1, 7])
@pytest.mark.parametrize(
    ("found", "decision"),
    [
        (Found.ONE, Decision(Status.DONE)),
        (Found.DIFFERENT, Decision(Status.QUESTION)),
        (Found.UNREADABLE, Decision(Status.UNKNOWN, later(2))),
    ],
)
def test_what_was_found_decides_for_every_kind(
    kind: str, empty_probes: int, found: Found, decision: Decision
) -> None:
    assert after_probe(replace(FIRST, empty_probes=empty_probes), found, RULES[kind], NOW) == decision


WAITS = Decision(Status.UNKNOWN, later(600))
AGAIN = Decision(Status.STAGED)
ASKS = Decision(Status.QUESTION)


@pytest.mark.parametrize(
    ("kind", "sends", "empty_probes", "decision"),
    [
        ("own number", 1, 0, AGAIN),
        ("own number", MOST_SENDS - 1, 0, AGAIN),
        ("own number", MOST_SENDS, 0, ASKS),
        ("cost", 1, 0, WAITS),
        ("cost", 1, 1, AGAIN),
        ("cost", MOST_SENDS, 1, ASKS),
        ("series", 1, 0, WAITS),
        ("series", 1, 1, ASKS),
        ("series", 9, 9, ASKS),
    ],
)
def test_nothing_found_is_looked_for_again_before_it_counts(
    kind: str, sends: int, empty_probes: int, decision: Decision
) -> None:
    known = Known(sends, empty_probes, OVER)
    assert after_probe(known, Found.NONE, RULES[kind], NOW) == decision


def test_what_cannot_be_read_for_a_day_becomes_a_question() -> None:
    for rules in RULES.values():
        for failures, sent_at, status in (
            (2, A_DAY_AGO, Status.QUESTION),
            (1, A_DAY_AGO, Status.UNKNOWN),
            (2, A_DAY_AGO + timedelta(seconds=1), Status.UNKNOWN),
            (9, None, Status.UNKNOWN),
        ):
            known = Known(1, 0, sent_at, failures)
            assert after_probe(known, Found.UNREADABLE, rules, NOW).status == status


def test_half_a_reading_never_counts_as_nothing_found() -> None:
    for rules in RULES.values():
        for empty_probes in range(5):
            known = replace(FIRST, empty_probes=empty_probes, failures=9)
            assert after_probe(known, Found.UNREADABLE, rules, NOW) == Decision(Status.UNKNOWN, later(300))


EVERY_KNOWN = [
    Known(sends, empty_probes, sent_at, failures)
    for sends in range(8)
    for empty_probes in range(4)
    for sent_at in (None, NOW, SENT, OVER, NOW + timedelta(hours=36), A_DAY_AGO)
    for failures in (0, 1, 9)
]
# What each answer may be, whatever else is known: written down once more, by hand, against the table.
ANSWERS = {
    Outcome.DONE: {Status.DONE},
    Outcome.NOT_SENT: {Status.STAGED},
    Outcome.WAIT: {Status.STAGED},
    Outcome.NO_ACCESS: {Status.HELD},
    Outcome.REFUSED: {Status.REFUSED, Status.UNKNOWN},
    Outcome.UNCLEAR_REFUSAL: {Status.REFUSED, Status.UNKNOWN},
    Outcome.UNKNOWN: {Status.UNKNOWN, Status.STAGED, Status.QUESTION},
    Outcome.INTERRUPTED: {Status.UNKNOWN, Status.STAGED, Status.QUESTION},
    Found.ONE: {Status.DONE},
    Found.DIFFERENT: {Status.QUESTION},
    Found.NONE: {Status.UNKNOWN, Status.STAGED, Status.QUESTION},
    Found.ALIKE: {Status.UNKNOWN, Status.QUESTION},
    Found.UNREADABLE: {Status.UNKNOWN, Status.QUESTION},
}


@pytest.mark.parametrize("event", [*Outcome, *Found])
def test_every_answer_that_can_be_given_is_one_of_the_table(event: Outcome | Found) -> None:
    state = Status.SENDING if event in Outcome else Status.UNKNOWN
    given = {
        decide(state, event, Situation(known, rules, NOW)).status
        for known in EVERY_KNOWN
        for rules in RULES.values()
    }
    assert given == ANSWERS[event]
    assert given == {row.follows for row in TABLE if state in row.states and event in row.events}


def test_no_row_of_the_table_is_idle() -> None:
    """Each row is the first that fits for some situation: none stands behind another that always holds."""
    used = set()
    for known in EVERY_KNOWN:
        for rules in RULES.values():
            at = Situation(known, rules, NOW)
            for state in Status:
                for event in (*Outcome, *Found, *Event):
                    rows = [row for row in TABLE if state in row.states and event in row.events]
                    used.update([row for row in rows if row.when is None or row.when.holds(at)][:1])
    assert [row for row in TABLE if row not in used] == []


def test_only_what_waits_has_a_moment_and_never_one_that_is_over() -> None:
    for event in (*Outcome, *Found):
        state = Status.SENDING if event in Outcome else Status.UNKNOWN
        for known in EVERY_KNOWN:
            for rules in RULES.values():
                decision = decide(state, event, Situation(known, rules, NOW))
                if decision.status not in (Status.STAGED, Status.UNKNOWN):
                    assert decision.not_before is None
                elif decision.not_before is not None:
                    assert decision.not_before >= NOW
                if decision.status == Status.UNKNOWN:
                    assert decision.not_before is not None


@pytest.mark.parametrize("state", [Status.DONE, Status.CANCELLED, Status.STAGED, Status.HELD])
def test_outcome_of_a_step_that_is_not_being_sent_is_an_error(state: Status) -> None:
    with pytest.raises(ValueError, match="nothing follows"):
        decide(state, Outcome.DONE, Situation(FIRST, SERIES, NOW))


def test_restored_step_may_have_been_sent_unless_it_only_sets_a_value() -> None:
    for state in UNFINISHED:
        at = Situation(Known(0, 0, NOW), SERIES, NOW)
        assert decide(state, Event.RESTORED, at) == Decision(Status.UNKNOWN, later(180))
        assert decide(state, Event.RESTORED, replace(at, rules=SETS)) == Decision(Status.STAGED)


def test_intent_is_counted_before_the_call() -> None:
    assert begun(Known(1, 2, SENT, 3), NOW) == Known(2, 0, NOW, 3)


def test_every_count_goes_by_one() -> None:
    before = Known(4, 5, OVER, 5)
    assert begun(replace(before, sends=5), NOW) == Known(6, 0, NOW, 5)
    unsent = after_send(before, Outcome.NOT_SENT, SERIES, NOW)
    assert counted(before, Outcome.NOT_SENT, unsent, SERIES, NOW) == Known(3, 5, OVER, 6)
    unseen = after_probe(before, Found.NONE, SERIES, NOW)
    assert counted(before, Found.NONE, unseen, SERIES, NOW) == Known(4, 6, OVER, 0)


@pytest.mark.parametrize(
    ("event", "known"),
    [
        (Outcome.DONE, Known(1, 0, SENT, 0)),
        (Outcome.NOT_SENT, Known(0, 0, SENT, 3)),
        (Outcome.WAIT, Known(0, 0, SENT, 3)),
        (Outcome.NO_ACCESS, Known(0, 0, SENT, 0)),
        (Outcome.REFUSED, Known(1, 0, SENT, 0)),
        (Outcome.UNCLEAR_REFUSAL, Known(1, 0, SENT, 3)),
        (Outcome.UNKNOWN, Known(1, 0, SENT, 3)),
        (Outcome.INTERRUPTED, Known(1, 0, SENT, 3)),
    ],
)
def test_what_reached_nothing_is_not_counted_as_sent(event: Outcome, known: Known) -> None:
    before = replace(FIRST, failures=2)
    decision = after_send(before, event, SERIES, NOW)
    assert counted(before, event, decision, SERIES, NOW) == known


@pytest.mark.parametrize(
    ("found", "sent_at", "known"),
    [
        (Found.NONE, OVER, Known(1, 1, OVER, 0)),
        (Found.ALIKE, OVER, Known(1, 1, OVER, 0)),
        (Found.NONE, SENT, Known(1, 0, SENT, 0)),
        (Found.ALIKE, SENT, Known(1, 0, SENT, 0)),
        (Found.UNREADABLE, OVER, Known(1, 0, OVER, 3)),
        (Found.ONE, OVER, Known(1, 0, OVER, 0)),
        (Found.DIFFERENT, OVER, Known(1, 0, OVER, 0)),
    ],
)
def test_only_a_complete_reading_after_the_grace_counts(
    found: Found, sent_at: datetime, known: Known
) -> None:
    before = Known(1, 0, sent_at, 2)
    decision = after_probe(before, found, SERIES, NOW)
    assert counted(before, found, decision, SERIES, NOW) == known
