"""Single values of XPM's XML, in every dialect it was seen to write them; absent and empty mean the same."""

from datetime import date
from decimal import Decimal, InvalidOperation

from minutebook.xpm.records import Ref
from minutebook.xpm.xml.envelope import Element, MalformedAnswer

MOST_IDENTIFIER = 60  # characters: a UUID has 36, a job's number is what a practice types
LARGEST_EXPONENT = 15  # of an amount; beyond it the answer is nonsense, and costly to compute with
_FLAGS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def read_text(parent: Element, tag: str) -> str:
    """Give the text of a child as it stands, several lines included."""
    child = next(parent.iterchildren(tag), None)  # twice as fast as findtext, which a long list feels
    return "" if child is None else child.text or ""


def read_token(parent: Element, tag: str) -> str:
    """Give an identifier or a word: text without the white space around it."""
    return read_text(parent, tag).strip()


def require_token(parent: Element, tag: str) -> str:
    """Give an identifier without which the record means nothing; raises MalformedAnswer without it."""
    token = read_identifier(parent, tag)
    if not token:
        raise MalformedAnswer(f"a {parent.tag} has no {tag}")
    return token


def read_identifier(parent: Element, tag: str) -> str:
    """Give an identifier that may be left out; raises MalformedAnswer for one longer than any that XPM has."""
    token = read_token(parent, tag)
    if len(token) > MOST_IDENTIFIER:
        raise MalformedAnswer(f"the {tag} of a {parent.tag} is too long")
    return token


def read_date(parent: Element, tag: str) -> date | None:
    """Read `2026-07-01T00:00:00` (as XPM answers), `2026-07-01` or `20260701`; the time of day is dropped."""
    token = read_token(parent, tag).replace("T", " ").partition(" ")[0]
    if not token:
        return None
    try:
        return date.fromisoformat(token)
    except ValueError as error:
        raise MalformedAnswer(f"{tag} is not a date") from error


def read_decimal(parent: Element, tag: str) -> Decimal:
    """Read an amount or a quantity; nothing there is zero."""
    token = read_token(parent, tag) or "0"
    try:
        number = Decimal(token)
    except InvalidOperation as error:
        raise MalformedAnswer(f"{tag} is not a number") from error
    if not number.is_finite() or number.adjusted() > LARGEST_EXPONENT:
        raise MalformedAnswer(f"{tag} is not a number")
    return number


def read_integer(parent: Element, tag: str) -> int:
    """Read a whole number; nothing there is zero."""
    return int(read_decimal(parent, tag))


def read_flag(parent: Element, tag: str, default: bool = False) -> bool:
    """Read Yes/No (clients, contacts), true/false (tasks, costs) and 1/0 (XML's other way to say it)."""
    token = read_token(parent, tag).lower()
    if not token:
        return default
    if token not in _FLAGS:
        raise MalformedAnswer(f"{tag} is neither yes nor no")
    return _FLAGS[token]


def read_ref(parent: Element, tag: str) -> Ref | None:
    """Read a pointer to another record; left out and sent empty both mean that there is none."""
    element = next(parent.iterchildren(tag), None)
    if element is None:
        return None
    ref = Ref(uuid=read_identifier(element, "UUID"), name=read_text(element, "Name"))
    return ref if ref.uuid or ref.name else None
