"""Background work of this slice: a pending change takes effect when its day comes."""

from datetime import datetime

from minutebook.work.lease import Lease
from minutebook.work.registry import operation

from .effects import settle_change
from .models import Change
from .services import EFFECT


@operation(EFFECT)
def take_effect(lease: Lease) -> datetime | None:
    """Apply one change, or come back on the day it takes effect."""
    return settle_change(Change.across_firms.select_related("company__firm").get(pk=lease.subject_id))
