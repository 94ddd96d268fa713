"""Rows of a company's registers, with awkward names, for tests that need a database."""

from datetime import date
from typing import Any

from minutebook.companies.models import Company, CompanyAddress, Officeholder, ShareClass, ShareTransaction
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm

UGLY = 'Kōwhai & Sons <"Whenua"> Pty Ltd'
HOME = {"line_1": "1 Manly Rd", "suburb": "Manly", "state": "NSW", "postcode": "2095", "country": "AU"}


def make_company(firm: Firm, name: str = UGLY, acn: str = "004085616", **fields: Any) -> Company:
    """A company with a registered office and nobody in office."""
    contact = Contact.across_firms.create(firm=firm, kind="company", name=name, acn=acn)
    wanted = {"incorporated_on": date(2004, 2, 29)} | fields
    company: Company = Company.across_firms.create(firm=firm, contact=contact, name=name, acn=acn, **wanted)
    CompanyAddress.across_firms.create(
        firm=firm, company=company, kind="registered_office", from_date=date(2004, 2, 29),
        line_1="5 Bridge St", suburb="Sydney", state="NSW", postcode="2000", occupier="Ngata & Walker",
    )  # fmt: skip
    return company


def make_person(firm: Firm, name: str, **fields: Any) -> Contact:
    """An individual with all that a notice to ASIC asks for."""
    given, _, family = name.rpartition(" ")
    born = {"birth_date": date(1976, 2, 29), "birth_place": "Wellington", "director_id": "036000000000017"}
    contact = Contact(
        firm=firm,
        kind="individual",
        name=name,
        given_names=given,
        family_name=family,
        **(HOME | born | fields),
    )
    contact.save()
    return contact


def appoint(company: Company, contact: Contact, office: str = "director", **fields: Any) -> Officeholder:
    """Somebody in office since 2010."""
    row: Officeholder = Officeholder.across_firms.create(
        firm_id=company.firm_id, company=company, contact=contact, office=office,
        **({"appointed_on": date(2010, 3, 1)} | fields),
    )  # fmt: skip
    return row


def allot(company: Company, member: Contact, number: int, code: str = "ORD") -> None:
    """Shares issued in 2010."""
    share_class, _ = ShareClass.across_firms.get_or_create(
        firm_id=company.firm_id, company=company, code=code, defaults={"title": code}
    )
    ShareTransaction.across_firms.create(
        firm_id=company.firm_id, company=company, share_class=share_class, kind="allotment",
        on=date(2010, 3, 1), to_member=member, number=number,
    )  # fmt: skip
