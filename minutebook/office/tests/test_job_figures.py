from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Cost, Job
from minutebook.office.charts import BAR_MOST
from minutebook.office.job_figures import StateCount, jobs_by_state, prices_by_month
from minutebook.practice_manager.models import Delivery
from minutebook.practice_manager.tests.conftest import make_connection

TODAY = date(2028, 2, 29)


def make_job(firm: Firm, state: str = "planned", **costs: Any) -> Job:
    contact = Contact.across_firms.create(firm=firm, kind="company", name="K & <Co>")
    job: Job = Job.across_firms.create(
        firm=firm, contact=contact, name="Job", description="", state=state, start_date=TODAY, due_date=TODAY
    )
    for position, (day, quantity, price, is_billable) in enumerate(costs.get("lines", ()), start=1):
        Cost.across_firms.create(
            firm=firm, job=job, position=position, date=day, description="Fee", is_billable=is_billable,
            quantity=Decimal(quantity), unit_cost=0, unit_price=Decimal(price),
        )  # fmt: skip
    return job


def test_states_leave_out_what_was_called_off_or_cancelled(
    firm: Firm, other_firm: Firm, administrator: User
) -> None:
    assert jobs_by_state(firm) == ()
    for state in ("planned", "planned", "complete", "cancelled"):
        make_job(firm, state)
    make_job(other_firm, "in progress")
    connection = make_connection(firm, administrator)
    dropped = make_job(firm, "planned")
    dropped.delivery = Delivery.across_firms.create(
        firm=firm, connection=connection, tenant_id="t", kind="job", marker="M1", status="cancelled"
    )
    dropped.save()
    assert jobs_by_state(firm) == (
        StateCount("planned", "Planned", 2, 100),
        StateCount("working", "In Progress", 0, 0),
        StateCount("complete", "Complete", 1, 50),
    )


def test_prices_stand_in_the_month_of_their_line_each_rounded_on_its_own(
    firm: Firm, other_firm: Firm
) -> None:
    lines = (
        (date(2027, 8, 31), "1", "999.00", True),  # before the months shown
        (date(2027, 9, 1), "0.5", "0.01", True),
        (date(2027, 9, 30), "0.5", "0.01", True),
        (date(2028, 2, 29), "1", "1230.50", True),
        (date(2028, 2, 29), "1", "77.00", False),
    )
    make_job(firm, lines=lines)
    make_job(firm, "cancelled", lines=[(TODAY, "1", "500.00", True)])
    make_job(other_firm, lines=[(TODAY, "1", "500.00", True)])
    chart = prices_by_month(firm, TODAY)
    assert [(bar.label, bar.shown) for bar in chart.bars] == [
        ("Sep", "$0.02"), ("Oct", ""), ("Nov", ""), ("Dec", ""), ("Jan", ""), ("Feb", "$1,230.50"),
    ]  # fmt: skip
    assert [bar.height for bar in chart.bars] == [3, 0, 0, 0, 0, BAR_MOST]
    assert chart.words == (
        "Costs on jobs by month, ex GST. Sep 2027: $0.02; Oct 2027: $0; Nov 2027: $0; Dec 2027: $0;"
        " Jan 2028: $0; Feb 2028: $1,230.50."
    )


@pytest.mark.parametrize("has_job", [False, True])
def test_dashboard_shows_figures_once_there_are_jobs(
    as_user: SignIn, viewer: User, firm: Firm, has_job: bool
) -> None:
    Contact.across_firms.create(firm=firm, name="K")
    if has_job:
        make_job(firm)
    page = as_user(viewer).get("/")
    # Before the first company the dashboard welcomes instead.
    assert ("Jobs in figures" in page.content.decode()) is False
    assert (len(page.context["states"]) > 0) is has_job
