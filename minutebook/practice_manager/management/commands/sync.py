"""`minutebook sync`: read the lists of every connected practice now, and say what came of it."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minutebook.core.migrations_check import require_migrated
from minutebook.practice_manager.models import Client, Connection
from minutebook.practice_manager.sync import ask_for_reading
from minutebook.work.worker import Worker, worker_is_alive

POLL_SECONDS = 0.5


class Command(BaseCommand):
    """Exit code 0 when every reading is complete, 1 when one is not, or the time is over."""

    help = "Read clients, staff, templates and standard costs of every connected practice."

    def add_arguments(self, parser: CommandParser) -> None:
        """How long to wait."""
        parser.add_argument("--wait-seconds", type=float, default=600.0)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for the readings, run the worker here if none lives, and wait."""
        require_migrated()
        known = Connection.across_firms.exclude(status=Connection.Status.DISCONNECTED).order_by("id")
        asked = [connection.pk for connection in known]
        if not asked:
            raise CommandError("No practice is connected. Connect one in Settings.")
        for connection in known.filter(status=Connection.Status.CONNECTED):
            ask_for_reading(connection)
        self._wait(asked, time.monotonic() + options["wait_seconds"])
        told = [self._tell(pk) for pk in asked]
        if not all(told):
            raise CommandError("Not every reading is complete.")

    def _wait(self, asked: list[int], until: float) -> None:
        under_way = Connection.across_firms.filter(pk__in=asked).exclude(sync_step="")
        while under_way.exists() and time.monotonic() < until:
            if not worker_is_alive():
                Worker().work(until_idle=True)
            time.sleep(POLL_SECONDS)

    def _tell(self, pk: int) -> bool:
        connection: Connection = Connection.across_firms.get(pk=pk)
        problem = connection.problem or connection.sync_problem or connection.sync_step
        clients = Client.across_firms.filter(connection=connection, is_gone=False).count()
        self.stdout.write(f"{connection.tenant_name}: {problem or f'{clients} clients, complete'}")
        return not problem
