"""Keeping contacts: saving one with its former names, and opening a director ID under the audit trail's eye."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.core.sealed import keyed_hash
from minutebook.firms.models import Firm, User, record_event

from .models import Contact, FormerName


@dataclass(frozen=True, slots=True)
class PastName:
    """A name that somebody had, until a day if that is known."""

    name: str
    until: date | None = None


def save_contact(contact: Contact, user: User, past_names: Sequence[PastName] | None = None) -> Contact:
    """Save a contact and, where given, replace its former names; registers keep their own dated facts."""
    is_new = contact.pk is None
    with transaction.atomic():
        contact.save()
        if past_names is not None:
            _replace_past_names(contact, past_names)
        record_event("contact.added" if is_new else "contact.changed", contact, user)
    return contact


def reveal_director_id(contact: Contact, user: User) -> str:
    """The 15 digits; recorded in the audit trail, refused when there are none."""
    if not contact.has_director_id:
        raise DomainError("director_id", "No director ID is on file for this person.")
    record_event("contact.director_id_shown", contact, user)
    return contact.director_id


def holder_of_director_id(firm: Firm, digits: str, other_than: int | None = None) -> Contact | None:
    """The contact that has this director ID already; compares hashes, opens nothing."""
    hashed = keyed_hash(digits, firm.pk, "director_id")
    holders = Contact.objects.for_firm(firm).filter(director_id_hash=hashed)
    found: Contact | None = (holders.exclude(pk=other_than) if other_than else holders).first()
    return found


def _replace_past_names(contact: Contact, past_names: Sequence[PastName]) -> None:
    contact.former_names.all().delete()
    FormerName.across_firms.bulk_create(
        FormerName(firm_id=contact.firm_id, contact=contact, name=past.name, until=past.until)
        for past in past_names
    )
    contact.save(update_fields=["search_key"])
