"""Fixtures of this slice: a sandbox over a real socket, a connection to it, and makers of copies."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.models import Client, Connection
from minutebook.practice_manager.tests.worlds import PRACTICE, REDIRECT_URI, seed
from minutebook.work import clock
from minutebook.xpm_sandbox.server import SandboxServer

MakeClient = Callable[..., Client]
MakeContact = Callable[..., Contact]


@pytest.fixture
def sandbox(settings: Any) -> Iterator[SandboxServer]:
    """An imitation of Xero that the settings point at; limits that no test waits for."""
    with SandboxServer(seed()) as server:
        settings.BASE_URL = REDIRECT_URI.split("/settings/")[0]
        settings.XERO_CLIENT_ID, settings.XERO_CLIENT_SECRET = "app", "app-secret"
        settings.XERO_LOGIN_URL = settings.XERO_IDENTITY_URL = settings.XERO_API_URL = server.url
        settings.XPM_CALLS_PER_MINUTE = 60_000
        settings.XPM_READ_TIMEOUT_SECONDS = 5
        yield server


@pytest.fixture
def connected(sandbox: SandboxServer, firm: Firm, administrator: User) -> Connection:
    """A connection to the sandbox's practice, with its real tokens."""
    tokens = sandbox.grant(tenants=[PRACTICE])
    connection = make_connection(firm, administrator, tenant_id=PRACTICE)
    connection.seal_tokens(tokens["access_token"], tokens["refresh_token"])
    connection.save()
    return connection


@pytest.fixture
def connection(firm: Firm, administrator: User) -> Connection:
    """A connected practice with nothing read yet, and nothing behind it."""
    return make_connection(firm, administrator)


@pytest.fixture
def make_client(connection: Connection) -> MakeClient:
    """Makes a client of the connection; the uuid is made from the count."""

    def make(name: str, **fields: Any) -> Client:
        number = Client.across_firms.count() + 1
        return Client.across_firms.create(
            firm_id=connection.firm_id, connection=connection, uuid=f"uuid-{number}", name=name, **fields
        )

    return make


@pytest.fixture
def make_contact(firm: Firm) -> MakeContact:
    """Makes a company contact of the firm."""

    def make(name: str, **fields: Any) -> Contact:
        return Contact.across_firms.create(firm=firm, name=name, **({"kind": "company"} | fields))

    return make


def make_connection(firm: Firm, user: User, **fields: Any) -> Connection:
    """A connection with tokens that are good for an hour."""
    wanted: dict[str, Any] = {"tenant_id": "tenant-1", "tenant_name": "Ngata & Walker", "connected_by": user}
    connection = Connection(firm=firm, **(wanted | fields))
    connection.seal_tokens("access-1", "refresh-1")
    connection.access_expires_at = clock.now() + timedelta(hours=1)
    connection.save()
    return connection
