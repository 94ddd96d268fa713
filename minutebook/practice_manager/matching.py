"""Which client of the practice manager is which of our contacts, and which member of staff is which user.

A link is made by a unique valid ACN, or by a person; never by a name alone.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, FirmQuerySet, User, record_event

from .models import Client, Connection, Staff, StaffLink
from .rules import REASONS, Identity, likeness, valid_acn

MOST_SUGGESTIONS = 8
MOST_CANDIDATES = 500
BATCH = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A client that may be this contact, and why, in words for the screen."""

    client: Client
    reason: str


@dataclass(frozen=True, slots=True)
class ContactSuggestion:
    """A contact that may be this client, and why."""

    contact: Contact
    reason: str


def linked_client(contact: Contact, connection: Connection) -> Client | None:
    """The client that this contact is linked to in this practice manager; it may be archived or gone since."""
    rows = Client.objects.for_firm(contact.firm_id).filter(connection=connection, contact=contact)
    client: Client | None = rows.order_by("is_gone", "id").first()
    return client


def suggest_clients(contact: Contact, connection: Connection) -> list[Suggestion]:
    """Usable clients, linked to nobody, that may be this contact: surest first."""
    return _likely(contact, connection, is_archived=False)


def archived_clients(contact: Contact, connection: Connection) -> list[Suggestion]:
    """Archived clients, linked to nobody, that may be this contact: a new one would double them."""
    return _likely(contact, connection, is_archived=True)


def _likely(contact: Contact, connection: Connection, *, is_archived: bool) -> list[Suggestion]:
    ours = contact_identity(contact)
    free = Client.objects.for_firm(contact.firm_id).filter(
        connection=connection, contact=None, is_gone=False, is_archived=is_archived
    )
    candidates = free.filter(_may_be(ours))[:MOST_CANDIDATES]
    found = [Suggestion(client, likeness(ours, client_identity(client))) for client in candidates]
    return sorted((one for one in found if one.reason), key=_rank)[:MOST_SUGGESTIONS]


def suggest_contacts(client: Client) -> list[ContactSuggestion]:
    """Contacts, not yet linked in this practice manager, that may be this client: surest first."""
    theirs = client_identity(client)
    candidates = free_contacts(client.connection).filter(_may_be(theirs))[:MOST_CANDIDATES]
    found = [
        ContactSuggestion(contact, likeness(contact_identity(contact), theirs)) for contact in candidates
    ]
    return sorted((one for one in found if one.reason), key=_rank)[:MOST_SUGGESTIONS]


def free_contacts(connection: Connection) -> FirmQuerySet[Contact]:
    """The firm's contacts that have no client in this practice manager."""
    linked = _held_links(connection)
    # An IN over all links is worked out once; the same asked through the relation would be, contact by contact.
    return Contact.objects.for_firm(connection.firm_id).exclude(pk__in=linked.values("contact_id"))


def contact_identity(contact: Contact) -> Identity:
    """By what a contact of ours can be told."""
    return Identity.of(contact.name, contact.acn, contact.abn)


def client_identity(client: Client) -> Identity:
    """By what XPM's client can be told."""
    return Identity.of(client.name, client.company_number, client.business_number)


def link_client(
    contact: Contact, client: Client, user: User | None, *, by: str = Client.LinkedBy.PERSON
) -> None:
    """Link them; a person's choice (`by`). Refused when either is linked already, or the client is gone.

    The new link holds for jobs made from now on; jobs that exist keep their client.
    """
    if contact.firm_id != client.firm_id:
        raise DomainError("other_firm", "The contact and the client belong to different firms.")
    with transaction.atomic():
        _require_free(contact, client)
        linked = Client.objects.for_firm(client.firm_id).filter(pk=client.pk, contact=None, is_gone=False)
        if not linked.update(contact=contact, linked_by=by, is_unlinked_by_user=False):
            raise DomainError("client_linked", "Somebody has just linked this client. Look at it again.")
        _drop_gone_links(client.connection, [contact.pk])
        record_event("client.linked", client, user, contact_id=contact.pk, by=str(by))
    client.refresh_from_db(fields=["contact", "linked_by", "is_unlinked_by_user"])


