"""The sandbox as a threaded HTTP server, for tests, demos and the command line."""

from __future__ import annotations

import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from minutebook.xpm_sandbox.admin import GrantWish, grant
from minutebook.xpm_sandbox.app import create_app
from minutebook.xpm_sandbox.demo import demo_seed
from minutebook.xpm_sandbox.ledger import Ledger
from minutebook.xpm_sandbox.world import World, ledger_file

POLL_SECONDS = 0.01


class SandboxServer:
    """A sandbox on a port of its own (0 picks a free one); listens from `start` on, also as a context manager.

    A data file that exists wins over the seed; without both the demonstration world is served.
    """

    def __init__(
        self,
        seed: dict[str, Any] | None = None,
        data_file: Path | None = None,
        port: int = 0,
        host: str = "127.0.0.1",
    ) -> None:
        self.world = _open_world(seed, data_file)
        self.app = create_app(self.world, data_file=data_file)
        self._address = (host, port)
        self._server: Any = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Give the address, without a slash at the end; raises RuntimeError before `start`."""
        if self._server is None:
            raise RuntimeError("the sandbox is not started")
        return f"http://{self._address[0]}:{self._server.server_port}"

    def start(self) -> SandboxServer:
        """Begin to listen; returns when connections are taken."""
        self.app.sandbox.stopping.clear()
        self._server = make_server(*self._address, self.app, threaded=True, request_handler=_QuietHandler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(POLL_SECONDS,), daemon=True)
        self._thread.start()
        return self

    def stop(self) -> None:
        """Stop listening; calls that wait by a fault are cut short."""
        if self._server is None or self._thread is None:
            return
        self.app.sandbox.stopping.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
        self._server = None

    def grant(self, **wish: Any) -> dict[str, Any]:
        """Consent without a browser and give the token answer; `wish` are the fields of `admin.GrantWish`."""
        return grant(self.app.sandbox, self.url, GrantWish(**wish))

    def __enter__(self) -> SandboxServer:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


class _QuietHandler(WSGIRequestHandler):
    def connection_dropped(self, error: BaseException, environ: dict[str, Any] | None = None) -> None:
        # without this the connection would stay open for a next request, and the caller would wait
        self.close_connection = True

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - the library's own name
        if type == "error":
            super().log(type, message, *args)


def _open_world(seed: dict[str, Any] | None, data_file: Path | None) -> World:
    if data_file and data_file.exists():
        return World.load(data_file)
    world = World.from_seed(demo_seed() if seed is None else seed)
    if data_file:
        world.ledger = Ledger(file=ledger_file(data_file))
        world.ledger.clear()
        world.save(data_file)
    return world
