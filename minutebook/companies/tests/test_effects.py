from datetime import date, datetime, time, timedelta

import pytest

from minutebook.companies.effects import settle_change
from minutebook.companies.models import Change, Company, CompanyAddress, Officeholder
from minutebook.companies.services import EFFECT, mark_lodged, record_change
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.rows import appoint, make_person
from minutebook.companies.tests.steps import NEW_OFFICE, appointment, day, directors, letter, lodged, now
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.work import clock
from minutebook.work.lease import LeaseLost
from minutebook.work.models import Operation
from minutebook.work.registry import run_for
from minutebook.work.services import claim

Status = Change.Status


def test_appointment_takes_effect_on_its_day(company: Company, khai: Contact, record: Record) -> None:
    change = now(record("officeholder_appointment", **appointment(company, khai)))
    today = clock.today(company.firm.zone)
    assert (change.status, change.effective_on) == (Status.EFFECTIVE, today)
    row = company.officeholders.get()
    assert (row.contact, row.office, row.appointed_on, row.consent_dated, row.change) == (
        khai, "director", today, today, change,
    )  # fmt: skip
    assert AuditEvent.across_firms.filter(action="change.effective").count() == 1


def test_appointment_of_a_coming_day_waits_for_it(company: Company, khai: Contact, record: Record) -> None:
    change = now(record("officeholder_appointment", **appointment(company, khai, 9)))
    assert (change.status, directors(company)) == (Status.PENDING, [])
    zone = company.firm.zone
    due = Operation.across_firms.get().due_at.astimezone(zone)
    assert due == datetime.combine(date.fromisoformat(day(company, 9)), time(0, 1), zone)


def test_effect_is_written_once_whatever_runs_twice(company: Company, khai: Contact, record: Record) -> None:
    change = record("officeholder_appointment", **appointment(company, khai))
    stale = Change.across_firms.select_related("company__firm").get(pk=change.pk)
    for one in (change, stale, stale):
        one.refresh_from_db(fields=["status"]) if one is change else None
        settle_change(one.pk)
    assert directors(company) == [("Nguyễn Thị Minh Khai", None)]


def test_registered_office_moves_on_the_seventh_day_after_lodgement(
    company: Company, preparer: User, record: Record
) -> None:
    change = now(
        record("registered_office", address=NEW_OFFICE, resolved_on=day(company, -10), company_occupies=True)
    )
    assert (change.status, Operation.across_firms.get().status) == (Status.PENDING, "done")
    mark_lodged(change, lodged(company, -6), preparer)
    assert now(change).status == Status.PENDING
    Change.across_firms.update(lodged_on=day(company, -7))
    Operation.across_firms.update(due_at=clock.now())
    change = now(change)
    today = clock.today(company.firm.zone)
    assert (change.status, change.effective_on) == (Status.EFFECTIVE, today)
    rows = CompanyAddress.across_firms.order_by("from_date").values_list(
        "kind", "line_1", "occupier", "from_date", "until_date"
    )
    assert list(rows) == [
        ("registered_office", "5 Bridge St", "Ngata & Walker", date(2004, 2, 29), today - timedelta(days=1)),
        ("registered_office", "12/34 O'Connell & <Sons> Parade", "", today, None),
    ]


def test_registered_office_waits_for_the_later_day_that_was_wished(
    company: Company, preparer: User, record: Record
) -> None:
    wished = day(company, 5)
    facts = {"resolved_on": day(company, -20), "takes_effect_on": wished, "also_principal_place": True}
    change = record("registered_office", address=NEW_OFFICE, occupier_name="Ōtara <Ltd>", **facts)
    mark_lodged(change, lodged(company, -10), preparer)
    assert now(change).status == Status.PENDING
    assert Operation.across_firms.get().due_at.astimezone(company.firm.zone).date().isoformat() == wished


def test_move_of_the_principal_place_too_writes_both(
    company: Company, preparer: User, record: Record
) -> None:
    facts = {"resolved_on": day(company, -20), "also_principal_place": True, "occupier_name": "Ōtara <Ltd>"}
    change = record("registered_office", address=NEW_OFFICE, **facts)
    mark_lodged(change, lodged(company, -10), preparer)
    assert now(change).status == Status.EFFECTIVE
    current = company.addresses.filter(until_date=None).values_list("kind", "suburb", "occupier")
    assert sorted(current) == [
        ("principal_place", "Parramatta", "Ōtara <Ltd>"),
        ("registered_office", "Parramatta", "Ōtara <Ltd>"),
    ]


