"""Australian company numbers: whether they can be right, and how they are printed."""

import re

from stdnum.au import abn, acn

from minutebook.core.text import only_digits

_DIRECTOR_ID = re.compile(r"036\d{12}", re.ASCII)


def is_acn(number: str) -> bool:
    """Whether nine digits, spaced or not, carry the right check digit (asic.gov.au, ACN digit check)."""
    return bool(acn.is_valid(only_digits(number))) and _is_digits_and_spaces(number)


def is_abn(number: str) -> bool:
    """Whether eleven digits, spaced or not, carry the right check digits (abr.business.gov.au)."""
    return bool(abn.is_valid(only_digits(number))) and _is_digits_and_spaces(number)


def is_director_id(number: str) -> bool:
    """Whether it has a director ID's form: 15 digits that begin 036; its check digit is not published."""
    return bool(_DIRECTOR_ID.fullmatch(only_digits(number))) and _is_digits_and_spaces(number)


def abn_matches_acn(abn_number: str, acn_number: str) -> bool:
    """Whether a company's ABN is two check digits before its own ACN."""
    return is_abn(abn_number) and only_digits(abn_number)[2:] == only_digits(acn_number)


def format_acn(number: str) -> str:
    """Return 004 085 616; a number of another length comes back as it was written."""
    return _grouped(number, (3, 3, 3))


def format_abn(number: str) -> str:
    """Return 53 004 085 616; a number of another length comes back as it was written."""
    return _grouped(number, (2, 3, 3, 3))


def format_director_id(number: str) -> str:
    """Return 036 1234 5678 9012, spaced for reading; another length comes back as it was written."""
    return _grouped(number, (3, 4, 4, 4))


def _is_digits_and_spaces(number: str) -> bool:
    return all(char in "0123456789 \u00a0" for char in number.strip())


def _grouped(number: str, sizes: tuple[int, ...]) -> str:
    digits = only_digits(number)
    if len(digits) != sum(sizes) or not _is_digits_and_spaces(number):
        return number
    groups, start = [], 0
    for size in sizes:
        groups.append(digits[start : start + size])
        start += size
    return " ".join(groups)