def unlink_client(client: Client, user: User) -> None:
    """Take the link away, by a person: it is then never made again by itself."""
    contact_id = client.contact_id
    if contact_id is None:
        return
    with transaction.atomic():
        rows = Client.objects.for_firm(client.firm_id).filter(pk=client.pk, contact_id=contact_id)
        if rows.update(contact=None, linked_by="", is_unlinked_by_user=True):
            record_event("client.unlinked", client, user, contact_id=contact_id)
    client.refresh_from_db(fields=["contact", "linked_by", "is_unlinked_by_user"])


def link_by_acn(connection: Connection) -> int:
    """Link every contact and client that share a valid ACN which nobody else has; how many links were made.

    Part of the caller's transaction. What a person has unlinked stays unlinked; a link that was made by an ACN ends
    when the two now carry different ones, since jobs would go to another company's client.
    """
    _drop_contradicted_links(connection)
    contacts = _contacts_by_acn(connection)
    links = [
        Client(pk=client_id, contact_id=contacts[acn], linked_by=Client.LinkedBy.ACN)
        for acn, client_id in _clients_by_acn(connection).items()
        if acn in contacts
    ]
    for link in links:  # faster by far than one UPDATE with thousands of cases
        Client.across_firms.filter(pk=link.pk).update(contact_id=link.contact_id, linked_by=link.linked_by)
    AuditEvent.across_firms.bulk_create([_linked_event(connection, link) for link in links], batch_size=BATCH)
    _drop_gone_links(connection, [link.contact_id for link in links])
    return len(links)


def _drop_contradicted_links(connection: Connection) -> None:
    """End links by ACN whose two ends carry different valid ACNs now: one of them was corrected."""
    rows = Client.objects.for_firm(connection.firm_id).filter(
        connection=connection, linked_by=Client.LinkedBy.ACN, contact__isnull=False
    )
    for client in rows.select_related("contact"):
        theirs = valid_acn(client.company_number)
        ours = valid_acn(client.contact.acn) if client.contact else ""
        if theirs and ours and theirs != ours:
            Client.across_firms.filter(pk=client.pk).update(contact=None, linked_by="")
            record_event("client.unlinked", client, None, contact_id=client.contact_id)


def _drop_gone_links(connection: Connection, contact_ids: Sequence[int | None]) -> None:
    """A contact that has got a client anew lets go of the one that XPM deleted."""
    for start in range(0, len(contact_ids), BATCH):
        Client.across_firms.filter(
            connection=connection, is_gone=True, contact__in=contact_ids[start : start + BATCH]
        ).update(contact=None, linked_by="")


def _held_links(connection: Connection) -> FirmQuerySet[Client]:
    """Clients that keep their contact from being linked elsewhere: XPM still has them."""
    rows: FirmQuerySet[Client] = Client.objects.for_firm(connection.firm_id).filter(
        connection=connection, contact__isnull=False, is_gone=False
    )
    return rows


def _contacts_by_acn(connection: Connection) -> dict[str, int]:
    """Contact ids by ACN, where only one contact has it and that one is not linked here yet."""
    rows = Contact.objects.for_firm(connection.firm_id).exclude(acn="").values_list("id", "acn")
    taken = set(_held_links(connection).values_list("contact_id", flat=True))
    numbered = [(pk, valid_acn(acn)) for pk, acn in rows]
    seen = Counter(acn for _, acn in numbered)
    return {acn: pk for pk, acn in numbered if acn and seen[acn] == 1 and pk not in taken}


def _clients_by_acn(connection: Connection) -> dict[str, int]:
    """Client ids by ACN, where only one client has it, archived ones counted, and that one may be linked."""
    clients = Client.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False)
    rows = list(
        clients.exclude(company_number="").values_list(
            "id", "company_number", "contact_id", "is_archived", "is_unlinked_by_user"
        )
    )
    seen = Counter(valid_acn(number) for _, number, *_ in rows)
    numbered = [(pk, valid_acn(number)) for pk, number, *closed in rows if not any(closed)]
    return {acn: pk for pk, acn in numbered if acn and seen[acn] == 1}


