from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from minutebook.firms.models import Firm
from minutebook.work import clock
from minutebook.work.lease import Lease, LeaseLost
from minutebook.work.models import Operation
from minutebook.work.registry import _RUNS, operation
from minutebook.work.services import MOST_A_FIRM, claim, enqueue, run
from minutebook.work.tests.side import on_another_connection

Status = Operation.Status
KIND = "test.kind"


@pytest.fixture
def answers() -> Iterator[list[Any]]:
    """What the operation of this test gives back, or raises, run by run."""
    given: list[Any] = []

    @operation(KIND)
    def give(lease: Lease) -> datetime | None:
        answer = given.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer

    yield given
    del _RUNS[KIND]


def the_operation() -> Operation:
    return Operation.across_firms.get()


def work_once(owner: str = "one") -> Lease:
    lease = claim(owner)
    assert lease is not None
    run(lease)
    return lease


def test_enqueue_makes_one_operation_a_subject(firm: Firm) -> None:
    for _ in range(3):
        enqueue(KIND, firm.pk, 7)
    enqueue(KIND, firm.pk, 8)
    assert list(Operation.across_firms.order_by("subject_id").values_list("subject_id", "status")) == [
        (7, "ready"),
        (8, "ready"),
    ]


def test_operation_that_gives_nothing_back_is_done(firm: Firm, answers: list[Any]) -> None:
    answers.append(None)
    enqueue(KIND, firm.pk, 7)
    work_once()
    assert the_operation().status == Status.DONE
    assert claim("one") is None


def test_operation_that_names_a_moment_waits_for_it(firm: Firm, answers: list[Any]) -> None:
    later = clock.now() + timedelta(hours=1)
    answers.append(later)
    enqueue(KIND, firm.pk, 7)
    work_once()
    assert (the_operation().status, the_operation().due_at) == (Status.READY, later)
    assert claim("one") is None


def test_done_operation_is_woken_again(firm: Firm, answers: list[Any]) -> None:
    answers += [None, None]
    enqueue(KIND, firm.pk, 7)
    work_once()
    enqueue(KIND, firm.pk, 7)
    assert (the_operation().status, the_operation().failures) == (Status.READY, 0)
    work_once()
    assert answers == []


