"""Writing the demo firm's Global Contacts: people, bodies, and the identity of each company."""

from datetime import date

from minutebook.contacts.models import Contact, FormerName
from minutebook.firms.models import Firm

from .addresses import address_fields
from .bodies import BODIES, BodySpec
from .companies import ORDINARY_COMPANIES
from .numbers import make_acn, make_body_abn, make_company_abn, make_director_id, make_phone
from .odd_companies import ODD_COMPANIES
from .people import PEOPLE, PersonSpec
from .specs import CompanySpec

COMPANIES: tuple[CompanySpec, ...] = ORDINARY_COMPANIES + ODD_COMPANIES
ACNS: dict[str, str] = {spec.key: make_acn(index) for index, spec in enumerate(COMPANIES)}


def company_name(spec: CompanySpec) -> str:
    """The company's name, its own number filled in where the name has it."""
    acn = ACNS[spec.key]
    return spec.name.replace("{acn}", f"{acn[:3]} {acn[3:6]} {acn[6:]}")


def company_abn(spec: CompanySpec) -> str:
    """The company's ABN; empty where it carries on no enterprise of its own."""
    return make_company_abn(ACNS[spec.key]) if spec.has_abn else ""


def write_contacts(firm: Firm) -> dict[str, Contact]:
    """Write every contact of the tables; the answer finds them by their key."""
    people = {spec.key: _write_person(firm, index, spec) for index, spec in enumerate(PEOPLE)}
    bodies = {spec.key: _write_body(firm, index, spec) for index, spec in enumerate(BODIES)}
    companies = {spec.key: _write_company(firm, spec) for spec in COMPANIES}
    return people | bodies | companies


def _write_person(firm: Firm, index: int, spec: PersonSpec) -> Contact:
    contact = Contact(
        firm=firm,
        kind=Contact.Kind.INDIVIDUAL,
        name=spec.name,
        given_names=spec.given_names,
        family_name=spec.family_name,
        email=spec.email,
        phone=make_phone(index),
        birth_date=date.fromisoformat(spec.born),
        birth_place=spec.birth_place,
        is_deceased=spec.is_deceased,
        **address_fields(spec.home),
    )
    contact.director_id = make_director_id(index) if spec.has_director_id else ""
    return _save(contact, spec.former)


def _write_body(firm: Firm, index: int, spec: BodySpec) -> Contact:
    abn = make_body_abn(index) if spec.has_abn else ""
    fields = address_fields(spec.address)
    return _save(Contact(firm=firm, kind=spec.kind, name=spec.name, abn=abn, **fields), None)


def _write_company(firm: Firm, spec: CompanySpec) -> Contact:
    contact = Contact(
        firm=firm,
        kind=Contact.Kind.COMPANY,
        name=company_name(spec),
        acn=ACNS[spec.key],
        abn=company_abn(spec),
        email=f"office@{spec.key.replace('_', '-')}.example",
        **address_fields(spec.places[-1].address),
    )
    return _save(contact, spec.former)


def _save(contact: Contact, former: tuple[str, str] | None) -> Contact:
    contact.save()
    if former is not None:
        name, until = former
        FormerName.across_firms.create(
            firm_id=contact.firm_id, contact=contact, name=name, until=date.fromisoformat(until)
        )
        contact.save()  # the search key holds former names too
    return contact
