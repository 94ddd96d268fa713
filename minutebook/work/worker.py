"""The worker: takes operations one after the other until it is told to stop."""

import os
import secrets
import signal
import socket
import time
from datetime import timedelta
from types import FrameType

from django.db import close_old_connections

from . import clock
from .models import Heartbeat
from .services import claim, run

HEARTBEAT_SECONDS = 5.0
ALIVE_SECONDS = 20.0
POLL_SECONDS = 0.3


class Worker:
    """One process's loop. SIGTERM and Ctrl-C end it after the operation under way."""

    def __init__(self) -> None:
        # The random part tells two boots of one pid apart.
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

    def stop_on_signals(self) -> None:
        """Let SIGTERM and SIGINT end the loop gently."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _beat(self) -> None:
        if time.monotonic() - self._beat_at < HEARTBEAT_SECONDS:
            return
        self._beat_at = time.monotonic()
        Heartbeat.objects.update_or_create(worker=self.name, defaults={"at": clock.now()})


def worker_is_alive() -> bool:
    """Whether any worker has given a sign of life lately."""
    return Heartbeat.objects.filter(at__gt=clock.now() - timedelta(seconds=ALIVE_SECONDS)).exists()
