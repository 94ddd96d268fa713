"""Background operations and delivery steps of this slice, registered by name."""

from minutebook.work.registry import operation

from . import clients
from .delivery import run
from .sync import SYNC, run_sync

operation(SYNC)(run_sync)

__all__ = ["clients", "run"]
