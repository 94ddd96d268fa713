"""The core: errors, money, dates and the page frame; no models, no words of the trade."""

from django.apps import AppConfig

from .forms import use_plain_words


class CoreConfig(AppConfig):
    """Base of every slice."""

    name = "minutebook.core"

    def ready(self) -> None:
        """Forms speak plainly from the start."""
        use_plain_words()
