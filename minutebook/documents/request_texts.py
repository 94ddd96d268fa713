"""What no text of a request may hold, wherever it stands: checked once for the whole of it."""

import unicodedata
from typing import Any

from minutebook.contacts.numbers import names_tax_file_number
from minutebook.core.errors import DomainError


def check_texts(value: Any, key: str = "request") -> None:
    """Refuse, with the key at fault, characters that no file or database can keep, and tax file numbers."""
    if isinstance(value, dict):
        for name, one in value.items():
            _check_text(str(name), key)
            check_texts(one, f"{key}.{name}" if key != "request" else str(name))
    elif isinstance(value, list):
        for number, one in enumerate(value):
            check_texts(one, f"{key}[{number}]")
    elif isinstance(value, str):
        _check_text(value, key)


def _check_text(text: str, key: str) -> None:
    if any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\r\n\t" for char in text):
        raise DomainError("characters", f"{key} holds control characters. Type it anew.", key)
    if names_tax_file_number(text):
        raise DomainError(
            "tfn", f"{key} gives a tax file number, which may not be kept here. Take it out.", key
        )
