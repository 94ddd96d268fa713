"""A director's resignation told late: its successor does not wait with it, and ASIC or the Court may fix its day."""

from datetime import date, timedelta

import pytest

from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.services import (
    FixedDate,
    mark_lodged,
    record_fixed_date,
    withdraw_change,
)
from minutebook.companies.snapshots import expected_facts
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.steps import appointment, day, directors, letter, lodged, now
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, User
from minutebook.work import clock
from minutebook.work.models import Operation

Status = Change.Status
HEMI, KHAI = "Hēmi Ngata", "Nguyễn Thị Minh Khai"


def on(company: Company, days: int) -> date:
    return date.fromisoformat(day(company, days))


@pytest.fixture
def late(company: Company, hemi: Officeholder, khai: Contact, record: Record) -> Change:
    """A sole director's resignation of 60 days ago, not told to ASIC yet, with a successor of that day."""
    successor = appointment(company, khai, -60, consent_dated=day(company, -61))
    return now(
        record(
            "officeholder_cessation",
            officeholder_id=hemi.pk,
            how="resigned",
            ceased_on=day(company, -60),
            **letter(company, -60),
            successor=successor,
        )
    )


def test_successor_takes_office_while_the_late_resignation_waits(late: Change, company: Company) -> None:
    assert (late.status, directors(company)) == (Status.PENDING, [(HEMI, None), (KHAI, None)])
    row = company.officeholders.get(contact__name=KHAI)
    assert (row.appointed_on, row.change) == (on(company, -60), late)
    [event] = AuditEvent.across_firms.filter(action="change.successor")
    assert (event.subject_id, event.facts) == (late.pk, {"on": day(company, -60)})


def test_successor_is_appointed_once_and_the_resignation_follows(
    late: Change, company: Company, preparer: User
) -> None:
    mark_lodged(late, lodged(company, -1), preparer)
    change = now(late)
    assert (change.status, change.effective_on) == (Status.EFFECTIVE, on(company, -1))
    assert directors(company) == [(HEMI, on(company, -1)), (KHAI, None)]


def test_successor_of_a_coming_day_is_seated_before_the_office_ends(
    company: Company, hemi: Officeholder, khai: Contact, record: Record
) -> None:
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, 9)}
    change = now(record("officeholder_cessation", **facts, successor=appointment(company, khai, 4)))
    assert (change.status, directors(company)) == (Status.PENDING, [(HEMI, None)])
    zone = company.firm.zone
    assert Operation.across_firms.get().due_at.astimezone(zone).date() == on(company, 4)


def test_seated_successor_is_counted_once_among_those_in_office(late: Change, company: Company) -> None:
    entries = [(one.person.name, one.ceased_on) for one in expected_facts(company).officeholders]
    assert entries == [(HEMI, on(company, -60)), (KHAI, None)]


def test_withdrawal_of_the_resignation_takes_the_successor_back_too(
    late: Change, company: Company, preparer: User
) -> None:
    withdraw_change(late, "He stays", preparer)
    assert now(late).status == Status.WITHDRAWN
    assert directors(company) == [(HEMI, None)]


@pytest.mark.parametrize("by", ["ASIC", "Court"])
def test_fixed_day_ends_the_office_as_the_letter_says(
    late: Change, company: Company, preparer: User, by: str
) -> None:
    record_fixed_date(late, FixedDate(by, on(company, -2)), preparer)
    change = now(late)
    assert (change.status, change.effective_on) == (Status.EFFECTIVE, on(company, -60))
    assert directors(company) == [(HEMI, on(company, -60)), (KHAI, None)]
    assert Operation.across_firms.get().status == "done"
    [event] = AuditEvent.across_firms.filter(action="change.date_fixed")
    assert (event.user, event.facts) == (preparer, {"by": by, "on": day(company, -2)})


def test_day_fixed_after_lodgement_moves_what_the_register_says(
    late: Change, company: Company, preparer: User
) -> None:
    mark_lodged(late, lodged(company, -10), preparer)
    assert now(late).effective_on == on(company, -10)
    record_fixed_date(late, FixedDate("ASIC", on(company, 0)), preparer)
    assert now(late).effective_on == on(company, -60)
    assert directors(company) == [(HEMI, on(company, -60)), (KHAI, None)]
    assert not AuditEvent.across_firms.filter(action="change.reopened").exists()


@pytest.mark.parametrize(("days", "field"), [(1, "on"), (-61, "on")])
def test_decision_of_an_impossible_day_is_refused(
    late: Change, company: Company, preparer: User, days: int, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        record_fixed_date(late, FixedDate("ASIC", on(company, days)), preparer)
    assert refused.value.field == field
    assert now(late).status == Status.PENDING


def test_day_is_fixed_once_and_only_for_a_late_resignation(
    late: Change, company: Company, preparer: User, sian: Officeholder, record: Record
) -> None:
    fixed = FixedDate("Court", clock.today(company.firm.zone))
    in_time = record(
        "officeholder_cessation",
        officeholder_id=sian.pk,
        how="resigned",
        ceased_on=day(company, -3),
        **letter(company, -3),
    )
    with pytest.raises(DomainError) as refused:
        record_fixed_date(in_time, fixed, preparer)
    assert "28 days" in refused.value.message
    record_fixed_date(late, fixed, preparer)
    with pytest.raises(DomainError) as refused:
        record_fixed_date(late, FixedDate("ASIC", fixed.on - timedelta(days=1)), preparer)
    assert "already" in refused.value.message
