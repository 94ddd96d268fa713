"""Background work of this slice: the steps that make a job, and the notice to people, registered by name."""

from . import notices, steps

__all__ = ["notices", "steps"]
