"""Background work of this slice: the steps that make a job and what pages ask of XPM, registered by name."""

from . import readings, steps

__all__ = ["readings", "steps"]
