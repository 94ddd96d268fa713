"""A change that is withdrawn before ASIC has it leaves the registers as they were before it."""

from datetime import date
from typing import Any

import pytest

from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.services import (
    FixedDate,
    mark_lodged,
    record_change,
    record_fixed_date,
    withdraw_change,
)
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.steps import appointment, day, directors, lodged, now
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, User

Status = Change.Status
KIND = "officeholder_cessation"
HEMI, SIAN, KHAI = "Hēmi Ngata", "Siân O'Connor", "Nguyễn Thị Minh Khai"


def register(company: Company) -> list[tuple[str, str, date, date | None, str, int | None]]:
    """All entries of the register of officeholders."""
    return [
        (one.contact.name, one.office, one.appointed_on, one.ceased_on, one.cessation, one.change_id)
        for one in company.officeholders.order_by("pk")
    ]


def leaves(row: Officeholder, how: str, days: int, **facts: Any) -> dict[str, Any]:
    when = day(row.company, days)
    told = {"resigned": {"letter_received_on": when}, "removed": {"members_resolved_on": when}}.get(how, {})
    return {"officeholder_id": row.pk, "how": how, "ceased_on": when, **told, **facts}


def refusal(change: Change, user: User) -> str:
    with pytest.raises(DomainError) as refused:
        withdraw_change(change, "too late", user)
    return refused.value.code


def test_appointment_is_taken_out_again(
    company: Company, hemi: Officeholder, khai: Contact, preparer: User, record: Record
) -> None:
    before = register(company)
    change = now(record("officeholder_appointment", **appointment(company, khai)))
    assert directors(company) == [(HEMI, None), (KHAI, None)]
    withdraw_change(change, "The wrong person & <name>", preparer)
    change = now(change)
    assert (change.status, change.effective_on, register(company)) == (Status.WITHDRAWN, None, before)
    events = AuditEvent.across_firms.filter(subject="change", subject_id=change.pk).order_by("pk")
    assert [one.action for one in events][-2:] == ["change.withdrawn", "change.taken_back"]
    assert refusal(change, preparer) == "withdrawn"


@pytest.mark.parametrize("how", ["resigned", "removed", "deceased"])
def test_end_is_taken_back_with_the_successor_and_a_death_with_all_it_ended(
    company: Company,
    hemi: Officeholder,
    sian: Officeholder,
    khai: Contact,
    preparer: User,
    record: Record,
    how: str,
) -> None:
    secretary = Officeholder.across_firms.create(
        firm_id=company.firm_id, company=company, contact=hemi.contact, office="secretary",
        appointed_on=hemi.appointed_on,
    )  # fmt: skip
    before = register(company)
    change = now(record(KIND, **leaves(hemi, how, -1), successor=appointment(company, khai)))
    assert change.status == Status.EFFECTIVE
    secretary.refresh_from_db()
    assert (secretary.ceased_on is not None) is (how == "deceased")
    withdraw_change(change, "He is well", preparer)
    assert register(company) == before
    hemi.contact.refresh_from_db()
    assert hemi.contact.is_deceased is False


def test_office_that_an_appointment_began_carries_it_again(
    company: Company, hemi: Officeholder, khai: Contact, preparer: User, record: Record
) -> None:
    begun = now(record("officeholder_appointment", **appointment(company, khai)))
    row = company.officeholders.get(change=begun)
    ended = now(record(KIND, **leaves(row, "removed", 0)))
    assert refusal(begun, preparer) == "rests"
    withdraw_change(ended, "not passed", preparer)
    assert register(company)[-1][3:] == (None, "", begun.pk)
    draft = record_change(company, KIND, leaves(row, "removed", 0), preparer)
    assert refusal(begun, preparer) == "rests"
    withdraw_change(draft, "typed twice", preparer)
    withdraw_change(begun, "not appointed", preparer)
    assert directors(company) == [(HEMI, None)]


def test_late_resignation_that_waits_leaves_the_director_when_it_is_withdrawn(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User, record: Record
) -> None:
    change = now(record(KIND, **leaves(hemi, "resigned", -60)))
    Officeholder.across_firms.filter(pk=hemi.pk).update(
        change=change
    )  # as after its end was taken out (s203AA)
    before = directors(company)
    withdraw_change(change, "He stays", preparer)
    assert directors(company) == before == [(HEMI, None), (SIAN, None)]


def test_superseded_resignation_stands_again_when_the_death_is_withdrawn(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User, record: Record
) -> None:
    late = now(record(KIND, **leaves(hemi, "resigned", -60)))
    death = now(record(KIND, **leaves(hemi, "deceased", -2)))
    assert now(late).status == Status.SUPERSEDED
    withdraw_change(death, "He is well", preparer)
    mark_lodged(late, lodged(company, 0), preparer)
    assert (now(late).status, directors(company)[0][0]) == (Status.EFFECTIVE, HEMI)


def test_what_asic_has_or_fixed_stays(
    company: Company, hemi: Officeholder, sian: Officeholder, khai: Contact, preparer: User, record: Record
) -> None:
    told = now(record("officeholder_appointment", **appointment(company, khai)))
    mark_lodged(told, lodged(company, 0), preparer)
    late = now(record(KIND, **leaves(hemi, "resigned", -60)))
    record_fixed_date(late, FixedDate("ASIC", date.fromisoformat(day(company, -2))), preparer)
    told, late = now(told), now(late)
    before = register(company)
    assert [refusal(one, preparer) for one in (told, late)] == ["lodged", "fixed"]
    assert register(company) == before
