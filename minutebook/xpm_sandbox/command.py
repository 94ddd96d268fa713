"""The command line of the sandbox: serves until it is interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from minutebook.xpm_sandbox.codec import SeedError
from minutebook.xpm_sandbox.server import SandboxServer


def main(argv: Sequence[str] | None = None) -> int:
    """Serve a sandbox; exit code 0 when interrupted, 2 when the seed does not fit or the port is taken."""
    options = _read_options(argv)
    try:
        seed = json.loads(options.seed.read_text(encoding="utf-8")) if options.seed else None
        server = SandboxServer(seed, options.data, options.port, options.host).start()
    except (SeedError, OSError, json.JSONDecodeError) as mistake:
        sys.stderr.write(f"The sandbox cannot start: {mistake}\n")
        return 2
    sys.stdout.write(f"XPM sandbox at {server.url}/ (interrupt to stop)\n")
    sys.stdout.flush()
    _wait_for_signal()
    server.stop()
    return 0


def _read_options(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m minutebook.xpm_sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8765, help="port to listen on; 0 picks a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--data", type=Path, help="file in which the world is kept; made when absent")
    parser.add_argument("--seed", type=Path, help="JSON seed for a new world (see seed.md)")
    return parser.parse_args(argv)


def _wait_for_signal() -> None:
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    ended.wait()
