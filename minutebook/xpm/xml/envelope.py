"""XPM's answer envelope: parsed safely, judged by its Status, whole or streamed.

Apart from the records, because every answer passes here and only here is hostile XML turned away.
"""

import re
from collections.abc import Iterable, Iterator
from typing import cast

from lxml import etree

Element = etree._Element

_LINKS = re.compile(rb"<Links>.*?</Links>", re.DOTALL)
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)")


class MalformedAnswer(ValueError):  # noqa: N818 - an answer, not an error, is what it describes
    """The answer is not one that XPM gives; the transport turns this into what the caller does next.

    Its text is a clause without a full stop, and quotes nothing of the answer.
    """


class ErrorAnswer(Exception):  # noqa: N818 - XPM's answer with Status ERROR
    """XPM answered with Status ERROR; the description is all it tells."""


def open_envelope(body: bytes) -> Element:
    """Give the root of an answer whose Status is OK.

    Raises ErrorAnswer for Status ERROR, MalformedAnswer for cut XML, a DTD, HTML or any other root.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(_mend_links(body), parser)
    except (etree.LxmlError, ValueError) as error:
        raise MalformedAnswer("the answer is not well-formed XML") from error
    _check_root(root)
    _check_status(root)
    return root


def stream_envelope(chunks: Iterable[bytes], container: str, item: str) -> Iterator[Element]:
    """Give each item of a long list while it arrives; the list is whole only when this ends without error.

    An element is emptied after it was given. Raises as `open_envelope` does, perhaps after many items.
    """
    parser = etree.XMLPullParser(
        ("start", "end"),
        tag=("Response", item),  # events for every element would take three times as long
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root: Element | None = None
    try:
        for chunk in chunks:
            parser.feed(chunk)
            for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                if root is None:
                    root = element
                    _check_root(root)
                elif event == "end" and _is_item(element, root, container):
                    yield element
                    _forget_before(element, item)
        parser.close()
    except etree.LxmlError as error:
        raise MalformedAnswer("the answer is not well-formed XML") from error
    if root is None:
        raise MalformedAnswer("the answer has no Response envelope")
    _check_status(root)
    list_items(root, container, item)


def list_items(root: Element, container: str, item: str) -> list[Element]:
    """Give the items of a list; an empty list has an empty container, a missing one is no list at all."""
    items = list(_find_container(root, container))
    for element in items:
        _check_item(element, item)
    return items


def find_only(root: Element, container: str, item: str) -> Element:
    """Give the one record of an answer, whether it stands alone or in its list's container."""
    element = find_optional(root, container, item)
    if element is None:
        raise MalformedAnswer(f"the answer holds no {item}")
    return element


def find_optional(root: Element, container: str, item: str) -> Element | None:
    """Give the one record of an answer, or None where XPM does not say that it sends one."""
    alone = root.find(item)
    return alone if alone is not None else root.find(f"{container}/{item}")


def _mend_links(body: bytes) -> bytes:
    # XPM's own sample prints the paging links with a bare ampersand; elsewhere one stays an error.
    return _LINKS.sub(lambda links: _BARE_AMPERSAND.sub(b"&amp;", links.group()), body)


def _check_root(root: Element) -> None:
    doctype = cast("etree.DTD | None", root.getroottree().docinfo.internalDTD)
    if doctype is not None:
        raise MalformedAnswer("the answer has a document type definition, which XPM never sends")
    if root.tag != "Response":
        raise MalformedAnswer("the answer has no Response envelope")


def _check_status(root: Element) -> None:
    status = (root.findtext("Status") or "").strip().upper()
    if status == "ERROR":
        raise ErrorAnswer((root.findtext("ErrorDescription") or "").strip())
    if status != "OK":
        raise MalformedAnswer("the answer has no Status")


def _find_container(root: Element, container: str) -> Element:
    found = root.find(container)
    if found is None:
        raise MalformedAnswer(f"the answer holds no {container}")
    return found


def _is_item(element: Element, root: Element, container: str) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == container and parent.getparent() is root


def _check_item(element: Element, item: str) -> None:
    if element.tag != item:
        raise MalformedAnswer(f"the answer's list holds something other than {item}")


def _forget_before(element: Element, item: str) -> None:
    """Drop what was read of the list; the element itself stays, since the parser stands on it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and (previous := element.getprevious()) is not None:
        _check_item(previous, item)
        parent.remove(previous)
