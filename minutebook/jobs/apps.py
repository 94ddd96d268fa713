"""Jobs and their costs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Standard jobs, the job panel, Review Costs, the job book."""

    name = "minutebook.jobs"

    def ready(self) -> None:
        """Register the steps and operations."""
        __import__("minutebook.jobs.operations")
