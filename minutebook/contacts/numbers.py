"""The numbers of people and bodies: whether they can be right, how they read, and what must never be kept."""

import re

from stdnum.au import abn, acn

from minutebook.core.errors import DomainError
from minutebook.core.text import only_digits

DIRECTOR_ID_START = "036"
_TFN_WORDS = re.compile(r"\b(tfn|tax[ -]?file)\b", re.IGNORECASE)
# Eight or nine digits that are no part of a longer number and no ACN, at most so far from the words.
_TFN_DIGITS = re.compile(
    r"(?<!\d)(?<!\d[ -])(?<!\bACN )(?<!\bA\.C\.N\. )(?:\d[ -]?){7,8}\d(?![ -]?\d)", re.IGNORECASE
)
_BESIDE = 60


def read_acn(text: str) -> str:
    """The nine digits of an ACN typed with or without spaces; refused when they cannot be one."""
    digits = _digits(text, 9, "ACN")
    if not acn.is_valid(digits):
        raise DomainError(
            "acn",
            "The last digit of this ACN does not fit the others: one digit is wrong or two are swapped.",
        )
    return digits


def read_abn(text: str) -> str:
    """The eleven digits of an ABN typed with or without spaces; refused when they cannot be one."""
    digits = _digits(text, 11, "ABN")
    if not abn.is_valid(digits):
        raise DomainError(
            "abn", "The check digits of this ABN do not fit: one digit is wrong or two are swapped."
        )
    return digits


def read_director_id(text: str) -> str:
    """The 15 digits of a director ID; its check rule is not published, so only form and start are checked."""
    digits = _digits(text, 15, "director ID")
    if not digits.startswith(DIRECTOR_ID_START):
        raise DomainError("director_id", f"A director ID begins with {DIRECTOR_ID_START}.")
    return digits


def abn_matches_acn(abn_number: str, acn_number: str) -> bool:
    """Whether a company's ABN is two check digits before its own ACN."""
    return only_digits(abn_number)[2:] == only_digits(acn_number)


def is_director_id(number: str) -> bool:
    """Whether it has a director ID's form: 15 digits that begin 036, spaced or not."""
    try:
        read_director_id(number)
    except DomainError:
        return False
    return True


def mask_director_id(digits: str) -> str:
    """What a screen or a paper shows of a director ID: its first three and last four digits."""
    return f"{digits[:3]}••••••••{digits[-4:]}" if digits else ""


def show_acn(digits: str) -> str:
    """004 085 616."""
    return " ".join((digits[:3], digits[3:6], digits[6:])) if len(digits) == 9 else digits


def show_abn(digits: str) -> str:
    """53 004 085 616."""
    return f"{digits[:2]} {show_acn(digits[2:])}" if len(digits) == 11 else digits


def names_tax_file_number(text: str) -> bool:
    """Whether the text gives a tax file number: the words beside a number of eight or nine digits (TFN Rule 2015)."""
    return any(
        _TFN_DIGITS.search(text, max(0, words.start() - _BESIDE), words.end() + _BESIDE)
        for words in _TFN_WORDS.finditer(text)
    )


def _digits(text: str, length: int, name: str) -> str:
    digits = only_digits(text)
    if any(char not in "0123456789 -\u00a0" for char in text.strip()):
        raise DomainError("digits", f"Write the {name} in digits only; spaces are fine.")
    if len(digits) != length:
        article = "A" if name.startswith("d") else "An"
        raise DomainError("length", f"{article} {name} has {length} digits; this has {len(digits)}.")
    return digits
