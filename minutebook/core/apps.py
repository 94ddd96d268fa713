"""The core: errors, money, dates and the page frame; no models, no words of the trade."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Base of every slice."""

    name = "minutebook.core"
