"""Background operations and delivery steps of this slice: each module here registers its own, by name."""

from . import clients, sync
from .delivery import run

__all__ = ["clients", "run", "sync"]