def test_resignation_told_in_time_ends_the_office_on_its_day(
    company: Company, hemi: Officeholder, sian: Officeholder, record: Record
) -> None:
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, -3)} | letter(
        company, -3
    )
    change = now(record("officeholder_cessation", **facts))
    ceased_on = date.fromisoformat(day(company, -3))
    assert (change.status, change.effective_on) == (Status.EFFECTIVE, ceased_on)
    hemi.refresh_from_db()
    assert (hemi.ceased_on, hemi.cessation, hemi.change) == (ceased_on, "resigned", change)
    sian.refresh_from_db()
    assert (sian.ceased_on, sian.change) == (None, None)


def test_late_resignation_takes_effect_on_the_day_asic_is_told(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User, record: Record
) -> None:
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, -60)} | letter(
        company, -60
    )
    change = now(record("officeholder_cessation", **facts))
    assert (change.status, [ends for _, ends in directors(company)]) == (Status.PENDING, [None, None])
    mark_lodged(change, lodged(company, -1), preparer)
    change = now(change)
    told = date.fromisoformat(day(company, -1))
    assert (change.status, change.effective_on) == (Status.EFFECTIVE, told)
    hemi.refresh_from_db()
    assert hemi.ceased_on == told


def test_late_notice_of_a_secretary_moves_no_date(company: Company, record: Record, firm: Firm) -> None:
    row = appoint(company, make_person(firm, "李 小龍"), "secretary")
    facts = {"officeholder_id": row.pk, "how": "resigned", "ceased_on": day(company, -60)} | letter(
        company, -60
    )
    change = now(record("officeholder_cessation", **facts))
    assert (change.status, change.effective_on) == (Status.EFFECTIVE, date.fromisoformat(day(company, -60)))


def test_sole_director_leaves_only_with_a_successor(
    company: Company, hemi: Officeholder, khai: Contact, preparer: User, record: Record
) -> None:
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company)}
    with pytest.raises(DomainError) as refused:
        record_change(company, "officeholder_cessation", facts, preparer)
    assert "s203AB" in refused.value.message
    change = now(record("officeholder_cessation", **facts, successor=appointment(company, khai)))
    today = clock.today(company.firm.zone)
    assert change.status == Status.EFFECTIVE
    assert directors(company) == [("Hēmi Ngata", today), ("Nguyễn Thị Minh Khai", None)]
    assert {row.change for row in company.officeholders.all()} == {change}


def test_death_ends_the_office_and_marks_the_contact(
    company: Company, hemi: Officeholder, record: Record
) -> None:
    facts = {"officeholder_id": hemi.pk, "how": "deceased", "ceased_on": day(company, -40)}
    change = now(record("officeholder_cessation", **facts))
    assert change.status == Status.EFFECTIVE
    hemi.refresh_from_db()
    assert (hemi.cessation, hemi.contact.is_deceased) == ("deceased", True)
    assert directors(company) == [("Hēmi Ngata", date.fromisoformat(day(company, -40)))]


def test_death_ends_every_office_of_the_person(
    company: Company, hemi: Officeholder, sian: Officeholder, record: Record
) -> None:
    also = appoint(company, hemi.contact, "secretary")
    change = record(
        "officeholder_cessation", officeholder_id=hemi.pk, how="deceased", ceased_on=day(company, -1)
    )
    assert change.summary.startswith("Death of Hēmi Ngata, director and secretary of ")
    now(change)
    for row in (hemi, also):
        row.refresh_from_db()
        assert (row.ceased_on.isoformat(), row.cessation, row.change) == (
            day(company, -1),
            "deceased",
            change,
        )
    sian.refresh_from_db()
    assert sian.ceased_on is None


def test_secretary_may_also_become_director(company: Company, khai: Contact, record: Record) -> None:
    appoint(company, khai, "secretary")
    assert now(record("officeholder_appointment", **appointment(company, khai))).status == Status.EFFECTIVE


def test_effect_waits_while_the_change_is_a_draft_again_or_gone(
    company: Company, khai: Contact, preparer: User
) -> None:
    change = record_change(company, "officeholder_appointment", appointment(company, khai), preparer)
    assert settle_change(change.pk) is None
    assert directors(company) == []


def test_worker_whose_lease_is_over_writes_nothing(company: Company, khai: Contact, record: Record) -> None:
    change = record("officeholder_appointment", **appointment(company, khai))
    lease = claim("slow")
    assert lease is not None
    Operation.across_firms.update(lease_until=clock.now())
    with pytest.raises(LeaseLost):
        run_for(EFFECT)(lease)
    change.refresh_from_db()
    assert (change.status, directors(company)) == (Status.PENDING, [])
