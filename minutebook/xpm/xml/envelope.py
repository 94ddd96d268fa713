"""XPM's answer envelope: parsed safely, judged by its Status, whole or streamed.

Apart from the records, because every answer passes here and only here is hostile XML turned away.
"""

import codecs
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import cast

from lxml import etree

Element = etree._Element

# Up to the next tag only: a pattern that looks for the closing one takes minutes over a few MB of opening ones.
_ADDRESS = re.compile(rb"<(?:WebUrl|URL)>[^<]*")
_BARE_AMPERSAND = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);)")


_NAMESPACED = etree.XPath("descendant-or-self::*[namespace-uri()]")


class MalformedAnswer(ValueError):  # noqa: N818 - an answer, not an error, is what it describes
    """The answer is not one that XPM gives; the transport turns this into what the caller does next.

    Its text is a clause without a full stop, and quotes nothing of the answer.
    """


class ErrorAnswer(Exception):  # noqa: N818 - XPM's answer with Status ERROR
    """XPM answered with Status ERROR; the description is all it tells."""


def open_envelope(body: bytes, encoding: str = "") -> Element:
    """Give the root of an answer whose Status is OK; `encoding` is what the HTTP header said, if anything.

    Raises ErrorAnswer for Status ERROR, MalformedAnswer for cut XML, a DTD, HTML or any other root.
    """
    usable = _usable(encoding, body)
    try:
        root = _parse(body, usable)
    except MalformedAnswer:
        root = _parse(_mend_addresses(body), usable)
    _check_root(root)
    _drop_namespaces(root)
    _check_status(root)
    return root


def stream_envelope(
    chunks: Iterable[bytes], container: str, item: str, encoding: str = ""
) -> Iterator[Element]:
    """Give each item of a long list while it arrives; the list is whole only when this ends without error.

    An element is emptied after it was given. Raises as `open_envelope` does, perhaps after many items.
    """
    pieces = iter(chunks)
    opening = next(pieces, b"")
    parser = etree.XMLPullParser(
        ("start", "end"),
        tag=("{*}Response", f"{{*}}{item}"),  # events for every element would take three times as long
        encoding=_usable(encoding, opening),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    root: Element | None = None
    try:
        for chunk in chain([opening], pieces):
            parser.feed(chunk)
            for event, element in cast("Iterator[tuple[str, Element]]", parser.read_events()):
                if root is None:
                    root = element
                    _check_root(root)
                elif event == "end" and _is_item(element, root, container):
                    _drop_namespaces(element)
                    yield element
                    _forget_before(element)
        parser.close()
    except etree.LxmlError as error:
        raise MalformedAnswer("the answer is not well-formed XML") from error
    if root is None:
        raise MalformedAnswer("the answer has no Response envelope")
    _drop_namespaces(root)
    _check_status(root)
    list_items(root, container, item)


def list_items(root: Element, container: str, item: str, *, may_be_absent: bool = False) -> list[Element]:
    """Give the items of a list; an empty list has an empty container, a missing one is no list at all.

    With `may_be_absent` an answer that holds nothing but its Status is an empty list too. Elements that we do not
    know are passed over, unless there are no others: then it is some other list.
    """
    if may_be_absent and len(root) == 1:
        return []
    found = _find_container(root, container)
    items = list(found.iterchildren(item))
    if len(found) and not items:
        raise MalformedAnswer(f"the answer's list holds something other than {item}")
    return items


def find_only(root: Element, container: str, item: str) -> Element:
    """Give the one record of an answer, whether it stands alone or in its list's container."""
    element = find_optional(root, container, item)
    if element is None:
        raise MalformedAnswer(f"the answer holds no {item}")
    return element


def find_optional(root: Element, container: str, item: str) -> Element | None:
    """Give the one record of an answer, or None where it holds none, or several without saying which."""
    found = root.findall(item) or root.findall(f"{container}/{item}")
    return found[0] if len(found) == 1 else None


def _parse(body: bytes, encoding: str | None) -> Element:
    parser = etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(body, parser)
    except (etree.LxmlError, ValueError) as error:
        raise MalformedAnswer("the answer is not well-formed XML") from error


def _usable(encoding: str, opening: bytes) -> str | None:
    """Give the encoding for the parser, None where it does better by the document's own first bytes."""
    if not encoding or opening.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        etree.XMLParser(encoding=encoding)
    except LookupError:
        return None
    return encoding


def _mend_addresses(body: bytes) -> bytes:
    # XPM's own sample prints addresses with a bare ampersand; elsewhere one stays an error.
    return _ADDRESS.sub(lambda address: _BARE_AMPERSAND.sub(b"&amp;", address.group()), body)


def _check_root(root: Element) -> None:
    doctype = cast("etree.DTD | None", root.getroottree().docinfo.internalDTD)
    if doctype is not None:
        raise MalformedAnswer("the answer has a document type definition, which XPM never sends")
    if _name(root) != "Response":
        raise MalformedAnswer("the answer has no Response envelope")


def _drop_namespaces(element: Element) -> None:
    """Name everything as if no namespace were declared: nobody says whether XPM has one."""
    for one in cast("list[Element]", _NAMESPACED(element)):
        one.tag = _name(one)


def _name(element: Element) -> str:
    return etree.QName(element).localname


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
    return parent is not None and _name(parent) == container and parent.getparent() is root


def _forget_before(element: Element) -> None:
    """Drop what was read of the list; the element itself stays, since the parser stands on it."""
    parent = element.getparent()
    element.clear()
    while parent is not None and (previous := element.getprevious()) is not None:
        parent.remove(previous)
