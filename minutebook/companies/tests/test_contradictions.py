"""Changes that contradict each other, and registers that altered while a draft lay on the desk."""

from datetime import date
from typing import Any

import pytest

from minutebook.companies.changes.base import errors_of
from minutebook.companies.effects import settle_change
from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.services import (
    check_change,
    make_pending,
    mark_lodged,
    record_change,
    withdraw_change,
)
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.steps import NEW_OFFICE, appointment, day, directors, letter, lodged, now
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, User

Status = Change.Status


def leaves(row: Officeholder, days: int) -> dict[str, Any]:
    facts = {"officeholder_id": row.pk, "how": "resigned", "ceased_on": day(row.company, days)}
    return facts | (letter(row.company, days) if days < 0 else {})


def test_both_directors_cannot_go_out_of_office(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User
) -> None:
    kind = "officeholder_cessation"
    first, second = (record_change(company, kind, leaves(row, 5), preparer) for row in (hemi, sian))
    make_pending(first)
    with pytest.raises(DomainError) as refused:
        make_pending(second)
    assert "s203AB" in refused.value.message
    with pytest.raises(DomainError):
        record_change(company, kind, leaves(sian, 6), preparer)
    withdraw_change(first, "stays", preparer)
    make_pending(second)


def test_appointment_that_is_out_counts_as_the_successor(
    company: Company, hemi: Officeholder, khai: Contact, record: Record
) -> None:
    record("officeholder_appointment", **appointment(company, khai, 3))
    findings = check_change(company, "officeholder_cessation", leaves(hemi, 5))
    assert errors_of(findings) == []


def test_last_director_stays_when_the_other_died_meanwhile(
    company: Company, hemi: Officeholder, sian: Officeholder, record: Record
) -> None:
    change = record("officeholder_cessation", **leaves(hemi, 1))
    now(record("officeholder_cessation", **leaves(sian, -1) | {"how": "deceased"}))
    Change.across_firms.filter(pk=change.pk).update(facts=leaves(hemi, 0))
    change.refresh_from_db()
    for _ in range(2):
        settle_change(change.pk)
    change.refresh_from_db()
    hemi.refresh_from_db()
    assert (change.status, hemi.ceased_on) == (Status.PENDING, None)
    assert AuditEvent.across_firms.filter(action="change.held", subject_id=change.pk).count() == 1


def test_one_move_of_the_office_at_a_time(company: Company, preparer: User) -> None:
    facts = {"address": NEW_OFFICE, "resolved_on": day(company), "company_occupies": True}
    other = facts | {"address": NEW_OFFICE | {"line_1": "9 Other St"}}
    first, second = (record_change(company, "registered_office", one, preparer) for one in (facts, other))
    make_pending(first)
    with pytest.raises(DomainError) as refused:
        make_pending(second)
    assert refused.value.code == "done_twice"
    withdraw_change(first, "the other one", preparer)
    make_pending(second)


def test_resignation_of_which_asic_was_not_told_is_open_again(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User, record: Record
) -> None:
    change = now(record("officeholder_cessation", **leaves(hemi, -3)))
    assert change.status == Status.EFFECTIVE
    Change.across_firms.update(facts=leaves(hemi, -60), effective_on=day(company, -60))
    change.refresh_from_db()
    assert settle_change(change.pk) is None
    change.refresh_from_db()
    hemi.refresh_from_db()
    assert (change.status, change.effective_on, hemi.ceased_on, hemi.cessation) == (
        Status.PENDING,
        None,
        None,
        "",
    )
    mark_lodged(change, lodged(company, -1), preparer)
    assert now(change).effective_on == date.fromisoformat(day(company, -1))


def test_late_lodgement_moves_the_day_that_was_in_the_register(
    company: Company, hemi: Officeholder, sian: Officeholder, khai: Contact, preparer: User, record: Record
) -> None:
    successor = {"successor": appointment(company, khai, -3, consent_dated=day(company, -3))}
    change = now(record("officeholder_cessation", **leaves(hemi, -3) | successor))
    assert change.status == Status.EFFECTIVE
    Change.across_firms.update(facts=change.facts | leaves(hemi, -60), effective_on=day(company, -60))
    change.refresh_from_db()
    mark_lodged(change, lodged(company, -2), preparer)
    told = date.fromisoformat(day(company, -2))
    assert (now(change).status, change.effective_on) == (Status.EFFECTIVE, told)
    assert directors(company) == [
        ("Hēmi Ngata", told),
        ("Siân O'Connor", None),
        ("Nguyễn Thị Minh Khai", None),
    ]


def test_alternate_is_kept_with_the_director_they_stand_in_for(
    company: Company, hemi: Officeholder, sian: Officeholder, khai: Contact, record: Record, preparer: User
) -> None:
    facts = appointment(company, khai, office="alternate director", alternate_for="Hēmi Ngata")
    now(record("officeholder_appointment", **facts))
    row = company.officeholders.get(office="alternate director")
    assert row.alternate_for == "Hēmi Ngata"
    with pytest.raises(DomainError):
        record_change(company, "officeholder_appointment", facts, preparer)
    other = facts | {"alternate_for": "Siân O'Connor"}
    now(record("officeholder_appointment", **other))
    with pytest.raises(DomainError):
        record_change(company, "officeholder_appointment", other, preparer)
