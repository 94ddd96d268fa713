"""Pages that look at several slices."""

from django.apps import AppConfig


class OfficeConfig(AppConfig):
    """Dashboard, search, side-bar counts."""

    name = "minutebook.office"
