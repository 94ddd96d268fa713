"""The reading as background work: a full one daily and on demand, changed clients every ten minutes.

While `sync_step` is filled a full reading is asked for or under way; `sync_problem` says why the last one failed.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction

from minutebook.work import clock
from minutebook.work.lease import Lease
from minutebook.work.registry import operation
from minutebook.work.services import enqueue
from minutebook.xpm.api import Api
from minutebook.xpm.errors import ReconnectNeeded, Refused, RetryLater

from .api import api_for
from .budget import BudgetWait
from .copying import copy_clients, copy_lists
from .limiter import Urgency
from .matching import link_by_acn
from .models import Connection
from .reading import read_changed_clients, read_lists
from .tokens import mark_reconnect
from .turns import Turns

SYNC = "practice_manager.sync"
ASKED = "waiting to start"
LIMITED = "waiting for Xero's limit of calls"
FULL_EVERY = timedelta(hours=24)
CHANGES_EVERY = timedelta(minutes=10)
AFTER_REFUSAL = timedelta(hours=1)
# A failed reading starts anew with all its calls: not too often.
AFTER_FAILURE_SECONDS = 300.0
# Clocks differ, and a client changed while we read must not be missed.
CHANGES_MARGIN = timedelta(minutes=10)
# A reading that gives up begins anew: it rather waits behind what is more urgent.
PATIENCE_SECONDS = 900.0
LONG_READ_SECONDS = 600.0
SHOW_EVERY_SECONDS = 1.0


def ask_for_reading(connection: Connection) -> None:
    """Ask for a full reading now; asking again while one is under way changes nothing. In the caller's transaction."""
    Connection.across_firms.filter(pk=connection.pk, sync_step="").update(sync_step=ASKED, sync_count=0)
    enqueue(SYNC, connection.firm_id, connection.pk)


def wake_reading(connection: Connection) -> None:
    """Read what is due by now, after a pause. In the caller's transaction."""
    enqueue(SYNC, connection.firm_id, connection.pk)


@operation(SYNC)
def run_sync(lease: Lease) -> datetime | None:
    """Read what is due, and give the moment of the next reading; None when the connection is not connected."""
    connection: Connection = Connection.across_firms.get(pk=lease.subject_id, firm_id=lease.firm_id)
    if connection.status != Connection.Status.CONNECTED or connection.paused_at is not None:
        _stop(connection, "")
        return None
    try:
        is_whole = _read(connection, lease)
    except BudgetWait as wait:
        if wait.why is None:
            _stop(connection, "")
            return None
        Connection.across_firms.filter(pk=connection.pk).exclude(sync_step="").update(sync_step=LIMITED)
        return wait.until
    except RetryLater as error:
        _stop(connection, error.message)
        return clock.now() + timedelta(seconds=max(error.after, AFTER_FAILURE_SECONDS))
    except Refused as error:
        _stop(connection, f"Xero Practice Manager refused the reading: {error.reason}")
        return clock.now() + AFTER_REFUSAL
    except ReconnectNeeded as error:
        mark_reconnect(connection, error.message)
        _stop(connection, error.message)
        return None
    return clock.now() + (CHANGES_EVERY if is_whole else AFTER_REFUSAL)


def is_full_due(connection: Connection, now: datetime) -> bool:
    """Whether everything is read next, not only the changed clients."""
    last = connection.last_synced_at
    return last is None or now >= last + FULL_EVERY or bool(connection.sync_step or connection.sync_problem)


def _read(connection: Connection, lease: Lease) -> bool:
    """Read what is due; false where Xero kept some list from us."""
    is_full = is_full_due(connection, clock.now())
    turns = Turns(
        connection,
        _urgency(connection) if is_full else Urgency.CHANGES,
        lease.hold,
        whole_seconds=LONG_READ_SECONDS,
        patience_seconds=PATIENCE_SECONDS,
    )
    api = api_for(turns)
    try:
        return (_read_all if is_full else _read_changes)(connection, lease, api)
    finally:
        api.close()


def _urgency(connection: Connection) -> Urgency:
    """Nobody waits for the daily reading."""
    is_asked_for = bool(connection.sync_step) or connection.last_synced_at is None
    return Urgency.BULK if is_asked_for else Urgency.BACKFILL


def _read_all(connection: Connection, lease: Lease, api: Api) -> bool:
    started_at = clock.now()
    Connection.across_firms.filter(pk=connection.pk).update(sync_started_at=started_at)
    today = started_at.astimezone(connection.firm.zone).date()
    lists = read_lists(api, today, _Shown(connection, lease))
    with transaction.atomic():
        lease.hold()
        copy_lists(connection, lists)
        link_by_acn(connection)
        Connection.across_firms.filter(pk=connection.pk).update(
            last_synced_at=started_at, sync_step="", sync_count=0, sync_problem=lists.withheld[:300]
        )
    return not lists.withheld


def _read_changes(connection: Connection, lease: Lease, api: Api) -> bool:
    assert connection.last_synced_at is not None  # noqa: S101 a full reading is due otherwise
    since = connection.last_synced_at - CHANGES_MARGIN
    clients = read_changed_clients(api, since, lambda name, count: lease.hold())
    with transaction.atomic():
        lease.hold()
        copy_clients(connection, clients, is_whole_list=False)
        link_by_acn(connection)
    return True


def _stop(connection: Connection, problem: str) -> None:
    """Nothing of the reading counts: what was read before stays, with its date."""
    Connection.across_firms.filter(pk=connection.pk).update(
        sync_step="", sync_count=0, sync_problem=problem[:300]
    )


class _Shown:
    """Progress for the page, written at most once a second save when another list begins."""

    def __init__(self, connection: Connection, lease: Lease) -> None:
        self._connection, self._lease = connection, lease
        self._step, self._shown_at = "", 0.0

    def __call__(self, step: str, count: int) -> None:
        if step == self._step and time.monotonic() - self._shown_at < SHOW_EVERY_SECONDS:
            return
        self._step, self._shown_at = step, time.monotonic()
        self._lease.hold()
        Connection.across_firms.filter(pk=self._connection.pk).update(sync_step=step, sync_count=count)
