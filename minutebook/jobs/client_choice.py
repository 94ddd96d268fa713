"""Who is billed: how the chosen contact stands to the practice manager's clients, and what could be done about it."""

from dataclasses import dataclass

from minutebook.contacts.models import Contact
from minutebook.practice_manager.clients import client_fields
from minutebook.practice_manager.matching import Suggestion, archived_clients, linked_client, suggest_clients
from minutebook.practice_manager.models import Client, Connection

FIELD_LABELS = {
    "name": "Name",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "E-mail address",
    "phone": "Phone",
    "address": "Address",
    "city": "City",
    "region": "State",
    "post_code": "Postcode",
    "country": "Country",
    "company_number": "Company number",
    "business_number": "Business number",
    "business_structure": "Business structure",
}


@dataclass(frozen=True, slots=True)
class ClientChoice:
    """A contact and its client; without one, the likely clients, in use and archived, and the fields of a new one."""

    contact: Contact
    client: Client | None
    suggestions: tuple[Suggestion, ...] = ()
    archived: tuple[Suggestion, ...] = ()
    new_fields: tuple[tuple[str, str], ...] = ()

    @property
    def problem(self) -> str:
        """Why no job can be made for the linked client; empty when it can, or when none is linked."""
        if self.client is None or self.client.is_usable:
            return ""
        if self.client.is_gone:
            return "The client was deleted in XPM. Unlink it in Contacts Integration and choose another."
        return "The client is archived in XPM. Restore it there and read the lists, or choose another."


def client_choice(contact: Contact, connection: Connection) -> ClientChoice:
    """How this contact stands in this practice manager."""
    client = linked_client(contact, connection)
    if client is not None:
        return ClientChoice(contact, client)
    fields = tuple((FIELD_LABELS[name], value) for name, value in client_fields(contact).items())
    likely = tuple(suggest_clients(contact, connection))
    return ClientChoice(contact, None, likely, tuple(archived_clients(contact, connection)), fields)


def linked_contacts(contacts: list[Contact], connection: Connection) -> dict[int, Client]:
    """The clients of these contacts by the contact's id, in one query."""
    rows = Client.objects.for_firm(connection.firm_id).filter(connection=connection, contact__in=contacts)
    return {client.contact_id: client for client in rows if client.contact_id is not None}
