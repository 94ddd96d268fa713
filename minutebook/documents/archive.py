"""The zip of a released pack: PDF and Word of each document and a manifest; the same content gives the same bytes."""

import hashlib
import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack: which document it is, its name, its bytes."""

    key: str
    title: str
    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


def build_zip(files: Sequence[PackFile], about: dict[str, Any], released_at: datetime) -> bytes:
    """All files and the manifest, stamped with the time of release."""
    buffer = io.BytesIO()
    stamp = released_at.timetuple()[:6]
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.writestr(_entry(file.name, stamp), file.content)
        archive.writestr(_entry(MANIFEST, stamp), _manifest(files, about, released_at))
    return buffer.getvalue()


def _entry(name: str, stamp: tuple[int, ...]) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, date_time=stamp)  # type: ignore[arg-type]  # six numbers, as it wants
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


def _manifest(files: Sequence[PackFile], about: dict[str, Any], released_at: datetime) -> str:
    listed = [
        {"name": file.name, "document": file.key, "title": file.title, "sha256": file.sha256}
        for file in files
    ]
    content = {**about, "released_at": released_at.isoformat(timespec="seconds"), "files": listed}
    return json.dumps(content, ensure_ascii=False, indent=2)
