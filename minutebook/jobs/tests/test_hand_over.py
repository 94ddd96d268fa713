from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from minutebook.companies.models import Company
from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.book import change_book_costs, set_job_state
from minutebook.jobs.corrections import line_of
from minutebook.jobs.cost_changes import standing_costs, version_of
from minutebook.jobs.hand_over import hand_over, propose_hand_over
from minutebook.jobs.imports import mark_imported, undo_import
from minutebook.jobs.models import Job
from minutebook.jobs.papers import Paper, put_papers
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.work.models import Operation

Booked = Callable[..., Job]


@pytest.fixture
def practice(administrator: User, company: object) -> Practice:
    practice = make_practice(administrator.firm, administrator)
    make_client(practice, "KOWHAI & SONS P/L", company.contact)  # type: ignore[attr-defined]
    return practice


def hand(job: Job, practice: Practice, user: User) -> None:
    proposed = propose_hand_over(job, practice.connection, user)
    hand_over(job, practice.connection, proposed.draft, proposed.version, user)


def test_proposal_has_xpms_client_template_and_people(
    booked: Booked, practice: Practice, administrator: User, preparer: User
) -> None:
    job = booked(staff_ids=(administrator.pk, preparer.pk))
    proposed = propose_hand_over(job, practice.connection, administrator)
    assert (proposed.client_name, proposed.template_name, proposed.problems) == (
        "KOWHAI & SONS P/L",
        "CoSec - Change",
        (),
    )
    assert (proposed.staff_names, proposed.unknown_people) == ((practice.me.name,), (str(preparer),))
    assert (proposed.draft.staff_ids, proposed.draft.manager_id) == ((practice.me.pk,), practice.me.pk)


def test_job_is_queued_with_its_costs_once(booked: Booked, practice: Practice, administrator: User) -> None:
    job = booked()
    standing = [line_of(cost) for cost in standing_costs(job)]
    changed = (
        replace(standing[0], is_included=False),
        standing[1],
        replace(standing[0], description="Added"),
    )
    change_book_costs(job, changed, version_of(job), administrator)
    hand(job, practice, administrator)
    job.refresh_from_db()
    assert job.delivery is not None
    assert [step.kind for step in job.delivery.steps.all()] == [
        "job.create", "job.assign", "job.cost", "job.cost", "job.read", "job.note",
    ]  # fmt: skip
    marker = job.delivery.marker
    assert [(cost.description, cost.quantity, cost.reference) for cost in job.costs.all()] == [
        ("=Search()", Decimal("2.5"), f"{marker}-1"),
        ("Added", Decimal(1), f"{marker}-2"),
    ]
    assert (job.book_number, job.number, list(job.staff.all())) == ("MB-00001", "", [practice.me])
    with pytest.raises(DomainError):
        hand(job, practice, administrator)
    assert (Delivery.across_firms.count(), Operation.across_firms.count()) == (1, 1)


def test_costs_that_were_changed_meanwhile_keep_it_in_the_book(
    booked: Booked, practice: Practice, administrator: User
) -> None:
    job = booked()
    proposed = propose_hand_over(job, practice.connection, administrator)
    lines = tuple(line_of(cost) for cost in standing_costs(job))
    change_book_costs(
        job, (replace(lines[0], unit_price=Decimal(7)), lines[1]), proposed.version, administrator
    )
    with pytest.raises(DomainError) as refused:
        hand_over(job, practice.connection, proposed.draft, proposed.version, administrator)
    assert (refused.value.code, Delivery.across_firms.count()) == ("version", 0)


def test_what_was_handed_over_or_imported_is_no_longer_decided_here(
    booked: Booked, practice: Practice, administrator: User
) -> None:
    imported = booked()
    assert mark_imported([imported], administrator) == 1
    imported.refresh_from_db()
    lines = tuple(line_of(cost) for cost in standing_costs(imported))
    for refuse in (
        lambda: hand(imported, practice, administrator),
        lambda: set_job_state(imported, "complete", administrator),
        lambda: change_book_costs(imported, lines, version_of(imported), administrator),
        lambda: mark_imported([imported], administrator),
    ):
        with pytest.raises(DomainError):
            refuse()
    assert Delivery.across_firms.count() == 0
    undo_import(imported, administrator)
    with pytest.raises(DomainError):
        undo_import(imported, administrator)
    hand(imported, practice, administrator)
    imported.refresh_from_db()
    with pytest.raises(DomainError):
        undo_import(imported, administrator)


def test_cancelled_job_and_one_with_a_problem_stay(
    booked: Booked, practice: Practice, administrator: User
) -> None:
    old = booked()
    set_job_state(old, "cancelled", administrator)
    stale = booked()
    Job.across_firms.filter(pk=stale.pk).update(start_date=stale.start_date - timedelta(days=500))
    stale.refresh_from_db()
    for job in (old, stale):
        with pytest.raises(DomainError):
            hand(job, practice, administrator)
    assert [one.field for one in propose_hand_over(stale, practice.connection, administrator).problems] == [
        "start_date"
    ]
    assert Delivery.across_firms.count() == 0


def test_deadline_and_papers_go_along(
    booked: Booked, practice: Practice, administrator: User, company: Company
) -> None:
    Connection.across_firms.update(attaches_papers=True)
    practice.connection.refresh_from_db()
    job = booked()
    Job.across_firms.filter(pk=job.pk).update(lodge_by=date(2026, 12, 23))
    put_papers(job, [Paper("Consent", "01 Consent.pdf", "ab" * 32)])
    job.refresh_from_db()
    hand(job, practice, administrator)
    job.refresh_from_db()
    assert job.delivery is not None
    note, paper = (job.delivery.steps.get(kind=kind).payload for kind in ("job.note", "job.document"))
    assert note["text"] == f"Document pack {job.label}.\nTo be lodged with ASIC by 23 Dec 2026."
    assert (paper["name"], paper["digest"]) == ("01 Consent.pdf", "ab" * 32)
