"""Registers: the facts of each company, and changes to them."""

from django.apps import AppConfig


class CompaniesConfig(AppConfig):
    """Companies, officeholders, members, addresses, changes."""

    name = "minutebook.companies"

    def ready(self) -> None:
        """Register the operations."""
        __import__("minutebook.companies.operations")
