import pytest

from minutebook.contacts.models import Contact, FormerName
from minutebook.contacts.queries import contact_named, matching_contacts, search_contacts
from minutebook.firms.models import Firm


@pytest.fixture
def people(firm: Firm, other_firm: Firm) -> dict[str, Contact]:
    made = [
        Contact(firm=firm, name="Kōwhai Whenua Pty Ltd", kind="company", acn="004085616", abn="53004085616"),
        Contact(firm=firm, name="Siân O'Connor"),
        Contact(firm=firm, name="Łukasz Wójcik", email="lukasz@example.com"),
        Contact(firm=firm, name="New Kōwhai Trust", kind="trust"),
        Contact(firm=firm, name="100% _Wool_ & <Sons>"),
        Contact(firm=other_firm, name="Kōwhai Elsewhere"),
    ]
    for contact in made:
        contact.save()
    FormerName.objects.create(firm=firm, contact=made[1], name="Siân Hughes")
    made[1].save()
    return {contact.name: contact for contact in made}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kowhai", ["Kōwhai Whenua Pty Ltd", "New Kōwhai Trust"]),
        ("KŌWHAI pty", ["Kōwhai Whenua Pty Ltd"]),
        ("004 085 616", ["Kōwhai Whenua Pty Ltd"]),
        ("ACN 004085616", ["Kōwhai Whenua Pty Ltd"]),
        ("53 004 085 616", ["Kōwhai Whenua Pty Ltd"]),
        ("sian hughes", ["Siân O'Connor"]),
        ("o’connor", ["Siân O'Connor"]),
        ("lukasz wojcik", ["Łukasz Wójcik"]),
        ("lukasz@example", ["Łukasz Wójcik"]),
        ("100%", ["100% _Wool_ & <Sons>"]),
        ("& <sons>", ["100% _Wool_ & <Sons>"]),
        ("elsewhere", []),
        ("%", []),
        ("!!!", []),
        ("", []),
        ("   ", []),
        ("x" * 200, []),
    ],
)
def test_search_finds_by_any_spelling(
    firm: Firm, people: dict[str, Contact], typed: str, found: list[str]
) -> None:
    assert [contact.name for contact in search_contacts(firm, typed, 10)] == found


def test_search_puts_names_that_begin_so_first(firm: Firm, people: dict[str, Contact]) -> None:
    Contact.objects.create(firm=firm, name="A Kōwhai")
    assert search_contacts(firm, "kowhai")[0].name == "Kōwhai Whenua Pty Ltd"


def test_search_keeps_to_its_limit(firm: Firm, people: dict[str, Contact]) -> None:
    assert len(search_contacts(firm, "kowhai", 1)) == 1


def test_empty_text_matches_everybody_of_the_firm(firm: Firm, people: dict[str, Contact]) -> None:
    assert matching_contacts(firm, "").count() == 5


def test_contact_named_wants_the_whole_name(firm: Firm, people: dict[str, Contact]) -> None:
    assert contact_named(firm, "siân o'connor") == [people["Siân O'Connor"]]
    assert contact_named(firm, "siân") == []


def test_names_are_in_the_order_of_a_dictionary(firm: Firm) -> None:
    for name in ("Zoe", "Smith Zed", "ōtāwhao", "Smith", "Pat"):
        Contact.objects.create(firm=firm, name=name)
    assert [contact.name for contact in matching_contacts(firm, "")] == [
        "ōtāwhao", "Pat", "Smith", "Smith Zed", "Zoe",
    ]  # fmt: skip
