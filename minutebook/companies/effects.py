"""A change takes effect: its day comes, and it is written into the registers, the only place where they alter."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from minutebook.contacts.models import Contact
from minutebook.firms.models import AuditEvent, record_event
from minutebook.work import clock
from minutebook.work.services import enqueue

from . import facts as plain
from .changes.cessation_checks import directors_left
from .changes.table import KINDS
from .models import Change, CompanyAddress, Officeholder
from .registers import hold_registers
from .rules import resignation_dates
from .services import EFFECT
from .snapshots import company_facts, facts_of

ONE_DAY = timedelta(days=1)


def settle_change(change_id: int) -> datetime | None:
    """Apply a change whose effective day has come; gives the moment to look again, if there is one.

    A resignation that has taken effect is looked at again when the 28 days for telling ASIC are over (s203AA).
    A successor takes office on a day of their own, though the resignation may wait for ASIC to be told.
    A cessation is superseded where the office ends otherwise first, and stands again where ASIC proves to have been
    told, or its day to be fixed, before that.
    """
    with transaction.atomic():
        change = _locked(change_id)
        if change.status in (Change.Status.DRAFT, Change.Status.WITHDRAWN):
            return None
        facts = facts_of(change)
        moments = (_settle_successor(change, facts), _settle(change, facts))
        return min((moment for moment in moments if moment), default=None)


def _locked(change_id: int) -> Change:
    """The change as it stands now, and nobody alters it or the company's registers before this is done."""
    rows = Change.across_firms.select_related("company__firm")
    hold_registers(rows.get(pk=change_id).company_id)
    held: Change = rows.select_for_update(of=("self",), no_key=True).get(pk=change_id)
    return held


def _settle_successor(change: Change, facts: plain.ChangeFacts) -> datetime | None:
    successor = facts.successor if isinstance(facts, plain.CessationFacts) else None
    if successor is None or change.status == Change.Status.SUPERSEDED or _is_seated(change, successor):
        return None
    zone = change.company.firm.zone
    if successor.effective_on > clock.today(zone):
        return datetime.combine(successor.effective_on, time(0, 1), zone)
    _appoint(change, successor, successor.effective_on)
    record_event("change.successor", change, None, on=successor.effective_on.isoformat())
    return None


def _settle(change: Change, facts: plain.ChangeFacts) -> datetime | None:
    zone = change.company.firm.zone
    today = clock.today(zone)
    effective_on = KINDS[change.kind].effect(facts, change.lodged_on, today).effective_on
    if change.status == Change.Status.EFFECTIVE and effective_on != change.effective_on:
        _reopen(change, facts, is_told=effective_on is None)
    if change.status != Change.Status.EFFECTIVE and _is_overtaken(change, facts, effective_on):
        _supersede(change)
        return None
    if effective_on is None:
        return None
    if effective_on > today:
        return datetime.combine(effective_on, time(0, 1), zone)
    if change.status != Change.Status.EFFECTIVE:
        if _leaves_no_director(change, facts, effective_on):
            _hold(change)
            return datetime.combine(today + ONE_DAY, time(0, 1), zone)
        _take_effect(change, facts, effective_on)
    return _look_again(change, facts)


def _take_effect(change: Change, facts: plain.ChangeFacts, effective_on: date) -> None:
    _set_status(change, Change.Status.EFFECTIVE, effective_on)
    _apply(change, facts, effective_on)
    record_event("change.effective", change, None, on=effective_on.isoformat())


def _reopen(change: Change, facts: plain.ChangeFacts, *, is_told: bool) -> None:
    """Take a resignation's end out of the register: told late, or its day fixed later (s203AA).

    It is told in the history where the person is a director again until ASIC hears of it. Who has died meanwhile is
    not: the death ends this office as it ended the others.
    """
    _set_status(change, Change.Status.PENDING, None)
    row = Officeholder.across_firms.filter(pk=change.facts["officeholder_id"], change=change)
    row.update(ceased_on=None, cessation="")
    death = _death_of(change, facts)
    if death:
        row.update(ceased_on=death.ceased_on, cessation=death.cessation, change=death.change)
    elif is_told:
        record_event("change.reopened", change, None)


def _death_of(change: Change, facts: plain.ChangeFacts) -> Officeholder | None:
    """The entry of another office of the person in this company that says when they died."""
    if not isinstance(facts, plain.CessationFacts):
        return None
    own = change.company.officeholders.filter(contact=facts.officeholder.person.contact_id)
    died: Officeholder | None = own.filter(cessation="deceased").exclude(change=None).first()
    return died


