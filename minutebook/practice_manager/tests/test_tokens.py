"""Tokens: refreshed once however many ask, stored before use, and a dead consent says so."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection as database

from minutebook.firms.models import Firm, User
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.tokens import REFRESH_LEASE, access_token, mark_reconnect
from minutebook.work import clock
from minutebook.xpm.errors import ReconnectNeeded, RetryLater
from minutebook.xpm.transport import SIGN_IN_TIMEOUTS
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

from .worlds import PRACTICE


def expire(connection: Connection) -> None:
    """Let the access token be over."""
    connection.access_expires_at = clock.now() - timedelta(minutes=1)
    connection.save()


def token_calls(sandbox: SandboxServer) -> list[int]:
    """The status of each call for tokens."""
    return [entry.status for entry in sandbox.world.ledger.entries if entry.path == "connect/token"]


def test_fresh_token_is_given_as_it_is(connected: Connection, sandbox: SandboxServer) -> None:
    stored = connected.access_token
    assert access_token(connected) == stored
    assert token_calls(sandbox) == []


def test_old_token_is_refreshed_and_stored(connected: Connection, sandbox: SandboxServer) -> None:
    expire(connected)
    before = connected.refresh_token
    fresh = access_token(connected)
    stored = Connection.across_firms.get()
    assert (stored.access_token, stored.token_version, stored.refresh_lease_until) == (fresh, 1, None)
    assert stored.refresh_token != before
    assert stored.access_expires_at is not None
    assert stored.access_expires_at > clock.now() + timedelta(minutes=29)
    assert token_calls(sandbox) == [200]


def test_renew_takes_what_another_process_has_renewed(connected: Connection, sandbox: SandboxServer) -> None:
    ours = Connection.across_firms.get()
    theirs = access_token(connected, renew=True)
    assert access_token(ours, renew=True) == theirs
    assert token_calls(sandbox) == [200]
    assert access_token(ours, renew=True) != theirs
    assert token_calls(sandbox) == [200, 200]


def test_lost_answer_lets_the_old_token_try_again(connected: Connection, sandbox: SandboxServer) -> None:
    expire(connected)
    sandbox.app.sandbox.faults.faults.append(Fault("lost_reply", path="connect/token"))
    with pytest.raises(RetryLater):
        access_token(connected)
    stored = Connection.across_firms.get()
    assert (stored.status, stored.refresh_lease_until) == ("connected", None)
    assert access_token(stored)
    assert token_calls(sandbox) == [200, 200]


def test_dead_consent_asks_for_a_person(connected: Connection, sandbox: SandboxServer) -> None:
    expire(connected)
    connected.seal_tokens("old", "never given")
    connected.save()
    with pytest.raises(ReconnectNeeded):
        access_token(connected)
    stored = Connection.across_firms.get()
    assert (stored.status, bool(stored.problem), stored.refresh_lease_until) == ("reconnect", True, None)
    with pytest.raises(ReconnectNeeded):
        access_token(stored)
    assert token_calls(sandbox) == [400]


def test_dead_consent_does_not_undo_a_new_one(connected: Connection) -> None:
    stale = Connection.across_firms.get()
    Connection.across_firms.update(token_version=5)
    mark_reconnect(stale)
    assert stale.status == "connected"


def test_abandoned_lease_is_taken_over(connected: Connection, sandbox: SandboxServer) -> None:
    expire(connected)
    Connection.across_firms.update(refresh_lease_until=clock.now() - timedelta(seconds=1))
    assert access_token(connected)
    assert token_calls(sandbox) == [200]


def test_refresh_ends_before_another_process_may_take_its_turn() -> None:
    # to connect, then the whole answer, then the one piece that comes too late
    limits = SIGN_IN_TIMEOUTS
    assert timedelta(seconds=2 * limits.connect + limits.whole + limits.read) < REFRESH_LEASE


ASKERS = """
import sys
from concurrent.futures import ThreadPoolExecutor
import django
django.setup()
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.tokens import access_token
def ask(number):
    return access_token(Connection.across_firms.get(), renew=False)
with ThreadPoolExecutor(5) as pool:
    print("\\n".join(pool.map(ask, range(5))))
"""
SETTING_UP = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from datetime import timedelta
from minutebook.firms.models import Firm
from minutebook.practice_manager.models import Connection
from minutebook.work import clock
connection = Connection(firm=Firm.objects.create(name="F"), tenant_id=sys.argv[1], tenant_name="T")
connection.seal_tokens("old", sys.argv[2])
connection.access_expires_at = clock.now()
connection.save()
"""


def test_twenty_askers_in_four_processes_refresh_once(sandbox: SandboxServer, tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "minutebook.config.settings",
        "MINUTEBOOK_DATA_DIR": str(tmp_path),
        "XERO_CLIENT_ID": "app",
        "XERO_CLIENT_SECRET": "app-secret",
        "XERO_IDENTITY_URL": sandbox.url,
    }
    tokens = sandbox.grant(tenants=[PRACTICE])
    arguments = [sys.executable, "-c", SETTING_UP, PRACTICE, tokens["refresh_token"]]
    subprocess.run(arguments, env=environment, check=True, timeout=120)
    sandbox.app.sandbox.faults.faults.append(Fault("slow", path="connect/token", seconds=3))
    askers = [
        subprocess.Popen([sys.executable, "-c", ASKERS], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    answers = [asker.communicate(timeout=120)[0].split() for asker in askers]
    assert [len(answer) for answer in answers] == [5] * 4
    assert len({token for answer in answers for token in answer}) == 1
    assert token_calls(sandbox) == [200]


@pytest.mark.skipif(database.vendor != "postgresql", reason="threads share a test database only there")
@pytest.mark.django_db(transaction=True)
def test_twenty_threads_refresh_once(sandbox: SandboxServer, firm: Firm, administrator: User) -> None:
    tokens = sandbox.grant(tenants=[PRACTICE])
    connection = Connection(firm=firm, tenant_id=PRACTICE, tenant_name="T", connected_by=administrator)
    connection.seal_tokens("old", tokens["refresh_token"])
    expire(connection)
    sandbox.app.sandbox.faults.faults.append(Fault("slow", path="connect/token", seconds=1))

    def ask(number: int) -> str:
        try:
            return access_token(Connection.across_firms.get(pk=connection.pk))
        finally:
            database.close()

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(ask, range(20)))) == 1
    assert token_calls(sandbox) == [200]
