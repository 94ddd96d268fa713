from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database

from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.clients import new_client_payload
from minutebook.practice_manager.delivery.calls import _repeat_key, send
from minutebook.practice_manager.delivery.run import NOT_CONNECTED
from minutebook.practice_manager.delivery.services import (
    NewStep,
    make_again,
    new_delivery,
    resume_held,
    retry,
    start,
)
from minutebook.practice_manager.delivery.tests.conftest import (
    AskForClient,
    calls_of,
    clients_in,
    work,
    work_once,
)
from minutebook.practice_manager.models import Attempt, Connection, Delivery, DeliveryStep
from minutebook.practice_manager.tests.worlds import PRACTICE, SECOND_PRACTICE
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim, run
from minutebook.work.tests.side import together
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

Status = DeliveryStep.Status
ADD = "*client.api/add"


def order(sandbox: SandboxServer, kind: str, **fields: Any) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault(kind, **({"path": ADD} | fields)))


def the_step() -> DeliveryStep:
    return DeliveryStep.across_firms.get()


def attempts() -> list[tuple[str, str, int | None]]:
    return list(Attempt.across_firms.values_list("purpose", "outcome", "http_status"))


def test_call_is_made_once_and_written_down(sandbox: SandboxServer, ask: AskForClient) -> None:
    delivery = ask()
    assert work(delivery) == "done"
    made = clients_in(sandbox)
    assert len(made) == 1
    assert (delivery.results, the_step().remote_id, the_step().sends) == (
        {"client_uuid": made[0]["uuid"]},
        made[0]["uuid"],
        1,
    )
    attempt = Attempt.across_firms.get()
    assert attempts() == [("send", "done", 200)]
    assert (attempt.finished_at >= attempt.started_at, len(attempt.request_sha256)) == (True, 64)
    assert delivery.settled_at is not None
    assert Operation.across_firms.get().status == "done"


def test_delivery_that_is_woken_when_done_calls_nobody(sandbox: SandboxServer, ask: AskForClient) -> None:
    delivery = ask()
    work(delivery)
    start(delivery, [])
    assert (work(delivery), calls_of(sandbox, "client.api/add")) == ("done", 1)


def test_crash_in_the_middle_of_a_call_is_looked_up_after_the_grace(
    sandbox: SandboxServer, ask: AskForClient, settings: Any
) -> None:
    settings.XPM_GRACE_SECONDS = 60
    delivery = ask()
    now = clock.now()
    DeliveryStep.across_firms.update(status=Status.SENDING, sends=1, last_sent_at=now)
    step = the_step()
    Attempt.across_firms.create(
        firm_id=step.firm_id, step=step, purpose="send", worker="killed", lease_number=1, started_at=now
    )
    assert work_once(delivery) == "under way"
    first_look = the_step().not_before
    assert first_look is not None
    assert (the_step().status, first_look < now + timedelta(seconds=30)) == (Status.UNKNOWN, True)
    assert (attempts(), delivery.next_at) == ([("send", "interrupted", None)], first_look)
    DeliveryStep.across_firms.update(not_before=None)
    Operation.across_firms.update(due_at=clock.now())
    assert work_once(delivery) == "under way"
    assert (the_step().empty_probes, delivery.next_at) == (0, now + timedelta(seconds=60))
    assert calls_of(sandbox, "client.api/add") == 0


def test_lease_that_ends_before_the_first_byte_sends_nothing(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient, settings: Any
) -> None:
    delivery = ask()
    settings.XPM_LEASE_SECONDS = 0.25
    # Renewing the sign-in takes longer than the lease, and comes between the intent and the call.
    Connection.across_firms.update(access_expires_at=clock.now())
    order(sandbox, "slow", path="*connect/token", seconds=0.5)
    lease = claim("slow")
    assert lease is not None
    run(lease)
    assert (calls_of(sandbox, "client.api/add"), clients_in(sandbox)) == (0, [])
    assert (the_step().status, attempts()) == (Status.SENDING, [("send", "", None)])
    settings.XPM_LEASE_SECONDS = 5
    assert work(delivery) == "question"


