"""An office ends once: by the death that came before a resignation, by the resignation that came before the death."""

from datetime import date
from typing import Any

import pytest

from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.queries import why_superseded
from minutebook.companies.services import (
    EFFECT,
    FixedDate,
    make_pending,
    mark_lodged,
    record_change,
    record_fixed_date,
    withdraw_change,
)
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.rows import appoint
from minutebook.companies.tests.steps import appointment, day, directors, lodged, now
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, User
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import enqueue

Status = Change.Status
KIND = "officeholder_cessation"
HEMI, SIAN, KHAI = "Hēmi Ngata", "Siân O'Connor", "Nguyễn Thị Minh Khai"


def on(company: Company, days: int) -> date:
    return date.fromisoformat(day(company, days))


def leaves(row: Officeholder, how: str, days: int, **facts: Any) -> dict[str, Any]:
    """The facts of a departure; of a day that has passed, with the letter or the members' resolution of that day."""
    ended_by = {"resigned": "letter_received_on", "removed": "members_resolved_on"}.get(how)
    past = {ended_by: day(row.company, days)} if ended_by and days < 0 else {}
    return {"officeholder_id": row.pk, "how": how, "ceased_on": day(row.company, days), **past, **facts}


def end_of(row: Officeholder) -> tuple[date | None, str, int | None]:
    row.refresh_from_db()
    return row.ceased_on, row.cessation, row.change_id


def told(change: Change) -> int:
    return AuditEvent.across_firms.filter(action="change.superseded", subject_id=change.pk).count()


@pytest.fixture
def late(hemi: Officeholder, sian: Officeholder, record: Record) -> Change:
    """A resignation of 60 days ago, which waits for ASIC to be told."""
    return now(record(KIND, **leaves(hemi, "resigned", -60)))


@pytest.mark.parametrize("office", ["the same", "another"])
def test_death_supersedes_a_resignation_that_waits(
    late: Change, company: Company, hemi: Officeholder, record: Record, office: str
) -> None:
    row = hemi if office == "the same" else appoint(company, hemi.contact, "secretary")
    death = now(record(KIND, **leaves(row, "deceased", -2)))
    late.refresh_from_db()
    assert (late.status, late.effective_on, told(late)) == (Status.SUPERSEDED, None, 1)
    assert end_of(hemi) == (on(company, -2), "deceased", death.pk)
    assert set(Operation.across_firms.values_list("status", "failures")) == {("done", 0)}


def test_lodgement_after_the_death_leaves_the_resignation_superseded(
    late: Change, company: Company, hemi: Officeholder, record: Record, preparer: User
) -> None:
    death = now(record(KIND, **leaves(hemi, "deceased", -9)))
    mark_lodged(late, lodged(company, -1), preparer)
    assert (now(late).status, told(late)) == (Status.SUPERSEDED, 1)
    assert f"ASIC was told of it on {show_date(on(company, -1))}: see that" in why_superseded(late)
    assert end_of(hemi) == (on(company, -9), "deceased", death.pk)


@pytest.mark.parametrize("heard", ["lodged", "fixed"])
def test_resignation_that_came_before_the_death_stands_again(
    late: Change, company: Company, hemi: Officeholder, record: Record, preparer: User, heard: str
) -> None:
    now(record(KIND, **leaves(hemi, "deceased", -2)))
    if heard == "lodged":
        mark_lodged(late, lodged(company, -5), preparer)
    else:
        record_fixed_date(late, FixedDate("Court", on(company, 0)), preparer)
    came = on(company, -5 if heard == "lodged" else -60)
    assert (now(late).status, late.effective_on) == (Status.EFFECTIVE, came)
    assert end_of(hemi) == (came, "resigned", late.pk)


def test_resignation_of_a_coming_day_is_superseded_with_its_successor(
    company: Company, hemi: Officeholder, sian: Officeholder, khai: Contact, record: Record
) -> None:
    successor = {"successor": appointment(company, khai, 9)}
    change = now(record(KIND, **leaves(hemi, "resigned", 9, **successor)))
    now(record(KIND, **leaves(hemi, "deceased", -1)))
    change.refresh_from_db()
    assert (change.status, directors(company)) == (
        Status.SUPERSEDED,
        [(HEMI, on(company, -1)), (SIAN, None)],
    )
    end = show_date(on(company, -1))
    assert why_superseded(change) == (
        f"{HEMI} died on {end}: the register shows that end of the office, and this change ends nothing more."
        f" Withdraw the pack. If ASIC was told of it before {end}, mark it lodged with that day: then it stands."
        f" {KHAI} has not taken office by it: record that appointment on its own."
    )


@pytest.mark.parametrize("is_lodged", [True, False])
def test_resignation_opened_again_is_superseded_where_the_person_has_died(
    company: Company, hemi: Officeholder, sian: Officeholder, record: Record, preparer: User, is_lodged: bool
) -> None:
    """In the register in time, ASIC not told within 28 days, and the person died as secretary meanwhile."""
    change = now(record(KIND, **leaves(hemi, "resigned", -3)))
    Change.across_firms.update(facts=leaves(hemi, "resigned", -60), effective_on=day(company, -60))
    death = now(record(KIND, **leaves(appoint(company, hemi.contact, "secretary"), "deceased", -2)))
    change.refresh_from_db()
    if is_lodged:
        mark_lodged(change, lodged(company, -1), preparer)
    Operation.across_firms.update(status="ready", due_at=clock.now())
    assert (now(change).status, told(change)) == (Status.SUPERSEDED, 1)
    assert end_of(hemi) == (on(company, -2), "deceased", death.pk)
    assert not AuditEvent.across_firms.filter(action="change.reopened").exists()


def test_death_after_a_resignation_that_stands_ends_the_other_offices(
    late: Change, company: Company, hemi: Officeholder, record: Record, preparer: User
) -> None:
    other = appoint(company, hemi.contact, "secretary")
    death = record(KIND, **leaves(hemi, "deceased", -2))
    mark_lodged(late, lodged(company, -20), preparer)
    assert (now(late).status, now(death).status) == (Status.EFFECTIVE, Status.EFFECTIVE)
    assert end_of(hemi) == (on(company, -20), "resigned", late.pk)
    assert end_of(other) == (on(company, -2), "deceased", death.pk)
    assert Contact.across_firms.get(pk=hemi.contact_id).is_deceased


def test_removal_supersedes_a_resignation_that_waits(
    late: Change, company: Company, hemi: Officeholder, preparer: User
) -> None:
    """Two of one office are refused one after the other; were both out, the earlier end counts."""
    removal = record_change(company, KIND, leaves(hemi, "removed", -1), preparer)
    with pytest.raises(DomainError) as refused:
        make_pending(removal)
    assert refused.value.code == "done_twice"
    Change.across_firms.filter(pk=removal.pk).update(status=Status.PENDING)
    enqueue(EFFECT, company.firm_id, removal.pk)
    assert now(removal).status == Status.EFFECTIVE
    late.refresh_from_db()
    assert (late.status, told(late)) == (Status.SUPERSEDED, 1)
    assert end_of(hemi) == (on(company, -1), "removed", removal.pk)


def test_superseded_change_may_be_withdrawn(
    late: Change, hemi: Officeholder, record: Record, preparer: User
) -> None:
    now(record(KIND, **leaves(hemi, "deceased", -2)))
    withdraw_change(late, "He died", preparer)
    assert now(late).status == Status.WITHDRAWN
