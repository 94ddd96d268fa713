from datetime import UTC, datetime
from typing import Any

import pytest

from minutebook.jobs.models import Job
from minutebook.jobs.progress import Stage, _can_retry, _stages, progress_of
from minutebook.jobs.questions import Compared, _shown
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep

Status = DeliveryStep.Status


def step(kind: str, status: str, **fields: Any) -> DeliveryStep:
    return DeliveryStep(kind=kind, status=status, payload={"role": "complete"}, **fields)


def test_costs_are_one_stage_that_counts() -> None:
    steps = [
        step("job.create", Status.DONE),
        *(step("job.cost", one) for one in (Status.DONE, Status.STAGED)),
    ]
    assert _stages(steps) == (
        Stage("Job made", "done", "ok"),
        Stage("Costs added", "1 of 2 done, to do", "off"),
    )


def test_most_urgent_cost_speaks_for_all() -> None:
    steps = [step("job.cost", Status.UNKNOWN), step("job.cost", Status.REFUSED, reason="Job is completed")]
    assert _stages(steps) == (Stage("Costs added", "0 of 2 done, refused", "danger", "Job is completed"),)


def test_each_change_of_state_is_a_stage() -> None:
    assert [
        one.title for one in _stages([step("job.state", Status.DONE), step("job.state", Status.STAGED)])
    ] == [
        "State set to Complete",
        "State set to Complete",
    ]


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_words(status: Status) -> None:
    assert _stages([step("job.assign", status)])[0].words


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2028-02-29", "29 Feb 2028"),
        ("2.5000", "2.5"),
        ("100.00", "100"),
        ("100", "100"),
        ("2026-99-99", "2026-99-99"),
        ("", ""),
    ],
)
def test_values_read_as_on_the_other_side(text: str, shown: str) -> None:
    assert _shown(text) == shown


@pytest.mark.parametrize(
    ("wanted", "found", "differs"),
    [("A  b", "A b", False), ("A", "a", True), ("", "J1", False), ("A", "", True)],
)
def test_only_what_was_wanted_can_differ(wanted: str, found: str, differs: bool) -> None:
    assert Compared("Name", wanted, found).differs is differs


def test_job_book_has_no_progress() -> None:
    assert progress_of(Job()) is None


@pytest.mark.parametrize("status", ["held", "refused"])
def test_nothing_is_retried_while_calls_are_paused(status: str) -> None:
    connection = Connection()
    delivery = Delivery(connection=connection, status=status)
    assert _can_retry(delivery, [])
    connection.paused_at = datetime.now(UTC)
    assert not _can_retry(delivery, [])