def test_worker_that_lost_its_lease_writes_and_sends_nothing(
    sandbox: SandboxServer, ask: AskForClient
) -> None:
    delivery = ask()
    slow = claim("slow")
    Operation.across_firms.update(lease_until=clock.now())
    quick = claim("quick")
    assert slow is not None
    assert quick is not None
    run(slow)
    assert (attempts(), calls_of(sandbox, "client.api/add")) == ([], 0)
    run(quick)
    delivery.refresh_from_db()
    assert (delivery.status, len(clients_in(sandbox))) == ("done", 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(database.vendor != "postgresql", reason="needs two connections that write")
def test_two_workers_make_each_thing_once(
    sandbox: SandboxServer, connected: Connection, firm: Firm, quick: None
) -> None:
    names = [f"Company <{number}>" for number in range(6)]
    for name in names:
        contact = Contact.across_firms.create(firm=firm, kind="company", name=name)
        start(
            new_delivery(connected, "client"),
            [NewStep("client.create", new_client_payload(contact, connected))],
        )
    together([lambda: Worker().work(until_idle=True)] * 3)
    assert [len(clients_in(sandbox, name)) for name in names] == [1] * 6
    assert set(Delivery.across_firms.values_list("status", flat=True)) == {"done"}
    assert calls_of(sandbox, "client.api/add") == 6


def test_delivery_is_held_while_the_consent_is_gone_and_goes_on_afterwards(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient
) -> None:
    Connection.across_firms.update(status=Connection.Status.RECONNECT)
    delivery = ask()
    assert work(delivery) == "held"
    assert (calls_of(sandbox, "client.api/add"), the_step().status) == (0, Status.HELD)
    assert Operation.across_firms.get().due_at > clock.now() + timedelta(minutes=5)
    Connection.across_firms.update(status=Connection.Status.CONNECTED)
    connected.refresh_from_db()
    resume_held(connected)
    assert (work(delivery), len(clients_in(sandbox))) == ("done", 1)


def test_settled_delivery_is_not_looked_at_again_and_again_while_disconnected(
    sandbox: SandboxServer, ask: AskForClient
) -> None:
    delivery = ask()
    work(delivery)
    Connection.across_firms.update(status=Connection.Status.DISCONNECTED)
    start(delivery, [])
    work_once(delivery)
    assert Operation.across_firms.get().status == "done"


def test_delivery_never_goes_to_another_tenant(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient
) -> None:
    delivery = ask()
    Connection.across_firms.update(tenant_id=SECOND_PRACTICE)
    before = calls_of(sandbox, "")
    assert work(delivery) == "held"
    connected.refresh_from_db()
    resume_held(connected)
    assert (work(delivery), calls_of(sandbox, "")) == ("held", before)
    Connection.across_firms.update(tenant_id=PRACTICE)
    connected.refresh_from_db()
    resume_held(connected)
    assert (work(delivery), len(clients_in(sandbox))) == ("done", 1)


def test_answer_that_refuses_access_asks_to_sign_in_again(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient
) -> None:
    order(sandbox, "forbidden")
    delivery = ask()
    assert work(delivery) == "held"
    connected.refresh_from_db()
    assert (connected.status, bool(connected.problem)) == (Connection.Status.RECONNECT, True)
    assert (clients_in(sandbox), the_step().sends) == ([], 0)


def test_refusal_waits_with_xpms_words_and_retry_sends_again_under_the_same_marker(
    sandbox: SandboxServer, ask: AskForClient, preparer: User
) -> None:
    order(sandbox, "error_200", text="Business structure is invalid")
    delivery = ask()
    marker = delivery.marker
    assert (work(delivery), delivery.reason) == ("refused", "Business structure is invalid")
    assert work_once(delivery) == "refused"
    retry(delivery, preparer)
    assert (work(delivery), delivery.marker, len(clients_in(sandbox))) == ("done", marker, 1)


def test_refusal_after_a_busy_answer_is_still_a_plain_refusal(
    sandbox: SandboxServer, ask: AskForClient
) -> None:
    order(sandbox, "rate_minute", seconds=1)
    order(sandbox, "error_200", text="Business structure is invalid")
    delivery = ask()
    assert work(delivery) == "refused"
    assert [outcome for _, outcome, _ in attempts()] == ["told to wait", "refused"]


def test_server_that_cannot_be_reached_is_tried_again(
    sandbox: SandboxServer, ask: AskForClient, settings: Any
) -> None:
    settings.XERO_API_URL, there = "http://127.0.0.1:9", settings.XERO_API_URL
    delivery = ask()
    assert work_once(delivery) == "waiting"
    assert (the_step().status, the_step().sends, attempts()) == (
        Status.STAGED,
        0,
        [("send", "not sent", None)],
    )
    settings.XERO_API_URL = there
    DeliveryStep.across_firms.update(not_before=None)
    Operation.across_firms.update(due_at=clock.now())
    assert (work(delivery), len(clients_in(sandbox))) == ("done", 1)


def test_step_of_a_newer_version_is_left_alone(sandbox: SandboxServer, ask: AskForClient) -> None:
    delivery = ask()
    DeliveryStep.across_firms.update(kind="client.paint")
    before = calls_of(sandbox, "")
    work_once(delivery)
    assert (the_step().status, calls_of(sandbox, "")) == (Status.STAGED, before)
    operation = Operation.across_firms.get()
    assert (operation.status, operation.last_error) == (Operation.Status.READY, "")


def test_later_step_waits_for_one_that_blocks(sandbox: SandboxServer, ask: AskForClient) -> None:
    order(sandbox, "error_200", text="Business structure is invalid")
    delivery = ask(steps=2)
    assert work(delivery) == "refused"
    assert [step.status for step in delivery.steps.all()] == ["refused", "staged"]
    assert calls_of(sandbox, "client.api/add") == 1


def test_refusal_after_lost_access_is_still_a_plain_refusal(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient
) -> None:
    order(sandbox, "forbidden")
    order(sandbox, "error_200", text="Business structure is invalid")
    delivery = ask()
    assert work(delivery) == "held"
    Connection.across_firms.update(status=Connection.Status.CONNECTED)
    connected.refresh_from_db()
    resume_held(connected)
    delivery.refresh_from_db()
    Delivery.across_firms.update(status="waiting")
    assert work(delivery) == "refused"


def test_question_still_says_what_xpm_said(sandbox: SandboxServer, ask: AskForClient) -> None:
    order(sandbox, "error_200", text="Something about clients that nobody knows")
    delivery = ask()
    assert work(delivery) == "question"
    assert the_step().reason == delivery.reason == "Something about clients that nobody knows"


def test_repeats_of_one_doubt_carry_one_key_and_a_retry_another(
    sandbox: SandboxServer, ask: AskForClient, partner: User
) -> None:
    order(sandbox, "html")
    order(sandbox, "error_200", text="Business structure is invalid")
    delivery = ask()
    keys = [_repeat_key(the_step())]
    assert work(delivery) == "question"
    keys.append(_repeat_key(the_step()))
    make_again(the_step(), partner)
    assert work(delivery) == "refused"
    keys.append(_repeat_key(the_step()))
    assert keys[0] == keys[1] != keys[2]


def test_step_that_was_dropped_in_this_moment_is_not_sent(sandbox: SandboxServer, ask: AskForClient) -> None:
    delivery = ask()
    lease = claim("slow")
    assert lease is not None
    stale = the_step()
    DeliveryStep.across_firms.update(status=Status.CANCELLED)
    send(lease, delivery.connection, stale)
    assert (calls_of(sandbox, "client.api/add"), attempts(), the_step().status) == (0, [], Status.CANCELLED)


def test_question_says_what_became_of_the_call_not_of_the_looking(
    sandbox: SandboxServer, ask: AskForClient
) -> None:
    order(sandbox, "reset_before")
    order(sandbox, "status", method="GET", path="*", code=503)
    delivery = ask()
    while work_once(delivery) != "question":
        DeliveryStep.across_firms.update(not_before=None)
        Operation.across_firms.update(due_at=clock.now())
    call = Attempt.across_firms.get(purpose="send")
    assert Attempt.across_firms.filter(purpose="probe", outcome="could not be read").exists()
    assert delivery.reason == call.answer != ""


def test_held_delivery_says_why(sandbox: SandboxServer, ask: AskForClient, administrator: User) -> None:
    delivery = ask()
    Connection.across_firms.update(status="reconnect", problem="Sign in again.")
    assert (work_once(delivery), delivery.reason) == ("held", "Sign in again.")
    Connection.across_firms.update(status="disconnected", problem="")
    retry(delivery, administrator)
    assert (work_once(delivery), delivery.reason) == ("held", NOT_CONNECTED)
    Connection.across_firms.update(status="connected")
    retry(delivery, administrator)
    assert (work(delivery), delivery.reason, the_step().reason) == ("done", "", "")
