from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from minutebook.xpm_sandbox.tests.practice import UGLY_NAMES, Practice, read, refusal, tag


def test_list_flags_archived_and_deleted_clients(practice: Practice) -> None:
    practice.tenant.clients[0].is_deleted = True
    flags = [
        (one.findtext("IsArchived"), one.findtext("IsDeleted"))
        for one in practice.get("client.api/list").iterfind("Clients/Client")
    ]
    assert flags == [("No", "Yes"), ("No", "No"), ("Yes", "No")]


def test_list_by_modified_since_is_utc(practice: Practice) -> None:
    practice.tenant.clients[1].modified_at = datetime(2026, 7, 1, 10, 0, 0, tzinfo=UTC)
    assert _names(practice.get("client.api/list", modifiedsince="2026-07-01T10:00:00")) == [
        practice.tenant.clients[1].name
    ]
    assert _names(practice.get("client.api/list", modifiedsince="2026-07-01T10:00:01")) == []
    assert practice.http.get("client.api/list", params={"modifiedsince": "20260701"}).status_code == 400


def test_list_puts_the_uuid_last_unless_documented_order(practice: Practice) -> None:
    recorded = practice.get("client.api/list", detailed="true").find("Clients/Client")
    practice.set_modes(element_order="doc")
    documented = practice.get("client.api/list", detailed="true").find("Clients/Client")
    assert recorded is not None
    assert documented is not None
    assert [child.tag for child in recorded][-5:] == ["Contacts", "Notes", "Groups", "Relationships", "UUID"]
    assert documented[0].tag == "UUID"


def test_pages_follow_to_the_last_one(practice: Practice) -> None:
    practice.tenant.clients[2].is_archived = False
    first = practice.get("client.api/paged-list", pageSize="2")
    second = read(practice.http.get(str(first.findtext("Pagination/Links/Next"))))
    assert _names(first) + _names(second) == [client.name for client in practice.tenant.clients]
    assert second.find("Pagination/Links/Next") is None


def test_page_link_may_hold_a_bare_ampersand(practice: Practice) -> None:
    practice.set_modes(page_link="bare")
    text = practice.http.get("client.api/paged-list", params={"pageSize": "1"}).text
    assert "pageToken=cursor-1&pageSize=1</Next>" in text


@pytest.mark.parametrize("query", [{"pageSize": "0"}, {"pageSize": "501"}, {"pageToken": "7"}])
def test_pages_refuse_wrong_parameters(practice: Practice, query: dict[str, str]) -> None:
    assert practice.http.get("client.api/paged-list", params=query).status_code == 400


def test_search_ignores_case(practice: Practice) -> None:
    assert _names(practice.get("client.api/search", query="harbour")) == ["Harbour Tools Limited"]


@pytest.mark.parametrize("name", UGLY_NAMES)
def test_add_client_gives_ugly_names_back(practice: Practice, name: str) -> None:
    made = practice.post("client.api/add", f"<Client>{tag('Name', name)}</Client>")
    uuid = made.findtext("Client/UUID")
    assert practice.get(f"client.api/get/{uuid}").findtext("Client/Name") == name


def test_add_client_of_the_same_name_makes_a_second_one(practice: Practice) -> None:
    first, second = (practice.post("client.api/add", "<Client><Name>A</Name></Client>") for _ in range(2))
    assert first.findtext("Client/UUID") != second.findtext("Client/UUID")


def test_add_client_keeps_what_was_sent_and_masks_the_tax_number(practice: Practice) -> None:
    texts = (
        "<WebSite>a.example</WebSite><TaxNumber>123456789</TaxNumber><BusinessNumber>51 824</BusinessNumber>"
    )
    born = "<DateOfBirth>19680229</DateOfBirth><Contacts><Contact><Name>Mere</Name></Contact></Contacts>"
    client = practice.post("client.api/add", f"<Client><Name>A</Name>{texts}{born}</Client>").find("Client")
    assert client is not None
    wanted = ("Website", "TaxNumber", "BusinessNumber", "DateOfBirth", "Contacts/Contact/Name")
    assert [client.findtext(path) for path in wanted] == [
        "a.example",
        "***789",
        "51 824",
        "1968-02-29T00:00:00",
        "Mere",
    ]


def test_update_client_changes_only_what_is_sent(practice: Practice) -> None:
    client = practice.tenant.clients[0]
    practice.put("client.api/update", f"<Client><UUID>{client.uuid}</UUID><City>Nelson</City></Client>")
    assert (client.name, client.email, client.city) == (
        "Harbour Tools Limited",
        "office@harbour.example",
        "Nelson",
    )
    assert client.modified_at is not None


def test_update_client_links_people(practice: Practice) -> None:
    client, person = practice.tenant.clients[0], practice.tenant.staff[1]
    link = f"<AccountManagerUUID>{person.uuid}</AccountManagerUUID>"
    answer = practice.put("client.api/update", f"<Client><UUID>{client.uuid}</UUID>{link}</Client>")
    assert answer.findtext("Client/AccountManager/Name") == "Hēmi Tāmati"
    wrong = link.replace(person.uuid, "nobody")
    refused = practice.put("client.api/update", f"<Client><UUID>{client.uuid}</UUID>{wrong}</Client>")
    assert refusal(refused) == "Invalid staff identifier"


def test_archive_and_delete_flag_the_client(practice: Practice) -> None:
    client = practice.tenant.clients[0]
    body = f"<Client><UUID>{client.uuid}</UUID></Client>"
    practice.put("client.api/archive", body)
    practice.post("client.api/delete", body)
    assert (client.is_archived, client.is_deleted) == (True, True)
    assert refusal(practice.get(f"client.api/get/{client.uuid}")) == "Invalid client identifier"


def test_delete_client_refuses_while_it_has_jobs(practice: Practice) -> None:
    practice.add_job()
    body = f"<Client><UUID>{practice.tenant.clients[0].uuid}</UUID></Client>"
    assert refusal(practice.post("client.api/delete", body)) == "The client has jobs and cannot be deleted"


def _names(answer: etree._Element) -> list[str | None]:
    assert answer.findtext("Status") == "OK"
    return [one.findtext("Name") for one in answer.iterfind("Clients/Client")]
