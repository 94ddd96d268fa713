"""What happens to a change: recorded, pending, lodged, effective, withdrawn. Registers alter only in `_apply`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction

from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.firms.models import User, record_event
from minutebook.work import clock
from minutebook.work.services import enqueue

from . import facts as plain
from .changes.base import Finding
from .changes.table import KINDS
from .models import Change, Company, CompanyAddress, Officeholder
from .snapshots import change_facts, company_facts, facts_of

EFFECT = "companies.effect"


@dataclass(frozen=True, slots=True)
class Lodgement:
    """That and how a change was lodged with the registry; Minutebook records it, it does not lodge."""

    on: date
    at: time | None
    number: str
    way: str


def check_change(company: Company, kind: str, stored: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What forbids the change or needs care, as its kind declares."""
    facts = change_facts(company, kind, stored)
    return KINDS[kind].check(company_facts(company), facts, clock.today(company.firm.zone))


def record_change(company: Company, kind: str, stored: Mapping[str, Any], user: User) -> Change:
    """Record a draft change; refused when a check finds an error."""
    told = _told(company, kind, stored)
    change: Change = Change.across_firms.create(
        firm_id=company.firm_id, company=company, kind=kind, created_by=user, **told
    )
    record_event("change.recorded", change, user, kind=kind)
    return change


def revise_change(change: Change, stored: Mapping[str, Any], user: User) -> None:
    """Put other facts in the place of a draft's; refused when a check finds an error, or once its papers are out."""
    told = _told(change.company, change.kind, stored)
    if not Change.across_firms.filter(pk=change.pk, status=Change.Status.DRAFT).update(**told):
        raise DomainError(
            "not_draft", "The papers of this change have gone out: withdraw it and record it again."
        )
    change.refresh_from_db()
    record_event("change.revised", change, user, kind=change.kind)


def make_pending(change: Change) -> None:
    """The pack has gone out: the change now waits for its effective event; in the caller's transaction.

    Refused where another change has done, or is about to do, the same.
    """
    _require_first(change)
    Change.across_firms.filter(pk=change.pk, status=Change.Status.DRAFT).update(status=Change.Status.PENDING)
    enqueue(EFFECT, change.firm_id, change.pk)


def mark_lodged(change: Change, lodgement: Lodgement, user: User) -> None:
    """Record the lodgement; refused before the event, in the future, or twice."""
    _check_day_of_lodgement(change, lodgement.on)
    with transaction.atomic():
        open_changes = Change.across_firms.exclude(status=Change.Status.WITHDRAWN)
        marked = open_changes.filter(pk=change.pk, lodged_on=None).update(
            lodged_on=lodgement.on,
            lodged_time=lodgement.at,
            lodged_number=lodgement.number,
            lodged_way=lodgement.way,
        )
        if not marked:
            raise _not_open(change, "lodged", "This change is marked as lodged already.")
        record_event("change.lodged", change, user, on=lodgement.on.isoformat())
        enqueue(EFFECT, change.firm_id, change.pk)


def withdraw_change(change: Change, because: str, user: User) -> None:
    """Take a change back before it has effect; nothing is deleted."""
    withdrawn = (
        Change.across_firms.filter(pk=change.pk)
        .exclude(status__in=[Change.Status.EFFECTIVE, Change.Status.WITHDRAWN])
        .update(status=Change.Status.WITHDRAWN, withdrawn_because=because)
    )
    if not withdrawn:
        message = "This change has taken effect already. Record a new change that puts the register right."
        raise _not_open(change, "effective", message)
    record_event("change.withdrawn", change, user)


def settle_change(change: Change) -> datetime | None:
    """Apply a pending change whose effective day has come; gives the moment to look again, if there is one."""
    if change.status != Change.Status.PENDING:
        return None
    zone = change.company.firm.zone
    today = clock.today(zone)
    effect = KINDS[change.kind].effect(facts_of(change), change.lodged_on, today)
    if effect.effective_on is None:
        return None
    if effect.effective_on > today:
        return datetime.combine(effect.effective_on, time(0, 1), zone)
    with transaction.atomic():
        taken = Change.across_firms.filter(pk=change.pk, status=Change.Status.PENDING).update(
            status=Change.Status.EFFECTIVE, effective_on=effect.effective_on
        )
        if taken:
            _apply(change, effect.effective_on)
            record_event("change.effective", change, None, on=effect.effective_on.isoformat())
    return None


