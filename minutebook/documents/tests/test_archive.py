import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime

from minutebook.documents.archive import MANIFEST, PackFile, build_zip

AT = datetime(2028, 2, 29, 23, 59, 58, tzinfo=UTC)
FILES = (
    PackFile("consent_to_act", "Consent & <act>", "01 Kōwhai.pdf", b"%PDF" + bytes(range(256))),
    PackFile("consent_to_act", "Consent & <act>", "01 Kōwhai.docx", b""),
    PackFile("cover_letter", "文件", "02 文件 😀.pdf", b"x" * 100_000),
)


def test_zip_holds_each_file_and_a_manifest_that_fits() -> None:
    with zipfile.ZipFile(io.BytesIO(build_zip(FILES, {"trace_number": "7KQ2"}, AT))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [*(file.name for file in FILES), MANIFEST]
        assert [archive.read(file.name) for file in FILES] == [file.content for file in FILES]
        assert {entry.date_time for entry in archive.infolist()} == {(2028, 2, 29, 23, 59, 58)}
        assert json.loads(archive.read(MANIFEST)) == {
            "trace_number": "7KQ2",
            "released_at": "2028-02-29T23:59:58+00:00",
            "files": [
                {
                    "name": file.name,
                    "document": file.key,
                    "title": file.title,
                    "sha256": hashlib.sha256(file.content).hexdigest(),
                }
                for file in FILES
            ],
        }


def test_same_content_gives_the_same_bytes() -> None:
    assert build_zip(FILES, {"a": 1}, AT) == build_zip(FILES, {"a": 1}, AT)
    assert build_zip(FILES, {"a": 1}, AT) != build_zip(FILES, {"a": 2}, AT)
