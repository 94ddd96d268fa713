"""Secrets that nobody has set are made on first start and kept in the data directory, readable by its owner only."""

import os
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import Fernet


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`; made once where it is missing, safe when two processes start together."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(descriptor, "w") as file:
        file.write(make())
    return _read(path)


def new_token_key() -> str:
    """A fresh key for encrypted fields (Fernet, base64)."""
    return Fernet.generate_key().decode()


def _read(path: Path) -> str:
    text = path.read_text().strip()
    if not text:
        raise RuntimeError(
            f"{path} is empty: put the secret back, or delete the file if nothing depends on it"
        )
    return text
