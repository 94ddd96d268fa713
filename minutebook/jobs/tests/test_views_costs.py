"""The page on which the costs of a job that exists are changed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from minutebook.companies.models import Company
from minutebook.conftest import SignIn
from minutebook.core.dates import show_date
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Cost, Job
from minutebook.jobs.tests.practice import make_practice
from minutebook.practice_manager.delivery.services import NewStep, new_delivery, start
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.work import clock


@pytest.fixture
def job(firm: Firm, company: Company, preparer: User) -> Job:
    """A job with one cost that is in XPM."""
    practice = make_practice(firm, preparer)
    delivery = new_delivery(practice.connection, "job")
    today = clock.today(firm.zone)
    job: Job = Job.across_firms.create(
        firm=firm, company=company, contact=company.contact, label="T-1", name="CoSec", description="x",
        start_date=today, due_date=today, delivery=delivery, created_by=preparer, number="J000001",
    )  # fmt: skip
    cost = Cost.across_firms.create(
        firm=firm, job=job, position=1, date=today, description="Fee & <more>", quantity=Decimal(1),
        unit_cost=0, unit_price=Decimal("130.00"), reference=f"{delivery.marker}-1",
    )  # fmt: skip
    start(delivery, [NewStep("job.create", {"category_uuid": ""}), NewStep("job.cost", {"cost_id": cost.pk})])
    delivery.steps.update(status="done")
    Delivery.across_firms.update(status="done")
    return job


def page(job: Job) -> str:
    return reverse("job_costs", args=[job.pk])


def typed(answer: Any, **changes: str) -> dict[str, str]:
    """What a browser would post back, with some values changed."""
    form = answer.context["panel"]
    values = {"version": form.version, "cost-INITIAL_FORMS": "0", "do": "change"}
    values["cost-TOTAL_FORMS"] = str(len(form.lines.forms))
    for line in form.lines.forms:
        for bound in line:
            value = bound.field.prepare_value(bound.value())
            if value not in (None, False, ""):
                values[bound.html_name] = "on" if value is True else str(value)
    return values | changes


def test_page_is_for_those_who_release(
    job: Job, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    answers = [as_user(one).get(page(job)).status_code for one in (preparer, viewer, stranger)]
    assert answers == [200, 403, 404]
    assert "Fee &amp; &lt;more&gt;" in as_user(preparer).get(page(job)).content.decode()


def test_change_is_queued_and_told(job: Job, preparer: User, as_user: SignIn) -> None:
    client = as_user(preparer)
    posted = typed(client.get(page(job)), **{"cost-0-unit_price": "99.95"})
    assert client.post(page(job), posted)["Location"] == reverse("job_page", args=[job.pk])
    step = DeliveryStep.across_firms.get(kind="job.cost_change")
    assert (step.status, step.payload["unit_price"]) == ("staged", "99.95")
    assert client.get(page(job)).status_code == 303


def test_line_is_added_on_the_page_before_anything_is_sent(job: Job, preparer: User, as_user: SignIn) -> None:
    client = as_user(preparer)
    answer = client.post(page(job), typed(client.get(page(job)), do="add line"))
    assert (answer.status_code, len(answer.context["panel"].lines.forms)) == (200, 2)
    assert answer.content.decode().count('value="remove:') == 1
    assert Delivery.across_firms.get().status == "done"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Nothing is changed yet."),
        ({"cost-0-unit_price": "-1"}, "An amount cannot be negative."),
        ({"cost-0-description": ""}, "Say what the cost is for."),
        ({"version": "older", "cost-0-unit_price": "1"}, "The costs were changed in another window."),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(
    job: Job, preparer: User, as_user: SignIn, changes: dict[str, str], words: str
) -> None:
    client = as_user(preparer)
    answer = client.post(page(job), typed(client.get(page(job)), **changes))
    assert (answer.status_code, words in answer.content.decode()) == (422, True)
    assert (Delivery.across_firms.get().status, DeliveryStep.across_firms.count()) == ("done", 2)


def test_job_page_offers_it_while_it_can_be_done(
    job: Job, preparer: User, viewer: User, as_user: SignIn
) -> None:
    shown = reverse("job_page", args=[job.pk])
    assert [page(job) in as_user(one).get(shown).content.decode() for one in (preparer, viewer)] == [
        True,
        False,
    ]
    Delivery.across_firms.update(status="waiting")
    assert page(job) not in as_user(preparer).get(shown).content.decode()


def test_line_that_was_taken_off_is_shown_and_not_offered(job: Job, preparer: User, as_user: SignIn) -> None:
    Cost.across_firms.update(quantity=0, is_billable=False, uuid="c-1")
    client = as_user(preparer)
    assert "taken off" in client.get(reverse("job_page", args=[job.pk])).content.decode()
    assert client.get(page(job)).context["panel"].lines.forms == []


def test_line_that_stands_is_not_judged_anew(job: Job, preparer: User, as_user: SignIn) -> None:
    """It may be older than a year by now, or a discount that the template brought."""
    old = clock.today(job.firm.zone) - timedelta(days=400)
    Cost.across_firms.update(date=old, unit_price=Decimal("-20.00"))
    client, today = as_user(preparer), show_date(clock.today(job.firm.zone))
    shown = client.get(page(job))
    wrong = client.post(page(job), typed(shown, **{"cost-0-description": "Other words"}))
    assert [list(line.errors) for line in wrong.context["panel"].lines.forms] == [["date", "unit_price"]]
    new = {"date": today, "description": "New", "quantity": "1", "unit_price": "5", "is_included": "on"}
    added = {f"cost-1-{name}": value for name, value in new.items()}
    answer = client.post(page(job), typed(shown, **{"cost-TOTAL_FORMS": "2"} | added))
    assert answer["Location"] == reverse("job_page", args=[job.pk])
    assert [(cost.date, cost.unit_price) for cost in job.costs.all()] == [
        (old, Decimal("-20.00")), (clock.today(job.firm.zone), Decimal("5.00")),
    ]  # fmt: skip
