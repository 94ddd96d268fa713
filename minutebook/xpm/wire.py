"""One request on its way: notes when the first byte leaves, bounds the answer, and makes the Exchange of it.

Apart from the transport, which decides; this only watches and measures.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import Any

import httpx2

from minutebook.xpm.exchange import EXCERPT_CHARACTERS, Exchange
from minutebook.xpm.xml.envelope import MalformedAnswer

MAX_ANSWER_BYTES = 64 * 1024 * 1024
MAX_ERROR_BYTES = 64 * 1024
MAX_RETRY_SECONDS = 86_400.0
HEADER_CHARACTERS = 80
EXCERPT_BYTES = 4 * EXCERPT_CHARACTERS


@dataclass(frozen=True, slots=True)
class Guard:
    """What goes with the sending of a write: a last check, and a header that XPM may or may not heed.

    `before_send` is called when the connection stands and the next thing is the request's first byte; what it
    raises goes through as it is, and nothing is sent. When a 401 makes us send again, it is called again.
    """

    before_send: Callable[[], None] | None = None
    idempotency_key: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One API call; anything but GET is a write."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    guard: Guard = field(default_factory=Guard)

    @property
    def is_write(self) -> bool:
        """True when the call may have an effect."""
        return self.method != "GET"


class Wire:
    """The course of one call over the network."""

    def __init__(self, call: Call, whole_seconds: float) -> None:
        self.call = call
        self.has_begun = False
        self.response: httpx2.Response | None = None
        self._beginning = b""
        self._whole_seconds = whole_seconds
        self._deadline = monotonic() + whole_seconds
        self._started_at = datetime.now(UTC)

    def trace(self, event: str, details: Mapping[str, Any]) -> None:
        """Hear from the HTTP library what it is about to do."""
        if event.endswith("send_request_headers.started") and details["request"].method != b"CONNECT":
            if self.call.guard.before_send:
                self.call.guard.before_send()
            self.has_begun = True

    def chunks(self) -> Iterator[bytes]:
        """Give the answer's body piece by piece, within the limits of size and time."""
        received = 0
        # As it comes: gathered into larger pieces, an answer that drips would never meet the limit of time.
        for chunk in self._answer().iter_bytes():
            received += len(chunk)
            if received > MAX_ANSWER_BYTES:
                raise MalformedAnswer(f"the answer is larger than {MAX_ANSWER_BYTES // 1024**2} MB")
            if monotonic() > self._deadline:
                raise MalformedAnswer(f"the answer took longer than {self._whole_seconds:g} seconds")
            self._beginning += chunk[: EXCERPT_BYTES - len(self._beginning)]
            yield chunk

    def body(self) -> bytes:
        """Give the whole body of the answer."""
        return b"".join(self.chunks())

    def harmless_excerpt(self) -> str:
        """Give the words of a page in the answer's place; XML and JSON may hold a success's personal data."""
        if not self._answer().headers.get("content-type", "").startswith(("text/html", "text/plain")):
            return ""
        return self._beginning.decode("utf-8", errors="replace").replace("\0", "").strip()

    def opening(self) -> bytes:
        """Give the first part of an error's body."""
        opening = bytearray()
        for chunk in self.chunks():
            opening += chunk
            if len(opening) >= MAX_ERROR_BYTES:
                break
        return bytes(opening)

    def encoding(self) -> str:
        """Give the encoding that the answer's header names, empty where it names none."""
        return self._answer().charset_encoding or ""

    def status(self) -> int:
        """Give the answer's HTTP status."""
        return self._answer().status_code

    def exchange(self, excerpt: str = "") -> Exchange:
        """Give what is known of this exchange by now."""
        headers = self.response.headers if self.response is not None else httpx2.Headers()
        return Exchange(
            method=self.call.method,
            path=self.call.path,
            request_sha256=hashlib.sha256(self.call.body).hexdigest(),
            started_at=self._started_at,
            finished_at=datetime.now(UTC),
            status=self.response.status_code if self.response is not None else None,
            correlation_id=_kept(headers.get("xero-correlation-id", "")),
            minute_remaining=_read_count(headers.get("x-minlimit-remaining", "")),
            day_remaining=_read_count(headers.get("x-daylimit-remaining", "")),
            app_minute_remaining=_read_count(headers.get("x-appminlimit-remaining", "")),
            rate_problem=_kept(headers.get("x-rate-limit-problem", "")),
            retry_after=_read_retry_after(headers.get("retry-after", "")),
            excerpt=excerpt[:EXCERPT_CHARACTERS],
        )

    def _answer(self) -> httpx2.Response:
        if self.response is None:
            raise RuntimeError("There is no answer yet.")
        return self.response


def _kept(header: str) -> str:
    """What is kept of a header: some databases refuse a longer one, and a character that is none."""
    return header.replace("\0", "")[:HEADER_CHARACTERS]


def _read_count(header: str) -> int | None:
    return int(header) if re.fullmatch("[0-9]{1,9}", header.strip()) else None


def _read_retry_after(header: str) -> float | None:
    """Read seconds or an HTTP date; anything else is as if the header were not there."""
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]+)?", header.strip()):
        return min(float(header), MAX_RETRY_SECONDS)
    try:
        moment = parsedate_to_datetime(header)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - datetime.now(UTC)).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(seconds, 0.0), MAX_RETRY_SECONDS)
