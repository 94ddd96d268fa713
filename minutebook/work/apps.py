"""Durable background work."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Operations and the worker that runs them."""

    name = "minutebook.work"