@pytest.mark.parametrize("again", [None, timedelta(hours=1)])
def test_wake_during_a_run_runs_once_more_at_once(
    firm: Firm, answers: list[Any], again: timedelta | None
) -> None:
    def wake_and_wait() -> datetime | None:
        enqueue(KIND, firm.pk, 7)
        return clock.now() + again if again else None

    answers += [wake_and_wait, None]
    enqueue(KIND, firm.pk, 7)
    work_once()
    assert the_operation().status == Status.READY
    work_once()
    assert (answers, the_operation().status) == ([], Status.DONE)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer: nothing can come between"
)
@pytest.mark.parametrize("when", ["before the first write", "after the first write"])
def test_wake_is_not_lost_when_a_worker_takes_the_operation_meanwhile(answers: list[Any], when: str) -> None:
    answers += [None, None]
    firm = Firm.objects.create(name="Ngata & Walker")
    enqueue(KIND, firm.pk, 7)
    taken: list[Lease | None] = []

    def take_it(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        is_time = sql.startswith("UPDATE") and not taken
        if is_time and when.startswith("before"):
            taken.append(on_another_connection(lambda: claim("two")))
        answer = execute(sql, *rest)
        if is_time and when.startswith("after"):
            taken.append(on_another_connection(lambda: claim("two")))
        return answer

    with transaction.atomic(), connection.execute_wrapper(take_it):
        enqueue(KIND, firm.pk, 7)
    for lease in taken:
        if lease is not None:
            run(lease)
    assert len(taken) == 1
    assert the_operation().status == Status.READY


def test_claim_takes_what_is_due_longest_and_only_once(firm: Firm, answers: list[Any]) -> None:
    now = clock.now()
    for subject, minutes in ((1, -1), (2, -9), (3, 60)):
        enqueue(KIND, firm.pk, subject, now + timedelta(minutes=minutes))
    leases = [claim(owner) for owner in ("one", "two", "three")]
    assert [lease and lease.subject_id for lease in leases] == [2, 1, None]


def test_claim_leaves_a_kind_of_a_newer_version_alone(firm: Firm) -> None:
    enqueue("from.the.future", firm.pk, 7)
    assert claim("one") is None


def test_claim_takes_over_an_operation_whose_lease_ran_out(firm: Firm, answers: list[Any]) -> None:
    enqueue(KIND, firm.pk, 7)
    first = claim("one")
    assert first is not None
    assert claim("two") is None
    Operation.across_firms.update(lease_until=clock.now() - timedelta(seconds=1))
    second = claim("two")
    assert second is not None
    assert (second.number, second.owner, second.subject_id) == (first.number + 1, "two", 7)


def test_lease_that_ran_out_no_longer_holds_even_if_nobody_took_it(firm: Firm, answers: list[Any]) -> None:
    enqueue(KIND, firm.pk, 7)
    lease = claim("one")
    assert lease is not None
    lease.hold()
    Operation.across_firms.update(lease_until=clock.now())
    with pytest.raises(LeaseLost):
        lease.hold()


def test_hold_renews_the_lease(firm: Firm, answers: list[Any], settings: Any) -> None:
    settings.XPM_LEASE_SECONDS = 5
    enqueue(KIND, firm.pk, 7)
    lease = claim("one")
    assert lease is not None
    settings.XPM_LEASE_SECONDS = 500
    lease.hold()
    assert the_operation().lease_until > clock.now() + timedelta(seconds=400)


def test_error_backs_off_and_keeps_no_names(firm: Firm, answers: list[Any], caplog: Any) -> None:
    answers += [ValueError("Kōwhai & Sons"), KeyError("x"), None]
    enqueue(KIND, firm.pk, 7)
    work_once()
    first = the_operation()
    assert (first.status, first.failures, first.last_error) == (Status.READY, 1, "ValueError")
    assert clock.now() < first.due_at <= clock.now() + timedelta(seconds=2)
    for expected in ((2, "KeyError"), (0, "")):
        Operation.across_firms.update(due_at=clock.now())
        work_once()
        assert (the_operation().failures, the_operation().last_error) == expected
    assert the_operation().status == Status.DONE


@pytest.mark.parametrize(
    ("failures", "shortest", "longest"),
    [(0, 1, 2), (1, 2, 4), (2, 4, 8), (4, 16, 32), (7, 128, 256), (8, 150, 300), (10_000, 150, 300)],
)
def test_back_off_doubles_up_to_five_minutes(
    firm: Firm, answers: list[Any], failures: int, shortest: int, longest: int
) -> None:
    for _ in range(8):
        answers.append(ValueError())
        enqueue(KIND, firm.pk, 7)
        Operation.across_firms.update(failures=failures, due_at=clock.now())
        before = clock.now()
        work_once()
        after = the_operation()
        assert (
            before + timedelta(seconds=shortest) <= after.due_at <= clock.now() + timedelta(seconds=longest)
        )
        assert (after.failures, after.lease_until) == (failures + 1, None)


def test_each_lease_has_the_next_number_and_its_whole_time(
    firm: Firm, answers: list[Any], settings: Any
) -> None:
    settings.XPM_LEASE_SECONDS = 50
    enqueue(KIND, firm.pk, 7)
    for number in (1, 2, 3, 4):
        before = clock.now()
        lease = claim(f"worker {number}")
        until = the_operation().lease_until
        assert (
            lease
            == Lease(the_operation().pk, number, f"worker {number}", firm.pk, 7, is_urgent=False)
            == Lease(the_operation().pk, number, f"worker {number}", firm.pk, 7)
        )
        assert (the_operation().lease_number, the_operation().lease_owner) == (number, f"worker {number}")
        assert before + timedelta(seconds=50) <= until <= clock.now() + timedelta(seconds=50)
        Operation.across_firms.update(lease_until=clock.now())


def test_wake_of_what_failed_forgets_its_failures_unless_it_runs(firm: Firm, answers: list[Any]) -> None:
    later = clock.now() + timedelta(hours=1)
    enqueue(KIND, firm.pk, 7)
    Operation.across_firms.update(failures=5, due_at=later)
    enqueue(KIND, firm.pk, 7)
    assert (the_operation().failures, the_operation().woken, the_operation().due_at < later) == (
        0,
        False,
        True,
    )
    lease = claim("one")
    Operation.across_firms.update(failures=5)
    enqueue(KIND, firm.pk, 7)
    assert (the_operation().failures, the_operation().woken) == (5, True)
    assert (the_operation().status, the_operation().lease_number) == (Status.LEASED, lease and lease.number)


def test_loser_of_a_lease_writes_nothing(firm: Firm, answers: list[Any]) -> None:
    def lose() -> None:
        Operation.across_firms.update(lease_until=clock.now())
        taken = claim("two")
        assert taken is not None

    for outcome in (lose, lambda: lose() or LeaseLost("late")):  # type: ignore[func-returns-value]
        Operation.across_firms.all().delete()
        answers[:] = [outcome]
        enqueue(KIND, firm.pk, 7)
        work_once("one")
        assert (the_operation().status, the_operation().lease_owner) == (Status.LEASED, "two")


def test_enqueue_with_a_later_moment_never_puts_off_what_is_due(firm: Firm, answers: list[Any]) -> None:
    enqueue(KIND, firm.pk, 7)
    enqueue(KIND, firm.pk, 7, clock.now() + timedelta(days=1))
    assert claim("one") is not None


def claimed_firms(count: int) -> list[int]:
    """Whose operations are taken, one after the other, while none of them ends."""
    leases = [claim(f"loop {number}") for number in range(count)]
    return [lease.firm_id for lease in leases if lease is not None]


def test_one_firm_never_takes_all_loops(firm: Firm, other_firm: Firm, answers: list[Any]) -> None:
    early = clock.now() - timedelta(minutes=5)
    for subject in range(20):
        enqueue(KIND, firm.pk, subject, early)
    assert claimed_firms(6) == [firm.pk] * 3
    enqueue(KIND, other_firm.pk, 100)
    assert claimed_firms(6) == [other_firm.pk]


def test_firms_take_turns(firm: Firm, other_firm: Firm, answers: list[Any]) -> None:
    early = clock.now() - timedelta(minutes=5)
    for subject in range(9):
        enqueue(KIND, firm.pk, subject, early)
        enqueue(KIND, other_firm.pk, 100 + subject)
    assert claimed_firms(4) == [firm.pk, other_firm.pk, firm.pk, other_firm.pk]


def test_what_somebody_waits_for_comes_first_and_has_a_loop_of_its_own(
    firm: Firm, answers: list[Any]
) -> None:
    early = clock.now() - timedelta(minutes=5)
    for subject in range(9):
        enqueue(KIND, firm.pk, subject, early)
    assert len(claimed_firms(9)) == MOST_A_FIRM
    enqueue(KIND, firm.pk, 8, is_urgent=True)
    enqueue(KIND, firm.pk, 7, is_urgent=True)
    lease = claim("one more")
    assert lease is not None
    assert (lease.subject_id, lease.is_urgent) == (7, True)
    assert claim("yet another") is None


def test_urgency_is_of_one_run(firm: Firm, answers: list[Any]) -> None:
    answers += [clock.now, None]
    enqueue(KIND, firm.pk, 1, is_urgent=True)
    assert [work_once().is_urgent, work_once().is_urgent] == [True, False]


def test_urgency_asked_for_during_a_run_is_of_the_next(firm: Firm, answers: list[Any]) -> None:
    answers += [lambda: enqueue(KIND, firm.pk, 1, is_urgent=True), None]
    enqueue(KIND, firm.pk, 1)
    assert [work_once().is_urgent, work_once().is_urgent] == [False, True]


def test_abandoned_operations_do_not_count_as_under_way(firm: Firm, answers: list[Any]) -> None:
    for subject in range(MOST_A_FIRM + 1):
        enqueue(KIND, firm.pk, subject)
    claimed_firms(MOST_A_FIRM)
    Operation.across_firms.filter(status=Status.LEASED).update(lease_until=clock.now())
    assert len(claimed_firms(9)) == MOST_A_FIRM
