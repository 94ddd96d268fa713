"""The figures of one run, from the sandbox's ledger, and how they are told."""

from dataclasses import dataclass
from datetime import datetime

from minutebook.xpm_sandbox.ledger import LedgerEntry

PACE_GOAL, WAIT_GOAL_SECONDS = 0.95, 2.0


@dataclass(frozen=True)
class Figures:
    """`pace` is the share of what the allowed calls a minute make; `waits` are a person's, in seconds."""

    title: str
    jobs: int
    calls: int
    minutes: float
    pace: float
    refused: int
    waits: tuple[float, ...]

    @property
    def p95(self) -> float:
        """What 95 in 100 of a person's calls took at most, from the wish to the answer."""
        ordered = sorted(self.waits) or [0.0]
        return ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]

    @property
    def is_reached(self) -> bool:
        """Whether all goals are reached."""
        return self.pace >= PACE_GOAL and not self.refused and self.p95 <= WAIT_GOAL_SECONDS

    def told(self) -> str:
        """One line."""
        return (
            f"{self.title}: {self.jobs} jobs, {self.calls} calls in {self.minutes:.1f} min, "
            f"{self.pace:.1%} of the pace allowed, {self.refused} answered 429, "
            f"a person's call {self.p95:.2f} s at p95 of {len(self.waits)}"
            f"{'' if self.is_reached else '  MISSED'}"
        )


def figures(title: str, jobs: int, entries: list[LedgerEntry], a_minute: int, waits: list[float]) -> Figures:
    """From the first call to the last one that made a job; what stands in the ledger later is left out."""
    calls = [entry for entry in entries if not entry.path.startswith("identity")]
    last = max(entry.at for entry in calls if entry.method != "GET")
    counted = [entry for entry in calls if entry.at <= last]
    minutes = _minutes(counted[0].at, last)
    return Figures(
        title=title,
        jobs=jobs,
        calls=len(counted),
        minutes=minutes,
        pace=(len(counted) - 1) / minutes / a_minute,
        refused=sum(entry.status == 429 for entry in calls),
        waits=tuple(waits),
    )


def _minutes(first: datetime, last: datetime) -> float:
    return (last - first).total_seconds() / 60
