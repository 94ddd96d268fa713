"""The connection to a practice manager."""

from django.apps import AppConfig


class PracticeManagerConfig(AppConfig):
    """Consent, tokens, copies of the practice manager's lists, matching, delivery."""

    name = "minutebook.practice_manager"

    def ready(self) -> None:
        """Register the operations."""
        __import__("minutebook.practice_manager.operations")
