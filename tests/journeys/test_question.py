"""A question is answered: nobody can tell whether the job was made, so a person looks in XPM and says so."""

from pathlib import Path

import pytest

from .browser import Visitor
from .clicking import wait_for_job
from .installation import Installation
from .sandbox_door import Plain
from .test_xpm_down import CATEGORY, compare, release
from .worlds import as_expected, as_held, new_jobs, rest_of

NAME = 'Renamed <by hand> & "more"'
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_job_that_was_never_made_is_made_when_a_person_says_so(
    installation: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    ask(installation, visitor, tmp_path, {"kind": "reset_before"})
    page.get_by_text("Nothing with our reference was found in XPM.").wait_for()
    visitor.look("needs attention question")
    page.get_by_role("button", name="It is not there: make it").click()
    page.get_by_text("Your answer is kept. The job goes on.").wait_for()
    page.get_by_text("Nothing needs you").wait_for()
    open_made(visitor)
    compare(installation, before)


def test_job_that_lost_our_reference_is_named_by_its_number(
    installation: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    fault = {"kind": "lost_reply"}
    ask(installation, visitor, tmp_path, fault, hides=True)
    [made] = new_jobs(before, installation.sandbox.practice())
    page.get_by_label("Its number in XPM, if you see it there").fill(made["id"])
    page.get_by_role("button", name="Look again").click()
    page.get_by_text("Your answer is kept. The job goes on.").wait_for()
    show_attention(visitor)
    page.get_by_role("cell", name=NAME).wait_for()
    visitor.look("needs attention named job")
    page.get_by_role("button", name="This is it: use it").click()
    page.get_by_text("Nothing needs you").wait_for()
    open_made(visitor)
    after = installation.sandbox.practice()
    [wanted] = installation.inside.call("wanted_jobs").values()
    edited = {"name": NAME, "description": "", "client_order_number": ""}
    [held] = new_jobs(before, after)
    assert as_held(held) == as_expected(wanted, after, CATEGORY) | edited
    assert rest_of(after) == rest_of(before)


def ask(
    installation: Installation, visitor: Visitor, tmp_path: Path, fault: Plain, *, hides: bool = False
) -> None:
    """A pack whose call that makes the job comes to nothing that we can tell; then the page of what needs attention."""
    practice = installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    installation.sandbox.order(fault | {"path": "*job.api/add"})
    release(visitor, tmp_path)
    if hides:
        # Looking comes two seconds after the lost answer: until then XPM is closed.
        installation.sandbox.order({"kind": "status", "code": 503, "method": "GET", "times": 1000})
    installation.start_worker()
    if hides:
        job = wait_for_new_job(visitor, installation, practice)
        installation.sandbox.change_job(job, {"name": NAME, "description": "", "client_order_number": ""})
        installation.sandbox.clear_faults()
    visitor.page.get_by_role("heading", name="Is the job in XPM?").wait_for(timeout=60_000)
    visitor.page.get_by_role("link", name="Dashboard").first.click()
    visitor.page.get_by_role("heading", name="Jobs that need you").wait_for()
    show_attention(visitor)


def wait_for_new_job(visitor: Visitor, installation: Installation, before: Plain) -> Plain:
    """The job that XPM made although we were told nothing of it."""
    for _ in range(200):
        if made := new_jobs(before, installation.sandbox.practice()):
            return made[0]
        visitor.page.wait_for_timeout(100)
    raise AssertionError("XPM made no job")


def show_attention(visitor: Visitor) -> None:
    """The page of what needs attention, until the question stands there."""
    page = visitor.page
    page.get_by_role("link", name="Needs attention").first.click()
    page.get_by_role("heading", name="Needs attention", level=1).wait_for()
    for _ in range(100):
        if page.get_by_role("heading", name="Is the job in XPM?").count():
            return
        page.wait_for_timeout(300)
        page.reload()
    raise AssertionError("no question is shown")


def open_made(visitor: Visitor) -> None:
    """The job's page from the list, until it is made."""
    visitor.page.get_by_role("link", name="Jobs", exact=True).first.click()
    visitor.page.locator("tbody a").first.click()
    wait_for_job(visitor.page)
    visitor.look("job made after a question")
