"""Background work of this slice: the steps that make a job, registered by name."""

from . import steps

__all__ = ["steps"]
