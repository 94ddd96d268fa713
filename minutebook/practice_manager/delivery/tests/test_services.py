from typing import Any

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, User
from minutebook.practice_manager.delivery.services import adopt, leave, make_again
from minutebook.practice_manager.delivery.tests.conftest import (
    NAME,
    AskForClient,
    calls_of,
    clients_in,
    work,
)
from minutebook.practice_manager.models import Client, Delivery, DeliveryStep
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer


@pytest.fixture
def absent(sandbox: SandboxServer, ask: AskForClient) -> Delivery:
    """A delivery in question: its call's outcome was not known and nothing was found."""
    sandbox.app.sandbox.faults.faults.append(Fault("reset_before", path="*client.api/add"))
    delivery = ask(steps=2)
    assert work(delivery) == "question"
    return delivery


def first(delivery: Delivery) -> Any:
    return delivery.steps.order_by("position")[0]


def test_question_without_a_find_has_no_candidates(absent: Delivery, sandbox: SandboxServer) -> None:
    step = first(absent)
    assert (step.candidates, step.empty_probes, clients_in(sandbox)) == ([], 2, [])
    assert calls_of(sandbox, "client.api/search") == 2


def test_make_again_sends_once_more(absent: Delivery, sandbox: SandboxServer, partner: User) -> None:
    absent.steps.filter(position=2).delete()
    make_again(first(absent), partner)
    assert (work(absent), len(clients_in(sandbox))) == ("done", 1)
    event = AuditEvent.across_firms.filter(action="delivery.answered").get()
    assert (event.user, event.facts["answer"], event.facts["step"]) == (partner, "make it again", 1)


def test_leave_drops_the_step_and_all_that_need_it(
    absent: Delivery, sandbox: SandboxServer, partner: User
) -> None:
    leave(first(absent), partner)
    assert work(absent) == "cancelled"
    assert [step.status for step in absent.steps.all()] == ["cancelled", "cancelled"]
    assert clients_in(sandbox) == []


def test_question_is_answered_once(absent: Delivery, sandbox: SandboxServer, partner: User) -> None:
    stale = first(absent)
    leave(first(absent), partner)
    for answer in (lambda: make_again(stale, partner), lambda: leave(stale, partner)):
        with pytest.raises(DomainError) as refused:
            answer()
        assert refused.value.code == "answered"
    assert (work(absent), clients_in(sandbox)) == ("cancelled", [])


def test_candidate_that_was_not_found_is_not_adopted(absent: Delivery, partner: User) -> None:
    with pytest.raises(DomainError) as refused:
        adopt(first(absent), "somebody else's", partner)
    assert refused.value.code == "candidate"
    assert work(absent) == "question"


def test_adopted_candidate_is_what_we_made(
    sandbox: SandboxServer, ask: AskForClient, partner: User, settings: Any
) -> None:
    # Somebody makes a client of the same name by hand while the answer to ours is lost.
    sandbox.app.sandbox.faults.faults += [Fault("lost_reply", path="*client.api/add") for _ in range(2)]
    settings.XPM_GRACE_SECONDS = 60
    by_hand, delivery = ask(), ask()
    Worker().work(until_idle=True)
    by_hand.steps.all().delete()
    DeliveryStep.across_firms.update(not_before=None)
    Operation.across_firms.update(due_at=clock.now())
    assert work(delivery) == "question"
    step = DeliveryStep.across_firms.get()
    assert [found["description"]["Client"] for found in step.candidates] == [NAME, NAME]
    chosen = step.candidates[0]["remote_id"]
    adopt(step, chosen, partner)
    assert work(delivery) == "done"
    step.refresh_from_db()
    assert (step.remote_id, step.candidates, delivery.results) == (chosen, [], {"client_uuid": chosen})
    assert Client.across_firms.get(uuid=chosen).contact.name == NAME
    assert len(clients_in(sandbox)) == 2
