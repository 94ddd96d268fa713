import hashlib
import os
import resource
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from minutebook.core.blobs import read_blob, store_blob
from minutebook.core.errors import DomainError

CONTENTS = [b"", b"%PDF-1.7", bytes(range(256)) * 4096]


@pytest.fixture
def folder(settings: Any) -> Path:
    return Path(settings.DATA_DIR) / "blobs"


@pytest.fixture
def disk_of_ten_thousand_bytes() -> Iterator[None]:
    """No file of this process may grow past that: the kernel answers as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("content", CONTENTS)
def test_blob_is_read_back_by_its_digest(content: bytes) -> None:
    digest = store_blob(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert read_blob(digest) == content


def test_same_bytes_are_kept_once(folder: Path) -> None:
    digests = {store_blob(b"same") for _ in range(3)}
    assert files(folder) == sorted(digests)


def test_many_writers_of_the_same_bytes_agree(folder: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(store_blob, [b"x" * 100_000] * 16))
    assert files(folder) == sorted(digests)


@pytest.mark.parametrize("spoil", [b"", b"%PDF-1.8", b"%PDF-1.7\n"])
def test_altered_blob_is_refused_and_put_right_by_storing_again(folder: Path, spoil: bytes) -> None:
    digest = store_blob(b"%PDF-1.7")
    (folder / digest[:2] / digest).write_bytes(spoil)
    with pytest.raises(DomainError) as refused:
        read_blob(digest)
    assert refused.value.code == "blob_changed"
    store_blob(b"%PDF-1.7")
    assert read_blob(digest) == b"%PDF-1.7"


def test_missing_blob_is_refused(folder: Path) -> None:
    digest = store_blob(b"x")
    (folder / digest[:2] / digest).unlink()
    with pytest.raises(DomainError) as refused:
        read_blob(digest)
    assert refused.value.code == "blob_missing"


def test_full_disk_leaves_nothing_behind(folder: Path, disk_of_ten_thousand_bytes: None) -> None:
    kept = store_blob(b"small")
    with pytest.raises(DomainError) as refused:
        store_blob(b"x" * 10_001)
    assert (refused.value.code, files(folder)) == ("disk", [kept])


def test_folder_that_cannot_be_made_is_a_plain_refusal(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    settings.DATA_DIR = tmp_path / "file"
    with pytest.raises(DomainError) as refused:
        store_blob(b"x")
    assert refused.value.code == "disk"


def test_blob_is_readable_by_its_owner_only(folder: Path) -> None:
    digest = store_blob(b"x")
    assert os.stat(folder / digest[:2] / digest).st_mode & 0o077 == 0
