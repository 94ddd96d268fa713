"""Jobs of the book that go into XPM by its import file: XPM's names for their clients, and the mark afterwards."""

from dataclasses import dataclass

from django.db import transaction

from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm, User, record_event
from minutebook.work import clock

from .book import hold
from .exports import client_names
from .models import ClientName, Job


@dataclass(frozen=True, slots=True)
class Row:
    """A job of the book and XPM's name of its client; without one it is left out of the file."""

    job: Job
    client_name: str
    is_read: bool  # from XPM's own list, so that nobody types it


def import_rows(firm: Firm, jobs: list[Job]) -> list[Row]:
    """These jobs with the names that XPM knows their clients by."""
    names, ids = client_names(firm, jobs), [job.contact_id for job in jobs]
    typed = set(ClientName.objects.for_firm(firm).filter(contact__in=ids).values_list("contact_id", "name"))
    return [Row(job, names.get(job.contact_id, ""), _is_read(job.contact_id, names, typed)) for job in jobs]


def save_names(firm: Firm, names: dict[int, str], user: User) -> None:
    """Keep what XPM calls these contacts, as typed; an empty name is forgotten."""
    contacts = Contact.objects.for_firm(firm).filter(pk__in=names)
    with transaction.atomic():
        for contact in contacts:
            own = ClientName.objects.for_firm(firm).filter(contact=contact)
            typed = names[contact.pk]
            if not typed:
                own.delete()
            elif not own.filter(name=typed).exists():
                ClientName.across_firms.update_or_create(
                    contact=contact, defaults={"firm": firm, "name": typed}
                )
                record_event("client.named", contact, user)


def mark_imported(jobs: list[Job], user: User) -> int:
    """Record that these jobs were imported into XPM by hand; gives how many. They can then not be handed over too."""
    marked = 0
    for job in jobs:
        with transaction.atomic():
            hold(job)
            Job.across_firms.filter(pk=job.pk).update(imported_at=clock.now())
            record_event("job.imported", job, user, number=job.book_number)
            marked += 1
    return marked


def undo_import(job: Job, user: User) -> None:
    """Take the mark back: the job is in the book again, and can be handed over."""
    with transaction.atomic():
        if not Job.across_firms.filter(pk=job.pk, delivery=None, imported_at__isnull=False).update(
            imported_at=None
        ):
            raise DomainError("not_imported", "This job is not marked as imported. Look at it again.")
        record_event("job.import_undone", job, user, number=job.book_number)


def _is_read(contact_id: int, names: dict[int, str], typed: set[tuple[int, str]]) -> bool:
    return contact_id in names and (contact_id, names[contact_id]) not in typed
