"""The registers at a date: who holds which shares, who is in which office, where the company is; never stored."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError

from .models import Company, CompanyAddress, Officeholder, ShareClass, ShareTransaction


@dataclass(frozen=True, slots=True)
class Holding:
    """What a member holds of one class. `paid` and `unpaid` are totals; `percent` is the share of its class."""

    member: Contact
    share_class: ShareClass
    number: int
    paid: Decimal
    unpaid: Decimal
    entered_on: date
    percent: Decimal


@dataclass(slots=True)
class _Running:
    number: int = 0
    paid: Decimal = Decimal(0)
    unpaid: Decimal = Decimal(0)
    entered_on: date | None = None


def holdings_at(company: Company, on: date) -> tuple[Holding, ...]:
    """Who holds what at the end of a day, the largest first; refused when the transactions contradict themselves."""
    rows: QuerySet[ShareTransaction] = company.share_transactions.filter(on__lte=on).order_by("on", "id")
    return fold_transactions(rows.select_related("share_class", "from_member", "to_member"))


def fold_transactions(rows: Iterable[ShareTransaction]) -> tuple[Holding, ...]:
    """Holdings from transactions in the order of their days; a holding below zero raises DomainError."""
    running: dict[tuple[int, int], _Running] = defaultdict(_Running)
    members: dict[int, Contact] = {}
    classes: dict[int, ShareClass] = {}
    for row in rows:
        classes[row.share_class.pk] = row.share_class
        for member, sign in ((row.from_member, -1), (row.to_member, 1)):
            if member is not None:
                members[member.pk] = member
                _move(running[member.pk, row.share_class.pk], row, sign, member)
    return _as_holdings(running, members, classes)


def officeholders_at(company: Company, on: date) -> QuerySet[Officeholder]:
    """Those in office on a day, the day of ceasing not counted, by office and appointment."""
    rows: QuerySet[Officeholder] = company.officeholders.filter(in_office(on))
    return rows.select_related("contact").order_by("office", "appointed_on", "id")


def addresses_at(company: Company, on: date) -> QuerySet[CompanyAddress]:
    """The addresses in force on a day."""
    rows: QuerySet[CompanyAddress] = company.addresses.filter(in_force(on))
    return rows.order_by("-kind", "-from_date", "-id")


def hold_registers(company_id: int) -> None:
    """Let nobody else write a company's registers, or check a change against them, until the transaction is over.

    Taken before the rows of its changes, and after a pack's, by whoever takes several: no two then wait for each other.
    """
    Company.across_firms.select_for_update(no_key=True).get(pk=company_id)


def in_office(on: date) -> Q:
    """The filter for officeholders in office on a day."""
    return Q(appointed_on__lte=on) & (Q(ceased_on=None) | Q(ceased_on__gt=on))


def in_force(on: date) -> Q:
    """The filter for addresses in force on a day; the last day counts."""
    return Q(from_date__lte=on) & (Q(until_date=None) | Q(until_date__gte=on))


def _move(held: _Running, row: ShareTransaction, sign: int, member: Contact) -> None:
    if sign < 0 and row.number > held.number:
        raise DomainError(
            "holding",
            f"On {show_date(row.on)} {row.number:,} {row.share_class.code} leave {member.name}, who then held only "
            f"{held.number:,}. Check the transactions of that member.",
        )
    held.number += sign * row.number
    held.paid += sign * row.number * row.paid
    held.unpaid += sign * row.number * row.unpaid
    if held.number and held.entered_on is None:
        held.entered_on = row.on
    if not held.number:
        # Whoever comes back later is entered anew (s169: the date of entry).
        held.entered_on, held.paid, held.unpaid = None, Decimal(0), Decimal(0)


def _as_holdings(running: Any, members: Any, classes: Any) -> tuple[Holding, ...]:
    issued: dict[int, int] = defaultdict(int)
    for (_, class_id), held in running.items():
        issued[class_id] += held.number
    holdings = [
        Holding(
            member=members[member_id],
            share_class=classes[class_id],
            number=held.number,
            paid=held.paid,
            unpaid=held.unpaid,
            entered_on=held.entered_on,
            percent=(Decimal(held.number) * 100 / issued[class_id]).quantize(Decimal("0.01")),
        )
        for (member_id, class_id), held in running.items()
        if held.number
    ]
    return tuple(sorted(holdings, key=lambda held: (held.share_class.code, -held.number, held.member.name)))