def shared_acns(connection: Connection) -> set[str]:
    """Valid ACNs that more than one client carries: no link is made by these, a person chooses."""
    rows = Client.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False)
    numbers = rows.exclude(company_number="").values_list("company_number", flat=True)
    seen = Counter(filter(None, map(valid_acn, numbers)))
    return {acn for acn, count in seen.items() if count > 1}


def _linked_event(connection: Connection, link: Client) -> AuditEvent:
    return AuditEvent(
        firm_id=connection.firm_id,
        action="client.linked",
        subject="client",
        subject_id=link.pk,
        facts={"contact_id": link.contact_id, "by": str(link.linked_by)},
    )


def _may_be(identity: Identity) -> Q:
    """A wide net in the database; `likeness` decides."""
    words = [word for word in identity.name.split() if word != "and"]
    longest = max(words, key=len, default="")
    net = Q(search_key__contains=longest) if longest else Q(pk=None)
    for digits in filter(None, (identity.acn, identity.abn, identity.any_acn)):
        net |= Q(search_key__contains=digits)
    return net


def _rank(suggestion: Suggestion | ContactSuggestion) -> int:
    return REASONS.index(suggestion.reason)


def _require_free(contact: Contact, client: Client) -> None:
    if client.is_gone:
        raise DomainError("client_gone", "This client no longer exists in XPM. Choose another one.")
    if client.contact_id == contact.pk:
        raise DomainError("already_linked", "They are linked already.")
    if client.contact_id is not None:
        raise DomainError("client_linked", f"This client is linked to {client.contact}. Unlink it first.")
    other = linked_client(contact, client.connection)
    if other is not None and not other.is_gone:
        raise DomainError(
            "contact_linked", f"This contact is linked to the client {other.name}. Unlink it first."
        )


def staff_for(user: User, connection: Connection) -> Staff | None:
    """The member of staff whom an administrator has confirmed this user to be."""
    link: StaffLink | None = (
        StaffLink.objects.for_firm(user.firm_id)
        .filter(user=user, connection=connection, staff__is_gone=False)
        .select_related("staff")
        .first()
    )
    return None if link is None else link.staff


def propose_staff(user: User, connection: Connection) -> Staff | None:
    """The one member of staff with this user's e-mail address; nobody when two share it."""
    rows = Staff.objects.for_firm(user.firm_id).filter(connection=connection, is_gone=False)
    return staff_by_email(list(rows.filter(email__iexact=user.email))).get(user.email.casefold())


def staff_by_email(staff: list[Staff]) -> dict[str, Staff]:
    """Staff by their e-mail address in lower case, where only one has it."""
    seen = Counter(person.email.casefold() for person in staff)
    return {
        person.email.casefold(): person
        for person in staff
        if person.email and seen[person.email.casefold()] == 1
    }


def link_staff(connection: Connection, choices: list[tuple[User, Staff | None]], by: User) -> None:
    """Say which member of staff each of these users is, None for nobody. A member of staff is one user at most."""
    _require_distinct(connection, [person for _, person in choices if person is not None])
    links = StaffLink.objects.for_firm(connection.firm_id).filter(connection=connection)
    with transaction.atomic():
        before = {link.user_id: link.staff_id for link in links}
        changed = [
            (user, staff) for user, staff in choices if before.get(user.pk) != (staff.pk if staff else None)
        ]
        # All old links go first, so that two people can be exchanged.
        links.filter(user__in=[user for user, _ in changed]).delete()
        for user, staff in changed:
            if staff is not None:
                StaffLink.across_firms.create(
                    firm_id=connection.firm_id, connection=connection, user=user, staff=staff
                )
            record_event("user.staff_linked", user, by, staff_id=staff.pk if staff else None)


def _require_distinct(connection: Connection, staff: list[Staff]) -> None:
    if any(person.connection_id != connection.pk for person in staff):
        raise DomainError("other_practice", "This member of staff belongs to another practice.")
    if len({person.pk for person in staff}) < len(staff):
        raise DomainError(
            "staff_taken", "One member of staff is chosen for two users. Choose each person once."
        )
