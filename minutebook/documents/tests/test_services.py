import hashlib
import io
import json
import zipfile
from typing import Any

import pytest
from django.db import connection as database

from minutebook.companies.models import Change, Company
from minutebook.companies.services import Lodgement
from minutebook.contacts.models import Contact
from minutebook.core.blobs import read_blob
from minutebook.core.errors import DomainError
from minutebook.documents.drafting import PackSettings, revise_pack, settings_of
from minutebook.documents.models import Document, DocumentPack
from minutebook.documents.services import (
    add_job,
    choose_documents,
    draft_pack,
    lodge_pack,
    release_pack,
    render_files,
    withdraw_pack,
)
from minutebook.documents.work_context import propose_job
from minutebook.firms.models import AuditEvent, User
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Cost, Job
from minutebook.jobs.tests.practice import Practice
from minutebook.mail.models import Message
from minutebook.mail.services import Outgoing, Recipient
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.tests.side import together

Status = DocumentPack.Status
ZOE = Outgoing((Recipient("Zoë", "zoe@client.example"),), "Documents", "Good day")
KEYS = ["consent_to_act", "circulating_resolution"]


def fresh(pack: DocumentPack) -> DocumentPack:
    return DocumentPack.across_firms.select_related("firm", "company__firm", "change__company__firm").get(
        pk=pack.pk
    )


@pytest.fixture
def draft(pack: DocumentPack, practice: Practice, preparer: User) -> JobDraft:
    return propose_job(pack, preparer, practice.connection).with_changes(is_confirmed=True)


@pytest.fixture
def no_job(draft: JobDraft) -> JobDraft:
    return draft.with_changes(adds_job=False, no_job_reason="covered")


@pytest.fixture
def two(pack: DocumentPack) -> DocumentPack:
    """The pack with two documents, which renders quickly."""
    choose_documents(pack, KEYS)
    return pack


def lodgement(pack: DocumentPack) -> Lodgement:
    return Lodgement(clock.today(pack.firm.zone), None, "7EBX 00123", "portal")


def test_pack_is_drafted_with_what_the_table_calls_for(pack: DocumentPack, preparer: User) -> None:
    assert (pack.status, pack.change.status, pack.created_by) == (Status.DRAFT, Change.Status.DRAFT, preparer)
    documents = list(pack.documents.all())
    assert [one.position for one in documents] == list(range(1, len(documents) + 1))
    assert "circulating_resolution" in {one.key for one in documents if one.is_included}
    assert len(pack.trace_number) == 9
    assert pack.trace_number[4] == "-"


def test_refused_change_leaves_no_pack(company: Company, facts: dict[str, Any], preparer: User) -> None:
    with pytest.raises(DomainError):
        draft_pack(company, "officeholder_appointment", facts | {"contact_id": 0}, preparer)
    assert (Change.across_firms.count(), DocumentPack.across_firms.count()) == (0, 0)


def test_chosen_documents_come_first_in_their_order(pack: DocumentPack) -> None:
    choose_documents(pack, KEYS)
    rows = list(pack.documents.values_list("key", "is_included"))
    assert rows[:2] == [(key, True) for key in KEYS]
    assert not any(included for _, included in rows[2:])


