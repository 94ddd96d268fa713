"""What a running sandbox holds beside its world: the meter of calls, the faults on order, the kept file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from minutebook.xpm_sandbox.faults import FaultList
from minutebook.xpm_sandbox.ledger import LedgerEntry
from minutebook.xpm_sandbox.limits import Meter
from minutebook.xpm_sandbox.world import World


@dataclass
class Sandbox:
    """One running imitation; `first` is the world it started with, to which a reset returns.

    `remembered` holds answers by tenant and idempotency key, for the mode that honours such keys.
    """

    world: World
    first: World
    data_file: Path | None = None
    faults: FaultList = field(default_factory=FaultList)
    stopping: Event = field(default_factory=Event)
    remembered: dict[tuple[str, str], tuple[int, bytes]] = field(default_factory=dict)
    meter: Meter = field(init=False)

    def __post_init__(self) -> None:
        self.meter = Meter(self.world.limits, self.world.modes)

    def keep(self) -> None:
        """Write the world to its file, where it has one; hold the world's lock."""
        if self.data_file:
            self.world.save(self.data_file)

    def become(self, world: World) -> None:
        """Start anew from another world: ledger, faults and counts are forgotten."""
        with self.world.lock:
            self.world.replace_by(world)
            self.world.ledger.clear()
            self.faults.faults.clear()
            self.remembered.clear()
            self.meter.limits, self.meter.modes = self.world.limits, self.world.modes
            self.meter.calls.clear()
            self.meter.app_calls.clear()
            self.keep()

    def record(self, entry: LedgerEntry) -> None:
        """Add a call to the ledger; hold the world's lock."""
        self.world.ledger.add(entry)
