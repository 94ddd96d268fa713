"""What every family of calls stands on: one transport, one guard, and safe paths."""

from collections.abc import Callable
from typing import Self, TypeVar
from urllib.parse import quote

from minutebook.xpm.errors import Refused
from minutebook.xpm.exchange import Exchange
from minutebook.xpm.transport import Transport
from minutebook.xpm.wire import Call, Guard
from minutebook.xpm.xml.envelope import Element, find_only, list_items

Record = TypeVar("Record")
MOST_ADDRESS = 300  # characters


class Calls:
    """A family of XPM calls; `guard` goes with its writes."""

    def __init__(self, transport: Transport, guard: Guard | None = None) -> None:
        self._transport = transport
        self._guard = guard or Guard()

    @property
    def last_exchange(self) -> Exchange | None:
        """The latest exchange over this transport, by whichever Api; None before the first."""
        return self._transport.last_exchange

    def guarded(self, before_send: Callable[[], None] | None = None, idempotency_key: str = "") -> Self:
        """Give an Api over the same transport whose writes carry this check and this key."""
        return type(self)(self._transport, Guard(before_send, idempotency_key))

    def close(self) -> None:
        """Close the transport's connections."""
        self._transport.close()

    def _read(
        self, path: str, parse: Callable[[Element], Record], query: dict[str, str] | None = None
    ) -> Record:
        call = Call("GET", path, tuple((query or {}).items()))
        return self._transport.fetch(call, parse)

    def _read_list(
        self,
        path: str,
        names: tuple[str, str],
        parse: Callable[[Element], Record],
        query: dict[str, str] | None = None,
    ) -> list[Record]:
        """Read a list; `names` are its container's and its items' elements."""
        return self._read(path, lambda root: [parse(element) for element in list_items(root, *names)], query)

    def _read_list_on_job(
        self, path: str, names: tuple[str, str], parse: Callable[[Element], Record]
    ) -> list[Record]:
        """Read what stands on a job, which may be nothing: nobody has seen whether the container is left out then."""
        return self._read(
            path, lambda root: [parse(element) for element in list_items(root, *names, may_be_absent=True)]
        )

    def _write(self, method: str, path: str, body: bytes, parse: Callable[[Element], Record]) -> Record:
        return self._transport.fetch(Call(method, path, body=body, guard=self._guard), parse)


def path_to(method: str, identifier: str) -> str:
    """Give `job.api/get/J000123`; raises Refused for an identifier that would name another call."""
    if not identifier.strip() or identifier in {".", ".."}:
        raise Refused("The identifier is empty: choose the record again.")
    return f"{method}/{quote(identifier, safe='')}"


def read_nothing(_root: Element) -> None:
    """Take Status OK as the whole answer."""


def reading_only(
    names: tuple[str, str], parse: Callable[[Element, str], Record]
) -> Callable[[Element], Record]:
    """Give a parser of an answer that holds one record, with the web address that XPM puts beside it."""
    return lambda root: parse(find_only(root, *names), _read_address(root))


def _read_address(root: Element) -> str:
    """An address that is too long to keep is as if there were none: the record is there all the same."""
    address = (root.findtext("WebUrl") or "").strip()
    return address if len(address) <= MOST_ADDRESS else ""