def _require_first(change: Change) -> None:
    """Two drafts of the same step may be made; only one of them goes out."""
    company, stored = change.company, change.facts
    if change.kind == "officeholder_cessation":
        same = {"officeholder_id": stored["officeholder_id"]}
        is_done = company.officeholders.filter(pk=stored["officeholder_id"]).exclude(ceased_on=None).exists()
    elif change.kind == "officeholder_appointment" and stored["office"] != Officeholder.Office.ALTERNATE:
        same = {"contact_id": stored["contact_id"], "office": stored["office"]}
        is_done = company.officeholders.filter(**same, ceased_on=None).exists()
    else:
        return
    pending = company.changes.filter(kind=change.kind, status=Change.Status.PENDING).exclude(pk=change.pk)
    if is_done or pending.filter(**{f"facts__{name}": value for name, value in same.items()}).exists():
        raise DomainError(
            "done_twice", "Another change has done this already, or is about to. Withdraw one of the two."
        )


def _told(company: Company, kind: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, and what a change's row says of them."""
    for finding in check_change(company, kind, stored):
        if finding.level == "error":
            raise DomainError("change", finding.message, finding.field)
    declared, facts = KINDS[kind], change_facts(company, kind, stored)
    return {
        "facts": dict(stored),
        "summary": declared.summary(company_facts(company), facts)[:700],
        "event_on": declared.event_on(facts),
        "due_on": declared.deadline(facts).due_on,
    }


def _check_day_of_lodgement(change: Change, on: date) -> None:
    if on > clock.today(change.company.firm.zone):
        raise DomainError(
            "lodged_on", "The day of lodgement is in the future. Enter the day it was lodged.", "on"
        )
    if on < change.event_on:
        raise DomainError(
            "lodged_on",
            f"The change happens on {show_date(change.event_on)}: ASIC cannot have been told of it before.",
            "on",
        )


def _not_open(change: Change, code: str, message: str) -> DomainError:
    """Why nothing more happens to this change, as it stands now."""
    change.refresh_from_db()
    if change.status == Change.Status.WITHDRAWN:
        return DomainError("withdrawn", "This change has been withdrawn.")
    return DomainError(code, message)


def _apply(change: Change, effective_on: date) -> None:
    facts = facts_of(change)
    if isinstance(facts, plain.AppointmentFacts):
        _appoint(change, facts, effective_on)
    elif isinstance(facts, plain.CessationFacts):
        if facts.successor is not None:
            _appoint(change, facts.successor, facts.successor.effective_on)
        _cease(change, facts, effective_on)
    else:
        _move(change, facts, effective_on)


def _appoint(change: Change, facts: plain.AppointmentFacts, effective_on: date) -> None:
    Officeholder.across_firms.create(
        firm_id=change.firm_id,
        company=change.company,
        contact=Contact.objects.for_firm(change.firm_id).get(pk=facts.person.contact_id),
        office=facts.office,
        appointed_on=effective_on,
        consent_dated=facts.consent_dated,
        change=change,
    )


def _cease(change: Change, facts: plain.CessationFacts, effective_on: date) -> None:
    rows = Officeholder.across_firms.filter(pk=change.facts["officeholder_id"], company=change.company)
    if not rows.filter(ceased_on=None).update(ceased_on=effective_on, cessation=facts.how, change=change):
        raise DomainError("ceased", "The register already says when this person ceased; it is not altered.")
    if facts.how == "deceased":
        Contact.across_firms.filter(pk=facts.officeholder.person.contact_id).update(is_deceased=True)


def _move(change: Change, facts: plain.RegisteredOfficeFacts, effective_on: date) -> None:
    kinds = [CompanyAddress.Kind.REGISTERED_OFFICE]
    if facts.also_principal_place:
        kinds.append(CompanyAddress.Kind.PRINCIPAL_PLACE)
    address = facts.address
    for kind in kinds:
        change.company.addresses.filter(kind=kind, until_date=None).update(
            until_date=effective_on - timedelta(days=1)
        )
        CompanyAddress.across_firms.create(
            firm_id=change.firm_id,
            company=change.company,
            kind=kind,
            from_date=effective_on,
            occupier="" if facts.company_occupies else facts.occupier_name,
            change=change,
            care_of=address.care_of,
            line_1=address.line_1,
            line_2=address.line_2,
            suburb=address.suburb,
            state=address.state,
            postcode=address.postcode,
            country=address.country,
        )
