"""Steps of a change in a test: its facts, its lodgement, what the worker makes of it."""

from datetime import date, time, timedelta
from typing import Any

from minutebook.companies.models import Change, Company
from minutebook.companies.services import Lodgement
from minutebook.contacts.models import Contact
from minutebook.work import clock
from minutebook.work.worker import Worker

NEW_OFFICE = {
    "line_1": "12/34 O'Connell & <Sons> Parade", "line_2": "", "care_of": "", "suburb": "Parramatta",
    "state": "NSW", "postcode": "2150", "country": "AU",
}  # fmt: skip


def day(company: Company, days: int = 0) -> str:
    """A day so many days from today, as it is stored."""
    return (clock.today(company.firm.zone) + timedelta(days=days)).isoformat()


def appointment(company: Company, person: Contact, days: int = 0, **facts: Any) -> dict[str, Any]:
    """The facts of an appointment with a consent of today."""
    when = day(company, days)
    return {
        "contact_id": person.pk,
        "office": "director",
        "effective_on": when,
        "consent_dated": day(company),
    } | facts


def letter(company: Company, days: int) -> dict[str, str]:
    """That the letter of a resignation arrived on a day so many days from today."""
    return {"letter_received_on": day(company, days)}


def lodged(company: Company, days: int = 0) -> Lodgement:
    """A lodgement so many days from today."""
    return Lodgement(date.fromisoformat(day(company, days)), time(9, 5), "7EBX 00123", "ASIC portal")


def now(change: Change) -> Change:
    """The change after the worker has done all that is due."""
    Worker().work(until_idle=True)
    change.refresh_from_db()
    return change


def directors(company: Company) -> list[tuple[str, date | None]]:
    """Who is or was a director, and until when."""
    rows = company.officeholders.filter(office="director").order_by("appointed_on", "id")
    return [(row.contact.name, row.ceased_on) for row in rows]
