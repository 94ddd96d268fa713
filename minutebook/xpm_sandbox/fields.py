"""Reading what a caller wrote: one XML element whose children are the fields, refused where it is not well formed.

Kept apart from the endpoints so that each of them reads like its table in the vendor's page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from minutebook.xpm_sandbox.calls import Call, RefusalError


class Fields:
    """The children of one element; a field that was not sent is None, one sent empty is an empty text."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def has(self, tag: str) -> bool:
        """Tell whether the field was sent at all."""
        return self.element.find(tag) is not None

    def text(self, tag: str) -> str | None:
        """Give a field's text as it came, or None when it was not sent."""
        child = self.element.find(tag)
        return None if child is None else "".join(str(part) for part in child.itertext())

    def word(self, tag: str) -> str:
        """Give a field without space around it, empty when it was not sent."""
        return (self.text(tag) or "").strip()

    def required(self, tag: str) -> str:
        """Give a field that must hold something."""
        value = self.text(tag)
        if value is None or not value.strip():
            raise RefusalError(f"{tag} is required")
        return value

    def day(self, tag: str) -> date | None:
        """Give a date written YYYYMMDD, and in no other way."""
        value = self.word(tag)
        return parse_date(value, tag) if value else None

    def required_day(self, tag: str) -> date:
        """Give a date that must be there."""
        return parse_date(self.required(tag).strip(), tag)

    def decimal(self, tag: str) -> Decimal | None:
        """Give a plain decimal number; no thousands, no exponent."""
        value = self.word(tag)
        return _parse_decimal(value, tag) if value else None

    def required_decimal(self, tag: str) -> Decimal:
        """Give a number that must be there."""
        return _parse_decimal(self.required(tag).strip(), tag)

    def flag(self, tag: str, default: bool) -> bool:
        """Give a flag written true, false, Yes or No."""
        value = self.word(tag).lower()
        if value not in ("", "true", "false", "yes", "no"):
            raise RefusalError(f"Invalid value for {tag}")
        return default if value == "" else value in ("true", "yes")

    def children(self, tag: str) -> list[Fields]:
        """Give the repeated elements of a name as fields of their own."""
        return [Fields(child) for child in self.element.iterchildren(tag)]


def read_fields(call: Call, root: str, known: Iterable[str]) -> Fields:
    """Read the body of a call; refuses another root, a DTD, and (by mode) elements beside the known ones."""
    element = _parse(call.body)
    if element.tag != root:
        raise RefusalError(f"Expected a {root} element")
    if call.modes.unknown_elements == "refused":
        _refuse_unknown(element, set(known))
    return Fields(element)


def parse_date(value: str, name: str, status: int = 200) -> date:
    """Read YYYYMMDD, or refuse naming the field."""
    if re.fullmatch(r"[0-9]{8}", value):
        try:
            return datetime.strptime(value, "%Y%m%d").date()  # noqa: DTZ007 - a day, not a moment
        except ValueError:
            pass
    raise RefusalError(f"Invalid date for {name}", status)


def _parse_decimal(value: str, tag: str) -> Decimal:
    try:
        if re.fullmatch(r"[+-]?[0-9]*\.?[0-9]+", value):
            return Decimal(value)
    except InvalidOperation:
        pass
    raise RefusalError(f"Invalid number for {tag}")


def _parse(body: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        element = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise RefusalError("The request body is not well formed", 400) from None
    if b"<!DOCTYPE" in body:
        raise RefusalError("The request body may not have a document type", 400)
    return element


def _refuse_unknown(element: etree._Element, known: set[str]) -> None:
    for child in element.iterchildren("*"):
        if child.tag not in known:
            raise RefusalError(f"Unknown element {child.tag}")