def test_release_freezes_files_zip_and_manifest(two: DocumentPack, no_job: JobDraft, preparer: User) -> None:
    pack = release_pack(fresh(two), preparer, no_job)
    assert (pack.status, pack.released_by, pack.released_way, pack.no_job_reason, pack.job) == (
        Status.RELEASED, preparer, "download", "covered", None,
    )  # fmt: skip
    digests = [
        digest
        for document in pack.documents.exclude(pdf_digest="").order_by("position")
        for digest in (document.pdf_digest, document.word_digest)
    ]
    with zipfile.ZipFile(io.BytesIO(read_blob(pack.zip_digest))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        names = archive.namelist()
        assert names == [*(file["name"] for file in manifest["files"]), "manifest.json"]
        contents = [archive.read(name) for name in names[:-1]]
    assert [hashlib.sha256(content).hexdigest() for content in contents] == digests
    assert [read_blob(digest) for digest in digests] == contents
    assert [file["sha256"] for file in manifest["files"]] == digests
    assert [file["document"] for file in manifest["files"]] == ["consent_to_act"] * 2 + [
        "circulating_resolution"
    ] * 2
    assert (manifest["trace_number"], manifest["company"]["name"]) == (pack.trace_number, pack.company.name)
    assert [content[:4] for content in contents] == [b"%PDF", b"PK\x03\x04"] * 2


def test_release_queues_the_job_once_whatever_is_pressed(
    two: DocumentPack, draft: JobDraft, preparer: User
) -> None:
    windows = [fresh(two) for _ in range(3)]
    released = [release_pack(window, preparer, draft) for window in windows]
    assert {pack.job_id for pack in released} == {Job.across_firms.get().pk}
    assert {pack.zip_digest for pack in released} == {fresh(two).zip_digest}
    assert Delivery.across_firms.count() == 1
    assert AuditEvent.across_firms.filter(action="pack.released").count() == 1
    assert {one.kind for one in Operation.across_firms.all()} == {
        "practice_manager.deliver",
        "companies.effect",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(database.vendor != "postgresql", reason="needs connections that write at once")
def test_twenty_presses_at_once_release_once(two: DocumentPack, draft: JobDraft, preparer: User) -> None:
    windows = [fresh(two) for _ in range(20)]
    released = together(
        [lambda window=window: release_pack(window, preparer, draft, ZOE) for window in windows]
    )
    assert {(pack.status, pack.job_id, pack.message_id, pack.zip_digest) for pack in released} == {
        (Status.RELEASED, Job.across_firms.get().pk, Message.across_firms.get().pk, fresh(two).zip_digest)
    }
    costs = DeliveryStep.across_firms.filter(kind="job.cost").count()
    assert (Delivery.across_firms.count(), costs) == (1, Cost.across_firms.count())
    assert AuditEvent.across_firms.filter(action="pack.released").count() == 1


def test_send_queues_the_pdfs_with_the_message(two: DocumentPack, no_job: JobDraft, preparer: User) -> None:
    pack = release_pack(fresh(two), preparer, no_job, ZOE)
    message = Message.across_firms.get()
    assert (pack.message, pack.released_way, message.recipients) == (
        message, "send", [{"name": "Zoë", "email": "zoe@client.example"}],
    )  # fmt: skip
    assert [file["digest"] for file in message.attachments] == list(
        pack.documents.exclude(pdf_digest="").order_by("position").values_list("pdf_digest", flat=True)
    )
    assert all(file["name"].endswith(".pdf") for file in message.attachments)


@pytest.mark.parametrize("attaches", [False, True])
def test_papers_follow_the_job_under_the_names_of_the_zip_where_the_firm_wants_it(
    two: DocumentPack, draft: JobDraft, preparer: User, attaches: bool
) -> None:
    Connection.across_firms.update(attaches_papers=attaches)
    pack = release_pack(fresh(two), preparer, draft)
    with zipfile.ZipFile(io.BytesIO(read_blob(pack.zip_digest))) as archive:
        names = [name for name in archive.namelist() if name.endswith(".pdf")]
    digests = list(
        pack.documents.exclude(pdf_digest="").order_by("position").values_list("pdf_digest", flat=True)
    )
    steps = list(DeliveryStep.across_firms.order_by("position"))
    papers = [(step.payload["name"], step.payload["digest"]) for step in steps if step.kind == "job.document"]
    assert papers == (list(zip(names, digests, strict=True)) if attaches else [])
    assert [step.kind for step in steps[-2:]] == (
        ["job.document"] * 2 if attaches else ["job.read", "job.note"]
    )


@pytest.mark.parametrize("edit", ["documents", "settings"])
def test_edit_between_render_and_release_is_not_overrun(
    two: DocumentPack, no_job: JobDraft, preparer: User, edit: str
) -> None:
    rendered = fresh(two)
    if edit == "documents":
        choose_documents(fresh(two), KEYS[:1])
    else:
        revise_pack(fresh(two), PackSettings(clock.today(two.firm.zone), "Zoë & <Co>"))
    with pytest.raises(DomainError) as refused:
        release_pack(rendered, preparer, no_job)
    assert (refused.value.code, fresh(two).status, Message.across_firms.count()) == (
        "edited",
        Status.DRAFT,
        0,
    )
    assert release_pack(fresh(two), preparer, no_job).status == Status.RELEASED


def test_edit_in_a_second_window_counts_even_when_both_began_at_the_same_version(
    two: DocumentPack, no_job: JobDraft, preparer: User
) -> None:
    first, second = fresh(two), fresh(two)
    choose_documents(first, KEYS)
    rendered = fresh(two)
    choose_documents(second, KEYS[:1])
    with pytest.raises(DomainError) as refused:
        release_pack(rendered, preparer, no_job)
    assert refused.value.code == "edited"


def test_window_that_was_left_open_no_longer_edits_a_released_pack(
    two: DocumentPack, no_job: JobDraft, preparer: User
) -> None:
    left_open = fresh(two)
    release_pack(fresh(two), preparer, no_job)
    before = list(Document.across_firms.order_by("pk").values())
    for edit in (
        lambda: choose_documents(left_open, KEYS[:1]),
        lambda: revise_pack(left_open, PackSettings(clock.today(two.firm.zone), "Other")),
    ):
        with pytest.raises(DomainError) as refused:
            edit()
        assert refused.value.code == "released"
    assert list(Document.across_firms.order_by("pk").values()) == before
    assert settings_of(fresh(two)).addressee == ""


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"is_confirmed": False}, "unconfirmed"),
        ({"adds_job": False, "no_job_reason": ""}, "no_job_reason"),
        ({"template_id": None}, "job_draft"),
        ({"template_id": 0}, "gone"),
    ],
)
def test_release_that_is_refused_leaves_everything_as_it_was(
    two: DocumentPack, draft: JobDraft, preparer: User, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        release_pack(fresh(two), preparer, draft.with_changes(**changes), ZOE)
    pack = fresh(two)
    assert (refused.value.code, pack.status, pack.change.status) == (code, Status.DRAFT, Change.Status.DRAFT)
    counts = [model.across_firms.count() for model in (Job, Delivery, Message, Operation)]
    assert counts == [0, 0, 0, 0]
    assert not pack.documents.exclude(pdf_digest="").exists()


def test_release_waits_for_nobody_when_jobs_are_switched_off(
    two: DocumentPack, draft: JobDraft, practice: Practice, preparer: User
) -> None:
    practice.connection.is_active = False
    practice.connection.save()
    with pytest.raises(DomainError) as refused:
        release_pack(fresh(two), preparer, draft)
    assert refused.value.code == "prerequisites"


def test_pack_without_a_chosen_document_is_refused(
    pack: DocumentPack, no_job: JobDraft, preparer: User
) -> None:
    choose_documents(pack, [])
    with pytest.raises(DomainError) as refused:
        release_pack(fresh(pack), preparer, no_job)
    assert refused.value.field == "documents"


def test_released_bytes_stay_whatever_changes_afterwards(
    two: DocumentPack, no_job: JobDraft, preparer: User, person: Contact
) -> None:
    pack = release_pack(fresh(two), preparer, no_job)
    before = read_blob(pack.zip_digest)
    Contact.across_firms.filter(pk=person.pk).update(name="Somebody <else>")
    pack.firm.name = "Renamed"
    pack.firm.save()
    again = release_pack(fresh(pack), preparer, no_job, ZOE)
    assert (again.zip_digest, read_blob(again.zip_digest)) == (pack.zip_digest, before)
    assert (again.message, again.released_way) == (None, "download")


def test_rendering_twice_at_one_moment_gives_the_same_files(two: DocumentPack) -> None:
    first, second = render_files(fresh(two)), render_files(fresh(two))
    words = [[digest for _, digest in one.digests.values()] for one in (first, second)]
    assert words[0] == words[1] or first.at != second.at


def test_job_is_added_later_once(
    two: DocumentPack, no_job: JobDraft, draft: JobDraft, preparer: User
) -> None:
    release_pack(fresh(two), preparer, no_job.with_changes(no_job_reason="later"))
    first, second = fresh(two), fresh(two)
    assert add_job(first, preparer, draft).job == Job.across_firms.get()
    with pytest.raises(DomainError) as refused:
        add_job(second, preparer, draft)
    assert (refused.value.code, Delivery.across_firms.count(), fresh(two).no_job_reason) == ("has_job", 1, "")


@pytest.mark.parametrize("was", ["draft", "withdrawn draft", "withdrawn"])
def test_pack_that_is_not_out_gets_no_job(
    two: DocumentPack, no_job: JobDraft, draft: JobDraft, preparer: User, was: str
) -> None:
    if was == "withdrawn":
        release_pack(fresh(two), preparer, no_job)
    if was != "draft":
        withdraw_pack(fresh(two), "not wanted", preparer)
    with pytest.raises(DomainError):
        add_job(fresh(two), preparer, draft)
    assert Job.across_firms.count() == 0


def test_draft_that_was_withdrawn_is_not_released(two: DocumentPack, draft: JobDraft, preparer: User) -> None:
    left_open = fresh(two)
    withdraw_pack(fresh(two), "Client <changed> & mind", preparer)
    for window in (left_open, fresh(two)):
        with pytest.raises(DomainError) as refused:
            release_pack(window, preparer, draft)
        assert refused.value.code == "withdrawn"
    assert (fresh(two).status, Job.across_firms.count()) == (Status.WITHDRAWN, 0)


def test_lodging_needs_a_released_pack_and_happens_once(
    two: DocumentPack, no_job: JobDraft, preparer: User
) -> None:
    with pytest.raises(DomainError) as refused:
        lodge_pack(fresh(two), lodgement(two), preparer)
    assert refused.value.code == "not_released"
    release_pack(fresh(two), preparer, no_job)
    first, second = fresh(two), fresh(two)
    lodge_pack(first, lodgement(two), preparer)
    with pytest.raises(DomainError):
        lodge_pack(second, lodgement(two), preparer)
    pack = fresh(two)
    assert (pack.status, pack.change.lodged_number) == (Status.LODGED, "7EBX 00123")


def test_window_that_was_left_open_does_not_lodge_a_withdrawn_pack(
    two: DocumentPack, no_job: JobDraft, preparer: User
) -> None:
    release_pack(fresh(two), preparer, no_job)
    left_open = fresh(two)
    withdraw_pack(fresh(two), "mistake", preparer)
    with pytest.raises(DomainError):
        lodge_pack(left_open, lodgement(two), preparer)
    assert (fresh(two).status, fresh(two).change.lodged_on) == (Status.WITHDRAWN, None)


@pytest.mark.parametrize("because", ["", " \n "])
def test_withdrawal_needs_a_reason(two: DocumentPack, preparer: User, because: str) -> None:
    with pytest.raises(DomainError) as refused:
        withdraw_pack(fresh(two), because, preparer)
    assert (refused.value.field, fresh(two).status) == ("because", Status.DRAFT)


def test_withdrawal_keeps_the_job_and_the_papers(two: DocumentPack, draft: JobDraft, preparer: User) -> None:
    released = release_pack(fresh(two), preparer, draft)
    withdraw_pack(fresh(two), "mistake", preparer)
    pack = fresh(two)
    assert (pack.status, pack.change.status, pack.job, pack.zip_digest) == (
        Status.WITHDRAWN, Change.Status.WITHDRAWN, released.job, released.zip_digest,
    )  # fmt: skip
