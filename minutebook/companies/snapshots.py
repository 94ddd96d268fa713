"""From rows to plain facts: the registers and a change as the pure law and wording read them."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Literal

from minutebook.contacts.models import AddressFields, Contact
from minutebook.core.errors import DomainError

from . import facts
from .models import Change, Company, CompanyAddress, Officeholder
from .registers import Holding, fold_transactions

_BETWEEN_JOINT_HOLDERS = re.compile(r"\s*(?:,|;|&|\n|\band\b)\s*", re.IGNORECASE)


def company_facts(company: Company) -> facts.CompanyFacts:
    """What the registers say about the company today, former officeholders included."""
    office = _current_address(company, CompanyAddress.Kind.REGISTERED_OFFICE)
    place = _current_address(company, CompanyAddress.Kind.PRINCIPAL_PLACE)
    holders = company.officeholders.select_related("contact").prefetch_related("contact__former_names")
    return facts.CompanyFacts(
        company_id=company.pk,
        name=company.name,
        acn=company.acn,
        abn=company.abn,
        company_type="public" if company.company_type == Company.Type.PUBLIC else "proprietary",
        special_purpose=company.is_special_purpose,
        incorporated_on=company.incorporated_on,
        registered_office=address_facts(office) if office else None,
        occupier=office.occupier if office else "",
        principal_place=address_facts(place) if place else None,
        officeholders=tuple(officeholder_facts(holder) for holder in holders),
        members=members_of(company),
        has_constitution=company.has_constitution,
    )


def state_of(company: Company) -> str:
    """The state of the registered office, whose holidays are told beside a deadline; "" where none is recorded."""
    office = _current_address(company, CompanyAddress.Kind.REGISTERED_OFFICE)
    return office.state if office else ""


def address_facts(row: AddressFields) -> facts.Address:
    """An address as plain values."""
    return facts.Address(
        line_1=row.line_1,
        suburb=row.suburb,
        state=row.state,
        postcode=row.postcode,
        country=row.country,
        line_2=row.line_2,
        care_of=row.care_of,
    )


def person_facts(contact: Contact) -> facts.Person:
    """A contact as plain values; opens the director ID, so never log or print the result as a whole."""
    return facts.Person(
        contact_id=contact.pk,
        name=contact.name,
        given_names=contact.given_names,
        family_name=contact.family_name,
        former_names=tuple(former.name for former in contact.former_names.all()),
        birth_date=contact.birth_date,
        birth_place=contact.birth_place,
        address=address_facts(contact) if contact.line_1 else None,
        director_id=contact.director_id,
        email=contact.email,
        is_deceased=contact.is_deceased,
        is_individual=contact.kind == Contact.Kind.INDIVIDUAL,
    )


def officeholder_facts(row: Officeholder) -> facts.Officeholder:
    """An entry of the register of officeholders as plain values."""
    return facts.Officeholder(
        person=person_facts(row.contact),
        office=_office(row.office),
        appointed_on=row.appointed_on,
        ceased_on=row.ceased_on,
        alternate_for=row.alternate_for,
    )


def members_of(company: Company) -> tuple[facts.Member, ...]:
    """Who holds shares now, as the register of members has it, in the order in which they were entered."""
    rows: Any = company.share_transactions.select_related("share_class", "from_member", "to_member")
    rows = rows.prefetch_related("from_member__former_names", "to_member__former_names").order_by("on", "id")
    held: dict[int, list[Holding]] = defaultdict(list)
    for holding in sorted(fold_transactions(rows), key=lambda one: one.entered_on):
        held[holding.member.pk].append(holding)
    return tuple(_member(holdings) for holdings in held.values())


def _member(holdings: list[Holding]) -> facts.Member:
    by_class = sorted(holdings, key=lambda one: one.share_class.code)
    member = holdings[0].member
    shares = ", ".join(f"{one.number:,} {one.share_class.code}" for one in by_class)
    return facts.Member(name=member.name, holders=_holders(member), shares=shares)


def _holders(member: Contact) -> tuple[facts.Person, ...]:
    """The member, or each of joint holders: Global Contacts keeps them as one contact that names them all."""
    names = [name for name in _BETWEEN_JOINT_HOLDERS.split(member.name) if name]
    if member.kind != Contact.Kind.JOINT or len(names) < 2:
        return (person_facts(member),)
    known = {contact.name: contact for contact in _individuals(member.firm_id, names)}
    return tuple(
        person_facts(known[name]) if name in known else facts.Person(-(member.pk * 100 + number), name)
        for number, name in enumerate(names, 1)
    )


def _individuals(firm_id: int, names: list[str]) -> Any:
    rows = Contact.objects.for_firm(firm_id).filter(kind=Contact.Kind.INDIVIDUAL, name__in=names)
    return rows.prefetch_related("former_names")


def change_facts(company: Company, kind: str, stored: Mapping[str, Any]) -> facts.ChangeFacts:
    """The facts of a change from their stored JSON; every id in it must be of the company's firm."""
    if kind == "officeholder_appointment":
        return _appointment(company, stored)
    if kind == "officeholder_cessation":
        return _cessation(company, stored)
    if kind == "registered_office":
        return _registered_office(stored)
    raise DomainError("kind", f"There is no kind of change called {kind}.")


