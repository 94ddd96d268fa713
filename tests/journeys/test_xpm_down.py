"""XPM does not answer, or refuses: the pack goes out all the same, the page says why the job waits, then it is made."""

from pathlib import Path

import pytest

from .browser import Visitor
from .clicking import confirm_costs, open_company, prepare_documents, start_appointment, wait_for_job
from .installation import Installation
from .packs import open_zip
from .worlds import as_expected, as_held, new_jobs, rest_of

COMPANY, PERSON = "Quorindale Holdings Pty Ltd", "Māia Tāwhiri-Ngārimu"
CATEGORY = "CoSec - billable"
REFUSAL = 'Invalid <job> template & "identifier"'
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_pack_goes_out_and_the_job_waits_until_xpm_is_back(
    installation: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    # Once before, since a sandbox that was started again writes 0.00 as 0.
    installation.stop_sandbox()
    installation.start_sandbox()
    page, before = visitor.page, installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    installation.start_worker()
    installation.stop_sandbox()
    release(visitor, tmp_path)
    page.get_by_text("Why it waits:").wait_for(timeout=40_000)
    visitor.look("job waits")
    installation.start_sandbox()
    # The third try comes a minute after the second.
    wait_for_job(page, seconds=100)
    compare(installation, before)


def test_refused_job_shows_xpms_words_and_retry_makes_it(
    installation: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    installation.start_worker()
    installation.sandbox.order({"kind": "error_200", "path": "*job.api/add", "text": REFUSAL})
    release(visitor, tmp_path)
    page.get_by_text(REFUSAL).first.wait_for(timeout=40_000)
    visitor.look("job refused")
    page.get_by_role("button", name="Retry").click()
    wait_for_job(page)
    compare(installation, before)


def release(visitor: Visitor, tmp_path: Path) -> None:
    """An appointment released by Download; the zip is whole."""
    page = visitor.page
    open_company(visitor, COMPANY)
    start_appointment(visitor, PERSON)
    prepare_documents(visitor)
    confirm_costs(page)
    with page.expect_download() as pressed:
        page.get_by_role("button", name="Download").click()
    path = tmp_path / "pack.zip"
    pressed.value.save_as(path)
    manifest, _ = open_zip(path)
    assert manifest["company"]["name"] == COMPANY


def compare(installation: Installation, before: dict[str, object]) -> None:
    """One job, as asked for, and nothing else changed."""
    after = installation.sandbox.practice()
    [wanted] = installation.inside.call("wanted_jobs").values()
    held = [as_held(job) for job in new_jobs(before, after)]
    assert held == [as_expected(wanted, after, CATEGORY)]
    assert rest_of(after) == rest_of(before)
