"""The pages on which a refused job is put right."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.companies.models import Company
from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.services import queue_job
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.work import clock

REFUSED = DeliveryStep.Status.REFUSED


@pytest.fixture
def practice(firm: Firm, preparer: User) -> Practice:
    return make_practice(firm, preparer)


@pytest.fixture
def job(firm: Firm, company: Company, practice: Practice, preparer: User, job_draft: JobDraft) -> Job:
    """A job that XPM refused as a whole."""
    job = queue_job(
        practice.connection, preparer, job_draft, company_id=company.pk, label="T-1", kind="registered_office"
    )
    refuse(job, "job.create")
    return job


@pytest.fixture
def job_draft(practice: Practice, company: Company) -> JobDraft:
    today = clock.today(company.firm.zone)
    client = make_client(practice, "Kōwhai", company.contact)
    return JobDraft(
        adds_job=True, contact_id=company.contact_id, client_id=client.pk, creates_client=False,
        template_id=practice.template.pk, name="CoSec & <more>", description="One\ntwo", start_date=today,
        due_date=today, staff_ids=(practice.me.pk,), is_confirmed=True, costs=(),
    )  # fmt: skip


def refuse(job: Job, kind: str) -> None:
    job.delivery.steps.filter(kind=kind).update(status=REFUSED, reason="XPM said no", sends=1)  # type: ignore[union-attr]
    Delivery.across_firms.update(status="refused", reason="XPM said no")


def page(job: Job) -> str:
    return reverse("job_correction", args=[job.pk])


def typed(answer: Any) -> dict[str, Any]:
    """What a browser would post back from the page as shown."""
    panel = answer.context["panel"]
    form = {f.html_name: f.value() for f in panel.form if f.value() not in (None, False, "")}
    form |= {"contact": panel.contact.pk, "contact_text": panel.contact.name}
    lines = {"cost-TOTAL_FORMS": "0", "cost-INITIAL_FORMS": "0"}
    return {**form, **lines, "adds_job": "on", "do": "send again"}


def test_page_is_for_those_who_release(
    job: Job, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    answers = [as_user(one).get(page(job)).status_code for one in (preparer, viewer, stranger)]
    assert answers == [200, 403, 404]


def test_page_shows_what_was_asked_for_and_what_xpm_said(job: Job, preparer: User, as_user: SignIn) -> None:
    shown = as_user(preparer).get(page(job)).content.decode()
    assert "CoSec &amp; &lt;more&gt;" in shown
    assert "XPM said no" in shown


def test_sending_again_wakes_the_work(job: Job, preparer: User, as_user: SignIn) -> None:
    client: Client = as_user(preparer)
    values = typed(client.get(page(job))) | {"name": "A better name"}
    answer = client.post(page(job), values)
    assert (answer.status_code, answer["Location"]) == (303, reverse("job_page", args=[job.pk]))
    job.refresh_from_db()
    assert job.delivery is not None
    assert (job.name, job.delivery.status) == ("A better name", "waiting")


def test_due_before_start_is_refused_at_its_field_and_keeps_what_was_typed(
    job: Job, preparer: User, as_user: SignIn
) -> None:
    client = as_user(preparer)
    values = typed(client.get(page(job))) | {"due_date": "1 Jan 2020", "name": "Kept"}
    answer = client.post(page(job), values)
    assert answer.status_code == 422
    assert list(answer.context["panel"].form.errors) == ["due_date"]
    assert 'value="Kept"' in answer.content.decode()
    assert Delivery.across_firms.get().status == "refused"


def test_line_is_added_without_sending(job: Job, preparer: User, as_user: SignIn) -> None:
    client = as_user(preparer)
    answer = client.post(page(job), typed(client.get(page(job))) | {"do": "add line"})
    assert (answer.status_code, len(answer.context["panel"].lines.forms)) == (200, 1)
    assert Delivery.across_firms.get().status == "refused"


def test_team_of_a_made_job_is_sent_again(
    job: Job, practice: Practice, preparer: User, as_user: SignIn
) -> None:
    Job.across_firms.update(number="J000001")
    job.delivery.steps.filter(kind="job.create").update(status="done")  # type: ignore[union-attr]
    refuse(job, "job.assign")
    values = {"staff": [practice.colleague.pk], "cost-TOTAL_FORMS": "0", "cost-INITIAL_FORMS": "0"}
    assert as_user(preparer).post(page(job), values).status_code == 303
    step = DeliveryStep.across_firms.get(kind="job.assign")
    assert (step.status, step.payload["staff"]) == ("staged", [practice.colleague.uuid])


def test_other_lines_than_the_refused_ones_are_not_taken(job: Job, preparer: User, as_user: SignIn) -> None:
    Job.across_firms.update(number="J000001")
    job.delivery.steps.filter(kind="job.create").update(status="done")  # type: ignore[union-attr]
    refuse(job, "job.assign")
    line = {
        "date": "1 Nov 2026",
        "description": "Mine",
        "quantity": "1",
        "unit_price": "5",
        "is_included": "on",
    }
    posted = {f"cost-0-{name}": value for name, value in line.items()}
    answer = as_user(preparer).post(page(job), posted | {"cost-TOTAL_FORMS": "1", "cost-INITIAL_FORMS": "0"})
    assert (answer.status_code, DeliveryStep.across_firms.filter(status=REFUSED).count()) == (422, 1)


def test_job_that_is_not_refused_has_nothing_to_put_right(job: Job, preparer: User, as_user: SignIn) -> None:
    DeliveryStep.across_firms.update(status="staged")
    assert as_user(preparer).get(page(job))["Location"] == reverse("job_page", args=[job.pk])
