"""The processes of the demo: sandbox, worker and web as children of one command, stopped together."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

START_SECONDS = 40.0
STOP_SECONDS = 10.0


class Stage:
    """Children with one environment; `stop` ends them all."""

    def __init__(self, environment: dict[str, str], log_folder: Path) -> None:
        self._environment = {**os.environ, **environment}
        self._logs = log_folder
        self._children: list[subprocess.Popen[bytes]] = []

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one `minutebook` command to its end and give what it printed."""
        return subprocess.run(  # noqa: S603 our own command
            [sys.executable, "-m", "minutebook", *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a `minutebook` command that stays; its output goes to <name>.log."""
        with (self._logs / f"{name}.log").open("ab") as log:
            child = subprocess.Popen(  # noqa: S603 our own command
                [sys.executable, "-m", "minutebook", *arguments],
                env=self._environment,
                stdout=log,
                stderr=log,
            )
        self._children.append(child)
        return child

    def wait(self) -> None:
        """Until a child ends, or Ctrl-C or SIGTERM ends the command."""
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        while all(child.poll() is None for child in self._children):
            time.sleep(0.5)

    def stop(self) -> None:
        """End all children, gently first."""
        for child in reversed(self._children):
            child.terminate()
        for child in self._children:
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                child.kill()


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
