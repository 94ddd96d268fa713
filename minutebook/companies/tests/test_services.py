from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from minutebook.companies.models import Change, Company, CompanyAddress, Officeholder
from minutebook.companies.services import (
    Lodgement,
    make_pending,
    mark_lodged,
    record_change,
    settle_change,
    withdraw_change,
)
from minutebook.companies.tests.rows import appoint, make_company, make_person
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.worker import Worker

Status = Change.Status
Record = Callable[..., Change]
NEW_OFFICE = {
    "line_1": "12/34 O'Connell & <Sons> Parade", "line_2": "", "care_of": "", "suburb": "Parramatta",
    "state": "NSW", "postcode": "2150", "country": "AU",
}  # fmt: skip


@pytest.fixture
def company(firm: Firm) -> Company:
    return make_company(firm)


@pytest.fixture
def hemi(company: Company) -> Officeholder:
    return appoint(company, make_person(company.firm, "Hēmi Ngata"))


@pytest.fixture
def sian(company: Company) -> Officeholder:
    return appoint(company, make_person(company.firm, "Siân O'Connor"))


@pytest.fixture
def khai(firm: Firm) -> Contact:
    return make_person(firm, "Nguyễn Thị Minh Khai")


@pytest.fixture
def record(company: Company, preparer: User) -> Record:
    """Records a change of the company, and lets its pack go out."""

    def make(kind: str, **facts: Any) -> Change:
        change = record_change(company, kind, facts, preparer)
        make_pending(change)
        return change

    return make


def day(company: Company, days: int = 0) -> str:
    return (clock.today(company.firm.zone) + timedelta(days=days)).isoformat()


def appointment(company: Company, person: Contact, days: int = 0, **facts: Any) -> dict[str, Any]:
    when = day(company, days)
    return {
        "contact_id": person.pk,
        "office": "director",
        "effective_on": when,
        "consent_dated": day(company),
    } | facts


def lodged(company: Company, days: int = 0) -> Lodgement:
    return Lodgement(date.fromisoformat(day(company, days)), time(9, 5), "7EBX 00123", "ASIC portal")


def now(change: Change) -> Change:
    Worker().work(until_idle=True)
    change.refresh_from_db()
    return change


def directors(company: Company) -> list[tuple[str, date | None]]:
    rows = company.officeholders.filter(office="director").order_by("appointed_on", "id")
    return [(row.contact.name, row.ceased_on) for row in rows]


def test_change_is_recorded_as_a_draft_that_alters_nothing(
    company: Company, hemi: Officeholder, khai: Contact, preparer: User
) -> None:
    facts = appointment(company, khai)
    change = record_change(company, "officeholder_appointment", facts, preparer)
    assert (change.status, change.facts, change.created_by) == (Status.DRAFT, facts, preparer)
    assert change.summary.startswith(f"Appointment of Nguyễn Thị Minh Khai as director of {company.name}")
    assert (change.event_on, change.due_on > change.event_on) == (clock.today(company.firm.zone), True)
    assert now(change).status == Status.DRAFT
    assert [name for name, _ in directors(company)] == ["Hēmi Ngata"]


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("officeholder_appointment", {"contact_id": 0}, "contact_id"),
        ("officeholder_appointment", {"office": "janitor"}, "office"),
        ("officeholder_appointment", {"office": None}, "office"),
        ("officeholder_appointment", {"effective_on": "tomorrow"}, "effective_on"),
        ("officeholder_appointment", {"effective_on": ""}, "effective_on"),
        ("officeholder_appointment", {"effective_on": 20261122}, "effective_on"),
        ("officeholder_appointment", {"effective_on": "2003-01-01"}, "effective_on"),
        ("officeholder_cessation", {"officeholder_id": 0}, "officeholder_id"),
        ("registered_office", {"resolved_on": "2026-11-22", "address": "1 Sea St"}, "address"),
        ("registered_office", {"resolved_on": "2026-11-22", "address": {"street": "1 Sea St"}}, "address"),
        ("registered_office", {"resolved_on": "2026-11-22", "address": {"suburb": "Bondi"}}, "address"),
        ("registered_office", {"address": NEW_OFFICE}, "resolved_on"),
        ("merger", {}, ""),
    ],
)
def test_what_cannot_be_read_or_is_forbidden_is_refused_with_its_field(
    company: Company, khai: Contact, preparer: User, kind: str, facts: dict[str, Any], field: str
) -> None:
    base = appointment(company, khai) if kind == "officeholder_appointment" else {}
    with pytest.raises(DomainError) as refused:
        record_change(company, kind, base | facts, preparer)
    assert (refused.value.field, Change.across_firms.count()) == (field, 0)


@pytest.mark.parametrize("how", ["fired", None, ""])
def test_way_of_leaving_that_does_not_exist_is_refused(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User, how: Any
) -> None:
    facts = {"officeholder_id": hemi.pk, "how": how, "ceased_on": day(company)}
    with pytest.raises(DomainError) as refused:
        record_change(company, "officeholder_cessation", facts, preparer)
    assert refused.value.field == "how"


