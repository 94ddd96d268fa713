"""Background work of this slice, by name: the steps that make a job, the notice to people, what pages ask of XPM."""

from . import notices, readings, steps

__all__ = ["notices", "readings", "steps"]
