"""Taking over registers that exist: a company, who is in office, who holds shares, where it is. Each act is audited.

What happens from now on is a Change (`services.py`); this is for what had happened before the firm kept the books.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from minutebook.contacts.models import Contact, FormerName
from minutebook.contacts.queries import contacts_with_acn
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event

from .models import Company, CompanyAddress, Officeholder, ShareClass, ShareTransaction
from .registers import fold_transactions


def add_company(company: Company, addresses: Sequence[CompanyAddress], user: User) -> Company:
    """Save a new company with its addresses and its contact; a contact with the same ACN becomes its contact.

    Refused when the firm keeps a company with this ACN already.
    """
    try:
        with transaction.atomic():
            company.contact = _contact_for(company)
            company.save()
            for address in addresses:
                address.firm_id, address.company = company.firm_id, company
                address.save()
            record_event("company.added", company, user)
    except IntegrityError as error:
        raise DomainError(
            "acn", "The registers of a company with this ACN are kept already.", "acn"
        ) from error
    return company


def change_identity(company: Company, user: User, keep_name: str = "") -> None:
    """Save corrected identity facts and keep the company's contact true; `keep_name` becomes a former name."""
    with transaction.atomic():
        company.save()
        contact = company.contact
        contact.name, contact.acn, contact.abn = company.name, company.acn, company.abn
        if keep_name:
            FormerName.across_firms.create(firm_id=company.firm_id, contact=contact, name=keep_name)
        contact.save()
        record_event("company.identity_changed", company, user)


def record_officeholder(holder: Officeholder, user: User) -> None:
    """Enter somebody who is or was in office; refused when they held the office at the same time."""
    overlapping = holder.company.officeholders.filter(contact=holder.contact, office=holder.office).exclude(
        ceased_on__lte=holder.appointed_on
    )
    if holder.ceased_on:
        overlapping = overlapping.filter(appointed_on__lt=holder.ceased_on)
    if overlapping.exists():
        raise DomainError(
            "in_office",
            f"{holder.contact.name} is in this office in the register at that time already.",
            "contact",
        )
    with transaction.atomic():
        holder.save()
        record_event("officeholder.recorded", holder, user, company=holder.company_id)


def record_address(address: CompanyAddress, user: User) -> None:
    """Enter an address; the one before it ends the day before, and it ends before the one that follows.

    Refused where the register has an address of this kind from that very day.
    """
    same = address.company.addresses.filter(kind=address.kind)
    if same.filter(from_date=address.from_date).exists():
        raise DomainError(
            "from_date", "The register has an address of this kind from that day already.", "from_date"
        )
    day_before = timedelta(days=1)
    later = same.filter(from_date__gt=address.from_date).order_by("from_date").first()
    address.until_date = later.from_date - day_before if later else None
    earlier = same.filter(from_date__lt=address.from_date)
    with transaction.atomic():
        earlier.filter(Q(until_date=None) | Q(until_date__gte=address.from_date)).update(
            until_date=address.from_date - day_before
        )
        address.save()
        record_event("address.recorded", address, user, company=address.company_id)


def record_shares(movement: ShareTransaction, class_code: str, class_title: str, user: User) -> None:
    """Enter a movement of shares, with a new class where the code is new; refused if any holding went below zero."""
    with transaction.atomic():
        movement.share_class = _share_class(movement.company, class_code, class_title)
        movement.save()
        rows = movement.company.share_transactions.order_by("on", "id")
        fold_transactions(rows.select_related("share_class", "from_member", "to_member"))
        record_event("shares.recorded", movement, user, company=movement.company_id)


def _contact_for(company: Company) -> Contact:
    found = (
        contacts_with_acn(company.firm, company.acn).filter(company=None, kind=Contact.Kind.COMPANY).first()
    )
    contact = found or Contact(firm_id=company.firm_id, kind=Contact.Kind.COMPANY)
    contact.name, contact.acn, contact.abn = company.name, company.acn, company.abn or contact.abn
    contact.save()
    return contact


def _share_class(company: Company, code: str, title: str) -> ShareClass:
    share_class, _ = ShareClass.across_firms.get_or_create(
        company=company,
        code=code.upper(),
        defaults={"firm_id": company.firm_id, "title": title or code.upper()},
    )
    return share_class
