"""The command that reads the lists without a browser."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from minutebook.practice_manager.models import Client, Connection
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer


def test_sync_reads_every_practice(connected: Connection) -> None:
    said = StringIO()
    call_command("sync", stdout=said)
    assert said.getvalue() == "Ngata & Walker: 4 clients, complete\n"
    assert Client.across_firms.count() == 4


def test_sync_fails_when_a_reading_breaks(connected: Connection, sandbox: SandboxServer) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("cut_reply", path="client.api/list"))
    with pytest.raises(CommandError):
        call_command("sync", stdout=StringIO())


@pytest.mark.django_db
def test_sync_without_a_practice_says_what_to_do() -> None:
    with pytest.raises(CommandError, match="Connect one in Settings"):
        call_command("sync", stdout=StringIO())


def test_sync_says_which_practice_must_sign_in_again(connected: Connection) -> None:
    Connection.across_firms.update(status="reconnect", problem="Sign in to Xero again.")
    said = StringIO()
    with pytest.raises(CommandError, match="Not every reading is complete"):
        call_command("sync", stdout=said)
    assert said.getvalue() == "Ngata & Walker: Sign in to Xero again.\n"
