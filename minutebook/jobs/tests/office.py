"""An office whose waiting takes no time: one sandbox a module, its world anew for each test, and a virtual clock.

Lease, grace and waits are those of an installation.
"""

import gc
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from joserfc.jwk import RSAKey

from minutebook.firms.models import Firm, User
from minutebook.jobs.tests.watch import Wire
from minutebook.practice_manager.models import Client, Connection, JobTemplate, Staff
from minutebook.practice_manager.tests.conftest import make_connection
from minutebook.practice_manager.tests.virtual import VirtualClock, virtual
from minutebook.practice_manager.tests.worlds import PRACTICE, seed
from minutebook.xpm_sandbox.server import SandboxServer
from minutebook.xpm_sandbox.world import World

KEYS = cycle(
    [
        dict(RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": kid}).as_dict(private=True))
        for kid in ("one case", "the next")
    ]
)


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    """One sandbox for all cases: each begins with its world anew."""
    sandbox = SandboxServer(seed())
    sandbox.app = Wire(sandbox.app)
    with sandbox:
        # What stands by now stays: to look through it again and again takes a third of the time.
        gc.freeze()
        kept = gc.get_threshold()
        gc.set_threshold(100_000)
        yield sandbox
        gc.set_threshold(*kept)
        gc.unfreeze()


def begin_anew(server: SandboxServer) -> None:
    """The first world again, signing with the next key: no call of the case before is taken for one of this case."""
    world = World.from_seed(server.app.sandbox.first.to_dict())
    world.signing_key = next(KEYS)
    server.app.sandbox.become(world)


@pytest.fixture
def sandbox(server: SandboxServer, settings: Any) -> SandboxServer:
    """A fresh world, that the settings point at."""
    begin_anew(server)
    settings.XERO_CLIENT_ID, settings.XERO_CLIENT_SECRET = "app", "app-secret"
    settings.XERO_LOGIN_URL = settings.XERO_IDENTITY_URL = settings.XERO_API_URL = server.url
    settings.XPM_CALLS_PER_MINUTE = 60_000
    settings.XPM_READ_TIMEOUT_SECONDS = 0.3
    return server


@pytest.fixture
def hands(sandbox: SandboxServer) -> Iterator[VirtualClock]:
    """Waiting takes no time."""
    with virtual(sandbox) as hands:
        yield hands


@pytest.fixture
def ready(hands: VirtualClock, sandbox: SandboxServer, firm: Firm, administrator: User) -> Connection:
    """A connection whose lists hold what the practice holds."""
    tokens = sandbox.grant(tenants=[PRACTICE])
    connection = make_connection(firm, administrator, tenant_id=PRACTICE, is_active=True)
    connection.seal_tokens(tokens["access_token"], tokens["refresh_token"])
    connection.access_expires_at = None
    connection.save()
    tenant = next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)
    own = {"firm": firm, "connection": connection}
    for model, rows, more in (
        (Staff, tenant.staff, {}),
        (Client, tenant.clients, {}),
        (JobTemplate, tenant.templates, {"learnt_costs": [], "learnt_at": hands.now()}),
    ):
        model.across_firms.bulk_create(model(**own, uuid=row.uuid, name=row.name, **more) for row in rows)
    return connection
