import base64

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minutebook.core.errors import DomainError
from minutebook.documents.render.look import MAX_LOGO_BYTES
from minutebook.documents.render.tests.samples import flat_png
from minutebook.firms.logos import MOST_BYTES, logo_type, read_logo

PNG = flat_png()
# The smallest there is: one grey point.
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////"
    "////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z"
)
BROKEN_INSIDE = PNG.replace(b"IDAT", b"IDAX")
NAMED_SO = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND\xaeB`\x82"


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_logo_is_known_by_its_bytes(content: bytes, kind: str) -> None:
    assert read_logo(SimpleUploadedFile("logo.exe", content)) == content
    assert logo_type(content) == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg onload=alert(1)>", "kind"),
        (b"<html>" + PNG, "kind"),
        (PNG + b"<script>alert(1)</script>", "kind"),
        (JPEG + b"PK\x03\x04", "kind"),
        (b"", "kind"),
        (b"GIF89a", "kind"),
        (PNG + b"\0" * MOST_BYTES, "large"),
        (flat_png(30_000, 201), "large"),
        (BROKEN_INSIDE, "broken"),
        (NAMED_SO, "broken"),
        (b"\xff\xd8\xff\xe0rest\xff\xd9", "broken"),
        (JPEG[:100] + b"\xff\xd9", "broken"),
    ],
)
def test_logo_refuses_other_files(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_logo(SimpleUploadedFile("logo.png", content))
    assert refused.value.code == code


def test_documents_take_every_logo_that_is_let_in() -> None:
    assert MOST_BYTES <= MAX_LOGO_BYTES
