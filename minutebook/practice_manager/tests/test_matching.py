"""Links between clients and contacts: by a unique valid ACN or by a person; staff by confirmation."""

import pytest

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.practice_manager.matching import (
    link_by_acn,
    link_client,
    link_staff,
    linked_client,
    propose_staff,
    staff_for,
    suggest_clients,
    suggest_contacts,
    unlink_client,
)
from minutebook.practice_manager.models import Client, Connection, Staff

from .conftest import MakeClient, MakeContact

ACN, ABN, OTHER_ACN = "004085616", "53004085616", "000000019"


def links() -> list[tuple[str, str, str]]:
    """Every link as client, contact, by what."""
    rows = Client.across_firms.filter(contact__isnull=False).order_by("id")
    return [(client.name, client.contact.name, client.linked_by) for client in rows]


def test_link_by_acn_links_a_unique_pair(
    connection: Connection, make_client: MakeClient, make_contact: MakeContact
) -> None:
    client, contact = (
        make_client("SALT AND STONE", company_number="004 085 616"),
        make_contact("Salt", acn=ACN),
    )
    assert link_by_acn(connection) == 1
    assert link_by_acn(connection) == 0
    assert links() == [("SALT AND STONE", "Salt", "acn")]
    assert linked_client(contact, connection) == client
    event = AuditEvent.across_firms.get()
    assert (event.action, event.subject, event.subject_id, event.user, event.facts) == (
        "client.linked", "client", client.pk, None, {"contact_id": contact.pk, "by": "acn"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("clients", "contacts"),
    [
        ([{"company_number": "004 085 617"}], [{"acn": "004085617"}]),  # check digit wrong on both
        ([{"company_number": ACN}, {"company_number": ACN}], [{"acn": ACN}]),
        ([{"company_number": ACN}, {"company_number": ACN, "is_archived": True}], [{"acn": ACN}]),
        ([{"company_number": ACN}], [{"acn": ACN}, {"acn": ACN}]),
        ([{"company_number": ACN, "is_archived": True}], [{"acn": ACN}]),
        ([{"company_number": ACN, "is_gone": True}], [{"acn": ACN}]),
        ([{"company_number": ACN, "is_unlinked_by_user": True}], [{"acn": ACN}]),
        ([{"company_number": OTHER_ACN}], [{"acn": ACN}]),
        ([{"business_number": ABN}], [{"acn": ACN, "abn": ABN}]),  # an ABN alone is a person's choice
        ([{}], [{}]),  # the same name alone never links
    ],
)
def test_link_by_acn_leaves_the_rest_to_a_person(
    connection: Connection,
    make_client: MakeClient,
    make_contact: MakeContact,
    clients: list[dict[str, str]],
    contacts: list[dict[str, str]],
) -> None:
    for fields in clients:
        make_client("Salt & Stone", **fields)
    for fields in contacts:
        make_contact("Salt & Stone", **fields)
    assert link_by_acn(connection) == 0
    assert links() == []


def test_link_by_acn_sees_only_its_own_firm(
    connection: Connection, other_firm: Firm, make_client: MakeClient
) -> None:
    make_client("Salt", company_number=ACN)
    Contact.across_firms.create(firm=other_firm, kind="company", name="Salt", acn=ACN)
    assert link_by_acn(connection) == 0


def test_contact_linked_by_a_person_is_not_linked_twice(
    connection: Connection, make_client: MakeClient, make_contact: MakeContact, preparer: User
) -> None:
    chosen, contact = make_client("Chosen"), make_contact("Salt", acn=ACN)
    make_client("By number", company_number=ACN)
    link_client(contact, chosen, preparer)
    assert link_by_acn(connection) == 0
    assert links() == [("Chosen", "Salt", "person")]


def test_unlinked_by_a_person_stays_unlinked_until_a_person_links(
    connection: Connection, make_client: MakeClient, make_contact: MakeContact, preparer: User
) -> None:
    client, contact = make_client("Salt", company_number=ACN), make_contact("Salt", acn=ACN)
    link_by_acn(connection)
    client.refresh_from_db()
    unlink_client(client, preparer)
    assert link_by_acn(connection) == 0
    link_client(contact, client, preparer)
    assert links() == [("Salt", "Salt", "person")]
    assert [event.action for event in AuditEvent.across_firms.order_by("id")] == [
        "client.linked", "client.unlinked", "client.linked",
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["acn", "person"])
def test_corrected_acn_ends_a_link_that_rested_on_it(
    connection: Connection, make_client: MakeClient, make_contact: MakeContact, by: str
) -> None:
    contact = make_contact("Salt", acn=ACN)
    client = make_client("Pepper", company_number=ACN, contact=contact, linked_by=by)
    Client.across_firms.filter(pk=client.pk).update(company_number=OTHER_ACN)
    make_client("Salt", company_number=ACN)
    make_contact("Pepper", acn=OTHER_ACN)
    link_by_acn(connection)
    assert (
        links()
        == {
            "acn": [("Pepper", "Pepper", "acn"), ("Salt", "Salt", "acn")],
            "person": [("Pepper", "Salt", "person")],  # a person knew better
        }[by]
    )


@pytest.mark.parametrize("is_chosen", [False, True])
def test_client_made_anew_takes_the_place_of_the_deleted_one(
    connection: Connection,
    make_client: MakeClient,
    make_contact: MakeContact,
    preparer: User,
    is_chosen: bool,
) -> None:
    contact = make_contact("Salt", acn=ACN)
    make_client("Deleted", company_number=ACN, contact=contact, linked_by="acn", is_gone=True)
    anew = make_client("Anew", company_number=ACN)
    assert [one.client for one in suggest_clients(contact, connection)] == [anew]
    if is_chosen:
        link_client(contact, anew, preparer)
    else:
        link_by_acn(connection)
    assert links() == [("Anew", "Salt", "person" if is_chosen else "acn")]


def test_link_client_refuses_what_is_taken(
    connection: Connection, make_client: MakeClient, make_contact: MakeContact, preparer: User
) -> None:
    client, contact = make_client("A"), make_contact("A")
    link_client(contact, client, preparer)
    cases = [
        (make_contact("B"), client, "client_linked"),
        (contact, client, "already_linked"),
        (contact, make_client("B"), "contact_linked"),
        (make_contact("C"), make_client("C", is_gone=True), "client_gone"),
    ]
    for one, other, code in cases:
        with pytest.raises(DomainError) as refusal:
            link_client(one, other, preparer)
        assert refusal.value.code == code


def test_link_client_refuses_another_firm(make_client: MakeClient, other_firm: Firm, preparer: User) -> None:
    contact = Contact.across_firms.create(firm=other_firm, name="Theirs")
    with pytest.raises(DomainError) as refusal:
        link_client(contact, make_client("Ours"), preparer)
    assert refusal.value.code == "other_firm"


def test_suggestions_rank_numbers_before_names(
    connection: Connection, make_client: MakeClient, make_contact: MakeContact
) -> None:
    contact = make_contact("Kōwhai & Sons Pty Ltd", acn=ACN, abn=ABN)
    make_client("KOWHAI AND SONS P/L")
    make_client("Something else", business_number="53 004 085 616")
    make_client("Renamed since", company_number=ACN)
    make_client("Kowhai and Sons Limited", company_number=OTHER_ACN)
    make_client("Kowhai and Sons", is_archived=True)
    make_client("Kowhai & Daughters")
    assert [(one.client.name, one.reason) for one in suggest_clients(contact, connection)] == [
        ("Renamed since", "same ACN"),
        ("Something else", "same ABN"),
        ("KOWHAI AND SONS P/L", "same name"),
    ]


def test_suggested_contacts_leave_out_the_linked(
    make_client: MakeClient, make_contact: MakeContact, preparer: User
) -> None:
    free, taken = (
        make_contact("Jane Smith", kind="individual"),
        make_contact("Jane  SMITH", kind="individual"),
    )
    link_client(taken, make_client("Jane Smith"), preparer)
    found = suggest_contacts(make_client("Jane Smith"))
    assert [(one.contact, one.reason) for one in found] == [(free, "same name")]


def make_staff(connection: Connection, name: str, email: str = "", **fields: bool) -> Staff:
    """A member of staff."""
    return Staff.across_firms.create(
        firm_id=connection.firm_id, connection=connection, uuid=name, name=name, email=email, **fields
    )


def test_staff_are_proposed_by_email_and_true_when_confirmed(
    connection: Connection, preparer: User, administrator: User
) -> None:
    person = make_staff(connection, "Minh", preparer.email.upper())
    assert propose_staff(preparer, connection) == person
    assert staff_for(preparer, connection) is None
    link_staff(connection, [(preparer, person)], administrator)
    assert staff_for(preparer, connection) == person


def test_shared_email_proposes_nobody(connection: Connection, preparer: User) -> None:
    make_staff(connection, "A", preparer.email)
    make_staff(connection, "B", preparer.email)
    assert propose_staff(preparer, connection) is None


def test_two_users_can_exchange_staff(
    connection: Connection, preparer: User, partner: User, administrator: User
) -> None:
    a, b = make_staff(connection, "A"), make_staff(connection, "B")
    link_staff(connection, [(preparer, a), (partner, b)], administrator)
    link_staff(connection, [(preparer, b), (partner, a)], administrator)
    assert [staff_for(preparer, connection), staff_for(partner, connection)] == [b, a]
    link_staff(connection, [(preparer, None)], administrator)
    assert staff_for(preparer, connection) is None


def test_one_member_of_staff_is_not_two_users(
    connection: Connection, preparer: User, partner: User, administrator: User
) -> None:
    a = make_staff(connection, "A")
    with pytest.raises(DomainError) as refusal:
        link_staff(connection, [(preparer, a), (partner, a)], administrator)
    assert refusal.value.code == "staff_taken"


def test_staff_who_left_are_nobody(connection: Connection, preparer: User, administrator: User) -> None:
    person = make_staff(connection, "Gone")
    link_staff(connection, [(preparer, person)], administrator)
    Staff.across_firms.update(is_gone=True)
    assert staff_for(preparer, connection) is None
