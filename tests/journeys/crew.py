"""The workers of an installation that a test kills, stops and replaces."""

import os
import signal
import subprocess

from .installation import Installation, wait_until


class Crew:
    """Some workers side by side; one that is killed is replaced by a fresh process."""

    def __init__(self, installation: Installation, size: int) -> None:
        self._installation = installation
        self._workers: list[subprocess.Popen[bytes]] = []
        self.killed = 0
        for _ in range(size):
            self.hire()

    def hire(self) -> None:
        """Start one more worker."""
        self._workers.append(self._installation.start_worker())

    def replace(self, worker: subprocess.Popen[bytes]) -> None:
        """kill -9 a worker, as a power cut would, and start another."""
        worker.kill()
        worker.wait(10)
        self._workers.remove(worker)
        self.killed += 1
        self.hire()

    def all(self) -> list[subprocess.Popen[bytes]]:
        """The workers that live."""
        return list(self._workers)

    def busy(self) -> subprocess.Popen[bytes]:
        """The worker whose call is under way, waited for."""
        found: subprocess.Popen[bytes] = wait_until(self._find_busy, "a call under way")
        return found

    def _find_busy(self) -> subprocess.Popen[bytes] | None:
        if not self._installation.sandbox.calls_under_way():
            return None
        open_ones = [
            one["worker"] for one in self._installation.inside.call("attempts") if not one["outcome"]
        ]
        pids = {int(name.split(":")[1]) for name in open_ones}
        return next((worker for worker in self._workers if worker.pid in pids), None)


def pause(worker: subprocess.Popen[bytes]) -> None:
    """Stop a process where it stands, as a suspended machine would."""
    os.kill(worker.pid, signal.SIGSTOP)


def resume(worker: subprocess.Popen[bytes]) -> None:
    """Let it go on as if nothing had been."""
    os.kill(worker.pid, signal.SIGCONT)
