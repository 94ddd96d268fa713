from datetime import timedelta
from typing import Any

from minutebook.firms.models import User
from minutebook.practice_manager.budget import PAUSED, WORDS
from minutebook.practice_manager.delivery.calls import send
from minutebook.practice_manager.delivery.services import (
    retry,
)
from minutebook.practice_manager.delivery.tests.conftest import (
    AskForClient,
    calls_of,
    work,
    work_once,
)
from minutebook.practice_manager.delivery.tests.test_run import attempts, order, the_step
from minutebook.practice_manager.limiter import Why
from minutebook.practice_manager.models import CallBudget, Connection, DeliveryStep
from minutebook.practice_manager.services import pause, resume
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim
from minutebook.xpm_sandbox.server import SandboxServer

Status = DeliveryStep.Status


def test_used_up_budget_makes_the_step_wait_without_an_attempt(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient
) -> None:
    until = clock.now() + timedelta(hours=1)
    CallBudget.across_firms.create(firm_id=connected.firm_id, connection=connected, blocked_until=until)
    delivery = ask()
    assert work_once(delivery) == "waiting"
    assert (the_step().not_before, the_step().sends, attempts()) == (until, 0, [])
    assert (delivery.next_at, Operation.across_firms.get().due_at) == (until, until)
    CallBudget.across_firms.update(blocked_until=None)
    retry(delivery, connected.connected_by)
    assert work(delivery) == "done"


def test_used_up_budget_is_no_proof_that_nothing_was_made(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient, settings: Any
) -> None:
    order(sandbox, "lost_reply")
    settings.XPM_GRACE_SECONDS = 60
    delivery = ask()
    work_once(delivery)
    DeliveryStep.across_firms.update(not_before=None)
    until = clock.now() + timedelta(hours=1)
    CallBudget.across_firms.update(blocked_until=until)
    Operation.across_firms.update(due_at=clock.now())
    assert work_once(delivery) == "under way"
    assert (the_step().status, the_step().empty_probes, the_step().not_before) == (Status.UNKNOWN, 0, until)
    assert attempts() == [("send", "not known", None)]


def test_long_wait_for_calls_says_why(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient
) -> None:
    until = clock.now() + timedelta(hours=1)
    CallBudget.across_firms.create(firm_id=connected.firm_id, connection=connected, blocked_until=until)
    delivery = ask()
    assert (work_once(delivery), delivery.reason) == ("waiting", WORDS[Why.LIMIT])


def test_delivery_says_when_xpm_does_not_answer_and_goes_on_when_it_does(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient
) -> None:
    until = clock.now() + timedelta(seconds=30)
    CallBudget.across_firms.create(
        firm_id=connected.firm_id, connection=connected, down_until=until, down_seconds=30
    )
    delivery = ask()
    assert (work_once(delivery), delivery.reason, delivery.next_at) == ("waiting", WORDS[Why.DOWN], until)
    assert (attempts(), calls_of(sandbox, "client.api")) == ([], 0)
    CallBudget.across_firms.update(down_until=clock.now())
    DeliveryStep.across_firms.update(not_before=None)
    Operation.across_firms.update(due_at=clock.now())
    assert (work(delivery), delivery.reason) == ("done", "")
    assert CallBudget.across_firms.get().down_until is None


def test_nothing_is_sent_while_calls_are_paused(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient, administrator: User
) -> None:
    pause(connected, administrator)
    delivery = ask()
    assert (work_once(delivery), delivery.reason) == ("held", PAUSED)
    assert sandbox.world.ledger.entries == []
    resume(connected, administrator)
    assert (work(delivery), delivery.reason) == ("done", "")


def test_pause_stops_a_delivery_between_two_calls(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient, administrator: User
) -> None:
    delivery = ask()
    lease = claim("slow")
    assert lease is not None
    stale = the_step()
    pause(connected, administrator)
    assert send(lease, delivery.connection, stale) is False
    assert (the_step().reason, sandbox.world.ledger.entries) == (PAUSED, [])


def test_what_a_person_waits_for_asks_in_the_first_class(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient, settings: Any
) -> None:
    """Job writes have used the pace up to their own mark."""
    settings.XPM_CALLS_PER_MINUTE = 6
    delivery = ask()
    ahead = clock.now() + timedelta(seconds=25)
    CallBudget.across_firms.create(firm_id=connected.firm_id, connection=connected, arrival_at=ahead)
    assert work_once(delivery) == "waiting"
    retry(delivery, connected.connected_by)
    assert work_once(delivery) == "done"
