"""A change that ASIC has is not withdrawn; what was marked by mistake, or ASIC rejected, is corrected first."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from minutebook.companies.models import Change, Company, CompanyAddress, Officeholder
from minutebook.companies.services import correct_lodgement, mark_lodged, withdraw_change
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.steps import NEW_OFFICE, appointment, day, letter, lodged, now
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, User
from minutebook.work.models import Operation

Status = Change.Status
REST = (
    "Record a new change that puts the register right. If ASIC does not have it, because it was not lodged, was"
    " rejected or was withdrawn there, correct the lodgement first."
)


def on(company: Company, days: int) -> date:
    return date.fromisoformat(day(company, days))


def facts_told(change: Change, action: str) -> list[dict[str, Any]]:
    rows = AuditEvent.across_firms.filter(action=action, subject_id=change.pk)
    return [event.facts for event in rows.order_by("id")]


@pytest.fixture
def move(company: Company, preparer: User, record: Record) -> Change:
    """A move of the registered office, lodged yesterday: it takes effect on the seventh day after."""
    change = record(
        "registered_office", address=NEW_OFFICE, resolved_on=day(company, -20), company_occupies=True
    )
    mark_lodged(change, lodged(company, -1), preparer)
    return now(change)


def test_change_that_asic_has_is_not_withdrawn(move: Change, company: Company, preparer: User) -> None:
    with pytest.raises(DomainError) as refused:
        withdraw_change(move, "client changed its mind", preparer)
    told = show_date(on(company, -1))
    assert (refused.value.code, refused.value.message) == (
        "lodged",
        f"ASIC was told of this change on {told}, so ASIC’s register moves and ours must follow. {REST}",
    )
    assert now(move).status == Status.PENDING


def test_lodgement_that_asic_rejected_is_taken_back_and_the_change_withdrawn(
    move: Change, company: Company, preparer: User
) -> None:
    correct_lodgement(move, None, preparer, why="rejected")
    move = now(move)
    assert (move.status, move.lodged_on, move.lodged_time, move.lodged_number, move.lodged_way) == (
        Status.PENDING, None, None, "", "",
    )  # fmt: skip
    assert facts_told(move, "change.lodgement_taken_back") == [
        {"before": day(company, -1), "why": "rejected"}
    ]
    withdraw_change(move, "rejected", preparer)
    assert now(move).status == Status.WITHDRAWN


def test_corrected_day_of_lodgement_moves_the_day_of_the_effect(
    move: Change, company: Company, preparer: User
) -> None:
    correct_lodgement(move, replace(lodged(company, -7), number="7X"), preparer)
    move = now(move)
    assert (move.status, move.effective_on, move.lodged_number) == (Status.EFFECTIVE, on(company, 0), "7X")
    assert facts_told(move, "change.lodgement_corrected") == [
        {"before": day(company, -1), "on": day(company, -7)}
    ]


def test_day_of_lodgement_stands_once_the_registers_show_what_followed(
    move: Change, company: Company, preparer: User
) -> None:
    correct_lodgement(move, lodged(company, -8), preparer)
    assert now(move).status == Status.EFFECTIVE
    for other in (None, lodged(company, -7)):
        with pytest.raises(DomainError) as refused:
            correct_lodgement(move, other, preparer, why="mistake")
        assert (refused.value.code, refused.value.field) == ("effective", "on")
    correct_lodgement(move, replace(lodged(company, -8), number="8Y"), preparer)
    assert (now(move).lodged_number, move.effective_on) == ("8Y", on(company, -1))
    assert CompanyAddress.across_firms.filter(change=move).count() == 1


def test_lodgement_of_an_appointment_is_taken_back_and_the_office_stays(
    company: Company, khai: Contact, preparer: User, record: Record
) -> None:
    change = now(record("officeholder_appointment", **appointment(company, khai)))
    mark_lodged(change, lodged(company), preparer)
    correct_lodgement(change, None, preparer, why="mistake")
    assert (now(change).status, change.lodged_on) == (Status.EFFECTIVE, None)


@pytest.mark.parametrize(
    ("days", "status", "ends"), [(None, "pending", None), (-5, "effective", -5), (-35, "effective", -60)]
)
def test_late_resignation_follows_the_corrected_lodgement(
    company: Company, hemi: Officeholder, sian: Officeholder, preparer: User, record: Record,
    days: int | None, status: str, ends: int | None,
) -> None:  # fmt: skip
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, -60)}
    change = record("officeholder_cessation", **facts, **letter(company, -60))
    mark_lodged(change, lodged(company, -1), preparer)
    assert now(change).effective_on == on(company, -1)
    correct_lodgement(change, None if days is None else lodged(company, days), preparer, why="mistake")
    assert now(change).status == status
    hemi.refresh_from_db()
    assert hemi.ceased_on == (None if ends is None else on(company, ends))
    assert Operation.across_firms.get().failures == 0


@pytest.mark.parametrize("days", [1, -21])
def test_corrected_lodgement_lies_between_the_event_and_today(
    move: Change, company: Company, preparer: User, days: int
) -> None:
    with pytest.raises(DomainError) as refused:
        correct_lodgement(move, lodged(company, days), preparer)
    assert (refused.value.field, now(move).lodged_on) == ("on", on(company, -1))


def test_only_a_lodgement_that_is_recorded_is_corrected(
    company: Company, khai: Contact, preparer: User, record: Record
) -> None:
    change = record("officeholder_appointment", **appointment(company, khai))
    with pytest.raises(DomainError) as refused:
        correct_lodgement(change, None, preparer, why="mistake")
    assert refused.value.code == "not_lodged"
