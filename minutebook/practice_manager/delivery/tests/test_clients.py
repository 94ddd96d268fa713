from typing import Any

import pytest
from django.db.models.functions import Upper

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.practice_manager.clients import client_fields, new_client_payload
from minutebook.practice_manager.delivery.tests.conftest import NAME, AskForClient, calls_of, clients_in, work
from minutebook.practice_manager.matching import link_client
from minutebook.practice_manager.models import Client, Connection, DeliveryStep
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

FIELDS = {
    "name": NAME,
    "email": "office@kowhai.example",
    "address": "1 Sea St\nLevel 2 <rear>",
    "city": "Bondi",
    "region": "NSW",
    "post_code": "2026",
    "country": "Australia",
    "company_number": "004085616",
    "business_structure": "Company",
}


def order(sandbox: SandboxServer, kind: str, **fields: Any) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault(kind, **({"path": "*client.api/add"} | fields)))


def known_client(connection: Connection, name: str, uuid: str, **fields: Any) -> Client:
    return Client.across_firms.create(
        firm_id=connection.firm_id, connection=connection, uuid=uuid, name=name, **fields
    )


def test_fields_leave_out_what_is_empty(contact: Contact) -> None:
    assert client_fields(contact) == FIELDS


@pytest.mark.parametrize(
    ("kind", "structure"),
    [
        ("individual", "Individual"),
        ("smsf", "Self Managed Superannuation Fund"),
        ("joint", None),
        ("other", None),
    ],
)
def test_structure_is_sent_where_xpm_has_a_word_for_it(contact: Contact, kind: str, structure: Any) -> None:
    contact.kind = kind
    assert client_fields(contact).get("business_structure") == structure


def test_payload_remembers_which_clients_of_this_name_there_were(
    contact: Contact, connected: Connection
) -> None:
    known_client(connected, NAME, "b")
    known_client(connected, NAME, "a")
    known_client(connected, "Another", "c")
    assert new_client_payload(contact, connected) == {
        "contact_id": contact.pk,
        "known_uuids": ["a", "b"],
        "fields": FIELDS,
    }


def test_client_is_made_as_typed_and_linked(
    sandbox: SandboxServer, contact: Contact, ask: AskForClient
) -> None:
    assert work(ask()) == "done"
    made = clients_in(sandbox)
    assert [(one["name"], one["email"], one["company_number"], one["address"]) for one in made] == [
        (NAME, "office@kowhai.example", "004085616", "1 Sea St\nLevel 2 <rear>")
    ]
    client = Client.across_firms.get()
    assert (client.uuid, client.contact, client.linked_by, client.name) == (
        made[0]["uuid"], contact, Client.LinkedBy.CREATED, NAME,
    )  # fmt: skip
    event = AuditEvent.across_firms.get(action="client.created")
    assert event.facts["contact"] == contact.pk


def test_client_that_was_known_in_another_case_is_no_new_one(
    sandbox: SandboxServer, connected: Connection, contact: Contact, ask: AskForClient
) -> None:
    assert work(ask()) == "done"
    Client.across_firms.update(uuid=Upper("uuid"), contact=None, linked_by="")
    order(sandbox, "reset_before")
    payload = new_client_payload(contact, connected)
    delivery = ask()
    DeliveryStep.across_firms.filter(delivery=delivery).update(payload=payload)
    assert work(delivery) == "question"
    assert DeliveryStep.across_firms.get(delivery=delivery).candidates == []


@pytest.mark.parametrize("fault", ["lost_reply", "cut_reply", "slow", "empty", "xml_bomb"])
def test_lost_answer_is_found_by_name_and_adopted(
    sandbox: SandboxServer, contact: Contact, ask: AskForClient, fault: str
) -> None:
    order(sandbox, fault, seconds=0.5)
    assert work(ask()) == "done"
    assert len(clients_in(sandbox)) == 1
    assert Client.across_firms.get().contact == contact


def test_client_of_the_same_name_that_was_there_before_is_not_taken_for_ours(
    sandbox: SandboxServer, connected: Connection, contact: Contact, ask: AskForClient
) -> None:
    work(ask())
    before = Client.across_firms.get()
    Client.across_firms.update(contact=None, linked_by="")
    payload = new_client_payload(contact, connected)
    assert payload["known_uuids"] == [before.uuid]
    order(sandbox, "lost_reply")
    delivery = ask()
    DeliveryStep.across_firms.filter(delivery=delivery).update(payload=payload)
    assert work(delivery) == "done"
    made = {one["uuid"] for one in clients_in(sandbox)}
    assert {before.uuid, delivery.results["client_uuid"]} == made
    assert len(made) == 2


def test_client_of_the_same_name_but_other_numbers_asks_a_person(
    sandbox: SandboxServer, contact: Contact, ask: AskForClient, settings: Any
) -> None:
    settings.XPM_GRACE_SECONDS = 60
    order(sandbox, "lost_reply")
    delivery = ask()
    Worker().work(until_idle=True)
    step = DeliveryStep.across_firms.get()
    step.payload["fields"]["email"], step.not_before = "other@kowhai.example", None
    step.save()
    Operation.across_firms.update(due_at=clock.now())
    assert work(delivery) == "question"
    step.refresh_from_db()
    assert [(found["is_as_wanted"], found["description"]) for found in step.candidates] == [
        (False, {"Client": NAME, "Company number": "004085616", "E-mail": "office@kowhai.example"})
    ]
    assert not Client.across_firms.exists()


def test_contact_that_was_linked_meanwhile_makes_no_second_client(
    sandbox: SandboxServer, connected: Connection, contact: Contact, ask: AskForClient, preparer: User
) -> None:
    delivery = ask()
    link_client(contact, known_client(connected, NAME, "chosen by hand"), preparer)
    assert work(delivery) == "done"
    assert (delivery.results, clients_in(sandbox)) == ({"client_uuid": "chosen by hand"}, [])
    assert calls_of(sandbox, "client.api/add") == 0
    assert Client.across_firms.get().linked_by == Client.LinkedBy.PERSON


def test_client_that_is_being_made_is_not_asked_for_twice(
    sandbox: SandboxServer, connected: Connection, contact: Contact, ask: AskForClient, firm: Firm
) -> None:
    delivery = ask()
    with pytest.raises(DomainError) as refused:
        new_client_payload(contact, connected)
    assert (refused.value.code, refused.value.field) == ("client_under_way", "client")
    other = Contact.across_firms.create(firm=firm, kind="company", name=NAME)
    assert new_client_payload(other, connected)["contact_id"] == other.pk
    work(delivery)
    assert new_client_payload(contact, connected)["contact_id"] == contact.pk
