"""Making a client in XPM from a contact, on a person's word: the fields that are sent, and the step that sends them."""

from typing import Any

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import record_event
from minutebook.xpm.api import Api
from minutebook.xpm.errors import OutcomeUnknown
from minutebook.xpm.records import Client as RemoteClient
from minutebook.xpm.records import NewClient

from .delivery.kinds import Made, Match, step_kind
from .limiter import Urgency
from .matching import linked_client
from .models import Client, Connection, Delivery, DeliveryStep

CREATE_CLIENT = "client.create"
STRUCTURES = {
    Contact.Kind.INDIVIDUAL: "Individual",
    Contact.Kind.COMPANY: "Company",
    Contact.Kind.TRUST: "Trust",
    Contact.Kind.SMSF: "Self Managed Superannuation Fund",
    Contact.Kind.PARTNERSHIP: "Partnership",
}


def new_client_payload(
    contact: Contact, connection: Connection, delivery: Delivery | None = None
) -> dict[str, Any]:
    """The frozen values of the call, and which clients of this name were there before it.

    Refused while another delivery than this one makes a client of the same contact: XPM would take both.
    """
    if _is_under_way(contact, connection, delivery):
        raise DomainError(
            "client_under_way",
            f"{contact.name} is being created in XPM for another job. Wait until it is there, or answer its question.",
            "client",
        )
    same_name = Client.objects.for_firm(contact.firm_id).filter(
        connection=connection, name__iexact=contact.name
    )
    return {
        "contact_id": contact.pk,
        "known_uuids": sorted(same_name.values_list("uuid", flat=True)),
        "fields": client_fields(contact),
    }


def client_fields(contact: Contact) -> dict[str, str]:
    """What would be sent to XPM, for the page that asks once and for the call."""
    street = "\n".join(line for line in (contact.line_1, contact.line_2) if line)
    fields = {
        "name": contact.name,
        "first_name": contact.given_names,
        "last_name": contact.family_name,
        "email": contact.email,
        "phone": contact.phone,
        "address": street,
        "city": contact.suburb,
        "region": contact.state,
        "post_code": contact.postcode,
        "country": "Australia" if contact.country == "AU" else contact.country,
        "company_number": contact.acn,
        "business_number": contact.abn,
        "business_structure": STRUCTURES.get(Contact.Kind(contact.kind), ""),
    }
    return {name: value for name, value in fields.items() if value}


@step_kind(CREATE_CLIENT)
class CreateClient:
    """POST client.api/add. XPM takes the same name twice and has no place for a marker, so a doubt goes to a person."""

    is_repeat_safe = False
    waits_for_all = False
    blocks_rest = True
    urgency = Urgency.JOB
    only_reads = False

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """Never by itself: nothing in XPM keeps a client unique."""
        return False

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Make the client; one that the contact has got since the step was queued is taken instead."""
        contact = Contact.objects.for_firm(step.firm_id).get(pk=step.payload["contact_id"])
        linked = linked_client(contact, step.delivery.connection)
        if linked is not None:
            return Made(linked.uuid, {"client_uuid": linked.uuid})
        client = api.add_client(NewClient(**step.payload["fields"]))
        if not client.uuid or client.name.split() != step.payload["fields"]["name"].split():
            raise OutcomeUnknown("XPM answered with a client that is not the one we asked for.")
        return _made(client)

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """Clients of exactly this name that were not there before."""
        wanted = step.payload["fields"]
        found = [client for client in api.search_clients(wanted["name"]) if _is_new(client, step)]
        return [Match(_made(client), _equals(client, wanted), _described(client)) for client in found]

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Keep a copy of the new client, linked to its contact, and give it to the job."""
        connection = step.delivery.connection
        contact = Contact.objects.for_firm(step.firm_id).get(pk=step.payload["contact_id"])
        if Client.across_firms.filter(connection=connection, uuid=made.remote_id, contact=contact).exists():
            return
        fields = step.payload["fields"]
        client, _ = Client.across_firms.update_or_create(
            connection=connection,
            uuid=made.remote_id,
            defaults={
                "firm_id": step.firm_id,
                "name": fields["name"],
                "company_number": fields.get("company_number", ""),
                "business_number": fields.get("business_number", ""),
                "structure": fields.get("business_structure", ""),
                "contact": contact,
                "linked_by": Client.LinkedBy.CREATED,
                "is_gone": False,
            },
        )
        record_event("client.created", client, None, contact=contact.pk, delivery=step.delivery_id)

    def refuse(self, step: DeliveryStep, reason: str) -> None:
        """Nothing of ours depends on a refusal."""

    def give_up(self, step: DeliveryStep) -> None:
        """Nothing of ours was made yet."""

    def renew(self, step: DeliveryStep) -> dict[str, Any]:
        """With the contact as it is now in Global Contacts."""
        contact = Contact.objects.for_firm(step.firm_id).get(pk=step.payload["contact_id"])
        return dict(step.payload) | {"fields": client_fields(contact)}


def _is_under_way(contact: Contact, connection: Connection, delivery: Delivery | None) -> bool:
    steps = DeliveryStep.objects.for_firm(contact.firm_id).filter(
        delivery__connection=connection, kind=CREATE_CLIENT, payload__contact_id=contact.pk
    )
    return (
        steps.exclude(delivery=delivery)
        .exclude(status__in=[DeliveryStep.Status.DONE, DeliveryStep.Status.CANCELLED])
        .exists()
    )


def _is_new(client: RemoteClient, step: DeliveryStep) -> bool:
    same_name = client.name.split() == step.payload["fields"]["name"].split()
    return same_name and client.uuid not in step.payload["known_uuids"]


def _equals(client: RemoteClient, wanted: dict[str, str]) -> bool:
    """A namesake may have been made meanwhile: without a number or an address to tell by, a person is asked."""
    told_by = (
        (client.company_number, wanted.get("company_number", "")),
        (client.email, wanted.get("email", "")),
    )
    return any(ours for _, ours in told_by) and all(theirs == ours for theirs, ours in told_by)


def _made(client: RemoteClient) -> Made:
    return Made(client.uuid, {"client_uuid": client.uuid})


def _described(client: RemoteClient) -> dict[str, str]:
    return {"Client": client.name, "Company number": client.company_number, "E-mail": client.email}
