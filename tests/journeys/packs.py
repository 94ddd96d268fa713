"""Reading what went out: the zip of a download, the message of a send."""

import hashlib
import io
import json
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import pypdf


def open_zip(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The manifest and the files of a pack; fails where a digest or an order is not as the manifest says."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files.pop("manifest.json"))
    listed = [(one["name"], one["sha256"]) for one in manifest["files"]]
    assert listed == [(name, hashlib.sha256(content).hexdigest()) for name, content in files.items()]
    assert list(files) == sorted(files, key=lambda name: name[:2])
    return manifest, files


def words_of(name: str, content: bytes) -> str:
    """The words of a PDF or Word file in one line."""
    if name.endswith(".pdf"):
        pages = pypdf.PdfReader(io.BytesIO(content)).pages
        return " ".join(" ".join(page.extract_text() for page in pages).split())
    body = docx.Document(io.BytesIO(content)).element.body
    return " ".join(" ".join(node.text or "" for node in body.iter() if node.tag.endswith("}t")).split())


def attachments_of(message: EmailMessage) -> dict[str, bytes]:
    """The attached files by name."""
    return {part.get_filename() or "": part.get_content() for part in message.iter_attachments()}
