from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from minutebook.conftest import SignIn
from minutebook.core.blobs import store_blob
from minutebook.firms.models import User
from minutebook.jobs.models import Job
from minutebook.jobs.papers import Paper, put_papers
from minutebook.jobs.putting_right import cancel_job
from minutebook.jobs.replacing import old_draft, replace_job
from minutebook.jobs.services import set_state
from minutebook.jobs.tests.held import settle, world_jobs
from minutebook.practice_manager.delivery.services import retry
from minutebook.practice_manager.models import Connection, Delivery, DeliveryStep
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status = Delivery.Status
DOCUMENT = "*job.api/document"
NAMES = ("01 Consent - Kōwhai & Sons.pdf", '02 Register - Kōwhai "Whenua".pdf')
CONTENTS = (b"%PDF-1.7 one \x00\xff", b"%PDF-1.7 two")


@pytest.fixture
def with_papers(ready: Connection, ask: AskForJob) -> Callable[[], Job]:
    """Asks for a job with two papers."""
    Connection.across_firms.filter(pk=ready.pk).update(attaches_papers=True)
    ready.refresh_from_db()

    def ask_with_papers() -> Job:
        with transaction.atomic():
            job = ask()
            put_papers(job, papers())
        return job

    return ask_with_papers


def papers() -> list[Paper]:
    return [
        Paper(f"Paper {number} & <more>", name, store_blob(content))
        for number, (name, content) in enumerate(zip(NAMES, CONTENTS, strict=True), start=1)
    ]


def documents_of(sandbox: SandboxServer, job: Job) -> list[tuple[str, str, str]]:
    job.refresh_from_db()
    made = next(one for one in world_jobs(sandbox) if one["id"] == job.number)
    return sorted((one["title"], one["file_name"], one["text"]) for one in made["documents"])


def expected(job: Job) -> list[tuple[str, str, str]]:
    assert job.delivery is not None
    return [
        (f"Paper {number} & <more>", name, f"[ref {job.delivery.marker}-d{number}]")
        for number, name in enumerate(NAMES, start=1)
    ]


@pytest.mark.parametrize("fault", [None, "lost_reply", "reset_before", "cut_reply", "late"])
def test_each_paper_is_on_the_job_once(
    sandbox: SandboxServer, with_papers: Callable[[], Job], fault: str | None
) -> None:
    if fault:
        options: dict[str, Any] = {"seconds": 1.3} if fault == "late" else {}
        sandbox.app.sandbox.faults.faults.append(Fault(fault, path=DOCUMENT, method="*", **options))
    job = with_papers()
    assert settle(job) == Status.DONE
    assert documents_of(sandbox, job) == expected(job)


def test_firm_that_does_not_want_papers_there_sends_none(ready: Connection, ask: AskForJob) -> None:
    with transaction.atomic():
        job = ask()
        put_papers(job, papers())
    assert DeliveryStep.across_firms.filter(kind="job.document").count() == 0


def test_new_job_in_the_place_of_one_has_its_papers_too(
    sandbox: SandboxServer, with_papers: Callable[[], Job], preparer: User
) -> None:
    old = with_papers()
    assert settle(old) == Status.DONE
    old.refresh_from_db()
    cancel_job(old, "Wrong client", preparer)
    assert settle(old) == Status.DONE
    old.refresh_from_db()
    new = replace_job(old, old_draft(old, old.start_date), preparer)
    assert settle(new) == Status.DONE
    assert documents_of(sandbox, new) == expected(new)


def test_refused_paper_keeps_no_state_back_and_goes_up_by_retry(
    sandbox: SandboxServer, with_papers: Callable[[], Job], preparer: User
) -> None:
    sandbox.app.sandbox.faults.faults.append(
        Fault("error_200", path=DOCUMENT, method="*", text="Content is invalid")
    )
    job = with_papers()
    assert settle(job) == Status.REFUSED
    job.refresh_from_db()
    set_state(job, "complete", preparer)
    assert settle(job) == Status.REFUSED
    assert next(one for one in world_jobs(sandbox) if one["id"] == job.number)["state"] == "COMPLETED"
    retry(Delivery.across_firms.get(pk=job.delivery_id), preparer)
    assert settle(job) == Status.DONE
    assert documents_of(sandbox, job) == expected(job)


def test_paper_that_is_lost_here_is_told_and_not_sent(
    sandbox: SandboxServer, with_papers: Callable[[], Job], settings: Any, tmp_path: Any
) -> None:
    job = with_papers()
    settings.DATA_DIR = tmp_path / "elsewhere"
    assert settle(job) == Status.REFUSED
    reasons = set(DeliveryStep.across_firms.filter(kind="job.document").values_list("reason", flat=True))
    assert reasons == {"A stored file is missing. Restore it from the last backup."}
    assert documents_of(sandbox, job) == []


def test_refused_paper_is_left_out_by_a_partner(
    sandbox: SandboxServer, with_papers: Callable[[], Job], as_user: SignIn, partner: User
) -> None:
    text = "Title <b>is</b> invalid"
    sandbox.app.sandbox.faults.faults.append(Fault("error_200", path=DOCUMENT, method="*", text=text))
    job = with_papers()
    assert settle(job) == Status.REFUSED
    browser = as_user(partner)
    html = browser.get(f"/jobs/{job.pk}/correction/").content.decode()
    step = DeliveryStep.across_firms.get(kind="job.document", status="refused")
    assert "Title &lt;b&gt;is&lt;/b&gt; invalid" in html
    assert browser.post(f"/jobs/{job.pk}/questions/{step.pk}/", {"answer": "leave"}).status_code == 303
    assert settle(job) == Status.DONE
    assert documents_of(sandbox, job) == expected(job)[1:]