def expected_facts(company: Company, leaving: int | None = None) -> facts.CompanyFacts:
    """The registers as they will be when what has gone out has taken effect; `leaving` is looked at as it is."""
    known = company_facts(company)
    entries = list(known.officeholders)
    for change in company.changes.filter(status=Change.Status.PENDING).order_by("event_on", "id"):
        if leaving is None or change.facts.get("officeholder_id") != leaving:
            entries = _entries_after(entries, facts_of(change))
    return replace(known, officeholders=tuple(entries))


def _entries_after(entries: list[facts.Officeholder], change: facts.ChangeFacts) -> list[facts.Officeholder]:
    new = change
    if isinstance(change, facts.CessationFacts):
        gone = change.officeholder
        entries = [
            replace(entry, ceased_on=change.ceased_on) if entry == gone else entry for entry in entries
        ]
        new = change.successor or change
    if not isinstance(new, facts.AppointmentFacts) or _stands_in(entries, new):
        return entries
    return [*entries, facts.Officeholder(new.person, new.office, new.effective_on, None, new.alternate_for)]


def _stands_in(entries: list[facts.Officeholder], new: facts.AppointmentFacts) -> bool:
    """Whether the register has the appointment already: a successor does not wait for a late resignation."""
    wanted = (new.person.contact_id, new.office, new.effective_on)
    return wanted in {(entry.person.contact_id, entry.office, entry.appointed_on) for entry in entries}


def facts_of(change: Change) -> facts.ChangeFacts:
    """The facts of a recorded change."""
    return change_facts(change.company, change.kind, change.facts)


def _appointment(company: Company, stored: Mapping[str, Any]) -> facts.AppointmentFacts:
    office = _office(stored.get("office"))
    is_alternate = office == "alternate director"
    alternate_for, alternate_terms = (
        _text(stored, name, 300) for name in ("alternate_for", "alternate_terms")
    )
    return facts.AppointmentFacts(
        person=_person(company, stored.get("contact_id")),
        office=office,
        effective_on=_needed_day(stored, "effective_on"),
        consent_dated=_day(stored, "consent_dated"),
        has_applied_for_director_id=_truth(stored, "has_applied_for_director_id"),
        alternate_for=alternate_for if is_alternate else "",
        alternate_terms=alternate_terms if is_alternate else "",
    )


