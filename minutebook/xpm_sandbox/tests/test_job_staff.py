from __future__ import annotations

import pytest
from lxml import etree

from minutebook.xpm_sandbox.tests.practice import Practice, refusal

NOBODY = "00000000-0000-0000-0000-000000000000"


def test_assign_takes_many_changes_in_one_call(practice: Practice) -> None:
    practice.add_job()
    priya, hemi = practice.tenant.staff
    children = f'<add uuid="{priya.uuid}"/><add uuid="{hemi.uuid}"/><add-manager uuid="{hemi.uuid}"/>'
    answer = _assign(practice, f'{children}<add-partner uuid="{priya.uuid}"/>')
    assert answer.findtext("Job/Manager/Name") == "Hēmi Tāmati"
    assert answer.findtext("Job/Partner/Name") == "Priya Raman"
    assert _names(answer) == ["Priya Raman", "Hēmi Tāmati"]


def test_assign_twice_is_the_same_as_once(practice: Practice) -> None:
    practice.add_job()
    child = f'<add uuid="{practice.tenant.staff[0].uuid}"/>'
    _assign(practice, child)
    assert _names(_assign(practice, child)) == ["Priya Raman"]


def test_assign_twice_is_refused_in_that_mode(practice: Practice) -> None:
    practice.set_modes(assign_again="error")
    practice.add_job()
    child = f'<add uuid="{practice.tenant.staff[0].uuid}"/>'
    _assign(practice, child)
    assert refusal(_assign(practice, child)) == "Staff member is already assigned"


def test_assign_refuses_a_single_unknown_person(practice: Practice) -> None:
    practice.add_job()
    assert refusal(_assign(practice, f'<add uuid="{NOBODY}"/>')) == "Invalid staff identifier for add request"


@pytest.mark.parametrize(
    ("mode", "status", "assigned"),
    [("all_fails", "ERROR", 0), ("rest_applies", "ERROR", 1), ("rest_applies_silently", "OK", 1)],
)
def test_mixed_assign_follows_the_mode(practice: Practice, mode: str, status: str, assigned: int) -> None:
    practice.set_modes(mixed_assign=mode)
    practice.add_job()
    answer = _assign(practice, f'<add uuid="{practice.tenant.staff[0].uuid}"/><add uuid="{NOBODY}"/>')
    assert (answer.findtext("Status"), len(practice.tenant.jobs[0].assigned)) == (status, assigned)


def test_remove_takes_off_person_manager_and_partner(practice: Practice) -> None:
    practice.add_job()
    priya = practice.tenant.staff[0].uuid
    _assign(practice, f'<add uuid="{priya}"/><add-manager uuid="{priya}"/><add-partner uuid="{priya}"/>')
    answer = _assign(practice, f'<remove uuid="{priya}"/><remove-manager/><remove-partner/>')
    assert (_names(answer), answer.find("Job/Manager"), answer.find("Job/Partner")) == ([], None, None)


def test_remove_of_somebody_absent_follows_the_mode(practice: Practice) -> None:
    practice.add_job()
    child = f'<remove uuid="{practice.tenant.staff[0].uuid}"/>'
    assert _assign(practice, child).findtext("Status") == "OK"
    practice.set_modes(remove_absent="error")
    assert refusal(_assign(practice, child)) == "Invalid staff identifier for remove request"


def test_assign_to_a_task(practice: Practice) -> None:
    practice.add_job(f"<TemplateUUID>{practice.tenant.templates[0].uuid}</TemplateUUID>")
    task, priya = practice.tenant.jobs[0].tasks[0], practice.tenant.staff[0]
    answer = _assign(practice, f'<add uuid="{priya.uuid}" task-uuid="{task.uuid}"/>')
    assert answer.findtext("Job/Tasks/Task/Assigned/Staff/Name") == "Priya Raman"
    assert _names(answer) == []


def test_assign_refuses_an_unknown_job(practice: Practice) -> None:
    assert refusal(_assign(practice, "")) == "Invalid job identifier"


def _assign(practice: Practice, children: str) -> etree._Element:
    return practice.put("job.api/assign", f"<Job><ID>J000001</ID>{children}</Job>")


def _names(answer: etree._Element) -> list[str | None]:
    return [staff.findtext("Name") for staff in answer.iterfind("Job/Assigned/Staff")]
