"""The files of `minutebook produce`: as released, or why they are missing though the pack is out."""

import shutil
from pathlib import Path
from typing import Any

from minutebook.core.blobs import read_blob
from minutebook.documents.catalogue import circulating_resolution
from minutebook.documents.filenames import document_filename
from minutebook.documents.models import DocumentPack
from minutebook.documents.produce import _prepare, _release, _write_files
from minutebook.documents.requests import Request, read_request
from minutebook.documents.services import zip_name
from minutebook.documents.tests.conftest import UGLY, Produce
from minutebook.firms.models import User


def _released(request: Request, user: User) -> DocumentPack:
    pack, draft, outgoing = _prepare(request, user)
    _release(user, pack, draft, outgoing)
    return pack


def test_files_are_written_as_they_are_kept(produce: Produce, tmp_path: Path) -> None:
    code, result = produce()
    pack = DocumentPack.across_firms.get()
    assert (code, result["status"], result["pack_status"]) == (0, "no job", "released")
    assert (result["trace_number"], result["costs"], pack.no_job_reason) == (pack.trace_number, [], "covered")
    assert [file["name"].rpartition(".")[2] for file in result["files"]] == ["zip", "pdf", "docx"]
    for file in result["files"]:
        assert Path(file["path"]).parent == tmp_path / "packs"
        assert Path(file["path"]).read_bytes() == read_blob(file["sha256"])


def test_files_that_cannot_be_written_are_told_of_a_pack_that_is_released(
    produce: Produce, tmp_path: Path
) -> None:
    name = document_filename(1, circulating_resolution.TITLE, UGLY, "pdf")
    (tmp_path / "packs" / name).mkdir(parents=True)
    code, result = produce()
    pack = DocumentPack.across_firms.get()
    assert (code, result["status"], result["pack_status"], result["trace_number"]) == (
        5, "no job", "released", pack.trace_number,
    )  # fmt: skip
    assert [file["name"] for file in result["files"]] == [zip_name(pack)]
    assert result["files_problem"] == (
        f"The pack {pack.trace_number} is released: do not ask again. Its files could not be written to"
        f" {tmp_path / 'packs'}: Is a directory. Download them from its page."
    )


def test_disk_that_fails_before_the_release_refuses_and_leaves_no_draft(
    produce: Produce, tmp_path: Path
) -> None:
    (tmp_path / "blobs").write_text("no folder")
    code, result = produce()
    assert (code, result["status"], result["message"]) == (
        2, "refused", "The files could not be saved: the disk is full or not writable.",
    )  # fmt: skip
    assert DocumentPack.across_firms.get().status == "withdrawn"


def test_stored_file_that_is_gone_is_told_of_a_pack_that_is_released(
    produce: Produce, tmp_path: Path, administrator: User, request_json: dict[str, Any]
) -> None:
    request = read_request(request_json, administrator.firm)
    pack = DocumentPack.across_firms.get(pk=_released(request, administrator).pk)
    shutil.rmtree(tmp_path / "blobs")
    assert _write_files(pack, tmp_path) == (
        [],
        (
            f"The pack {pack.trace_number} is released: do not ask again."
            " A stored file is missing. Restore it from the last backup."
        ),
    )
