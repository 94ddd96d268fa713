"""A server on a real socket that gives composed answers in turn and keeps what it was sent.

It knows nothing of XPM; the independent imitation lives elsewhere. Here the point is bytes on a wire, cut
wherever a test wants them cut.
"""

import socket
import struct
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

RESET = b"\x00reset"
STALL = b"\x00stall"
DRIP = b"\x00drip"
DRIP_SECONDS = 0.1
SILENCE = b""


@dataclass
class Received:
    """One request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: str


@dataclass
class ScriptedServer:
    """Gives one answer of `script` to each request, on a new connection each."""

    script: list[bytes] = field(default_factory=list)
    received: list[Received] = field(default_factory=list)
    connections: int = 0

    def __enter__(self) -> Self:
        self._released = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._released.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(timeout=5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            with connection:
                self.connections += 1
                self._answer(connection)

    def _answer(self, connection: socket.socket) -> None:
        connection.settimeout(30)
        request = _receive(connection)
        if request is None:
            return
        self.received.append(request)
        answer = self.script.pop(0)
        if answer == RESET:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif answer.endswith(STALL):
            connection.sendall(answer.removesuffix(STALL))
            self._released.wait(5)
        elif answer.endswith(DRIP):
            self._drip(connection, answer.removesuffix(DRIP))
        else:
            try:
                connection.sendall(answer)
            except OSError:
                return  # the client had enough

    def _drip(self, connection: socket.socket, answer: bytes) -> None:
        """Give the head at once, then the body byte by byte."""
        head, gap, body = answer.partition(b"\r\n\r\n")
        connection.sendall(head + gap)
        try:
            for byte in body:
                connection.sendall(bytes([byte]))
                if self._released.wait(DRIP_SECONDS):
                    return
        except OSError:
            return  # the client had enough


def answer(
    body: str | bytes = b"", status: int = 200, kind: str = "text/xml; charset=utf-8", **more: str
) -> bytes:
    """Compose a whole HTTP answer; headers are given with underscores for hyphens."""
    content = body.encode() if isinstance(body, str) else body
    headers = {"Content-Type": kind, "Content-Length": str(len(content)), "Connection": "close"}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    lines = [f"HTTP/1.1 {status} Any", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + content


def ok(payload: str = "", method: str = "") -> bytes:
    """Compose an answer whose Status is OK, with or without the api-method attribute."""
    attribute = f' api-method="{method}"' if method else ""
    return answer(f"<Response{attribute}><Status>OK</Status>{payload}</Response>")


def error(description: str, status: int = 200) -> bytes:
    """Compose XPM's own business error."""
    body = f"<Status>ERROR</Status><ErrorDescription>{description}</ErrorDescription>"
    return answer(f'<Response api-method="Any">{body}</Response>', status)


def _receive(connection: socket.socket) -> Received | None:
    raw = b""
    while b"\r\n\r\n" not in raw:
        piece = connection.recv(65536)
        if not piece:
            return None
        raw += piece
    head, _gap, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    if not first.endswith("HTTP/1.1"):
        return None
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.recv(65536)
    method, target, _version = first.split(" ")
    return Received(method, target, headers, body.decode())
