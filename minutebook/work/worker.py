"""The worker: takes operations one after the other until it is told to stop; a process runs a few side by side."""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from datetime import timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections, connection

from . import clock
from .models import Heartbeat
from .services import claim, run

log = logging.getLogger("minutebook.work")
# More than one firm may have at once (`services.MOST_A_FIRM`, and one for a person), so that no backlog takes all.
SIDE_BY_SIDE = 5
HEARTBEAT_SECONDS = 5.0
ALIVE_SECONDS = 20.0
POLL_SECONDS = 0.3
AFTER_FAILURE_SECONDS = 2.0


class Worker:
    """One loop. `stopping` ends it after the operation under way."""

    def __init__(self) -> None:
        # The random part tells two boots of one pid apart, and the loops of one process.
        self.name = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self.stopping = False
        self._beat_at = 0.0

    def work(self, *, until_idle: bool = False) -> None:
        """Run operations as they fall due; with `until_idle`, return when none is due."""
        try:
            while not self.stopping:
                self._beat()
                lease = claim(self.name)
                if lease is not None:
                    run(lease)
                elif until_idle:
                    return
                else:
                    close_old_connections()
                    time.sleep(POLL_SECONDS)
        finally:
            Heartbeat.objects.filter(worker=self.name).delete()

    def work_through_faults(self) -> None:
        """Run operations until told to stop; a database that is away for a while is waited for."""
        while not self.stopping:
            try:
                self.work()
            except DatabaseError as error:
                log.warning("the database does not answer: %s", type(error).__name__)
                close_old_connections()
                time.sleep(AFTER_FAILURE_SECONDS)
        connection.close()

    def _beat(self) -> None:
        if time.monotonic() - self._beat_at < HEARTBEAT_SECONDS:
            return
        self._beat_at = time.monotonic()
        Heartbeat.objects.update_or_create(worker=self.name, defaults={"at": clock.now()})


class Workers:
    """The loops of one process. SIGTERM and Ctrl-C end each after the operation under way."""

    def __init__(self, count: int = SIDE_BY_SIDE) -> None:
        self.loops = [Worker() for _ in range(count)]

    def work(self) -> None:
        """Run all loops until they are told to stop."""
        threads = [threading.Thread(target=loop.work_through_faults, name=loop.name) for loop in self.loops]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def stop_on_signals(self) -> None:
        """Let SIGTERM and SIGINT end the loops gently."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        for loop in self.loops:
            loop.stopping = True


def worker_is_alive() -> bool:
    """Whether any worker has given a sign of life lately."""
    return Heartbeat.objects.filter(at__gt=clock.now() - timedelta(seconds=ALIVE_SECONDS)).exists()
