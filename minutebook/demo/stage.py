"""The processes of the demo: sandbox, worker and web as children of one command, kept going and stopped together."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Read before the fork: nothing is imported in the child. The number is that of Linux's <sys/prctl.h>.
_LIBC = ctypes.CDLL(None)
_PR_SET_PDEATHSIG = 1
START_SECONDS = 40.0
STOP_SECONDS = 10.0
MOST_RESTARTS = 3


@dataclass(slots=True)
class Child:
    """A command that stays, and how often it had to be started again."""

    name: str
    arguments: tuple[str, ...]
    process: subprocess.Popen[bytes]
    restarts: int = 0


class Stage:
    """Children with one environment; `stop` ends them all."""

    def __init__(self, environment: dict[str, str], log_folder: Path) -> None:
        self._environment = {**os.environ, **environment}
        self._logs = log_folder
        self._children: list[Child] = []

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one `minutebook` command to its end and give what it printed."""
        return subprocess.run(  # noqa: S603 our own command
            [sys.executable, "-m", "minutebook", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=_ends_with_parent,
        )

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a `minutebook` command that stays; its output goes to <name>.log."""
        process = self._launch(name, arguments)
        self._children.append(Child(name, arguments, process))
        return process

    def keep_going(self, tell: Callable[[str], object]) -> bool:
        """Until Ctrl-C: a child that ends is started again, a few times; False when one cannot be kept going."""
        while True:
            for child in self._children:
                if child.process.poll() is not None and not self._revive(child, tell):
                    return False
            time.sleep(0.5)

    def stop(self) -> None:
        """End all children, gently first."""
        for child in reversed(self._children):
            child.process.terminate()
        for child in self._children:
            try:
                child.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.process.kill()

    def _revive(self, child: Child, tell: Callable[[str], object]) -> bool:
        log = self._logs / f"{child.name}.log"
        ended = f"The {child.name} ended by itself (exit code {child.process.returncode}); see {log}."
        if child.restarts >= MOST_RESTARTS:
            tell(f"{ended} It was started again {MOST_RESTARTS} times already, so everything stops.")
            return False
        tell(f"{ended} It is started again.")
        child.restarts += 1
        child.process = self._launch(child.name, child.arguments)
        return True

    def _launch(self, name: str, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
        with (self._logs / f"{name}.log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603 our own command
                [sys.executable, "-m", "minutebook", *arguments],
                env=self._environment,
                stdout=log,
                stderr=log,
                preexec_fn=_ends_with_parent,
            )


def _ends_with_parent() -> None:
    """Let Linux end this child when the demo is killed outright; other systems have no such word."""
    if sys.platform == "linux":
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def free_port(wanted: int) -> int:
    """The wanted port of this machine, or another that is free."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no port is free")


def wait_for(url: str) -> None:
    """Until the address answers; TimeoutError when it does not."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 our own loopback address
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")
