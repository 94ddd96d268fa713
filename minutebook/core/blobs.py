"""Files kept by what they contain: a blob's address is the SHA-256 of its bytes, so nothing is ever overwritten."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from .errors import DomainError


def store_blob(content: bytes) -> str:
    """Write the bytes durably (fsync of file and folders) and give their SHA-256; storing again changes nothing."""
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    try:
        # An altered file is put right by the way.
        if not (path.exists() and path.read_bytes() == content):
            _write(path, content)
    except OSError as error:
        raise DomainError(
            "disk", "The files could not be saved: the disk is full or not writable."
        ) from error
    return digest


def read_blob(digest: str) -> bytes:
    """The bytes of a blob; refused when they are gone or no longer match their digest."""
    path = _path(digest)
    if not path.exists():
        raise DomainError("blob_missing", "A stored file is missing. Restore it from the last backup.")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise DomainError("blob_changed", "A stored file has been altered. Restore it from the last backup.")
    return content


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except OSError:
        Path(temporary).unlink(missing_ok=True)
        raise
    # The folder may be new too, and its own name stands in the one above.
    _sync_folder(path.parent)
    _sync_folder(path.parent.parent)


def _path(digest: str) -> Path:
    return Path(settings.DATA_DIR) / "blobs" / digest[:2] / digest


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
