from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.book import change_book_costs, set_job_state
from minutebook.jobs.corrections import line_of
from minutebook.jobs.cost_changes import standing_costs, version_of
from minutebook.jobs.models import Job
from minutebook.jobs.queries import billed_price, filtered, jobs_matching, total_price
from minutebook.jobs.timeline import timeline_of

Booked = Callable[..., Job]


def lines_of(job: Job) -> list[tuple[str, str, bool, str]]:
    return [
        (cost.description, str(cost.quantity.normalize()), cost.is_billable, str(cost.unit_price))
        for cost in job.costs.all()
    ]


def test_job_is_kept_with_our_people_and_no_delivery(booked: Booked, administrator: User) -> None:
    job = Job.across_firms.get(pk=booked().pk)
    assert (job.book_number, job.number, job.delivery, job.standard_job, job.state) == (
        "MB-00001",
        "",
        None,
        "registered_office",
        "planned",
    )
    assert (list(job.book_staff.all()), job.book_manager, job.staff.count()) == (
        [administrator],
        administrator,
        0,
    )
    assert lines_of(job) == [
        ("Our fee & <more>", "1", True, "130.00"),
        ("=Search()", "2.5", True, "15.05"),
    ]
    assert [cost.reference for cost in job.costs.all()] == ["", ""]


@pytest.mark.parametrize("changes", [{"name": " "}, {"standard_job": ""}, {"contact_id": None}])
def test_job_with_a_problem_takes_no_number(booked: Booked, changes: dict[str, object]) -> None:
    with pytest.raises(DomainError):
        booked(**changes)
    assert booked().book_number == "MB-00001"


def test_person_of_another_firm_or_who_left_is_refused(booked: Booked, stranger: User, viewer: User) -> None:
    viewer.is_active = False
    viewer.save()
    for someone in (stranger, viewer):
        for changes in ({"staff_ids": (someone.pk,)}, {"manager_id": someone.pk}, {"partner_id": someone.pk}):
            with pytest.raises(DomainError) as refused:
                booked(**changes)
            assert refused.value.code == "gone"


def test_state_is_set_once_and_told(booked: Booked, preparer: User) -> None:
    job = booked()
    for role in ("complete", "complete", "in progress", "cancelled"):
        set_job_state(job, role, preparer)
    assert (job.state, AuditEvent.across_firms.filter(action="job.state").count()) == ("cancelled", 3)
    assert [one.words for one in timeline_of(job)] == [
        "set the state to Cancelled",
        "set the state to In Progress",
        "set the state to Complete",
        "put the job into the job book as MB-00001",
    ]
    with pytest.raises(DomainError):
        set_job_state(job, "billed", preparer)


def test_costs_are_changed_added_and_taken_off(booked: Booked, preparer: User) -> None:
    job = booked()
    fee, search = (line_of(cost) for cost in standing_costs(job))
    dearer, new = replace(fee, unit_price=Decimal("99.95")), replace(fee, description="New")
    lines = (dearer, replace(search, is_included=False), new)
    assert change_book_costs(job, lines, version_of(job), preparer) == 3
    assert lines_of(job) == [
        ("Our fee & <more>", "1", True, "99.95"),
        ("=Search()", "0", False, "15.05"),
        ("New", "1", True, "130.00"),
    ]
    assert billed_price(job) == Decimal("229.95")


def test_costs_that_were_changed_elsewhere_are_refused(booked: Booked, preparer: User) -> None:
    job = booked()
    old, lines = version_of(job), tuple(line_of(cost) for cost in standing_costs(job))
    change_book_costs(job, (replace(lines[0], unit_price=Decimal(1)), lines[1]), old, preparer)
    for version, code in ((old, "version"), (version_of(job), "unchanged")):
        standing = tuple(line_of(cost) for cost in standing_costs(job))
        with pytest.raises(DomainError) as refused:
            change_book_costs(job, standing, version, preparer)
        assert refused.value.code == code


def test_list_finds_numbers_and_what_is_not_in_xpm(booked: Booked, firm: Firm, other_firm: Firm) -> None:
    open_job, cancelled, imported = booked(), booked(state="cancelled"), booked()
    Job.across_firms.filter(pk=imported.pk).update(imported_at=imported.created_at)
    assert [list(jobs_matching(firm, text)) for text in ("mb-00002", "MB-9")] == [[cancelled], []]
    everything = jobs_matching(firm, "")
    assert [one.pk for one in filtered(everything, "absent")] == [open_job.pk]
    assert {one.pk for one in filtered(everything, "book")} == {open_job.pk, cancelled.pk}
    assert total_price(firm, filtered(everything, "absent")) == Decimal("167.63")
    assert total_price(other_firm, jobs_matching(other_firm, "")) == Decimal("0.00")
