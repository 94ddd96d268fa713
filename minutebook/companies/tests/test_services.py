from datetime import date, time
from typing import Any

import pytest

from minutebook.companies.effects import settle_change
from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.services import (
    Lodgement,
    make_pending,
    mark_lodged,
    record_change,
    withdraw_change,
)
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.rows import appoint, make_company, make_person
from minutebook.companies.tests.steps import NEW_OFFICE, appointment, day, directors, letter, lodged, now
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm, User
from minutebook.work import clock

Status = Change.Status
ALTERNATE = {"office": "alternate director"}


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
        (
            "registered_office",
            {"resolved_on": "2026-11-22", "address": NEW_OFFICE | {"postcode": 2150}},
            "postcode",
        ),
        (
            "registered_office",
            {"resolved_on": "2026-11-22", "address": NEW_OFFICE | {"suburb": "x" * 101}},
            "suburb",
        ),
        (
            "registered_office",
            {"resolved_on": "2026-11-22", "address": NEW_OFFICE | {"line_1": "1 A\nSt"}},
            "line_1",
        ),
        (
            "registered_office",
            {"resolved_on": "2026-11-22", "address": NEW_OFFICE, "company_occupies": "false"},
            "company_occupies",
        ),
        ("officeholder_appointment", ALTERNATE | {"alternate_for": 5}, "alternate_for"),
        ("officeholder_appointment", ALTERNATE | {"alternate_terms": "x" * 301}, "alternate_terms"),
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
        record_change(
            company,
            "officeholder_cessation",
            facts | {"ceased_on": day(company, days)} | letter(company, days),
            preparer,
        )
        for days in (-2, -1)
    )
    make_pending(first)
    now(first)
    with pytest.raises(DomainError):
        make_pending(second)
    Change.across_firms.filter(pk=second.pk).update(status=Status.PENDING)
    second.refresh_from_db()
    settle_change(second.pk)
    second.refresh_from_db()
    hemi.refresh_from_db()
    assert (second.status, hemi.change, hemi.ceased_on) == (
        Status.SUPERSEDED,
        first,
        date.fromisoformat(day(company, -2)),
    )


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
