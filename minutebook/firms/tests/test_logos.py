import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from minutebook.core.errors import DomainError
from minutebook.firms.logos import MOST_BYTES, logo_type, read_logo

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 17 + b"\0\0\0\0IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0rest\xff\xd9"


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
    ],
)
def test_logo_refuses_other_files(content: bytes, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_logo(SimpleUploadedFile("logo.png", content))
    assert refused.value.code == code
