"""What is done to a change: recorded, let go, lodged, withdrawn; effects.py then writes it into the registers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction

from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.core.text import fold
from minutebook.firms.models import User, record_event
from minutebook.work import clock
from minutebook.work.services import enqueue

from .changes.base import Finding, errors_of
from .changes.table import KINDS
from .facts import CessationFacts
from .models import Change, Company, Officeholder
from .registers import hold_registers
from .rules import resignation_dates
from .snapshots import change_facts, company_facts, expected_facts, facts_of
from .taking_back import take_back

EFFECT = "companies.effect"
FIXED = (
    "ASIC or the Court has fixed the day of this change. Record a new change that puts the register right."
)


@dataclass(frozen=True, slots=True)
class Lodgement:
    """That and how a change was lodged with the registry; Minutebook records it, it does not lodge."""

    on: date
    at: time | None
    number: str
    way: str


@dataclass(frozen=True, slots=True)
class FixedDate:
    """That ASIC or the Court fixed the stated day of a director's late resignation, and when it did (s203AA)."""

    by: str
    on: date


def check_change(company: Company, kind: str, stored: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What forbids the change or needs care, as its kind declares, once the changes that are out have had effect."""
    return _findings(company, kind, stored, clock.today(company.firm.zone))


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

    Refused where another change has done, or is about to do, the same, or what forbids this one.
    """
    hold_registers(change.company_id)
    require_allowed(change)
    Change.across_firms.filter(pk=change.pk, status=Change.Status.DRAFT).update(status=Change.Status.PENDING)
    enqueue(EFFECT, change.firm_id, change.pk)


def require_allowed(change: Change) -> None:
    """Refuse a change that another one has done, or is about to do, or forbids."""
    _require_first(change)
    _require_allowed_still(change)


def mark_lodged(change: Change, lodgement: Lodgement, user: User) -> None:
    """Record the lodgement; refused before the event, in the future, or twice."""
    _check_day_of_lodgement(change, lodgement.on)
    with transaction.atomic():
        open_changes = Change.across_firms.exclude(status=Change.Status.WITHDRAWN)
        marked = open_changes.filter(pk=change.pk, lodged_on=None).update(**_lodged_columns(lodgement))
        if not marked:
            raise _not_open(change, "lodged", "This change is marked as lodged already.")
        record_event("change.lodged", change, user, on=lodgement.on.isoformat())
        enqueue(EFFECT, change.firm_id, change.pk)


def correct_lodgement(change: Change, lodgement: Lodgement | None, user: User, *, why: str = "") -> None:
    """Put another lodgement in the place of the recorded one, or none: ASIC does not have it, and `why`.

    Refused where the register already shows what followed from the recorded day and cannot follow the other: only the
    end of an office can be taken out again.
    """
    with transaction.atomic():
        held = Change.across_firms.select_for_update(of=("self",)).select_related("company__firm")
        now = held.get(pk=change.pk)
        if now.lodged_on is None or now.status == Change.Status.WITHDRAWN:
            raise _not_open(now, "not_lodged", "This change is not marked as lodged. Mark it lodged first.")
        if lodgement:
            _check_day_of_lodgement(now, lodgement.on)
        _require_register_follows(now, lodgement.on if lodgement else None)
        before = now.lodged_on.isoformat()
        Change.across_firms.filter(pk=now.pk).update(**_lodged_columns(lodgement))
        if lodgement:
            record_event("change.lodgement_corrected", now, user, before=before, on=lodgement.on.isoformat())
        else:
            record_event("change.lodgement_taken_back", now, user, before=before, why=why)
        enqueue(EFFECT, now.firm_id, now.pk)


def record_fixed_date(change: Change, fixed: FixedDate, user: User) -> None:
    """Record that the stated day of a late resignation stands; the register then says so.

    Refused for every other change, before the day itself, in the future, or twice.
    """
    with transaction.atomic():
        held = Change.across_firms.select_for_update(of=("self",)).select_related("company__firm")
        now = held.get(pk=change.pk)
        _require_late_resignation(now, fixed.on)
        told = {"date_fixed_by": fixed.by, "date_fixed_on": fixed.on.isoformat()}
        Change.across_firms.filter(pk=now.pk).update(facts=now.facts | told)
        record_event("change.date_fixed", now, user, by=fixed.by, on=fixed.on.isoformat())
        enqueue(EFFECT, now.firm_id, now.pk)


def withdraw_change(change: Change, because: str, user: User) -> None:
    """Take a change back before ASIC has it; what it wrote into the registers is taken out, all else stays."""
    with transaction.atomic():
        hold_registers(change.company_id)
        change.refresh_from_db()
        if change.facts.get("date_fixed_by") and change.status != Change.Status.WITHDRAWN:
            raise DomainError("fixed", FIXED)
        open_changes = Change.across_firms.exclude(status=Change.Status.WITHDRAWN)
        withdrawn = open_changes.filter(pk=change.pk, lodged_on=None).update(
            status=Change.Status.WITHDRAWN, effective_on=None, withdrawn_because=because
        )
        if not withdrawn:
            raise _not_withdrawn(change)
        record_event("change.withdrawn", change, user)
        # A successor keeps the office where only the end of the other one was overtaken.
        again = [] if change.status == Change.Status.SUPERSEDED else take_back(change, user)
        for other in again:
            enqueue(EFFECT, change.firm_id, other)


def _findings(company: Company, kind: str, stored: Mapping[str, Any], today: date) -> tuple[Finding, ...]:
    facts = change_facts(company, kind, stored)
    leaving = stored.get("officeholder_id") if kind == "officeholder_cessation" else None
    return KINDS[kind].check(expected_facts(company, leaving), facts, today)


def _require_allowed_still(change: Change) -> None:
    """Look once more at the registers, which may have altered since the draft; its own day is the draft's."""
    drafted_on = change.created_at.astimezone(change.company.firm.zone).date()
    for error in errors_of(_findings(change.company, change.kind, change.facts, drafted_on)):
        raise DomainError("change", f"The registers have altered since the draft. {error.message}")


def _require_first(change: Change) -> None:
    """Two drafts of the same step may be made; only one of them goes out."""
    company, stored = change.company, change.facts
    pending = company.changes.filter(kind=change.kind, status=Change.Status.PENDING).exclude(pk=change.pk)
    if change.kind == "registered_office" and pending.exists():
        raise DomainError(
            "done_twice",
            "Another move of the registered office has gone out and has not taken effect. Wait until it has,"
            " or withdraw it.",
        )
    if change.kind == "officeholder_cessation":
        same = {"officeholder_id": stored["officeholder_id"]}
        if stored["how"] == "deceased":  # it supersedes a resignation or removal that still waits
            pending = pending.filter(facts__how="deceased")
        is_done = company.officeholders.filter(pk=stored["officeholder_id"]).exclude(ceased_on=None).exists()
    elif change.kind == "officeholder_appointment" and stored["office"] != Officeholder.Office.ALTERNATE:
        same = {"contact_id": stored["contact_id"], "office": stored["office"]}
        is_done = company.officeholders.filter(**same, ceased_on=None).exists()
    else:
        return
    if is_done or pending.filter(**{f"facts__{name}": value for name, value in same.items()}).exists():
        raise DomainError(
            "done_twice", "Another change has done this already, or is about to. Withdraw one of the two."
        )


def _told(company: Company, kind: str, stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts, and what a change's row says of them."""
    for error in errors_of(check_change(company, kind, stored)):
        raise DomainError("change", error.message, error.field)
    declared, facts = KINDS[kind], change_facts(company, kind, stored)
    summary = declared.summary(company_facts(company), facts)[:700]
    return {
        "facts": dict(stored),
        "summary": summary,
        "search_key": fold(summary),
        "event_on": declared.event_on(facts),
        "due_on": declared.deadline(facts).due_on,
    }


def _require_late_resignation(change: Change, decided_on: date) -> None:
    facts, today = facts_of(change), clock.today(change.company.firm.zone)
    if change.status == Change.Status.WITHDRAWN:
        raise DomainError("withdrawn", "This change has been withdrawn.")
    if not isinstance(facts, CessationFacts) or not facts.late_notice_moves_date:
        raise DomainError("date_fixed", "Only the day of a director's resignation can be fixed (s203AA).")
    if facts.date_fixed_by:
        raise DomainError("date_fixed", "The day is recorded as fixed already.")
    if not resignation_dates(facts.ceased_on, change.lodged_on, today).is_late:
        raise DomainError(
            "date_fixed", "The 28 days for telling ASIC are kept: the stated day stands as it is."
        )
    if not facts.ceased_on <= decided_on <= today:
        raise DomainError(
            "date_fixed",
            f"The decision lies between {show_date(facts.ceased_on)}, the day that it fixes, and today.",
            "on",
        )


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


def _require_register_follows(change: Change, lodged_on: date | None) -> None:
    """Refuse a day of lodgement that would move an effect which the register shows and which cannot be taken out."""
    facts, today = facts_of(change), clock.today(change.company.firm.zone)
    if change.status != Change.Status.EFFECTIVE or isinstance(facts, CessationFacts):
        return
    if KINDS[change.kind].effect(facts, lodged_on, today).effective_on != change.effective_on:
        shown = f" on {show_date(change.effective_on)}" if change.effective_on else ""
        raise DomainError(
            "effective",
            f"The change took effect{shown} because of this lodgement, and the registers show it. The day of lodgement"
            " can no longer be altered. Record a new change that puts the register right.",
            "on",
        )


def _lodged_columns(lodgement: Lodgement | None) -> dict[str, Any]:
    if lodgement is None:
        return {"lodged_on": None, "lodged_time": None, "lodged_number": "", "lodged_way": ""}
    return {
        "lodged_on": lodgement.on,
        "lodged_time": lodgement.at,
        "lodged_number": lodgement.number,
        "lodged_way": lodgement.way,
    }


def _not_withdrawn(change: Change) -> DomainError:
    """Why a change can no longer be withdrawn."""
    change.refresh_from_db()
    if change.status == Change.Status.WITHDRAWN or change.lodged_on is None:
        return DomainError("withdrawn", "This change has been withdrawn.")
    return DomainError(
        "lodged",
        f"ASIC was told of this change on {show_date(change.lodged_on)}, so ASIC’s register moves and ours must follow."
        " Record a new change that puts the register right. If ASIC does not have it, because it was not lodged, was"
        " rejected or was withdrawn there, correct the lodgement first.",
    )


def _not_open(change: Change, code: str, message: str) -> DomainError:
    """Why nothing more happens to this change, as it stands now."""
    change.refresh_from_db()
    if change.status == Change.Status.WITHDRAWN:
        return DomainError("withdrawn", "This change has been withdrawn.")
    return DomainError(code, message)
