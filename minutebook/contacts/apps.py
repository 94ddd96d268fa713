"""Global Contacts."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """People and bodies, shared by all companies."""

    name = "minutebook.contacts"
