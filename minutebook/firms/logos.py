"""A firm's logo: only real PNG and JPEG pictures, known by their first bytes and not by their names."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from minutebook.core.errors import DomainError

MOST_BYTES = 1024 * 1024
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"


def read_logo(upload: UploadedFile[Any]) -> bytes:
    """The bytes of an uploaded logo; refused when too large or no picture of these kinds."""
    if (upload.size or 0) > MOST_BYTES:
        raise DomainError("large", "This picture is larger than 1 MB. Save it smaller.")
    content: bytes = upload.read(MOST_BYTES + 1)
    if logo_type(content) is None:
        raise DomainError("kind", "This is not a PNG or JPEG picture. Save the logo as one of these.")
    return content


def logo_type(content: bytes) -> str | None:
    """image/png or image/jpeg by the first and last bytes; None for anything else."""
    if (
        content.startswith(_PNG)
        and content[12:16] == b"IHDR"
        and content.rstrip(b"\0").endswith(b"IEND\xaeB`\x82")
    ):
        return "image/png"
    if content.startswith(_JPEG) and content.rstrip(b"\0").endswith(b"\xff\xd9"):
        return "image/jpeg"
    return None
