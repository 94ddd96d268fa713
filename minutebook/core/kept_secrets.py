"""Secrets that nobody has set are made on first start and kept in the data directory, readable by its owner only."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from cryptography.fernet import Fernet


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in `path`; made once where it is missing, safe when two processes start together."""
    if not path.exists():
        _keep_first(path, make())
    return _read(path)


def new_token_key() -> str:
    """A fresh key for encrypted fields (Fernet, base64)."""
    return Fernet.generate_key().decode()


def _keep_first(path: Path, secret: str) -> None:
    """Put a whole file in place unless another process was quicker: nobody ever sees it half written."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)  # readable by its owner only
    with os.fdopen(descriptor, "w") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(temporary, path)
    Path(temporary).unlink()


def _read(path: Path) -> str:
    text = path.read_text().strip()
    if not text:
        raise RuntimeError(
            f"{path} is empty: put the secret back, or delete the file if nothing depends on it"
        )
    return text
