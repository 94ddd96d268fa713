"""Sends calls to XPM and gives the answer or one of our errors: only here are the HTTP library's caught.

No retries (the caller owns them) save one after a 401, which XPM did not execute; no redirects; no logging.
"""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from time import monotonic
from typing import TypeVar

import httpx2

from minutebook.xpm.errors import NotSent, RetryLater, XpmError
from minutebook.xpm.exchange import Exchange
from minutebook.xpm.verdicts import judge, judge_refusal, judge_unclear, read_reason
from minutebook.xpm.wire import Call, Wire
from minutebook.xpm.xml.envelope import Element, ErrorAnswer, MalformedAnswer, open_envelope, stream_envelope

MAX_CONNECTIONS = 5  # XPM's own limit of calls at once, per app and practice
MAX_PLAIN_BYTES = 1024 * 1024

Record = TypeVar("Record")

_HTTP_ERRORS = (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError)
_BEFORE_THE_FIRST_BYTE = (
    httpx2.ConnectError,
    httpx2.ConnectTimeout,
    httpx2.InvalidURL,
    httpx2.PoolTimeout,
    httpx2.ProxyError,
    httpx2.UnsupportedProtocol,
)


@dataclass(frozen=True, slots=True)
class PlainRequest:
    """A request to Xero's sign-in; its secrets stay out of every message."""

    method: str
    url: str
    form: dict[str, str] = field(default_factory=dict, repr=False)
    headers: dict[str, str] = field(default_factory=dict, repr=False)
    basic_auth: tuple[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """An answer of Xero's sign-in: the status and the body as it came."""

    status: int
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Timeouts:
    """In seconds: to connect, between two pieces of an answer, and for the whole answer."""

    connect: float = 5.0
    read: float = 60.0
    whole: float = 600.0

    def for_http(self) -> httpx2.Timeout:
        """Give these limits in the HTTP library's form."""
        return httpx2.Timeout(self.read, connect=self.connect, pool=self.connect)


# Shorter: while the token is refreshed everybody else waits for it.
SIGN_IN_TIMEOUTS = Timeouts(read=30.0, whole=40.0)


class Transport:
    """One practice's way to XPM; for one thread at a time, since it remembers the latest exchange.

    `token(False)` gives the access token, `token(True)` must give a fresh one and is asked once after a 401;
    what it raises goes through as it is. An `http` client that is given must speak over sockets, or the
    guard's `before_send` is not called.
    """

    def __init__(
        self,
        base_url: str,
        tenant_id: str,
        token: Callable[[bool], str],
        timeouts: Timeouts = Timeouts(),
        http: httpx2.Client | None = None,
    ) -> None:
        self.last_exchange: Exchange | None = None
        self._base_url = base_url.rstrip("/")
        self._tenant_id = tenant_id
        self._token = token
        self._timeouts = timeouts
        self._http = http or httpx2.Client(
            verify=_authorities(), limits=httpx2.Limits(max_connections=MAX_CONNECTIONS)
        )

    def fetch(self, call: Call, parse: Callable[[Element], Record]) -> Record:
        """Make a call and give its parsed answer; the envelope's Status has been found OK before `parse`."""
        with self.answered(call) as wire:
            return parse(open_envelope(wire.body(), wire.encoding()))

    def stream(
        self, call: Call, container: str, item: str, parse: Callable[[Element], Record]
    ) -> Iterator[Record]:
        """Make a read and give each item while it arrives; complete only when it ends without an error."""
        with self.answered(call) as wire:
            for element in stream_envelope(wire.chunks(), container, item, wire.encoding()):
                yield parse(element)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @contextmanager
    def answered(self, call: Call) -> Iterator[Wire]:
        """Give the wire of an answer with a good status; a first 401 is sent again with a fresh token."""
        with self._exchanged(call, self._token(False)) as wire:
            if wire.status() != 401:
                self._require_good_status(wire)
                yield wire
                return
        with self._exchanged(call, self._token(True)) as wire:
            self._require_good_status(wire)
            yield wire

    @contextmanager
    def _exchanged(self, call: Call, access_token: str) -> Iterator[Wire]:
        """Send once, and turn everything that goes wrong until the answer is read into one of our errors."""
        wire = Wire(call, self._timeouts.whole)
        self.last_exchange = None
        try:
            with self._opened(wire, access_token) as response:
                wire.response = response
                yield wire
        except XpmError as error:
            self.last_exchange = error.exchange
            raise
        except _HTTP_ERRORS as error:
            raise self._noted(_judge_failure(wire, error)) from error
        except ErrorAnswer as answer:
            raise self._noted(judge_refusal(wire.exchange(str(answer)), str(answer))) from answer
        except MalformedAnswer as answer:
            exchange = wire.exchange(wire.harmless_excerpt())
            raise self._noted(judge_unclear(exchange, str(answer))) from answer
        finally:
            self.last_exchange = self.last_exchange or wire.exchange()

    @contextmanager
    def _opened(self, wire: Wire, access_token: str) -> Iterator[httpx2.Response]:
        call = wire.call
        self._http.cookies.clear()  # one practice's must not travel with another's calls
        with self._http.stream(
            call.method,
            f"{self._base_url}/{call.path}",
            params=call.query or None,
            content=call.body or None,
            headers=self._headers(call, access_token),
            follow_redirects=False,
            timeout=self._timeouts.for_http(),
            extensions={"trace": wire.trace},
        ) as response:
            yield response

    def _headers(self, call: Call, access_token: str) -> dict[str, str]:
        headers = {
            "Authorization": f"Bearer {access_token}",
            "xero-tenant-id": self._tenant_id,
            "Accept": "application/xml, text/xml",
        }
        if call.is_write:
            headers["Content-Type"] = "application/xml; charset=utf-8"
            if call.guard.idempotency_key:
                headers["Idempotency-Key"] = call.guard.idempotency_key
        return headers

    def _require_good_status(self, wire: Wire) -> None:
        if 200 <= wire.status() < 300:
            return
        reason = _read_error(wire)
        error = judge(wire.exchange(reason), reason)
        if error is not None:
            raise error

    def _noted(self, error: XpmError) -> XpmError:
        self.last_exchange = error.exchange
        return error


def send_plain(request: PlainRequest, timeouts: Timeouts = SIGN_IN_TIMEOUTS) -> PlainAnswer:
    """Send to Xero's sign-in and give its answer, whatever its status; raises NotSent or RetryLater."""
    deadline = monotonic() + timeouts.whole
    try:
        with (
            httpx2.Client(verify=_authorities(), timeout=timeouts.for_http(), follow_redirects=False) as http,
            http.stream(
                request.method,
                request.url,
                data=request.form or None,
                headers=request.headers,
                auth=request.basic_auth,
            ) as response,
        ):
            return PlainAnswer(response.status_code, _read_bounded(response, deadline))
    except _BEFORE_THE_FIRST_BYTE as error:
        raise NotSent("Xero's sign-in could not be reached.") from error
    except _HTTP_ERRORS as error:
        raise RetryLater("Xero's sign-in gave no answer.") from error


@cache
def _authorities() -> ssl.SSLContext:
    """Whom we trust, read once a process: reading the list takes longer than most calls."""
    return httpx2.create_ssl_context()


def _read_bounded(response: httpx2.Response, deadline: float) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_PLAIN_BYTES:
            raise RetryLater("Xero's sign-in gave an answer that is far too long.")
        if monotonic() > deadline:
            raise RetryLater("Xero's sign-in took too long to answer.")
    return bytes(body)


def _read_error(wire: Wire) -> str:
    """Give the words of an error's body; what cannot be read of it does not change the status."""
    try:
        return read_reason(wire.opening())
    except (*_HTTP_ERRORS, MalformedAnswer):
        return ""


def _judge_failure(wire: Wire, error: Exception) -> XpmError:
    if not wire.has_begun and isinstance(error, _BEFORE_THE_FIRST_BYTE):
        return NotSent("Xero Practice Manager could not be reached.", exchange=wire.exchange())
    if isinstance(error, httpx2.TimeoutException):
        return judge_unclear(wire.exchange(), "it did not answer in time")
    return judge_unclear(wire.exchange(), "the connection broke off")
