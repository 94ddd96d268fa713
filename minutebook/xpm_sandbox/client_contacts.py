"""The people at a client: read, add one or up to ten, change, delete."""

from __future__ import annotations

from minutebook.xpm_sandbox.calls import Answer, Call, RefusalError
from minutebook.xpm_sandbox.client_xml import CONTACT_TEXTS, contact_node
from minutebook.xpm_sandbox.envelope import group
from minutebook.xpm_sandbox.fields import Fields, read_fields
from minutebook.xpm_sandbox.records import Client, ClientContact
from minutebook.xpm_sandbox.tenants import find_by_uuid

CONTACT_FIELDS = ("UUID", "ClientUUID", "IsPrimary", *CONTACT_TEXTS)
MOST_AT_ONCE = 10


def get_contact(call: Call) -> Answer:
    """GET client.api/contact/{uuid}: position and rank only when `clientUuid` names the client."""
    client, contact = _require_contact(call)
    is_linked = call.query.get("clientUuid", "").lower() == client.uuid.lower()
    return Answer((contact_node(contact, is_linked=is_linked),))


def add_contact(call: Call) -> Answer:
    """POST client.api/contact: a repeat makes a second contact."""
    fields = read_fields(call, "Contact", CONTACT_FIELDS)
    client = _require_client(call, fields.required("ClientUUID").strip())
    contact = _keep(call, client, build_contact(call, fields))
    return Answer((contact_node(contact),), f"contact {contact.uuid} made at client {client.uuid}")


def add_contacts(call: Call) -> Answer:
    """POST client.api/client/{uuid}/contacts: up to ten, all or none."""
    fields = read_fields(call, "Contacts", ("Contact",))
    client = _require_client(call, call.keys["uuid"])
    wanted = fields.children("Contact")
    if not 1 <= len(wanted) <= MOST_AT_ONCE:
        raise RefusalError("From 1 to 10 contacts may be added at once", 400)
    contacts = [_keep(call, client, one) for one in [build_contact(call, one) for one in wanted]]
    written = group("Contacts", (contact_node(one) for one in contacts))
    return Answer((written,), f"{len(contacts)} contacts made at client {client.uuid}")


def update_contact(call: Call) -> Answer:
    """PUT client.api/contact/{uuid}: only what is sent changes."""
    fields = read_fields(call, "Contact", CONTACT_FIELDS)
    client, contact = _require_contact(call)
    if fields.has("Name"):
        fields.required("Name")
    _fill(fields, contact)
    client.modified_at = call.now
    return Answer((contact_node(contact),), f"contact {contact.uuid} updated")


def delete_contact(call: Call) -> Answer:
    """DELETE client.api/contact/{uuid}."""
    client, contact = _require_contact(call)
    contact.is_deleted, client.modified_at = True, call.now
    return Answer((), f"contact {contact.uuid} deleted")


def build_contact(call: Call, fields: Fields) -> ClientContact:
    """Make a contact from what was sent; it belongs to no client yet."""
    contact = ClientContact("", fields.required("Name"))
    _fill(fields, contact)
    contact.uuid = call.new_uuid("contact")
    return contact


def _fill(fields: Fields, contact: ClientContact) -> None:
    is_primary = fields.flag("IsPrimary", default=contact.is_primary)
    for tag, name in CONTACT_TEXTS.items():
        if fields.has(tag):
            setattr(contact, name, fields.text(tag) or "")
    contact.is_primary = is_primary


def _keep(call: Call, client: Client, contact: ClientContact) -> ClientContact:
    client.contacts.append(contact)
    client.modified_at = call.now
    return contact


def _require_client(call: Call, uuid: str) -> Client:
    client = call.tenant.find_client(uuid)
    if client is None:
        raise RefusalError("Invalid client identifier")
    return client


def _require_contact(call: Call) -> tuple[Client, ClientContact]:
    for client in call.tenant.clients:
        contact = find_by_uuid(client.contacts, call.keys["uuid"])
        if contact and not contact.is_deleted:
            return client, contact
    raise RefusalError("Invalid contact identifier")
