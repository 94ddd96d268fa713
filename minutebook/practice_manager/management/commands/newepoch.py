"""`minutebook newepoch`: after the database was restored from a backup, before any worker starts."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minutebook.core.migrations_check import require_migrated
from minutebook.practice_manager.budget import BudgetWait
from minutebook.practice_manager.delivery.epoch import begin_epoch, unknown_jobs
from minutebook.practice_manager.models import Connection
from minutebook.xpm.errors import XpmError


class Command(BaseCommand):
    """Exit code 0 when every practice could be read, 1 when one could not: then run it again after reconnecting."""

    help = (
        "After a restore: look up in XPM what may have been sent since the backup, before anything is sent."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The day of the backup."""
        parser.add_argument(
            "--since", type=date.fromisoformat, required=True, help="day of the backup, YYYY-MM-DD"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Begin, then name the jobs in XPM that this database does not know."""
        require_migrated()
        self.stdout.write(f"{begin_epoch()} deliveries are looked up in XPM before anything of them is sent.")
        known = Connection.across_firms.exclude(status=Connection.Status.DISCONNECTED).order_by("id")
        told = [self._tell(connection, options["since"]) for connection in known]
        if not all(told):
            raise CommandError(
                "Not every practice could be read. Reconnect it in Settings and run this again."
            )

    def _tell(self, connection: Connection, since: date) -> bool:
        try:
            jobs = unknown_jobs(connection, since)
        except XpmError as error:
            self.stdout.write(f"{connection.tenant_name}: {error.message}")
            return False
        except BudgetWait as wait:
            self.stdout.write(f"{connection.tenant_name}: {wait.words}")
            return False
        self.stdout.write(f"{connection.tenant_name}: {len(jobs)} jobs in XPM are of no pack here")
        for marker, job in jobs:
            client = job.client.name if job.client else "client not named"
            self.stdout.write(f"  {job.id}  {job.name}  ({client}, reference {marker})")
        return True
