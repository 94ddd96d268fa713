"""E-mail."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Messages, the Outbox, sending."""

    name = "minutebook.mail"

    def ready(self) -> None:
        """Register the operations."""
        __import__("minutebook.mail.operations")
