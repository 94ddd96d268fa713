"""The one clock for leases and grace: the database's on PostgreSQL, so that machines with wrong clocks agree."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.db import connection


def now() -> datetime:
    """This moment in UTC."""
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        row = cursor.fetchone()
    moment: datetime = row[0]
    return moment.astimezone(UTC)


def today(zone: ZoneInfo) -> date:
    """Today's date where the zone is."""
    return now().astimezone(zone).date()


def sleep(seconds: float) -> None:
    """Let time pass; here, so that a clock that is put in this one's place can let it pass too."""
    time.sleep(seconds)
