from __future__ import annotations

from minutebook.xpm_sandbox.tests.practice import Practice, refusal


def test_contact_is_added_read_changed_and_deleted(practice: Practice) -> None:
    client = practice.tenant.clients[0]
    sent = f"<ClientUUID>{client.uuid}</ClientUUID><Name>Mere</Name><Position>Director</Position>"
    made = practice.post("client.api/contact", f"<Contact>{sent}<IsPrimary>Yes</IsPrimary></Contact>")
    path = f"client.api/contact/{made.findtext('Contact/UUID')}"
    assert practice.get(path).find("Contact/Position") is None
    assert practice.get(path, clientUuid=client.uuid).findtext("Contact/Position") == "Director"
    practice.put(path, "<Contact><Email>mere@example.com</Email></Contact>")
    assert (client.contacts[0].name, client.contacts[0].email) == ("Mere", "mere@example.com")
    assert practice.http.delete(path).status_code == 200
    assert refusal(practice.get(path)) == "Invalid contact identifier"


def test_ten_contacts_may_come_at_once_and_eleven_not(practice: Practice) -> None:
    client = practice.tenant.clients[0]
    path, one = f"client.api/client/{client.uuid}/contacts", "<Contact><Name>M</Name></Contact>"
    assert practice.post(path, f"<Contacts>{one * 10}</Contacts>").findtext("Status") == "OK"
    response = practice.http.post(path, content=f"<Contacts>{one * 11}</Contacts>")
    assert (response.status_code, len(client.contacts)) == (400, 10)


def test_one_bad_contact_spoils_all(practice: Practice) -> None:
    client = practice.tenant.clients[0]
    body = "<Contacts><Contact><Name>M</Name></Contact><Contact><Email>x</Email></Contact></Contacts>"
    assert refusal(practice.post(f"client.api/client/{client.uuid}/contacts", body)) == "Name is required"
    assert client.contacts == []
