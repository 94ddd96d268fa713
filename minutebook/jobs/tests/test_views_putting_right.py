"""The pages on which a job is put right: whether it is billed, calling it off, the new job."""

from typing import Any

import pytest
from django.urls import reverse

from minutebook.companies.models import Company
from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job, JobReading
from minutebook.jobs.tests.practice import make_client, make_practice
from minutebook.practice_manager.delivery.services import NewStep, new_delivery, start
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.work import clock

PAGES = ("job_cancellation", "job_replacement", "job_billing", "job_billing_look", "job_cancellation_end")


@pytest.fixture
def job(firm: Firm, company: Company, preparer: User) -> Job:
    """A job with one cost that is in XPM."""
    practice = make_practice(firm, preparer)
    client = make_client(practice, company.name, company.contact)
    delivery = new_delivery(practice.connection, "job")
    today = clock.today(firm.zone)
    job: Job = Job.across_firms.create(
        firm=firm, company=company, contact=company.contact, label="T-1", name="CoSec <i>", description="x",
        start_date=today, due_date=today, delivery=delivery, created_by=preparer, number="J000001",
        client=client, template=practice.template, change_kind="registered_office",
    )  # fmt: skip
    cost = job.costs.create(
        firm=firm, position=1, date=today, description="Fee & <more>", quantity=1, unit_cost=0,
        unit_price="130.00", reference=f"{delivery.marker}-1", uuid="u1",
    )  # fmt: skip
    start(delivery, [NewStep("job.create", {"category_uuid": ""}), NewStep("job.cost", {"cost_id": cost.pk})])
    delivery.steps.update(status="done")
    Delivery.across_firms.update(status="done")
    return job


def page(job: Job, name: str = "job_cancellation") -> str:
    return reverse(name, args=[job.pk])


def read(job: Job, *numbers: str, problem: str = "") -> None:
    """XPM has answered which invoices the job stands on."""
    now = clock.now()
    assert job.delivery is not None
    JobReading.across_firms.create(
        firm=job.firm, connection=job.delivery.connection, kind="invoices", key=job.number, asked_at=now,
        read_at=now, found=[{"number": one, "status": "Paid", "amount": "99.00"} for one in numbers],
        problem=problem,
    )  # fmt: skip


def typed(answer: Any, **changes: str) -> dict[str, str | list[str]]:
    """What a browser would post back from the panel, with some values changed."""
    panel = answer.context["panel"]
    values: dict[str, Any] = {"adds_job": "on", "do": "make", "cost-INITIAL_FORMS": "0"}
    values["cost-TOTAL_FORMS"] = str(len(panel.lines.forms))
    for form in (panel.form, *panel.lines.forms):
        for bound in form:
            value = bound.field.prepare_value(bound.value())
            if bound.name == "contact":
                values["contact"] = str(panel.contact.pk)
            elif value not in (None, False, "", []):
                values[bound.html_name] = "on" if value is True else value
    return values | changes


@pytest.mark.parametrize("name", PAGES)
def test_pages_are_for_those_who_release(
    job: Job, viewer: User, stranger: User, as_user: SignIn, name: str
) -> None:
    for method in ("get", "post"):
        answers = [getattr(as_user(one), method)(page(job, name)).status_code for one in (viewer, stranger)]
        assert answers in ([403, 404], [403, 405])


def test_asking_is_a_post_and_the_page_waits_for_the_answer(
    job: Job, preparer: User, as_user: SignIn
) -> None:
    client = as_user(preparer)
    assert page(job, "job_billing_look") in client.get(page(job, "job_page")).content.decode()
    assert client.post(page(job, "job_billing_look"))["Location"] == page(job)
    shown = client.get(page(job)).content.decode()
    assert "Looking in XPM whether job J000001 is billed" in shown
    assert client.get(page(job, "job_billing")).status_code == 200
    JobReading.across_firms.update(read_at=clock.now())
    answer = client.get(page(job, "job_billing"))
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")
    assert "Not billed" in client.get(page(job)).content.decode()


