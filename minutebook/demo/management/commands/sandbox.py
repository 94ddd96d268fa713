"""`minutebook sandbox`: the imitation of Xero Practice Manager, for trials and tests."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minutebook.xpm_sandbox.command import main


class Command(BaseCommand):
    """Serve the sandbox until stopped."""

    help = "Serves an imitation of Xero Practice Manager and its sign-in on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen and where its world is kept."""
        parser.add_argument("--port", default="8765")
        parser.add_argument(
            "--data", default="sandbox.json", help="file that keeps its world over restarts; empty for none"
        )
        parser.add_argument("--seed", help="JSON file with the world to begin with")

    def handle(self, *args: Any, port: str, data: str, seed: str | None, **options: Any) -> None:
        """Serve."""
        files = [*(["--data", data] if data else []), *(["--seed", seed] if seed else [])]
        main(["--port", port, *files])