def test_ids_of_another_firm_are_refused(
    company: Company, hemi: Officeholder, other_firm: Firm, preparer: User
) -> None:
    theirs = make_company(other_firm)
    stranger = make_person(other_firm, "Sam Stranger")
    holder = appoint(theirs, stranger)
    leaving = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company)}
    attempts = [
        ("officeholder_appointment", appointment(company, stranger)),
        ("officeholder_cessation", leaving | {"officeholder_id": holder.pk}),
        ("officeholder_cessation", leaving | {"successor": appointment(company, stranger)}),
    ]
    for kind, facts in attempts:
        with pytest.raises(DomainError) as refused:
            record_change(company, kind, facts, preparer)
        assert "Sam" not in refused.value.message
    assert Change.across_firms.count() == 0


def test_officeholder_of_another_company_of_the_firm_is_refused(
    company: Company, hemi: Officeholder, firm: Firm, preparer: User
) -> None:
    other = appoint(make_company(firm, "Other Pty Ltd", "010499966"), hemi.contact)
    facts = {"officeholder_id": other.pk, "how": "resigned", "ceased_on": day(company)}
    with pytest.raises(DomainError):
        record_change(company, "officeholder_cessation", facts, preparer)


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
        settle_change(one)
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
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, -3)}
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
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, -60)}
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
    facts = {"officeholder_id": row.pk, "how": "resigned", "ceased_on": day(company, -60)}
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


def test_same_appointment_goes_out_once(company: Company, khai: Contact, preparer: User) -> None:
    facts = appointment(company, khai, 9)
    first, second = (
        record_change(
            company, "officeholder_appointment", facts | {"effective_on": day(company, days)}, preparer
        )
        for days in (9, 10)
    )
    make_pending(first)
    with pytest.raises(DomainError) as refused:
        make_pending(second)
    assert refused.value.code == "done_twice"
    withdraw_change(first, "typed twice", preparer)
    make_pending(second)


def test_second_cessation_of_an_officeholder_never_moves_the_first(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User
) -> None:
    facts = {"officeholder_id": hemi.pk, "how": "resigned"}
    first, second = (
        record_change(company, "officeholder_cessation", facts | {"ceased_on": day(company, days)}, preparer)
        for days in (-2, -1)
    )
    make_pending(first)
    now(first)
    with pytest.raises(DomainError):
        make_pending(second)
    Change.across_firms.filter(pk=second.pk).update(status=Status.PENDING)
    second.refresh_from_db()
    with pytest.raises(DomainError):
        settle_change(second)
    hemi.refresh_from_db()
    assert hemi.ceased_on == date.fromisoformat(day(company, -2))


def test_secretary_may_also_become_director(company: Company, khai: Contact, record: Record) -> None:
    appoint(company, khai, "secretary")
    assert now(record("officeholder_appointment", **appointment(company, khai))).status == Status.EFFECTIVE


@pytest.mark.parametrize(("days", "event_days"), [(1, 0), (-1, 0), (0, 3)])
def test_lodgement_in_the_future_or_before_the_event_is_refused(
    company: Company, khai: Contact, preparer: User, record: Record, days: int, event_days: int
) -> None:
    change = record("officeholder_appointment", **appointment(company, khai, event_days))
    with pytest.raises(DomainError) as refused:
        mark_lodged(change, lodged(company, days), preparer)
    change.refresh_from_db()
    assert (refused.value.field, change.lodged_on) == ("on", None)


def test_lodgement_is_recorded_once(company: Company, khai: Contact, preparer: User, record: Record) -> None:
    change = record("officeholder_appointment", **appointment(company, khai))
    stale = Change.across_firms.get(pk=change.pk)
    mark_lodged(change, lodged(company), preparer)
    with pytest.raises(DomainError) as refused:
        mark_lodged(stale, Lodgement(clock.today(company.firm.zone), None, "other", "paper"), preparer)
    change.refresh_from_db()
    assert (refused.value.code, change.lodged_number, change.lodged_time) == (
        "lodged",
        "7EBX 00123",
        time(9, 5),
    )


def test_withdrawn_change_never_takes_effect_and_cannot_be_lodged(
    company: Company, khai: Contact, preparer: User, record: Record
) -> None:
    change = record("officeholder_appointment", **appointment(company, khai))
    stale = Change.across_firms.get(pk=change.pk)
    withdraw_change(change, "Client <changed> & mind", preparer)
    change = now(change)
    assert (change.status, change.withdrawn_because) == (Status.WITHDRAWN, "Client <changed> & mind")
    assert directors(company) == []
    codes = []
    for act in (
        lambda: mark_lodged(stale, lodged(company), preparer),
        lambda: withdraw_change(change, "again", preparer),
    ):
        with pytest.raises(DomainError) as refused:
            act()
        codes.append(refused.value.code)
    change.refresh_from_db()
    assert (codes, change.lodged_on) == (["withdrawn", "withdrawn"], None)


def test_effective_change_is_not_withdrawn(
    company: Company, khai: Contact, preparer: User, record: Record
) -> None:
    change = now(record("officeholder_appointment", **appointment(company, khai)))
    with pytest.raises(DomainError) as refused:
        withdraw_change(change, "too late", preparer)
    assert (refused.value.code, directors(company)) == ("effective", [("Nguyễn Thị Minh Khai", None)])


def test_effect_waits_while_the_change_is_a_draft_again_or_gone(
    company: Company, khai: Contact, preparer: User
) -> None:
    change = record_change(company, "officeholder_appointment", appointment(company, khai), preparer)
    assert settle_change(change) is None
    assert directors(company) == []
