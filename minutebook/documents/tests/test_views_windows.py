import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.documents.job_drafts import stored_job_draft
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.posting import page_of, typed_on
from minutebook.firms.models import User
from minutebook.jobs.tests.practice import Practice
from minutebook.mail.models import Message

Status = DocumentPack.Status


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


def name_of(pack: DocumentPack) -> str:
    draft = stored_job_draft(DocumentPack.across_firms.get(pk=pack.pk))
    assert draft is not None
    return draft.name


def post(client: Client, pack: DocumentPack, typed: dict[str, Any], do: str, **changed: Any) -> Any:
    return client.post(page_of(pack), typed | changed | {"do": do})


def test_edit_from_another_window_is_not_overwritten_unseen(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    first, second = typed_on(client, pack), typed_on(client, pack)
    assert post(client, pack, first, "save", name="First").status_code == 303
    answer = post(client, pack, second, "save", name="Second")
    assert answer.status_code == 422
    assert "edited in another window" in answer.content.decode()
    assert (name_of(pack), answer.context["panel"].form["name"].value()) == ("First", "Second")
    again = second | {"seen": answer.context["pack"].version, "page": answer.context["desk"].page}
    assert post(client, pack, again, "save", name="Second").status_code == 303
    assert name_of(pack) == "Second"


@pytest.mark.parametrize("do", ["download", "confirm", "send", "print", "add line"])
def test_nothing_is_done_from_an_overtaken_window(
    pack: DocumentPack, practice: Practice, client: Client, do: str
) -> None:
    first, second = typed_on(client, pack), typed_on(client, pack)
    post(client, pack, first, "confirm", included=first["included"][:1])
    assert post(client, pack, second, do, name="Second").status_code == 422
    pack.refresh_from_db()
    assert (pack.status, name_of(pack)) == (Status.DRAFT, first["name"])
    assert pack.documents.filter(is_included=True).count() == 1


def test_window_goes_on_after_it_printed_a_draft(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    typed = typed_on(client, pack)
    assert post(client, pack, typed, "print", name="First").status_code == 303
    assert post(client, pack, typed, "save", name="Second").status_code == 303
    assert name_of(pack) == "Second"


def test_look_alone_overtakes_nobody(pack: DocumentPack, practice: Practice, client: Client) -> None:
    first = typed_on(client, pack)
    post(client, pack, first, "save")
    typed = typed_on(client, pack)
    post(client, pack, typed_on(client, pack), "save")
    assert post(client, pack, typed, "save", name="Mine").status_code == 303


def test_edit_of_the_change_overtakes_the_open_page(
    pack: DocumentPack, practice: Practice, client: Client, person: Contact
) -> None:
    typed = typed_on(client, pack)
    today = {"effective_on": pack.change.facts["effective_on"], "consent_dated": ""}
    change = {
        "contact": person.pk,
        "contact_text": person.name,
        "office": "director",
        **today,
        "do": "record",
    }
    client.post(reverse("pack_change", args=[pack.pk]), change)
    assert post(client, pack, typed, "save").status_code == 422


def test_pack_edited_since_it_was_looked_over_is_not_sent(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    post(client, pack, typed_on(client, pack), "confirm")
    send = reverse("pack_send", args=[pack.pk])
    seen = re.search(r'name="seen" value="(\d+)"', client.get(send).content.decode())
    assert seen is not None
    post(client, pack, typed_on(client, pack), "save", name="Other")
    message = {
        "other_email": "zoe@client.example",
        "subject": "Documents",
        "body": "Good day",
        "seen": seen[1],
    }
    answer = client.post(send, message)
    assert (answer.status_code, Message.across_firms.count()) == (422, 0)
    assert "edited in another window" in answer.content.decode()


def test_button_leads_back_to_where_it_stands(pack: DocumentPack, practice: Practice, client: Client) -> None:
    key = pack.documents.all()[1].key
    anchors = [
        post(client, pack, typed_on(client, pack), do)["Location"].partition("#")[2]
        for do in (f"up:{key}", "add line", "remove:0", "save")
    ]
    assert anchors == [f"up-{key}", "id_cost-1-description", "costs", ""]
    assert f'id="up-{key}"' in client.get(page_of(pack)).content.decode()