def test_billed_job_offers_only_its_new_one(job: Job, preparer: User, as_user: SignIn) -> None:
    client = as_user(preparer)
    read(job, "I<7>", "I8")
    shown = client.get(page(job)).content.decode()
    assert "I&lt;7&gt;, I8" in shown
    assert "Call the job off" not in shown
    assert page(job, "job_replacement") in shown
    answer = client.post(page(job), {"because": "wrong", "then": "none"})
    assert (answer.status_code, DeliveryStep.across_firms.count()) == (422, 2)


def test_unread_invoices_do_not_stop_it(job: Job, preparer: User, as_user: SignIn) -> None:
    read(job, problem="XPM did not answer.")
    shown = as_user(preparer).get(page(job)).content.decode()
    assert "XPM did not answer. You can go on" in shown
    assert "Call the job off" in shown


@pytest.mark.parametrize("posted", [{}, {"because": " ", "then": "none"}, {"because": "x", "then": "both"}])
def test_reason_and_choice_are_asked_for(
    job: Job, preparer: User, as_user: SignIn, posted: dict[str, str]
) -> None:
    assert as_user(preparer).post(page(job), posted).status_code == 422
    assert Job.across_firms.get().cancelled_because == ""


def test_called_off_without_another(job: Job, preparer: User, as_user: SignIn) -> None:
    client = as_user(preparer)
    answer = client.post(page(job), {"because": "Made <twice>", "then": "none"})
    assert answer["Location"] == page(job, "job_page")
    shown = client.get(page(job, "job_page")).content.decode()
    assert "Made &lt;twice&gt;" in shown
    assert "still to be asked for" not in shown
    assert "its state does not" in shown
    assert "Mark Complete" not in shown
    assert client.post(page(job), {"because": "again", "then": "none"}).status_code == 422


def test_called_off_and_made_anew_from_the_panel_once(job: Job, preparer: User, as_user: SignIn) -> None:
    client = as_user(preparer)
    answer = client.post(page(job), {"because": "Wrong client", "then": "new"})
    assert answer["Location"] == page(job, "job_replacement")
    shown = client.get(page(job, "job_page")).content.decode()
    assert "still to be asked for" in shown
    opened = client.get(page(job, "job_replacement"))
    assert "Fee &amp; &lt;more&gt;" in opened.content.decode()
    refused = client.post(page(job, "job_replacement"), typed(opened, name=""))
    assert (refused.status_code, Job.across_firms.count()) == (422, 1)
    added = client.post(page(job, "job_replacement"), typed(opened, do="add line"))
    assert (added.status_code, len(added.context["panel"].lines.forms)) == (200, 2)
    posted = typed(opened, name="The right one")
    made = client.post(page(job, "job_replacement"), posted)
    new = Job.across_firms.get(name="The right one")
    assert made["Location"] == page(new, "job_page")
    assert client.post(page(job, "job_replacement"), posted)["Location"] == page(new, "job_page")
    assert Job.across_firms.count() == 2
    assert page(new, "job_page") in client.get(page(job, "job_page")).content.decode()
    assert page(job, "job_page") in client.get(page(new, "job_page")).content.decode()


def test_refused_cancelling_can_be_given_up(job: Job, preparer: User, as_user: SignIn) -> None:
    client = as_user(preparer)
    client.post(page(job), {"because": "Wrong client", "then": "none"})
    DeliveryStep.across_firms.filter(kind="job.cost_change").update(status="refused", reason="billed")
    first = DeliveryStep.across_firms.get(kind="job.cost")
    values = DeliveryStep.across_firms.get(kind="job.cost_change").payload
    first.payload = values | {"quantity": "1.0000", "billable": True}
    first.save()
    Delivery.across_firms.update(status="refused", reason="billed")
    shown = client.get(page(job, "job_page")).content.decode()
    assert page(job, "job_cancellation_end") in shown
    assert reverse("job_correction", args=[job.pk]) not in shown
    assert client.post(page(job, "job_cancellation_end"))["Location"] == page(job, "job_page")
    kept = Job.across_firms.get()
    assert (kept.cancelled_because, kept.state, str(kept.costs.get().quantity)) == ("", "planned", "1.0000")
