"""Consent that is lost, seems lost, or cannot be opened any more."""

from typing import Any

from cryptography.fernet import Fernet

from minutebook.practice_manager.delivery.calls import _checked_access
from minutebook.practice_manager.delivery.tests.conftest import AskForClient, calls_of, work
from minutebook.practice_manager.models import Connection, DeliveryStep
from minutebook.xpm.errors import ReconnectNeeded, RetryLater
from minutebook.xpm_sandbox.server import SandboxServer


def test_refusal_beside_a_renewal_of_the_token_is_tried_again(connected: Connection) -> None:
    refused = ReconnectNeeded("Xero refuses our access.")
    Connection.across_firms.update(token_version=connected.token_version + 1)
    checked = _checked_access(connected, refused)
    assert (type(checked), connected.status) == (RetryLater, Connection.Status.CONNECTED)
    connected.refresh_from_db()
    assert _checked_access(connected, refused) is refused
    assert connected.status == Connection.Status.RECONNECT


def test_lost_key_of_the_tokens_holds_everything_and_sends_nothing(
    sandbox: SandboxServer, connected: Connection, ask: AskForClient, settings: Any
) -> None:
    settings.TOKEN_KEYS = [Fernet.generate_key()]
    delivery, before = ask(), calls_of(sandbox, "")
    assert work(delivery) == "held"
    connected.refresh_from_db()
    problem = "A stored secret cannot be opened: check MINUTEBOOK_TOKEN_KEYS."
    assert (connected.status, connected.problem) == (Connection.Status.RECONNECT, problem)
    step = DeliveryStep.across_firms.get()
    assert (calls_of(sandbox, ""), step.sends, step.status) == (before, 0, DeliveryStep.Status.HELD)
