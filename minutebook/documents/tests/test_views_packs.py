from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.documents.job_drafts import stored_job_draft
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import draft_pack
from minutebook.documents.tests.conftest import make_person
from minutebook.documents.tests.posting import page_of, press, typed_on
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.models import Cost, Job
from minutebook.jobs.tests.practice import Practice

Status = DocumentPack.Status


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


def test_page_is_for_the_firm_and_acting_for_preparers(
    pack: DocumentPack, practice: Practice, viewer: User, stranger: User, preparer: User, as_user: SignIn
) -> None:
    people = (preparer, viewer, stranger)
    assert [as_user(one).get(page_of(pack)).status_code for one in people] == [200, 200, 404]
    assert [as_user(one).post(page_of(pack), {"do": "download"}).status_code for one in people[1:]] == [
        403,
        404,
    ]
    assert "release-bar" not in as_user(viewer).get(page_of(pack)).content.decode()


def test_looking_changes_nothing(pack: DocumentPack, practice: Practice, client: Client) -> None:
    before = (DocumentPack.across_firms.values().get(), AuditEvent.across_firms.count())
    client.get(page_of(pack))
    assert (DocumentPack.across_firms.values().get(), AuditEvent.across_firms.count()) == before


def test_ugly_names_are_escaped(pack: DocumentPack, practice: Practice, client: Client) -> None:
    page = client.get(page_of(pack)).content.decode()
    assert "Kōwhai &amp; Sons &lt;&quot;Whenua&quot;&gt; Pty Ltd" in page
    assert '<"Whenua">' not in page


def test_ticks_and_order_are_stored(pack: DocumentPack, practice: Practice, client: Client) -> None:
    chosen = ["lodgement_summary", "cover_letter"]
    press(client, pack, "save", order=[*chosen, "circulating_resolution"], included=chosen)
    assert [one.key for one in pack.documents.all() if one.is_included] == chosen


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("down:cover_letter", ["circulating_resolution", "cover_letter"]),
        ("up:cover_letter", ["cover_letter", "circulating_resolution"]),
    ],
)  # fmt: skip
def test_document_moves_by_button(
    pack: DocumentPack, practice: Practice, client: Client, do: str, order: list[str]
) -> None:
    press(client, pack, do)
    assert [one.key for one in pack.documents.all()][:2] == order


def test_unknown_document_in_the_order_is_ignored(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "save", order=["passport", "cover_letter"], included=["passport", "cover_letter"])
    assert [one.key for one in pack.documents.all() if one.is_included] == ["cover_letter"]


def test_meeting_takes_the_place_of_the_resolution(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    chair = pack.company.officeholders.first().contact_id
    when = {
        "decision": "meeting",
        "chair": chair,
        "place": "Video & phone",
        "held_on": "29/2/24",
        "held_at": "2:30 pm",
    }
    assert press(client, pack, "settings", **when).status_code == 303
    pack.refresh_from_db()
    keys = [one.key for one in pack.documents.all()]
    assert ("meeting_minute" in keys, "circulating_resolution" in keys) == (True, False)
    assert pack.meeting == {
        "place": "Video & phone",
        "chair": chair,
        "apologies": [],
        "held_at": "2024-02-29T14:30:00",
    }


def test_chair_who_left_since_is_asked_for_again(pack: DocumentPack, client: Client) -> None:
    row = pack.company.officeholders.first()
    held = {"chair": row.contact_id, "decision": "meeting", "held_on": "1 Mar 2024", "held_at": "9:00"}
    assert press(client, pack, "settings", **held).status_code == 303
    row.ceased_on = row.appointed_on
    row.save()
    assert client.get(page_of(pack)).status_code == 200
    answer = press(client, pack, "download", no_job_reason="later")
    assert (answer.status_code, list(answer.context["settings"].errors)) == (422, ["chair"])


def test_chair_who_was_not_in_office_is_refused_and_nothing_is_lost(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    chair = pack.company.officeholders.first().contact_id
    when = {
        "decision": "meeting",
        "chair": chair,
        "held_on": "1 Feb 2009",
        "held_at": "9:00",
        "name": "Typed <name>",
    }
    answer = press(client, pack, "settings", **when)
    assert (answer.status_code, list(answer.context["settings"].errors)) == (422, ["chair"])
    assert "Typed &lt;name&gt;" in answer.content.decode()
    pack.refresh_from_db()
    assert pack.decision == "resolution"


def test_download_needs_confirmed_costs(pack: DocumentPack, practice: Practice, client: Client) -> None:
    answer = press(client, pack, "download", name="Kept &amp; name")
    assert answer.status_code == 422
    assert "press Confirm" in answer.content.decode()
    assert (_status(pack), _draft(pack).name) == (Status.DRAFT, "Kept &amp; name")


def test_download_releases_once_and_asks_for_one_job(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    press(client, pack, "confirm", cost__0__quantity="1.2345", cost__0__unit_price="99.99")
    typed = typed_on(client, pack) | {"do": "download"}
    first, again = client.post(page_of(pack), typed), client.post(page_of(pack), typed)
    assert (first.status_code, first["Location"]) == (303, f"{page_of(pack)}?download=1")
    assert again.status_code == 303
    job = Job.across_firms.get()
    pack.refresh_from_db()
    assert (pack.status, pack.job_id, pack.released_way) == (Status.RELEASED, job.pk, "download")
    assert list(Cost.across_firms.values_list("quantity", "unit_price", "code")) == [
        (Decimal("1.2345"), Decimal("99.99"), "CS-OFFICER")
    ]
    zips = [client.get(reverse("pack_zip", args=[pack.pk])).content for _ in range(2)]
    assert zips[0] == zips[1]
    assert client.get(first["Location"]).status_code == 200


def test_character_without_glyph_is_told_on_the_draft(
    facts: dict[str, Any], practice: Practice, client: Client, firm: Firm, preparer: User
) -> None:
    person = make_person(firm, "小明", "李", director_id="036000000000025")
    pack = draft_pack(
        _company(practice), "officeholder_appointment", facts | {"contact_id": person.pk}, preparer
    )
    page = client.get(page_of(pack)).content.decode()
    assert ("No font here can print these characters" in page, "<li>小 (U+5C0F) in:" in page) == (True, True)
    press(client, pack, "confirm")
    answer = press(client, pack, "download")
    assert (answer.status_code, _status(pack)) == (422, Status.DRAFT)
    assert "No font here can print" in answer.context["desk"].refusals[0]


def test_no_document_chosen_is_refused(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "confirm")
    answer = press(client, pack, "download", included=None)
    assert answer.context["desk"].refusals == ["No document is chosen. Tick at least one."]


def test_print_draft_leads_to_the_pdf_and_releases_nothing(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    answer = press(client, pack, "print")
    assert answer["Location"] == reverse("pack_draft", args=[pack.pk])
    assert (_status(pack), Job.across_firms.count()) == (Status.DRAFT, 0)


def test_send_goes_on_to_the_message_only_when_ready(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    assert press(client, pack, "send").status_code == 422
    press(client, pack, "confirm")
    assert press(client, pack, "send")["Location"] == reverse("pack_send", args=[pack.pk])


def _company(practice: Practice) -> Any:
    return practice.connection.firm and Contact.across_firms.get(clients__isnull=False).company


def _draft(pack: DocumentPack) -> Any:
    return stored_job_draft(DocumentPack.across_firms.get(pk=pack.pk))


def _status(pack: DocumentPack) -> str:
    return str(DocumentPack.across_firms.values_list("status", flat=True).get(pk=pack.pk))
