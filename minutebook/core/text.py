"""Folding of names for search and comparison."""

import unicodedata

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe"})


def fold(text: str) -> str:
    """Lower case, no marks, single spaces: Kōwhai and KOWHAI become the same."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def shorten(text: str, most: int) -> str:
    """The text, or as much of it as fits with an ellipsis that says so."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def only_digits(text: str) -> str:
    """The ASCII digits of a number written with spaces or dashes."""
    return "".join(char for char in text if char in "0123456789")


def read_id(text: str) -> int | None:
    """A number as forms and addresses carry it, such as a row's id; None for anything else, or too large for a row."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def has_control_characters(text: str, allowed: str = "") -> bool:
    """Whether a text holds characters that no line of print can show and XML cannot carry."""
    return any(unicodedata.category(char) in {"Cc", "Cs"} and char not in allowed for char in text)