def _cessation(company: Company, stored: Mapping[str, Any]) -> facts.CessationFacts:
    row = (
        company.officeholders.filter(pk=stored.get("officeholder_id") or 0).select_related("contact").first()
    )
    if row is None:
        raise DomainError(
            "officeholder", "That officeholder is not in this company's register.", "officeholder_id"
        )
    successor = stored.get("successor")
    return facts.CessationFacts(
        officeholder=officeholder_facts(row),
        how=_departure(stored.get("how")),
        ceased_on=_needed_day(stored, "ceased_on"),
        letter_received_on=_day(stored, "letter_received_on"),
        successor=_appointment(company, successor) if successor else None,
        seeks_earlier_date=_truth(stored, "seeks_earlier_date"),
        date_fixed_by=_authority(stored.get("date_fixed_by")),
        date_fixed_on=_day(stored, "date_fixed_on"),
        members_resolved_on=_day(stored, "members_resolved_on"),
    )


def _registered_office(stored: Mapping[str, Any]) -> facts.RegisteredOfficeFacts:
    return facts.RegisteredOfficeFacts(
        address=_address(stored.get("address")),
        resolved_on=_needed_day(stored, "resolved_on"),
        takes_effect_on=_day(stored, "takes_effect_on"),
        company_occupies=_truth(stored, "company_occupies"),
        occupier_name=_text(stored, "occupier_name", 300),
        occupier_consented_on=_day(stored, "occupier_consented_on"),
        also_principal_place=_truth(stored, "also_principal_place"),
    )


def _person(company: Company, contact_id: Any) -> facts.Person:
    contact = Contact.objects.for_firm(company.firm_id).filter(pk=contact_id).first()
    if contact is None:
        raise DomainError("contact", "That person is not in Global Contacts.", "contact_id")
    return person_facts(contact)


def _day(stored: Mapping[str, Any], key: str) -> date | None:
    text = stored.get(key)
    if text is None or text == "":
        return None
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise DomainError("day", f"{key} is a date such as 2026-11-22, not {text!r}.", key) from error


def _text(stored: Mapping[str, Any], key: str, most: int) -> str:
    text = "" if stored.get(key) is None else stored[key]
    if not isinstance(text, str) or len(text) > most:
        raise DomainError("text", f"{key} is a text of {most} characters at most.", key)
    return text


def _truth(stored: Mapping[str, Any], key: str) -> bool:
    value = False if stored.get(key) is None else stored[key]
    if not isinstance(value, bool):
        raise DomainError("truth", f"{key} is true or false, not {value!r}.", key)
    return value


def _needed_day(stored: Mapping[str, Any], key: str) -> date:
    day = _day(stored, key)
    if day is None:
        raise DomainError("day", f"{key} is missing: a date such as 2026-11-22.", key)
    return day


def _office(text: Any) -> facts.Office:
    for office in ("director", "secretary", "alternate director"):
        if text == office:
            return office
    raise DomainError("office", f"There is no office called {text}.", "office")


def _departure(text: Any) -> facts.Departure:
    for how in ("resigned", "removed", "deceased"):
        if text == how:
            return how
    raise DomainError("how", f"A person has resigned, is removed or deceased, not {text!r}.", "how")


def _authority(text: Any) -> facts.Authority | Literal[""]:
    for who in ("ASIC", "Court"):
        if text == who:
            return who
    return ""


def _address(stored: Any) -> facts.Address:
    known = {field.name for field in fields(facts.Address)}
    if not isinstance(stored, Mapping) or set(stored) - known:
        raise DomainError("address", f"An address has these parts: {', '.join(sorted(known))}.", "address")
    lengths = {field.name: field.max_length or 0 for field in CompanyAddress._meta.concrete_fields}
    parts = {name: _text(stored, name, lengths[name]) for name in known if name in stored}
    for name, part in parts.items():
        if len(part.splitlines()) > 1:
            raise DomainError("address", f"{name} is one line: write a second one in line_2.", name)
    return facts.Address(**{"line_1": "", **parts})


def _current_address(company: Company, kind: str) -> CompanyAddress | None:
    row: CompanyAddress | None = (
        company.addresses.filter(kind=kind, until_date=None).order_by("-from_date", "-id").first()
    )
    return row
