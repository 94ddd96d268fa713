import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import release_pack
from minutebook.documents.work_context import propose_job
from minutebook.firms.models import User


@pytest.fixture
def client(as_user: SignIn, viewer: User) -> Client:
    """Signed in as one who may only look."""
    return as_user(viewer)


@pytest.fixture
def released(pack: DocumentPack, preparer: User) -> DocumentPack:
    """The pack, released without a job."""
    draft = propose_job(pack, preparer, None).with_changes(adds_job=False, no_job_reason="later")
    return release_pack(pack, preparer, draft)


def address(pack: DocumentPack, name: str, *more: Any) -> str:
    return reverse(name, args=[pack.pk, *more])


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("document_page", ("cover_letter", 1)),
        ("document_preview", ("cover_letter",)),
        ("pack_draft", ()),
        ("pack_zip", ()),
        ("document_file", ("cover_letter", "pdf")),
        ("document_file", ("cover_letter", "docx")),
    ],
)
def test_file_is_for_the_firm(
    released: DocumentPack, client: Client, stranger: User, as_user: SignIn, name: str, more: tuple[Any, ...]
) -> None:
    path = address(released, name, *more)
    assert (client.get(path).status_code, as_user(stranger).get(path).status_code) == (200, 404)
    assert client.post(path).status_code == 405


def test_page_is_a_picture_and_a_page_past_the_end_is_the_last(pack: DocumentPack, client: Client) -> None:
    first, far = (client.get(address(pack, "document_page", "cover_letter", page)) for page in (1, 99))
    assert (first["Content-Type"], first.content[:4]) == ("image/png", b"\x89PNG")
    assert far.content == first.content


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "99999999999"])
def test_preview_stays_within_its_pages(pack: DocumentPack, client: Client, page: str) -> None:
    answer = client.get(address(pack, "document_preview", "circulating_resolution"), {"page": page})
    assert answer.status_code == 200
    assert 1 <= answer.context["page"] <= answer.context["page_count"]


@pytest.mark.parametrize("key", ["passport", "..", "%2e%2e"])
def test_unknown_document_is_not_found(released: DocumentPack, client: Client, key: str) -> None:
    assert client.get(f"/packs/{released.pk}/documents/{key}/page-1.png").status_code == 404
    assert client.get(f"/packs/{released.pk}/documents/{key}/file.pdf").status_code == 404


def test_draft_pdf_opens_in_the_browser_with_the_companys_name(pack: DocumentPack, client: Client) -> None:
    answer = client.get(address(pack, "pack_draft"))
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"].startswith(
        "inline; filename*=utf-8''DRAFT%20K%C5%8Dwhai%20%26%20Sons"
    )


def test_draft_has_no_zip(pack: DocumentPack, client: Client) -> None:
    assert client.get(address(pack, "pack_zip")).status_code == 404
    assert client.get(address(pack, "document_file", "cover_letter", "pdf")).status_code == 404


def test_zip_has_a_name_that_survives_and_what_the_manifest_says(
    released: DocumentPack, client: Client
) -> None:
    answer = client.get(address(released, "pack_zip"))
    name = "K%C5%8Dwhai%20%26%20Sons%20Whenua%20Pty%20Ltd%20-%20"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{name}{released.trace_number}.zip"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    listed = [file["name"] for file in json.loads(archive.read("manifest.json"))["files"]]
    assert sorted(archive.namelist()) == sorted([*listed, "manifest.json"])


def test_other_kind_of_file_is_not_found(released: DocumentPack, client: Client) -> None:
    assert client.get(address(released, "document_file", "cover_letter", "exe")).status_code == 404
