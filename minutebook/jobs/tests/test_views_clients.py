from typing import Any

import pytest
from django.urls import reverse

from minutebook.companies.models import Company
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.jobs.tests.practice import Practice, make_client, make_practice

OPTIONS, STATE = reverse("client_options"), reverse("client_state")


@pytest.fixture
def practice(firm: Firm, preparer: User) -> Practice:
    """A practice whose lists are read."""
    return make_practice(firm, preparer)


@pytest.mark.parametrize("text", ["kowhai", "004 085 616", "004085616", "sons whenua"])
def test_hit_says_whether_it_is_linked(
    practice: Practice, company: Company, firm: Firm, viewer: User, as_user: SignIn, text: str
) -> None:
    make_client(practice, company.name, company.contact)
    Contact.across_firms.create(firm=firm, kind="trust", name="Elsewhere Trust")
    wanted = {
        "id": company.contact_id, "label": company.name, "note": "ACN 004 085 616", "pin": "Linked", "level": "ok",
    }  # fmt: skip
    assert as_user(viewer).get(OPTIONS, {"q": text}).json() == {"options": [wanted], "add": None}


@pytest.mark.parametrize(
    ("fields", "pin"), [(None, "Not in XPM"), ({"is_archived": True}, "Archived in XPM"), ({}, "Linked")]
)
def test_pin_follows_the_client(
    practice: Practice,
    company: Company,
    viewer: User,
    as_user: SignIn,
    fields: dict[str, Any] | None,
    pin: str,
) -> None:
    if fields is not None:
        client = make_client(practice, company.name, company.contact)
        type(client).across_firms.update(**({"is_archived": False} | fields))
    assert as_user(viewer).get(OPTIONS, {"q": "kowhai"}).json()["options"][0]["pin"] == pin


def test_contact_of_another_firm_is_not_offered_nor_shown(
    practice: Practice, company: Company, stranger: User, other_firm: Firm, as_user: SignIn
) -> None:
    make_practice(other_firm, stranger, "tenant-2")
    assert as_user(stranger).get(OPTIONS, {"q": "kowhai"}).json()["options"] == []
    assert as_user(stranger).get(STATE, {"contact": company.contact_id}).status_code == 404


@pytest.mark.parametrize("contact", ["", "x", "0", "-1", "9" * 30])
def test_contact_that_is_none_is_not_found(
    practice: Practice, viewer: User, as_user: SignIn, contact: str
) -> None:
    assert as_user(viewer).get(STATE, {"contact": contact}).status_code == 404


def test_unlinked_contact_gets_likely_clients_and_the_fields_of_a_new_one(
    practice: Practice, company: Company, viewer: User, as_user: SignIn
) -> None:
    likely = make_client(practice, company.name.upper())
    answer = as_user(viewer).get(STATE, {"contact": company.contact_id})
    choice = answer.context["choice"]
    assert [(one.client, one.reason) for one in choice.suggestions] == [(likely, "same name")]
    assert ("Company number", "004085616") in choice.new_fields
    assert "&lt;&quot;Whenua&quot;&gt;" in answer.content.decode()


def test_contacts_of_one_name_are_told_apart(
    practice: Practice, firm: Firm, viewer: User, as_user: SignIn
) -> None:
    for suburb in ("Manly", "Bondi"):
        Contact.across_firms.create(firm=firm, kind="individual", name="Jane Smith", suburb=suburb)
    options = as_user(viewer).get(OPTIONS, {"q": "Jane Smith"}).json()["options"]
    assert [one["note"] for one in options] == ["Individual, Manly", "Individual, Bondi"]


def test_likely_clients_of_one_name_are_told_apart(
    practice: Practice, firm: Firm, viewer: User, as_user: SignIn
) -> None:
    contact = Contact.across_firms.create(firm=firm, kind="individual", name="Jane Smith")
    for email in ("jane@one.example", "jane@two.example"):
        client = make_client(practice, "Jane Smith")
        client.email = email
        client.save()
    page = as_user(viewer).get(STATE, {"contact": contact.pk}).content.decode()
    assert ("jane@one.example" in page, "jane@two.example" in page) == (True, True)


@pytest.mark.parametrize(
    ("name", "acn", "reason"), [("Old name Ltd", True, "same ACN"), ("", False, "same name")]
)
def test_archived_client_is_shown_before_a_double_of_it_is_made(
    practice: Practice, company: Company, viewer: User, as_user: SignIn, name: str, acn: bool, reason: str
) -> None:
    archived = make_client(practice, name or company.name)
    archived.is_archived, archived.company_number = True, company.acn if acn else ""
    archived.save()
    answer = as_user(viewer).get(STATE, {"contact": company.contact_id})
    choice = answer.context["choice"]
    assert (choice.suggestions, [(one.client, one.reason) for one in choice.archived]) == (
        (),
        [(archived, reason)],
    )
    page = answer.content.decode()
    assert "There is an archived client" in page
    assert "Create a second client in XPM all the same" in page
