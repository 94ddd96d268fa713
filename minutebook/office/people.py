"""A contact seen from every company: the offices it holds and held, and its shares."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from minutebook.companies.models import Company, ShareTransaction
from minutebook.companies.registers import Holding, fold_transactions
from minutebook.contacts.models import Contact


@dataclass(frozen=True, slots=True)
class CompanyHolding:
    """What the contact holds in one company."""

    company: Company
    holding: Holding


def holdings_everywhere(contact: Contact, on: date) -> tuple[CompanyHolding, ...]:
    """What the contact holds in each company on a day, in two queries however many companies there are."""
    own = Q(from_member=contact) | Q(to_member=contact)
    companies = ShareTransaction.objects.for_firm(contact.firm_id).filter(own).values("company")
    rows = (
        ShareTransaction.objects.for_firm(contact.firm_id)
        .filter(company__in=companies, on__lte=on)
        .select_related("company", "share_class", "from_member", "to_member")
        .order_by("on", "id")
    )
    by_company: dict[Company, list[Any]] = defaultdict(list)
    for row in rows:
        by_company[row.company].append(row)
    return tuple(
        CompanyHolding(company, holding)
        for company, moved in sorted(by_company.items(), key=lambda item: item[0].name)
        for holding in fold_transactions(moved)
        if holding.member.pk == contact.pk
    )
