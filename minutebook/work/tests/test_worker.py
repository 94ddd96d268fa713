import os
import signal
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from minutebook.core.migrations_check import pending_migrations
from minutebook.firms.models import Firm
from minutebook.work import clock, worker
from minutebook.work.lease import Lease
from minutebook.work.models import Heartbeat, Operation
from minutebook.work.registry import _RUNS, known_kinds, operation, run_for
from minutebook.work.services import enqueue
from minutebook.work.tests.side import together
from minutebook.work.worker import Worker, Workers, worker_is_alive

KIND = "test.work"


@pytest.fixture
def done() -> Iterator[list[int]]:
    """The subjects that were run, in order."""
    subjects: list[int] = []

    @operation(KIND)
    def note(lease: Lease) -> datetime | None:
        subjects.append(lease.subject_id)
        return None

    yield subjects
    del _RUNS[KIND]


@pytest.fixture
def signals_kept() -> Iterator[None]:
    """The handlers of this process as they were."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def test_worker_runs_all_that_is_due_and_stops_when_idle(firm: Firm, done: list[int]) -> None:
    for subject in (3, 1, 2):
        enqueue(KIND, firm.pk, subject)
    enqueue(KIND, firm.pk, 9, clock.now() + timedelta(hours=1))
    Worker().work(until_idle=True)
    assert done == [3, 1, 2]


def test_one_bad_operation_does_not_stop_the_others(firm: Firm, done: list[int]) -> None:
    @operation("test.bad")
    def fail(lease: Lease) -> datetime | None:
        raise RuntimeError("no")

    enqueue("test.bad", firm.pk, 1)
    enqueue(KIND, firm.pk, 2)
    Worker().work(until_idle=True)
    del _RUNS["test.bad"]
    assert done == [2]


def test_sigterm_ends_the_loop_after_the_operation_under_way(
    firm: Firm, done: list[int], signals_kept: None
) -> None:
    @operation("test.last")
    def ask_to_stop(lease: Lease) -> datetime | None:
        os.kill(os.getpid(), signal.SIGTERM)
        return None

    try:
        enqueue("test.last", firm.pk, 1)
        enqueue(KIND, firm.pk, 2)
        workers = Workers(2)
        workers.stop_on_signals()
        workers.loops[0].work()
    finally:
        del _RUNS["test.last"]
    assert list(Operation.across_firms.order_by("id").values_list("kind", "status")) == [
        ("test.last", "done"),
        (KIND, "ready"),
    ]
    assert done == []
    assert [loop.stopping for loop in workers.loops] == [True, True]


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs connections side by side")
def test_long_operation_does_not_keep_the_others_waiting(firm: Firm, done: list[int]) -> None:
    finished, workers = threading.Event(), Workers()

    @operation("test.long")
    def wait_for_the_short_one(lease: Lease) -> datetime | None:
        assert finished.wait(20)
        for loop in workers.loops:
            loop.stopping = True
        return None

    @operation("test.short")
    def end(lease: Lease) -> datetime | None:
        finished.set()
        return None

    try:
        enqueue("test.long", firm.pk, 1)
        enqueue("test.short", firm.pk, 2)
        workers.work()
    finally:
        del _RUNS["test.long"], _RUNS["test.short"]
    assert set(Operation.across_firms.values_list("status", "failures")) == {("done", 0)}


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs connections side by side")
def test_loop_waits_out_a_database_that_is_away(firm: Firm) -> None:
    loop = Worker()

    @operation("test.stop")
    def stop(lease: Lease) -> datetime | None:
        loop.stopping = True
        return None

    def bring_back() -> None:
        time.sleep(0.5)
        rename("away", "work_operation")

    try:
        enqueue("test.stop", firm.pk, 1)
        rename("work_operation", "away")
        together([loop.work_through_faults, bring_back])
    finally:
        del _RUNS["test.stop"]
    assert Operation.across_firms.get().status == "done"


def rename(old: str, new: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {old} RENAME TO {new}")


def test_worker_is_alive_while_it_works_and_gone_afterwards(firm: Firm) -> None:
    seen: list[bool] = []

    @operation("test.look")
    def look(lease: Lease) -> datetime | None:
        seen.append(worker_is_alive())
        return None

    enqueue("test.look", firm.pk, 1)
    Worker().work(until_idle=True)
    del _RUNS["test.look"]
    assert (seen, worker_is_alive()) == ([True], False)


@pytest.mark.parametrize(("seconds", "alive"), [(0, True), (19, True), (21, False)])
def test_worker_without_sign_of_life_counts_as_gone(db: None, seconds: int, alive: bool) -> None:
    Heartbeat.objects.create(worker="killed -9", at=clock.now() - timedelta(seconds=seconds))
    assert worker_is_alive() is alive


def test_two_workers_of_one_process_have_different_names() -> None:
    assert Worker().name != Worker().name


def test_worker_command_says_its_name_and_stops_when_idle(db: None, capsys: Any, signals_kept: None) -> None:
    call_command("worker", until_idle=True)
    assert capsys.readouterr().out.startswith("worker ")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", ["worker --until-idle", "serve", "sync", "createuser a@b.example --firm N"])
def test_command_refuses_a_database_that_is_older_than_the_code(db: None, words: str) -> None:
    assert not pending_migrations()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'work'")
    try:
        with pytest.raises(CommandError, match="minutebook migrate"):
            call_command(*words.split())
    finally:
        call_command("migrate", "work", fake=True, verbosity=0)


def test_registry_knows_every_kind_that_is_enqueued() -> None:
    wanted = {"companies.effect", "mail.send", "practice_manager.deliver", "practice_manager.sync"}
    assert wanted <= set(known_kinds())
    with pytest.raises(KeyError):
        run_for("from.the.future")


def test_polling_is_far_quicker_than_a_person_notices() -> None:
    assert worker.POLL_SECONDS <= 0.5
