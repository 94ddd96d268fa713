from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from minutebook.xpm_sandbox.tests.practice import Practice


def test_list_takes_both_ends_by_the_practices_own_midnight(practice: Practice) -> None:
    practice.add_job()
    # 13:30 UTC on the 1st of July is 01:30 on the 2nd in Auckland
    practice.tenant.jobs[0].created_at = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert _ids(practice.get("job.api/list", **{"from": "20260702", "to": "20260702"})) == ["J000001"]
    assert _ids(practice.get("job.api/list", **{"from": "20260701", "to": "20260701"})) == []


def test_list_follows_utc_in_that_mode(practice: Practice) -> None:
    practice.set_modes(list_midnight="utc")
    practice.add_job()
    practice.tenant.jobs[0].created_at = datetime(2026, 7, 1, 13, 30, tzinfo=UTC)
    assert _ids(practice.get("job.api/list", **{"from": "20260701", "to": "20260701"})) == ["J000001"]


@pytest.mark.parametrize(
    ("window", "status"),
    [
        ({}, 400),
        ({"from": "20260101"}, 400),
        ({"to": "20260101"}, 400),
        ({"from": "20260101", "to": "20270101"}, 400),
        ({"from": "20260101", "to": "20261231"}, 200),
        ({"from": "20240229", "to": "20250228"}, 200),
        ({"from": "20240229", "to": "20250301"}, 400),
        ({"from": "20260102", "to": "20260101"}, 400),
        ({"from": "2026-01-01", "to": "20260101"}, 400),
    ],
)
def test_list_wants_a_window_of_less_than_a_year(
    practice: Practice, window: dict[str, str], status: int
) -> None:
    assert practice.http.get("job.api/list", params=window).status_code == status


def test_list_without_from_answers_200_with_an_error_in_that_mode(practice: Practice) -> None:
    practice.set_modes(list_without_from="200_error")
    response = practice.http.get("job.api/list")
    assert response.status_code == 200
    assert response.text == (
        '<Response api-method="List"><Status>ERROR</Status>'
        "<ErrorDescription>The from parameter is required</ErrorDescription></Response>"
    )


def test_lists_leave_details_out_unless_asked(practice: Practice) -> None:
    practice.add_job()
    plain = practice.get("job.api/current").find("Jobs/Job")
    detailed = practice.get("job.api/current", detailed="true").find("Jobs/Job")
    assert plain is not None
    assert detailed is not None
    assert [child.tag for child in plain][-1] == "Assigned"
    assert [child.tag for child in detailed][-3:] == ["Tasks", "Milestones", "Notes"]


def test_lists_leave_the_uuid_out_in_that_mode(practice: Practice) -> None:
    practice.set_modes(list_uuid="absent")
    practice.add_job()
    assert practice.get("job.api/current").find("Jobs/Job/UUID") is None
    assert practice.get("job.api/get/J000001").find("Job/UUID") is not None


def test_current_leaves_closed_jobs_out_and_orders_by_start(practice: Practice) -> None:
    for _ in range(3):
        practice.add_job()
    practice.tenant.jobs[0].state = "COMPLETED"
    practice.tenant.jobs[2].start_date = practice.tenant.jobs[1].start_date.replace(month=1)
    assert _ids(practice.get("job.api/current")) == ["J000003", "J000002"]


def test_client_jobs_are_all_jobs_of_that_client(practice: Practice) -> None:
    practice.add_job()
    practice.add_job()
    practice.tenant.jobs[0].state = "CANCELLED"
    mine, other = (practice.tenant.clients[nth].uuid for nth in (0, 1))
    assert _ids(practice.get(f"job.api/client/{mine}")) == ["J000001", "J000002"]
    empty = practice.http.get(f"job.api/client/{other}").text
    assert empty == '<Response api-method="Client"><Status>OK</Status><Jobs /></Response>'


def test_list_lag_hides_a_new_job_from_lists_but_not_from_get(practice: Practice) -> None:
    practice.set_modes(list_lag=30)
    practice.add_job()
    path = f"job.api/client/{practice.tenant.clients[0].uuid}"
    assert _ids(practice.get(path)) == []
    assert practice.get("job.api/get/J000001").findtext("Job/ID") == "J000001"
    practice.server.world.clock_offset_seconds = 31
    assert _ids(practice.get(path)) == ["J000001"]


def test_staff_jobs_are_the_current_ones_of_that_person(practice: Practice) -> None:
    practice.add_job()
    practice.add_job()
    person = practice.tenant.staff[0].uuid
    practice.tenant.jobs[1].assigned.append(person)
    assert _ids(practice.get(f"job.api/staff/{person}")) == ["J000002"]


def _ids(answer: etree._Element) -> list[str | None]:
    assert answer.findtext("Status") == "OK"
    return [job.findtext("ID") for job in answer.iterfind("Jobs/Job")]