def _is_overtaken(change: Change, facts: plain.ChangeFacts, effective_on: date | None) -> bool:
    """Whether the office has ended otherwise, no later than this would end it: the earlier end counts.

    A death is recorded all the same: it ends the person's other offices, and they sign nothing any more.
    """
    if not isinstance(facts, plain.CessationFacts) or facts.how == "deceased":
        return False
    ended = change.company.officeholders.filter(pk=change.facts["officeholder_id"]).exclude(change=change)
    no_later = Q(ceased_on__lte=effective_on) if effective_on else Q(ceased_on__isnull=False)
    return bool(ended.filter(no_later).exists())


def _supersede(change: Change) -> None:
    """The change has nothing left to end; said once."""
    if change.status != Change.Status.SUPERSEDED:
        _set_status(change, Change.Status.SUPERSEDED, None)
        record_event("change.superseded", change, None)


def _set_status(change: Change, status: Change.Status, effective_on: date | None) -> None:
    change.status, change.effective_on = status, effective_on
    change.save(update_fields=["status", "effective_on"])


def _look_again(change: Change, facts: plain.ChangeFacts) -> datetime | None:
    """The first moment of the day after the 28, for a resignation of which ASIC has not been told."""
    if not isinstance(facts, plain.CessationFacts) or not facts.late_notice_moves_date:
        return None
    if change.lodged_on or facts.date_fixed_by:
        return None
    zone = change.company.firm.zone
    told_by = resignation_dates(facts.ceased_on, None, clock.today(zone)).notice_due.due_on
    return datetime.combine(told_by + ONE_DAY, time(0, 1), zone)


def _leaves_no_director(change: Change, facts: plain.ChangeFacts, effective_on: date) -> bool:
    """Whether the last director would go, because others left since the pack went out (s203AB, s203CA)."""
    if not isinstance(facts, plain.CessationFacts) or facts.how == "deceased":
        return False
    left = directors_left(company_facts(change.company), replace(facts, ceased_on=effective_on))
    return facts.officeholder.office == "director" and not left


def _hold(change: Change) -> None:
    """Say once why the register does not alter."""
    events = AuditEvent.across_firms.filter(firm_id=change.firm_id, subject="change", subject_id=change.pk)
    if not events.filter(action="change.held").exists():
        record_event("change.held", change, None)


def _apply(change: Change, facts: plain.ChangeFacts, effective_on: date) -> None:
    if isinstance(facts, plain.AppointmentFacts):
        _appoint(change, facts, effective_on)
    elif isinstance(facts, plain.CessationFacts):
        _cease(change, facts, effective_on)
    else:
        _move(change, facts, effective_on)


def _is_seated(change: Change, facts: plain.AppointmentFacts) -> bool:
    return bool(change.company.officeholders.filter(change=change, contact=facts.person.contact_id).exists())


def _appoint(change: Change, facts: plain.AppointmentFacts, effective_on: date) -> None:
    Officeholder.across_firms.create(
        firm_id=change.firm_id,
        company=change.company,
        contact=Contact.objects.for_firm(change.firm_id).get(pk=facts.person.contact_id),
        office=facts.office,
        appointed_on=effective_on,
        consent_dated=facts.consent_dated,
        alternate_for=facts.alternate_for,
        change=change,
    )


def _cease(change: Change, facts: plain.CessationFacts, effective_on: date) -> None:
    """End the office, and by a death every other; what the register says of an earlier end is not altered."""
    ended = {"ceased_on": effective_on, "cessation": facts.how, "change": change}
    goes_on = Q(ceased_on=None) | Q(ceased_on__gt=effective_on)
    change.company.officeholders.filter(goes_on, pk=change.facts["officeholder_id"]).update(**ended)
    if facts.how == "deceased":
        own = change.company.officeholders.filter(contact=facts.officeholder.person.contact_id)
        own.filter(ceased_on=None, appointed_on__lte=effective_on).update(**ended)
        Contact.across_firms.filter(pk=facts.officeholder.person.contact_id).update(is_deceased=True)
    _wake_overtaken(change)


def _wake_overtaken(change: Change) -> None:
    """Let other cessations that wait look again: the office that they would end is not there any more."""
    ended = change.company.officeholders.filter(change=change).exclude(ceased_on=None)
    waiting = change.company.changes.filter(
        status=Change.Status.PENDING, facts__officeholder_id__in=list(ended.values_list("pk", flat=True))
    )
    for pk in waiting.values_list("pk", flat=True):
        enqueue(EFFECT, change.firm_id, pk)


def _move(change: Change, facts: plain.RegisteredOfficeFacts, effective_on: date) -> None:
    kinds = [CompanyAddress.Kind.REGISTERED_OFFICE]
    if facts.also_principal_place:
        kinds.append(CompanyAddress.Kind.PRINCIPAL_PLACE)
    address = facts.address
    for kind in kinds:
        change.company.addresses.filter(kind=kind, until_date=None).update(until_date=effective_on - ONE_DAY)
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
