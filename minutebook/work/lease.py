"""Lease: the right of one worker to run one operation for a while, and the fence that ends it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from . import clock
from .models import Operation


class LeaseLost(Exception):  # noqa: N818 named by what happened
    """Another worker has the operation now, or the lease is over: stop, write nothing more."""


@dataclass(frozen=True, slots=True)
class Lease:
    """One lease on one operation."""

    operation_id: int
    number: int
    owner: str
    firm_id: int
    subject_id: int
    is_urgent: bool = False  # somebody waits for this run

    def hold(self) -> None:
        """Renew, or raise LeaseLost. Inside a transaction it fences everything written there."""
        now = clock.now()
        held = Operation.across_firms.filter(
            pk=self.operation_id,
            lease_number=self.number,
            status=Operation.Status.LEASED,
            lease_until__gt=now,
        ).update(lease_until=now + timedelta(seconds=settings.XPM_LEASE_SECONDS))
        if not held:
            raise LeaseLost(f"operation {self.operation_id}")
