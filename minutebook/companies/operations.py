"""Background work of this slice: a pending change takes effect when its day comes."""

from datetime import datetime

from django.db import transaction

from minutebook.work.lease import Lease
from minutebook.work.registry import operation

from .effects import settle_change
from .services import EFFECT


@operation(EFFECT)
def take_effect(lease: Lease) -> datetime | None:
    """Apply one change, or come back on the day it takes effect."""
    with transaction.atomic():
        again = settle_change(lease.subject_id)
        lease.hold()  # last: whoever wakes this work has locked the change first
    return again
