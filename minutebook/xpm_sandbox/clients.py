"""Clients: read, add, update, archive, delete. Two clients may bear one name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlencode

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError
from minutebook.xpm_sandbox.client_contacts import build_contact
from minutebook.xpm_sandbox.client_xml import (
    BUSINESS_TEXTS,
    PERSON_TEXTS,
    PLAIN_TEXTS,
    WEB_URL,
    client_line,
    client_node,
    paged_line,
)
from minutebook.xpm_sandbox.envelope import Node, group, text
from minutebook.xpm_sandbox.fields import Fields, read_fields
from minutebook.xpm_sandbox.records import Client
from minutebook.xpm_sandbox.tenants import find_by_uuid

# the site's address is WebSite in requests and Website in answers
WRITABLE_TEXTS = {"WebSite" if tag == "Website" else tag: name for tag, name in PLAIN_TEXTS.items()} | (
    PERSON_TEXTS | BUSINESS_TEXTS | {"TaxNumber": "tax_number"}
)
LINKS = {"AccountManagerUUID": "account_manager_uuid", "JobManagerUUID": "job_manager_uuid"}
CLIENT_FIELDS = (
    *("UUID", "Name", "DateOfBirth", "BillingClientUUID", "Contacts", "IsArchived"),
    *WRITABLE_TEXTS,
    *LINKS,
)
MOST_PER_PAGE = 500


def list_clients(call: Call) -> Answer:
    """GET client.api/list: archived and deleted ones too, flagged; `modifiedsince` is UTC."""
    since = _read_since(call)
    return _clients(call, (one for one in call.tenant.clients if since is None or _modified(one) >= since))


def search_clients(call: Call) -> Answer:
    """GET client.api/search: part of the name, whatever the case; deleted ones are not found."""
    wanted = call.query.get("query", "").strip().casefold()
    if not wanted:
        raise RefusalError("The query parameter is required", 400)
    found = (one for one in call.tenant.clients if wanted in one.name.casefold() and not one.is_deleted)
    return _clients(call, found)


def page_clients(call: Call) -> Answer:
    """GET client.api/paged-list: neither archived nor deleted; the last page names no next one."""
    size, start = _read_page(call)
    current = [one for one in call.tenant.clients if not (one.is_archived or one.is_deleted)]
    links = [_page_link(call, "First", pageSize=size)]
    if start + size < len(current):
        links.append(_page_link(call, "Next", pageToken=f"cursor-{start + size}", pageSize=size))
    page = group("Clients", (paged_line(one) for one in current[start : start + size]))
    return Answer((page, group("Pagination", (group("Links", links),))))


def get_client(call: Call) -> Answer:
    """GET client.api/get/{uuid}."""
    client = require_client(call, call.keys["uuid"])
    return Answer((client_node(call, client), text("WebUrl", f"{WEB_URL}{client.uuid}")))


def add_client(call: Call) -> Answer:
    """POST client.api/add: only the name is required, and nothing stops a second one of that name."""
    fields = read_fields(call, "Client", CLIENT_FIELDS)
    client = Client("", fields.required("Name"))
    _fill(call, fields, client)
    contacts = [one for several in fields.children("Contacts") for one in several.children("Contact")]
    client.contacts = [build_contact(call, one) for one in contacts]
    client.uuid = call.new_uuid("client")
    call.tenant.clients.append(client)
    return Answer((client_node(call, client),), f"client {client.uuid} made")


def update_client(call: Call) -> Answer:
    """PUT client.api/update: only what is sent changes."""
    fields = read_fields(call, "Client", CLIENT_FIELDS)
    client = require_client(call, fields.required("UUID").strip())
    if fields.has("Name"):
        fields.required("Name")
    _fill(call, fields, client)
    client.name = fields.text("Name") or client.name
    return Answer((client_node(call, client),), f"client {client.uuid} updated")


def archive_client(call: Call) -> Answer:
    """PUT client.api/archive."""
    client = _client_in_body(call)
    client.is_archived, client.modified_at = True, call.now
    return Answer((), f"client {client.uuid} archived")


def delete_client(call: Call) -> Answer:
    """POST client.api/delete: refuses while the client has jobs; afterwards lists flag it."""
    client = _client_in_body(call)
    if any(job.client_uuid == client.uuid for job in call.tenant.jobs):
        raise RefusalError("The client has jobs and cannot be deleted")
    client.is_deleted, client.modified_at = True, call.now
    return Answer((), f"client {client.uuid} deleted")


def require_client(call: Call, uuid: str) -> Client:
    """Give a client, or refuse."""
    client = call.tenant.find_client(uuid)
    if client is None:
        raise RefusalError("Invalid client identifier")
    return client


def _client_in_body(call: Call) -> Client:
    fields = read_fields(call, "Client", CLIENT_FIELDS)
    return require_client(call, fields.required("UUID").strip())


def _clients(call: Call, clients: Iterable[Client]) -> Answer:
    write = client_node if call.query.get("detailed", "").lower() == "true" else client_line
    return Answer((group("Clients", (write(call, one) for one in clients)),))


def _modified(client: Client) -> datetime:
    return client.modified_at or datetime(2020, 1, 1, tzinfo=UTC)


def _read_since(call: Call) -> datetime | None:
    value = call.query.get("modifiedsince", "")
    if not value:
        return None
    try:
        return datetime.strptime(value, "%Y-%m-%dT%H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        raise RefusalError("Invalid date for modifiedsince", 400) from None


def _read_page(call: Call) -> tuple[int, int]:
    size, token = call.query.get("pageSize", "50"), call.query.get("pageToken", "cursor-0")
    number = token.removeprefix("cursor-")
    if not (size.isdecimal() and 1 <= int(size) <= MOST_PER_PAGE):
        raise RefusalError("pageSize must be from 1 to 500", 400)
    if number == token or not number.isdecimal():
        raise RefusalError("Invalid pageToken", 400)
    return int(size), int(number)


def _page_link(call: Call, tag: str, **query: str | int) -> Node:
    address = f"{call.base_url}client.api/paged-list?{urlencode(query)}"
    return Node(tag, address, is_raw=call.modes.page_link == "bare")


def _fill(call: Call, fields: Fields, client: Client) -> None:
    born = fields.day("DateOfBirth")
    links = {name: _require_staff(call, fields, tag) for tag, name in LINKS.items() if fields.has(tag)}
    billed = fields.word("BillingClientUUID")
    if billed:
        links["billing_client_uuid"] = require_client(call, billed).uuid
    texts = {name: fields.text(tag) or "" for tag, name in WRITABLE_TEXTS.items() if fields.has(tag)}
    for name, value in (texts | links).items():
        setattr(client, name, value)
    if born:
        client.date_of_birth = born.isoformat()
    client.modified_at = call.now


def _require_staff(call: Call, fields: Fields, tag: str) -> str:
    wanted = fields.word(tag)
    person = find_by_uuid(call.tenant.staff, wanted) if wanted else None
    if wanted and person is None:
        raise RefusalError("Invalid staff identifier")
    return person.uuid if person else ""
