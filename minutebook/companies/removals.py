"""Taking back what was typed into a register by mistake. What a change wrote is not touched: that needs a new change.

Each act is audited with the facts of the entry, so that nothing is lost without a trace.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event

from .models import Change, CompanyAddress, Officeholder, ShareTransaction
from .registers import fold_transactions


def remove_officeholder(holder: Officeholder, user: User) -> None:
    """Refused when a change wrote the entry, or one that is not withdrawn is about it."""
    changes = holder.company.changes.exclude(status=Change.Status.WITHDRAWN)
    _require_typed(holder, changes.filter(facts__officeholder_id=holder.pk).exists())
    with transaction.atomic():
        _remove(
            holder, "officeholder.removed", user, contact_id=holder.contact_id, office=holder.office,
            appointed_on=str(holder.appointed_on), ceased_on=str(holder.ceased_on or ""),
        )  # fmt: skip


def remove_address(address: CompanyAddress, user: User) -> None:
    """The address before it goes on until the removed one ended. Refused when a change wrote the entry."""
    _require_typed(address)
    before = address.company.addresses.filter(
        kind=address.kind, until_date=address.from_date - timedelta(days=1)
    )
    with transaction.atomic():
        before.update(until_date=address.until_date)
        _remove(address, "address.removed", user, kind=address.kind, from_date=str(address.from_date))


def remove_shares(movement: ShareTransaction, user: User) -> None:
    """Refused when a later movement rests on it: a holding would fall below zero."""
    with transaction.atomic():
        _remove(
            movement, "shares.removed", user, kind=movement.kind, on=str(movement.on), number=movement.number,
            from_id=movement.from_member_id, to_id=movement.to_member_id,
        )  # fmt: skip
        rows = movement.company.share_transactions.order_by("on", "id")
        fold_transactions(rows.select_related("share_class", "from_member", "to_member"))


def _require_typed(entry: Any, is_needed: bool = False) -> None:
    if entry.change_id is not None or is_needed:
        raise DomainError(
            "written",
            "A change is behind this entry. Withdraw that change, or record one that puts it right.",
        )


def _remove(entry: Any, action: str, user: User, **facts: Any) -> None:
    record_event(action, entry, user, company=entry.company_id, **facts)
    entry.delete()
