"""The accounting firm (our tenant), its users, and the audit trail."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from .triggers import create_triggers


class FirmsConfig(AppConfig):
    """Keeps the audit trail append-only: its triggers are made again after every migration."""

    name = "minutebook.firms"

    def ready(self) -> None:
        """Hook the triggers to the end of every migration, and sign-in to the audit trail."""
        post_migrate.connect(create_triggers, sender=self)
        # Only now are the models there that the receivers need.
        import_module(".signals", __package__).connect_signals()
