"""`minutebook produce REQUEST.json`: the main job without a browser."""

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from minutebook.core.errors import DomainError
from minutebook.core.migrations_check import require_migrated
from minutebook.documents.produce import produce
from minutebook.documents.requests import read_request
from minutebook.firms.models import User
from minutebook.firms.roles import Role

BAD_REQUEST = 2


class Command(BaseCommand):
    """Release a document pack from a JSON request and wait for its job; prints one JSON result."""

    help = "Releases a document pack from REQUEST.json ('-' reads standard input) and waits for its job."

    def add_arguments(self, parser: CommandParser) -> None:
        """The request, who asks, and where the files go."""
        parser.add_argument("request", help="path of the JSON request, or - for standard input")
        parser.add_argument(
            "--user", help="e-mail address of the user who asks; by default the firm's administrator"
        )
        parser.add_argument("--out", default="packs", help="folder for the files (default: packs)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it; exit 0 done, 2 refused, 3 waiting for a person, 4 time over, 5 released without its files."""
        try:
            require_migrated()
            user = _user(options["user"])
            request = read_request(_content(options["request"]), user.firm)
            folder = Path(request.release.get("directory") or options["out"])
            result, code = produce(request, user, folder)
        except DomainError as error:
            self._refuse(error.field, error.message)
        except CommandError as error:
            self._refuse("", str(error))
        self.stdout.write(json.dumps(result, ensure_ascii=False, indent=2))
        sys.exit(code)

    def _refuse(self, field: str, message: str) -> NoReturn:
        self.stdout.write(json.dumps({"status": "refused", "field": field, "message": message}))
        sys.exit(BAD_REQUEST)


def _content(path: str) -> Any:
    """The request as JSON; only reading it is caught here, never what is done with it."""
    try:
        return json.loads(_read(path))
    except (OSError, ValueError, RecursionError) as error:
        raise DomainError("request", f"The request cannot be read: {error}") from error


def _read(path: str) -> str:
    return sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")


def _user(email: str | None) -> User:
    users = User.objects.select_related("firm").filter(is_active=True)
    users = users.filter(email__iexact=email) if email else users.filter(role=Role.ADMINISTRATOR)
    found = users.order_by("id").first()
    if found is None:
        raise DomainError("user", "There is no such user. Make one with `minutebook createuser`.", "user")
    if not found.may("release"):
        raise DomainError("user", "This user's role may not release packs.", "user")
    return found
