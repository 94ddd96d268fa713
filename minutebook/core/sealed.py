"""Encrypted text: tokens, director IDs. The plaintext carries firm and field, so a copied row does not open."""

import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from .errors import DomainError


def seal(plaintext: str, firm_id: int, field: str) -> str:
    """Encrypt with the first key; an empty text stays empty."""
    if not plaintext:
        return ""
    return _keys().encrypt(f"{firm_id}|{field}|{plaintext}".encode()).decode()


def unseal(ciphertext: str, firm_id: int, field: str) -> str:
    """Decrypt with any of the keys; refused when it was sealed for another firm or field, or the key is lost."""
    if not ciphertext:
        return ""
    try:
        owner, name, plaintext = _keys().decrypt(ciphertext.encode()).decode().split("|", 2)
    except InvalidToken as error:
        raise DomainError(
            "sealed", "A stored secret cannot be opened: check MINUTEBOOK_TOKEN_KEYS."
        ) from error
    if (owner, name) != (str(firm_id), field):
        raise DomainError("sealed", "A stored secret belongs to another firm or field.")
    return plaintext


def keyed_hash(text: str, firm_id: int, field: str) -> str:
    """A hash to compare secrets by equality without opening them; differs between firms."""
    key = hashlib.sha256(b"keyed-hash" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, f"{firm_id}|{field}|{text}".encode(), "sha256").hexdigest()


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_KEYS])
