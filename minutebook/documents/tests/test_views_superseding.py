"""A pack in the place of a withdrawn one: the work's job stays with it, unless the user asks for another."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import release_pack, withdraw_pack
from minutebook.documents.tests.posting import page_of, press
from minutebook.documents.work_context import propose_job
from minutebook.firms.models import User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.practice import Practice
from minutebook.practice_manager.models import DeliveryStep


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


@pytest.fixture
def withdrawn(pack: DocumentPack, practice: Practice, preparer: User) -> DocumentPack:
    """A pack that went out with its job, and was withdrawn while the job stayed."""
    draft = propose_job(pack, preparer, practice.connection).with_changes(is_confirmed=True)
    release_pack(pack, preparer, draft)
    withdraw_pack(pack, "A day was wrong", preparer)
    pack.refresh_from_db()
    assert pack.job is not None
    return pack


def recorded_again(client: Client, pack: DocumentPack) -> DocumentPack:
    """Press "Record it again" on the withdrawn pack, and record what the form shows."""
    path = reverse("change_new", args=[pack.company_id, pack.change.kind]) + f"?again={pack.pk}"
    assert path in client.get(page_of(pack)).content.decode()
    form = client.get(path).context["form"]
    typed: dict[str, Any] = {name: form[name].value() for name in form.fields if form[name].value()}
    typed |= {"contact": typed["contact"].pk, "contact_text": typed["contact"].name, "do": "record"}
    answer = client.post(path, typed)
    assert answer.status_code == 303, answer.content.decode()
    return DocumentPack.across_firms.exclude(pk=pack.pk).get()


def test_job_stays_with_the_new_pack_and_its_note_says_so(client: Client, withdrawn: DocumentPack) -> None:
    assert "its job still stands" in client.get(page_of(withdrawn)).content.decode()
    new = recorded_again(client, withdrawn)
    desk = client.get(page_of(new)).context["desk"]
    assert (new.supersedes, desk.panel.wants_job) == (withdrawn, False)
    assert desk.settings["no_job_reason"].value() == "keeps"
    assert press(client, new, "download").status_code == 303
    new.refresh_from_db()
    assert (new.status, new.job, new.no_job_reason) == ("released", withdrawn.job, "")
    job = Job.across_firms.get()
    assert job.label == new.trace_number
    notes = DeliveryStep.across_firms.filter(kind="job.note").order_by("position")
    assert [step.payload["text"].splitlines()[0] for step in notes] == [
        f"Document pack {withdrawn.trace_number}.",
        f"Document pack {new.trace_number}.",
    ]
    assert len({step.payload["reference"] for step in notes}) == 2
    assert withdrawn.trace_number in client.get(page_of(new)).content.decode()
    old_page = client.get(page_of(withdrawn)).content.decode()
    assert (new.trace_number in old_page, "its job still stands" in old_page) == (True, False)


def test_another_job_is_made_where_it_is_asked_for(client: Client, withdrawn: DocumentPack) -> None:
    new = recorded_again(client, withdrawn)
    assert press(client, new, "confirm", adds_job="on").status_code == 303
    assert press(client, new, "download").status_code == 303
    new.refresh_from_db()
    assert (new.status, Job.across_firms.count()) == ("released", 2)
    assert new.job != withdrawn.job


def test_job_that_is_called_off_is_not_kept(client: Client, withdrawn: DocumentPack, preparer: User) -> None:
    Job.across_firms.update(cancelled_because="Wrong")
    new = recorded_again(client, withdrawn)
    desk = client.get(page_of(new)).context["desk"]
    assert desk.panel.wants_job
    assert "keeps" not in dict(desk.settings.fields["no_job_reason"].choices)
    answer = press(client, new, "download", adds_job=None, no_job_reason="keeps")
    new.refresh_from_db()
    assert (answer.status_code, new.status) == (422, "draft")


def test_pack_that_stands_is_superseded_by_none(client: Client, pack: DocumentPack) -> None:
    path = reverse("change_new", args=[pack.company_id, pack.change.kind]) + f"?again={pack.pk}"
    assert client.get(path).context["form"]["contact"].value() in (None, "", (None, ""))
