"""`minutebook createuser`: the first administrator of a firm, or another user, from the command line."""

import getpass
import os
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from minutebook.core.migrations_check import require_migrated
from minutebook.firms.models import Firm, User, record_event
from minutebook.firms.roles import Role


class Command(BaseCommand):
    """Make a user; the password comes from MINUTEBOOK_PASSWORD or is asked for, never from an argument."""

    help = "Makes a user, and their firm if it does not exist yet."

    def add_arguments(self, parser: CommandParser) -> None:
        """E-mail address, firm, role and names."""
        parser.add_argument("email")
        parser.add_argument("--firm", required=True, help="the firm's name; it is made where there is none")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR)
        parser.add_argument("--given-name", default="")
        parser.add_argument("--family-name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the firm if needed, then the user."""
        require_migrated()
        email = options["email"].strip().lower()
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"Somebody signs in as {email} already.")
        user = User(email=email, first_name=options["given_name"], last_name=options["family_name"])
        password = _password(user)
        with transaction.atomic():
            firm, made = Firm.objects.get_or_create(name=options["firm"])
            user.firm, user.role = firm, options["role"]
            user.set_password(password)
            user.save()
            record_event("user.added", user, None, role=user.role)
        self.stdout.write(
            f"{email} is {user.get_role_display().lower()} of {'the new firm ' * made}{firm.name}"
        )


def _password(user: User) -> str:
    # An argument would stand in the shell's history and in the list of processes.
    password = os.environ.get("MINUTEBOOK_PASSWORD") or getpass.getpass("Password: ")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
