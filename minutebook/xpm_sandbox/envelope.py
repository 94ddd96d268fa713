"""Writing answers as XPM writes them: no XML declaration, `<Phone></Phone>` for no text, `<Tasks />` for no children.

A writer of its own, because no library keeps both kinds of emptiness apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True, slots=True)
class Node:
    """An element that holds either text or other elements; raw text is written without escaping."""

    tag: str
    content: str | tuple[Node, ...]
    is_raw: bool = False

    def write(self) -> str:
        """Give the element as XML."""
        if isinstance(self.content, str):
            content = self.content if self.is_raw else escape(self.content, {chr(13): "&#xD;"})
            return f"<{self.tag}>{content}</{self.tag}>"
        if not self.content:
            return f"<{self.tag} />"
        return f"<{self.tag}>{''.join(child.write() for child in self.content)}</{self.tag}>"


def text(tag: str, value: str | int | Decimal | None) -> Node:
    """Make an element of text; numbers without exponent."""
    if isinstance(value, Decimal):
        return Node(tag, format(value, "f"))
    return Node(tag, "" if value is None else str(value))


def group(tag: str, children: Iterable[Node | None]) -> Node:
    """Make an element of elements, leaving out those that are None."""
    return Node(tag, tuple(child for child in children if child is not None))


def day(tag: str, value: date | None) -> Node | None:
    """Make a date as XPM sends it, midnight without a zone; nothing for no date."""
    return text(tag, f"{value:%Y-%m-%d}T00:00:00") if value else None


def moment(tag: str, value: datetime | None) -> Node | None:
    """Make a date with its time, without a zone; nothing for no moment."""
    return text(tag, f"{value:%Y-%m-%dT%H:%M:%S}") if value else None


def true_false(tag: str, value: bool) -> Node:
    """Make a flag as tasks and costs have it."""
    return text(tag, "true" if value else "false")


def yes_no(tag: str, value: bool) -> Node:
    """Make a flag as clients and contacts have it."""
    return text(tag, "Yes" if value else "No")


def write_ok(method: str, nodes: Iterable[Node], *, names_method: bool = True) -> bytes:
    """Write a successful answer."""
    return _write(method, [text("Status", "OK"), *nodes], names_method)


def write_error(method: str, reason: str, *, names_method: bool = True) -> bytes:
    """Write an answer that refuses; its HTTP status is the caller's matter."""
    return _write(method, [text("Status", "ERROR"), text("ErrorDescription", reason)], names_method)


def _write(method: str, nodes: list[Node], names_method: bool) -> bytes:
    attribute = f" api-method={quoteattr(method)}" if names_method else ""
    return f"<Response{attribute}>{''.join(node.write() for node in nodes)}</Response>".encode()
