"""A firm without XPM keeps its jobs in the job book; later it connects and hands them over, each once."""

from pathlib import Path

import pytest

from .browser import Visitor
from .clicking import (
    confirm_costs,
    cost_line,
    fill_cost,
    open_company,
    prepare_documents,
    start_appointment,
    wait_for_job,
)
from .installation import Installation, wait_until
from .test_xpm_down import compare

COMPANY, PERSON = "Quorindale Holdings Pty Ltd", "Māia Tāwhiri-Ngārimu"
SEARCH = {
    "Cost Description": '=Search "A & B" <Māori>',
    "Quantity": "2",
    "Unit Cost": "9.50",
    "Unit Price": "15.05",
}
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_job_is_kept_in_the_book_and_handed_over_once(
    unconnected: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    page, before = visitor.page, unconnected.sandbox.practice()
    visitor.sign_in(*unconnected.sign_in())
    unconnected.start_worker()
    release_into_the_book(visitor, tmp_path)
    work_on_the_job(visitor)
    look_at_the_lists(visitor, tmp_path)
    unconnected.connect()
    page.goto(f"{visitor.site}/jobs/?show=book")
    page.get_by_role("link", name="Hand to XPM").click()
    page.get_by_role("heading", name="Hand to XPM", level=1).wait_for()
    visitor.look("hand several over")
    page.get_by_role("link", name="MB-00001").click()
    page.get_by_role("checkbox", name="Rosalind Fernleigh (me)").wait_for()
    visitor.look("hand over")
    second = visitor.context.new_page()
    second.goto(page.url)
    for one in (page, second):
        one.get_by_role("button", name="Hand to XPM").last.click()
        one.get_by_role("heading", name="What was asked for").wait_for()
    second.close()
    wait_for_job(page)
    visitor.look("job handed over")
    wait_until(
        lambda: len(unconnected.sandbox.practice()["jobs"]) == len(before["jobs"]) + 1, "the job in XPM"
    )
    compare(unconnected, before)


def release_into_the_book(visitor: Visitor, folder: Path) -> None:
    """The main job with the toggle of the job book."""
    page = visitor.page
    open_company(visitor, COMPANY)
    start_appointment(visitor, PERSON)
    prepare_documents(visitor)
    assert page.get_by_role("switch", name="Add Job to the job book?").is_checked()
    assert page.get_by_role("switch", name="Add Job to Xero Practice Manager?").is_disabled()
    assert page.get_by_role("checkbox", name="(me)").is_checked()
    page.get_by_role("button", name="Add line").click()
    cost_line(page, 2).wait_for()
    fill_cost(cost_line(page, 2), SEARCH)
    confirm_costs(page)
    visitor.look("production with the job book")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download", exact=True).click()
    download.value.save_as(folder / "pack.zip")
    page.get_by_text("Job MB-00001 is Planned").wait_for()
    visitor.look("pack with a job of the book")


def work_on_the_job(visitor: Visitor) -> None:
    """A state, a changed price, a line taken off."""
    page = visitor.page
    page.get_by_role("link", name="Job and costs").click()
    page.get_by_role("button", name="Mark In Progress").click()
    page.get_by_text("Job MB-00001 is In Progress").wait_for()
    page.get_by_role("button", name="Mark Planned").click()
    page.get_by_role("link", name="Review Costs").click()
    fill_cost(cost_line(page, 1), {"Unit Price": "99.95"})
    page.get_by_role("button", name="Add line").click()
    cost_line(page, 3).wait_for()
    fill_cost(cost_line(page, 3), {**SEARCH, "Cost Description": "Postage"})
    visitor.look("costs of a job of the book")
    page.get_by_role("button", name="Change the costs").last.click()
    page.get_by_text("changed the costs").wait_for()
    visitor.look("job of the book")


def look_at_the_lists(visitor: Visitor, folder: Path) -> None:
    """What is not in XPM with its total, its files, the import and the numbers."""
    page = visitor.page
    page.goto(f"{visitor.site}/jobs/?show=absent")
    page.get_by_text("Total price ex GST of all 1").wait_for()
    visitor.look("not yet in xpm")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export XLSX").click()
    download.value.save_as(folder / "jobs.xlsx")
    page.get_by_role("link", name="Import into XPM").click()
    page.get_by_role("textbox", name=f"Name in XPM of {COMPANY}").fill("QUORINDALE HOLDINGS P/L")
    page.get_by_role("button", name="Save the names").last.click()
    page.get_by_text("The names are kept.").wait_for()
    visitor.look("import into xpm")
    page.goto(f"{visitor.site}/settings/job-numbers/")
    page.get_by_label("Number of the next job").fill("J-0100")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("The next job gets the number J-0100.").wait_for()
    visitor.look("job numbers")
