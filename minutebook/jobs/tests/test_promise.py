"""The promise: every job that was asked for ends as exactly one job with each cost once, or as a visible question.

Every fault of the sandbox is put on every call; afterwards the whole of what the sandbox holds is compared.
"""

from collections.abc import Callable
from typing import Any

import pytest

from minutebook.firms.models import User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.crashes import in_turn
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.practice_manager.delivery.services import retry
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status = Delivery.Status
CALLS = {"create": "*job.api/add", "assign": "*job.api/assign", "cost": "*job.api/cost"}
FAULTS: dict[str, dict[str, Any]] = {
    "lost_reply": {},
    "slow": {"seconds": 1.3},
    "late": {"seconds": 1.3},
    "cut_reply": {},
    "reset_before": {},
    "500 executed": {"kind": "status", "code": 500, "executed": True},
    "500 not executed": {"kind": "status", "code": 500, "executed": False},
    "503": {"kind": "status", "code": 503, "executed": False},
    "404": {"kind": "status", "code": 404, "executed": False},
    "in use": {"kind": "error_200", "text": "Job number in use", "executed": False},
    "html": {},
    "empty": {},
    "redirect": {},
    "xml_bomb": {},
    "rate_minute": {"seconds": 1},
    "expired_token": {},
}


@pytest.mark.parametrize(("name", "call", "numbering"), [*in_turn(FAULTS, CALLS)])
def test_one_fault_ends_in_one_job_or_a_question(
    sandbox: SandboxServer,
    ready: Connection,
    ask: AskForJob,
    preparer: User,
    name: str,
    call: str,
    numbering: str,
) -> None:
    ready.numbering = numbering
    ready.save()
    before = world_jobs(sandbox)
    fault = {"kind": name, "path": CALLS[call], "method": "*"} | FAULTS[name]
    sandbox.app.sandbox.faults.faults.append(Fault(**fault))
    job = ask()
    status = settle(job)
    if (name, call) == ("in use", "assign"):
        # An error of a call that sets a value is shown at once; pressing Retry is safe.
        assert status == Status.REFUSED
        retry(Delivery.across_firms.get(pk=job.delivery_id), preparer)
        status = settle(job)
    made = world_jobs(sandbox)[len(before) :]
    expected = expected_job(job)
    if status == Status.DONE:
        assert [as_made(found) for found in made] == [expected]
        return
    assert status == Status.QUESTION
    assert (numbering, call) == ("series", "create"), "own numbers and later steps never need a person here"
    assert len(made) <= 1


UNKNOWNS: list[dict[str, Any]] = [
    {"cost_answer": "status_only"},
    {"element_order": "doc"},
    {"api_method": "absent"},
    {"list_uuid": "absent"},
    {"list_lag": 1.0},
    {"list_midnight": "utc"},
    {"client_number_limit": 6},
    {"idempotency_key": "honoured"},
    {"assign_again": "error"},
    {"mixed_assign": "rest_applies"},
    {"unknown_elements": "refused"},
    {"own_id_clash": "second_job"},
    {"deleted_id": "not"},
]


@pytest.mark.parametrize(
    ("mode", "call", "numbering"),
    [*in_turn(UNKNOWNS, CALLS)],
    ids=lambda value: value if isinstance(value, str) else "-".join(map(str, *value.items())),
)
def test_each_unknown_answer_of_xpm_is_lived_with(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, mode: dict[str, Any], call: str, numbering: str
) -> None:
    ready.numbering = numbering
    ready.save()
    sandbox.world.modes.change(mode)
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS[call]))
    before = world_jobs(sandbox)
    job = ask()
    assert settle(job) == Status.DONE
    assert [as_made(found) for found in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


@pytest.mark.parametrize("repeats_once", [False, True])
def test_job_not_found_in_the_series_is_sent_once_more_where_the_firm_wants_it(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, repeats_once: bool
) -> None:
    Connection.across_firms.filter(pk=ready.pk).update(repeats_once=repeats_once)
    ready.refresh_from_db()
    before = world_jobs(sandbox)
    for _ in range(2):
        sandbox.app.sandbox.faults.faults.append(Fault("reset_before", path=CALLS["create"], method="*"))
    job = ask()
    # The second send is lost as well: then a person is asked in any case.
    assert settle(job) == Status.QUESTION
    step = DeliveryStep.across_firms.get(delivery=job.delivery, kind="job.create")
    assert step.attempts.filter(purpose="send").count() == (2 if repeats_once else 1)
    assert world_jobs(sandbox) == before


@pytest.mark.parametrize("place", ["marks_client_number", "marks_description"])
def test_reference_in_one_place_is_enough_to_find_the_job(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, place: str
) -> None:
    ready.marks_client_number = ready.marks_description = False
    setattr(ready, place, True)
    ready.save()
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path=CALLS["create"]))
    before = world_jobs(sandbox)
    job = ask()
    assert settle(job) == Status.DONE
    (made,) = world_jobs(sandbox)[len(before) :]
    assert job.delivery is not None
    marker = job.delivery.marker
    words = job.description + (f"\n[ref {marker}]" if place == "marks_description" else "")
    number = marker if place == "marks_client_number" else ""
    assert (made["description"], made["client_order_number"]) == (words, number)


def test_refusal_waits_with_xpms_words_and_retry_makes_the_job(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob
) -> None:
    sandbox.app.sandbox.faults.faults.append(
        Fault("error_200", path=CALLS["create"], text="Invalid job template identifier")
    )
    job = ask()
    assert settle(job) == Status.REFUSED
    assert Delivery.across_firms.get(pk=job.delivery_id).reason == "Invalid job template identifier"
    assert Job.across_firms.get(pk=job.pk).number == ""


def test_complete_is_set_after_the_costs(sandbox: SandboxServer, ready: Connection, ask: AskForJob) -> None:
    before = world_jobs(sandbox)
    job = ask(state="complete")
    assert settle(job) == Status.DONE
    made = world_jobs(sandbox)[len(before) :]
    assert [(one["state"], len(one["costs"])) for one in made] == [("COMPLETED", 2)]


def test_nothing_is_sent_while_the_consent_is_gone(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob
) -> None:
    ready.status = Connection.Status.RECONNECT
    ready.save()
    before = world_jobs(sandbox)
    job = ask()
    assert settle(job) == Status.HELD
    assert world_jobs(sandbox) == before
