"""Writing the registers of one demo company from its row in the tables."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from minutebook.companies.models import Company, CompanyAddress, Officeholder, ShareClass, ShareTransaction
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm

from .addresses import address_fields
from .contacts import ACNS, company_abn, company_name
from .specs import CompanySpec


def write_company(firm: Firm, spec: CompanySpec, contacts: Mapping[str, Contact]) -> Company:
    """Write a company with addresses, officeholders, share classes and share transactions."""
    incorporated = date.fromisoformat(spec.incorporated)
    month, day = spec.review or (incorporated.month, incorporated.day)
    company: Company = Company.across_firms.create(
        firm=firm,
        contact=contacts[spec.key],
        name=company_name(spec),
        acn=ACNS[spec.key],
        abn=company_abn(spec),
        company_type=Company.Type.PUBLIC if spec.is_public else Company.Type.PROPRIETARY,
        is_special_purpose=spec.is_special_purpose,
        has_constitution=spec.has_constitution,
        incorporated_on=incorporated,
        review_month=month,
        review_day=day,
    )
    _write_addresses(company, spec)
    _write_officeholders(company, spec, contacts)
    _write_shares(company, spec, contacts)
    return company


def _write_addresses(company: Company, spec: CompanySpec) -> None:
    CompanyAddress.across_firms.bulk_create(
        CompanyAddress(
            firm_id=company.firm_id,
            company=company,
            kind=place.kind,
            from_date=date.fromisoformat(place.since or spec.incorporated),
            until_date=_day(place.until),
            occupier=place.occupier,
            **address_fields(place.address),
        )
        for place in spec.places
    )


def _write_officeholders(company: Company, spec: CompanySpec, contacts: Mapping[str, Contact]) -> None:
    Officeholder.across_firms.bulk_create(
        Officeholder(
            firm_id=company.firm_id,
            company=company,
            contact=contacts[term.person],
            office=term.office,
            appointed_on=date.fromisoformat(term.appointed),
            ceased_on=_day(term.ceased),
            cessation=term.how,
            consent_dated=date.fromisoformat(term.appointed),
            alternate_for=contacts[term.alternate_for].name if term.alternate_for else "",
        )
        for term in spec.terms
    )


def _write_shares(company: Company, spec: CompanySpec, contacts: Mapping[str, Contact]) -> None:
    classes = {
        code: ShareClass.across_firms.create(firm_id=company.firm_id, company=company, code=code, title=title)
        for code, title in spec.classes
    }
    ShareTransaction.across_firms.bulk_create(
        ShareTransaction(
            firm_id=company.firm_id,
            company=company,
            share_class=classes[movement.code],
            kind=movement.kind,
            on=date.fromisoformat(movement.on),
            from_member=contacts[movement.sender] if movement.sender else None,
            to_member=contacts[movement.to] if movement.to else None,
            number=movement.number,
            paid=Decimal(movement.paid),
            unpaid=Decimal(movement.unpaid),
            is_beneficial=movement.is_beneficial,
        )
        for movement in spec.movements
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
