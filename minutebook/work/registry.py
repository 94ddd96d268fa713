"""Which function runs which kind of operation; slices register theirs in `operations.py`."""

from collections.abc import Callable
from datetime import datetime

from .lease import Lease

# Runs one operation under a lease. Returns None when all is done, or the moment to run again.
Run = Callable[[Lease], datetime | None]

_RUNS: dict[str, Run] = {}


def operation(kind: str) -> Callable[[Run], Run]:
    """Register the function that runs this kind of operation."""

    def register(run: Run) -> Run:
        _RUNS[kind] = run
        return run

    return register


def run_for(kind: str) -> Run:
    """The function for a kind; KeyError for a kind this version does not know."""
    return _RUNS[kind]


def known_kinds() -> list[str]:
    """All kinds this version can run; a worker leaves the others to a newer one."""
    return sorted(_RUNS)
