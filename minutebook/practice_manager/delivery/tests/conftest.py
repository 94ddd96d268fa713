"""Deliveries of one client against the sandbox, with times that a test can wait for."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm
from minutebook.practice_manager.clients import new_client_payload
from minutebook.practice_manager.delivery.services import NewStep, new_delivery, start
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.practice_manager.tests import conftest as practice
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.server import SandboxServer

sandbox, connected = practice.sandbox, practice.connected
NAME = 'Kōwhai & Sons <"Whenua"> Pty Ltd'
AskForClient = Callable[..., Delivery]
SETTLED = {"done", "question", "refused", "held", "cancelled"}


@pytest.fixture
def quick(settings: Any) -> None:
    """Lease over read time-out, grace over both answers."""
    settings.XPM_READ_TIMEOUT_SECONDS = 0.4
    settings.XPM_LEASE_SECONDS = 1.0
    settings.XPM_GRACE_SECONDS = 0.2
    settings.XPM_SECOND_PROBE_SECONDS = 0.1


@pytest.fixture
def contact(firm: Firm) -> Contact:
    """A company that XPM does not know."""
    made: Contact = Contact.across_firms.create(
        firm=firm, kind="company", name=NAME, acn="004085616", email="office@kowhai.example",
        line_1="1 Sea St", line_2="Level 2 <rear>", suburb="Bondi", state="NSW", postcode="2026",
    )  # fmt: skip
    return made


@pytest.fixture
def ask(connected: Connection, contact: Contact, quick: None) -> AskForClient:
    """Ask for the client of the contact."""

    payload = new_client_payload(contact, connected)

    def ask_for(steps: int = 1) -> Delivery:
        delivery = new_delivery(connected, "client")
        start(delivery, [NewStep("client.create", payload)] * steps)
        return delivery

    return ask_for


def work(delivery: Delivery, seconds: float = 10) -> str:
    """Work until the delivery is settled or waits for a person; its status."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        Worker().work(until_idle=True)
        delivery.refresh_from_db()
        if delivery.status in SETTLED:
            return str(delivery.status)
        time.sleep(0.03)
    raise AssertionError(f"not settled: {delivery.status} {list(delivery.steps.values())}")


def work_once(delivery: Delivery) -> str:
    """Work until nothing is due, without waiting; its status."""
    Worker().work(until_idle=True)
    delivery.refresh_from_db()
    return str(delivery.status)


def clients_in(sandbox: SandboxServer, name: str = NAME) -> list[dict[str, Any]]:
    """The clients of this name that the sandbox holds."""
    tenant = next(one for one in sandbox.world.to_dict()["tenants"] if one["tenant_id"] == PRACTICE)
    return [client for client in tenant["clients"] if client["name"] == name]


def calls_of(sandbox: SandboxServer, path: str) -> int:
    """How many calls with this in their path have reached the sandbox."""
    return sum(path in entry.path for entry in sandbox.world.ledger.entries)
