"""A firm's logo: only PNG and JPEG pictures that both renderers of documents can read, known by their bytes."""

import json
from typing import Any

import typst
from django.core.files.uploadedfile import UploadedFile
from docx.image.image import Image

from minutebook.core.errors import DomainError

MOST_BYTES = 1_000_000
# As large as a page at 240 points an inch; a small file may unfold into far more.
MOST_POINTS = 6_000_000
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_TRIAL = b"#image(bytes(json(bytes(sys.inputs.logo))), width: 1cm)"


def read_logo(upload: UploadedFile[Any]) -> bytes:
    """The bytes of an uploaded logo; refused when too large or no picture of these kinds."""
    if (upload.size or 0) > MOST_BYTES:
        raise DomainError("large", "This picture is larger than 1 MB. Save it smaller.")
    content: bytes = upload.read(MOST_BYTES + 1)
    if logo_type(content) is None:
        raise DomainError("kind", "This is not a PNG or JPEG picture. Save the logo as one of these.")
    if _points(content) > MOST_POINTS:
        raise DomainError("large", "This picture has more than six million points. Save it smaller.")
    _try_on_paper(content)
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


def _points(content: bytes) -> int:
    """Width by height as the Word renderer reads them, before anything is unfolded."""
    try:
        picture = Image.from_blob(content)
        return int(picture.px_width * picture.px_height)
    except Exception as error:  # the library raises a dozen kinds, KeyError and struct.error among them
        raise _unreadable() from error


def _try_on_paper(content: bytes) -> None:
    """Set it once as documents do: a picture that is broken inside would stop every later document."""
    try:
        typst.compile(_TRIAL, sys_inputs={"logo": json.dumps(list(content))}, format="pdf")
    except typst.TypstError as error:
        raise _unreadable() from error


def _unreadable() -> DomainError:
    return DomainError("broken", "This picture cannot be read. Open it, save it as PNG, and choose it again.")
