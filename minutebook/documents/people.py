"""The people around a company to whom a pack may go or who may decide."""

from datetime import date

from django.db.models import QuerySet

from minutebook.companies.facts import AppointmentFacts, CessationFacts, ChangeFacts, Person
from minutebook.companies.models import Company
from minutebook.companies.snapshots import company_facts
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.work.clock import today


def directors_of(company: Company, on: date | None = None) -> tuple[Person, ...]:
    """The living directors on a day, today by default."""
    return company_facts(company).directors_on(on or today(company.firm.zone))


def people_of(company: Company) -> list[Contact]:
    """The living people in office today, each once, directors first."""
    on = today(company.firm.zone)
    holders = company.officeholders.filter(appointed_on__lte=on, contact__is_deceased=False)
    rows = [row for row in holders.select_related("contact") if row.ceased_on is None or row.ceased_on > on]
    rows.sort(key=lambda row: row.office != "director")
    return list({row.contact_id: row.contact for row in rows}.values())


def people_with_email(company: Company, also: set[int]) -> list[Contact]:
    """Those in office, and the contacts with these ids, who have an e-mail address."""
    others = Contact.objects.for_firm(company.firm_id).filter(pk__in=also, is_deceased=False)
    everybody = {person.pk: person for person in [*people_of(company), *others]}
    return [person for person in everybody.values() if person.email]


def check_addresses(company: Company, emails: list[str], known: list[Contact]) -> None:
    """Refuse the address of somebody who has nothing to do with the company, while another client's contact has it."""
    concerned = {person.email.casefold() for person in known}
    for email in emails:
        holders = Contact.objects.for_firm(company.firm_id).filter(email__iexact=email)
        if email.casefold() in concerned or not holders or _belongs(company, holders):
            continue
        raise DomainError(
            "elsewhere",
            f"{email} is the address of {holders[0].name}, who is not one of this company’s people.",
            "other_email",
        )


def _belongs(company: Company, holders: QuerySet[Contact]) -> bool:
    """Whether one of these is the company itself, is or was in office, or holds or held shares."""
    ids = {company.contact_id, *company.officeholders.values_list("contact_id", flat=True)}
    for pair in company.share_transactions.values_list("from_member_id", "to_member_id"):
        ids.update(pair)
    return any(holder.pk in ids for holder in holders)


def concerned_ids(facts: ChangeFacts) -> set[int]:
    """The contacts whom a change is about: who enters, who leaves."""
    if isinstance(facts, AppointmentFacts):
        return {facts.person.contact_id}
    if isinstance(facts, CessationFacts):
        successor = {facts.successor.person.contact_id} if facts.successor else set()
        return {facts.officeholder.person.contact_id} | successor
    return set()
