"""`minutebook worker`: runs background work."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minutebook.core.migrations_check import require_migrated
from minutebook.work.worker import SIDE_BY_SIDE, Workers


class Command(BaseCommand):
    """Run background work until stopped; any number of workers may run side by side."""

    help = "Runs background work (jobs in the practice manager, e-mail, synchronisation) until stopped."

    def add_arguments(self, parser: CommandParser) -> None:
        """One option: --until-idle."""
        parser.add_argument("--until-idle", action="store_true", help="stop when nothing is due")

    def handle(self, *args: Any, until_idle: bool, **options: Any) -> None:
        """Run the loop; refuses while migrations are pending."""
        require_migrated()
        workers = Workers(1 if until_idle else SIDE_BY_SIDE)
        workers.stop_on_signals()
        self.stdout.write(f"worker {', '.join(loop.name for loop in workers.loops)}")
        if until_idle:
            workers.loops[0].work(until_idle=True)
        else:
            workers.work()
