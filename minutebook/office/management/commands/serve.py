"""`minutebook serve`: the web server."""

import os
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from minutebook.core.migrations_check import require_migrated


class Command(BaseCommand):
    """Serve the site with gunicorn; refuses while migrations are pending."""

    help = "Serves the site (gunicorn). Run `minutebook worker` beside it."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with how many processes."""
        parser.add_argument(
            "--bind", default="127.0.0.1:8000", help="address and port (default 127.0.0.1:8000)"
        )
        parser.add_argument("--workers", type=int, default=2, help="processes (default 2)")

    def handle(self, *args: Any, bind: str, workers: int, **options: Any) -> None:
        """Become gunicorn, so that signals reach it directly."""
        require_migrated()
        arguments = ["gunicorn", "minutebook.config.wsgi", "--bind", bind, "--workers", str(workers)]
        arguments += [
            "--threads",
            "4",
            "--worker-class",
            "gthread",
            "--log-level",
            "warning",
            "--no-control-socket",
            # Django alone decides whether a proxy is believed (settings.SECURE_PROXY_SSL_HEADER).
            "--forwarded-allow-ips",
            "",
        ]
        os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 our own interpreter, fixed words
