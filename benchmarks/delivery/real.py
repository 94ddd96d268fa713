"""Two real worker processes and a person beside them in real time, at a pace and limits a few times as high."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.conf import settings
from django.db import connections

from minutebook.practice_manager.api import api_for
from minutebook.practice_manager.limiter import Urgency
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.turns import Turns
from minutebook.work.models import Heartbeat
from minutebook.work.worker import SIDE_BY_SIDE
from minutebook.xpm_sandbox.server import SandboxServer

from .figures import Figures, figures
from .world import ask_for_jobs, connect, jobs_open, running_sandbox

PROCESSES, POLL_SECONDS = 2, 0.2
BETWEEN_PERSONS_SECONDS = 1.0


def run_real(jobs: int, times: int) -> Figures:
    """All jobs in one moment, with 60 calls a minute made `times` as many for Xero and for us."""
    pace = settings.XPM_CALLS_PER_MINUTE
    with running_sandbox() as sandbox:
        practice = connect(sandbox, "real")
        sandbox.world.limits.minute *= times
        sandbox.world.limits.day *= times
        settings.XPM_CALLS_PER_MINUTE = pace * times
        with _workers(sandbox, pace * times):
            sandbox.world.ledger.clear()
            ask_for_jobs(practice, jobs)
            waits = _wait_for_jobs(practice.connection)
        settings.XPM_CALLS_PER_MINUTE = pace
        title = f"real time x{times}, {PROCESSES} worker processes"
        return figures(title, jobs, list(sandbox.world.ledger.entries), pace * times, waits)


@contextmanager
def _workers(sandbox: SandboxServer, a_minute: int) -> Iterator[None]:
    """Worker processes that have begun to look for work."""
    own = dict.fromkeys(("XERO_LOGIN_URL", "XERO_IDENTITY_URL", "XERO_API_URL"), sandbox.url)
    app = {"XERO_CLIENT_ID": settings.XERO_CLIENT_ID, "XERO_CLIENT_SECRET": settings.XERO_CLIENT_SECRET}
    environment = os.environ | own | app | {"XPM_CALLS_PER_MINUTE": str(a_minute)}
    command = [sys.executable, "-m", "minutebook", "worker"]
    silent = subprocess.DEVNULL
    workers = [
        subprocess.Popen(command, env=environment, stdout=silent, stderr=silent) for _ in range(PROCESSES)
    ]
    try:
        while Heartbeat.objects.count() < PROCESSES * SIDE_BY_SIDE:
            time.sleep(POLL_SECONDS)
        yield
    finally:
        for worker in workers:
            worker.terminate()
        for worker in workers:
            worker.wait()


def _wait_for_jobs(connection: Connection) -> list[float]:
    """Until all jobs are made; how long a person waited meanwhile."""
    waits: list[float] = []
    is_over = Event()
    person = Thread(target=_ask_now_and_then, args=(connection, is_over, waits))
    person.start()
    while jobs_open():
        time.sleep(POLL_SECONDS)
    is_over.set()
    person.join()
    return waits


def _ask_now_and_then(connection: Connection, is_over: Event, waits: list[float]) -> None:
    while not is_over.wait(BETWEEN_PERSONS_SECONDS):
        wished_at = time.monotonic()
        api = api_for(Turns(connection, Urgency.PERSON, lambda: None))
        api.list_templates()
        api.close()
        waits.append(time.monotonic() - wished_at)
    connections.close_all()
