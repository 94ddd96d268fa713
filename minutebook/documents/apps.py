"""Document packs."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Packs: drafted, reviewed, released, lodged."""

    name = "minutebook.documents"
