import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.conftest import make_person
from minutebook.documents.tests.posting import press
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.practice import Practice
from minutebook.mail.models import Message
from minutebook.work.worker import Worker


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


@pytest.fixture
def ready(pack: DocumentPack, practice: Practice, client: Client) -> DocumentPack:
    """A pack whose costs are confirmed."""
    press(client, pack, "confirm")
    return pack


def address(pack: DocumentPack) -> str:
    return reverse("pack_send", args=[pack.pk])


def message(**fields: object) -> dict[str, object]:
    return {"subject": "Papers & <more>", "body": "Please sign.\n\nTrần"} | fields


def test_sending_is_for_preparers_of_the_firm(
    ready: DocumentPack, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    people = (preparer, viewer, stranger)
    assert [as_user(one).get(address(ready)).status_code for one in people] == [200, 403, 404]
    assert [as_user(one).post(address(ready), message()).status_code for one in people] == [422, 403, 404]


def test_people_in_office_and_the_person_concerned_are_offered(
    ready: DocumentPack, person: Contact, client: Client
) -> None:
    names = [one.name for one in client.get(address(ready)).context["form"].people.values()]
    assert names == ["Hēmi Ngata", "Siân O'Connor", person.name]


def test_send_releases_queues_the_job_and_keeps_the_message(
    ready: DocumentPack, person: Contact, client: Client
) -> None:
    typed = message(recipients=[person.pk], other_name="Ada", other_email="ada@post.example")
    first, again = client.post(address(ready), typed), client.post(address(ready), typed)
    assert (first.status_code, again.status_code) == (303, 303)
    sent = Message.across_firms.get()
    assert (sent.subject, sent.body.replace("\r", ""), sent.recipients) == (
        "Papers & <more>",
        "Please sign.\n\nTrần",
        [{"name": person.name, "email": person.email}, {"name": "Ada", "email": "ada@post.example"}],
    )
    assert [file["name"][:2] for file in sent.attachments] == ["01", "02", "03", "04", "05"]
    ready.refresh_from_db()
    assert (ready.status, ready.released_way, ready.job_id) == ("released", "send", Job.across_firms.get().pk)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (message(), "recipients"),
        (message(other_email="nobody"), "other_email"),
        (message(recipients=["999999"]), "recipients"),
        (message(other_name="Ivy X"), "other_email"),
        (message(other_email="a@b.example", subject="Hello\nBcc: x@y.example"), "subject"),
        (message(other_email="a@b.example", subject=""), "subject"),
        (message(other_email="a@b.example", other_name="A\r\nBcc: x@y.example"), "other_name"),
        (message(other_email="a@b.example", body=""), "body"),
    ],
)
def test_message_is_refused_at_its_field_and_kept(
    ready: DocumentPack, client: Client, typed: dict[str, object], field: str
) -> None:
    answer = client.post(address(ready), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Message.across_firms.exists()
    ready.refresh_from_db()
    assert ready.status == "draft"


def test_address_of_another_clients_person_is_asked_about(
    ready: DocumentPack, firm: Firm, other_firm: Firm, client: Client
) -> None:
    make_person(firm, "Olive", "Elsewhere", email="Olive@Post.example")
    make_person(other_firm, "Zed", "Nobody", email="zed@post.example")
    typed = message(other_email="olive@post.example")
    refused = client.post(address(ready), typed)
    html = refused.content.decode()
    assert (refused.status_code, Message.across_firms.count()) == (422, 0)
    assert "is the address of Olive Elsewhere, who is not one of this company’s people" in html
    assert "Send it to this address all the same" in html
    assert client.post(address(ready), typed | {"is_meant": "on"}).status_code == 303
    assert Message.across_firms.get().recipients == [{"name": "", "email": "olive@post.example"}]


def test_another_firms_contacts_are_not_told_apart(
    ready: DocumentPack, other_firm: Firm, client: Client
) -> None:
    make_person(other_firm, "Zed", "Nobody", email="zed@post.example")
    assert client.post(address(ready), message(other_email="zed@post.example")).status_code == 303


def test_person_without_address_is_not_offered(ready: DocumentPack, person: Contact, client: Client) -> None:
    Contact.across_firms.update(email="")
    page = client.get(address(ready))
    assert (
        page.context["form"].people,
        "Nobody in office has an e-mail address" in page.content.decode(),
    ) == ({}, True)


def test_pack_that_is_not_ready_is_not_sent(
    pack: DocumentPack, practice: Practice, person: Contact, client: Client
) -> None:
    answer = client.post(address(pack), message(recipients=[person.pk]))
    assert (answer.status_code, answer.context["form"].non_field_errors()) == (
        422,
        ["Something on Document Production is not ready. Go back, put it right, then send."],
    )
    assert not Message.across_firms.exists()


def test_message_of_a_withdrawn_pack_is_stopped(ready: DocumentPack, person: Contact, client: Client) -> None:
    client.post(address(ready), message(recipients=[person.pk]))
    withdrawal = reverse("pack_withdrawal", args=[ready.pk])
    assert (
        "The e-mail has not gone out. Withdrawing stops it for good."
        in client.get(withdrawal).content.decode()
    )
    answer = client.post(withdrawal, {"because": "Wrong person", "job": "drop"})
    assert answer.status_code == 303
    Worker().work(until_idle=True)
    stopped = Message.across_firms.get()
    assert (stopped.status, stopped.problem, mail.outbox) == (
        "stopped", "The pack was withdrawn: Wrong person", [],
    )  # fmt: skip
    page = client.get(f"/outbox/{stopped.pk}/").content.decode()
    assert ("The pack was withdrawn: Wrong person" in page, "Send again" in page) == (True, False)


def test_recipient_who_is_named_without_an_address_is_not_left_out(
    ready: DocumentPack, person: Contact, client: Client
) -> None:
    answer = client.post(address(ready), message(recipients=[person.pk], other_name="Ivy <X>"))
    assert (answer.status_code, answer.context["form"].errors) == (
        422,
        {"other_email": ["Write the e-mail address of Ivy <X>, or take the name out."]},
    )
    assert "Send it to this address all the same" not in answer.content.decode()
    assert Message.across_firms.count() == 0


def test_proposed_message_is_made_of_whole_sentences(ready: DocumentPack, client: Client) -> None:
    body = client.get(address(ready)).context["form"]["body"].value()
    said = f"We have prepared the documents for this change: {ready.change.summary}."
    assert said in body.splitlines()
