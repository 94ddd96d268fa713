"""The occupier's consent to a registered office: it must be there before the notice is lodged (s143)."""

from datetime import date

from django.db import transaction

from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event

from .facts import RegisteredOfficeFacts
from .models import Change
from .snapshots import facts_of


def awaited_consent(change: Change) -> str:
    """The occupier whose consent to the new registered office is not on file; empty where none is needed."""
    facts = facts_of(change)
    if not isinstance(facts, RegisteredOfficeFacts) or facts.company_occupies or facts.occupier_consented_on:
        return ""
    return facts.occupier_name


def require_consent_by(change: Change, lodged_on: date) -> None:
    """Refuse a lodgement before the day on which the occupier consented."""
    facts = facts_of(change)
    if not isinstance(facts, RegisteredOfficeFacts) or facts.company_occupies:
        return
    if facts.occupier_consented_on and facts.occupier_consented_on > lodged_on:
        given = show_date(facts.occupier_consented_on)
        raise DomainError(
            "consent", f"{facts.occupier_name} consented on {given}, after that day (s143). Check both.", "on"
        )


def record_consent(change: Change, on: date | None, lodged_on: date, user: User) -> None:
    """Put the day of the occupier's consent on file; refused without it, or when it is later than the lodgement."""
    occupier = awaited_consent(change)
    if not occupier:
        return
    if on is None:
        raise DomainError("consent", f"Give the day on which {occupier} consented (s143).", "consented_on")
    if on > lodged_on:
        raise DomainError(
            "consent",
            f"{occupier} must have consented before the notice was lodged on {show_date(lodged_on)} (s143).",
            "consented_on",
        )
    with transaction.atomic():
        held = Change.across_firms.select_for_update(of=("self",)).get(pk=change.pk)
        held.facts = held.facts | {"occupier_consented_on": on.isoformat()}
        held.save(update_fields=["facts"])
        record_event("change.consent_recorded", change, user, on=on.isoformat())
    change.facts = held.facts
