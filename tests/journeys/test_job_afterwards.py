"""A job after it exists: its costs are changed by clicking, and what XPM refused is put right."""

from pathlib import Path

import pytest

from .browser import Visitor
from .clicking import cost_line, fill_cost, wait_for_job
from .installation import Installation
from .test_xpm_down import REFUSAL, compare, release
from .worlds import new_jobs

NEW_LINE = {
    "Cost Description": 'Advice "A & B" <Māori>',
    "Quantity": "0.5",
    "Unit Cost": "10.00",
    "Unit Price": "80.25",
}
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_costs_of_a_made_job_are_changed(
    installation: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    installation.start_worker()
    release(visitor, tmp_path)
    wait_for_job(page)
    page.get_by_role("link", name="Job and costs").click()
    page.get_by_role("link", name="Review Costs").click()
    page.get_by_role("heading", name="Review Costs", level=1).wait_for()
    fill_cost(cost_line(page, 1), {"Unit Price": "99.95"})
    page.get_by_role("button", name="Add line").click()
    cost_line(page, 2).wait_for()
    fill_cost(cost_line(page, 2), NEW_LINE)
    visitor.look("costs changed")
    page.get_by_role("button", name="Change the costs").last.click()
    page.locator(".making-ok", has_text="Costs changed").wait_for(timeout=40_000)
    wait_for_job(page)
    page.get_by_role("region", name="Costs", exact=True).get_by_text(NEW_LINE["Cost Description"]).wait_for()
    visitor.look("job with changed costs")
    compare(installation, before)


def test_refused_job_is_put_right_and_made_once(
    installation: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    installation.start_worker()
    installation.sandbox.order({"kind": "error_200", "path": "*job.api/add", "text": REFUSAL})
    release(visitor, tmp_path)
    page.get_by_role("link", name="Put it right").click()
    page.get_by_role("heading", name="Put the job right").wait_for()
    page.get_by_label("Template").select_option(label="CoSec - Service")
    page.get_by_role("textbox", name="Job name").fill('CoSec 2026 "put right" <&>')
    visitor.look("put the job right")
    page.get_by_role("button", name="Send again").last.click()
    wait_for_job(page)
    visitor.look("job put right")
    compare(installation, before)


def test_job_made_in_error_is_put_right(installation: Installation, visitor: Visitor, tmp_path: Path) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    installation.start_worker()
    release(visitor, tmp_path)
    old = wait_for_job(page)
    page.get_by_role("link", name="Job and costs").click()
    page.get_by_role("button", name="Wrong client or made in error?").click()
    page.get_by_text("Not billed", exact=True).wait_for(timeout=40_000)
    page.get_by_role("textbox", name="Reason").fill('The "other" company pays <this>')
    page.get_by_label("Make a new job").check()
    visitor.look("job called off")
    page.get_by_role("button", name="Call the job off").click()
    page.get_by_role("heading", name="The new job", level=1).wait_for()
    page.get_by_role("textbox", name="Job name").fill("CoSec 2026, the right one")
    visitor.look("new job in its place")
    page.get_by_role("button", name="Make the new job").last.click()
    new = wait_for_job(page)
    visitor.look("job in the place of another")
    page.get_by_role("link", name=old).click()
    page.locator(".job-headline", has_text="is cancelled").wait_for(timeout=40_000)
    visitor.look("job that was cancelled")
    first, second = new_jobs(before, installation.sandbox.practice())
    assert [(one["id"], one["state"]) for one in (first, second)] == [(old, "CANCELLED"), (new, "PLAN")]
    assert {(float(cost["quantity"]), cost["billable"]) for cost in first["costs"]} == {(0.0, False)}
    assert [note["text"].split("\n")[0] for note in first["notes"][1:]] == ['The "other" company pays <this>']
    assert len(second["costs"]) == len(first["costs"])
