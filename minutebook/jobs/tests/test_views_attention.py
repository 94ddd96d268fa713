"""Needs attention: every job that waits for somebody, with the evidence and plain answers; who may answer."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutebook.companies.models import Company
from minutebook.conftest import SignIn
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.practice_manager.delivery.services import NewStep, new_delivery, start
from minutebook.practice_manager.models import Attempt, Delivery, DeliveryStep
from minutebook.work import clock

PAGE = reverse("attention")


@pytest.fixture
def practice(firm: Firm, company: Company, preparer: User) -> Practice:
    practice = make_practice(firm, preparer)
    make_client(practice, company.name, company.contact)
    return practice


@pytest.fixture
def waiting(firm: Firm, company: Company, preparer: User, practice: Practice) -> Any:
    """A job that waits in a way, with one call and what came of it."""

    def make(status: str, name: str = "CoSec <i>", **fields: Any) -> Job:
        delivery, today = new_delivery(practice.connection, "job"), clock.today(firm.zone)
        job: Job = Job.across_firms.create(
            firm=firm, company=company, contact=company.contact, label="T-1", name=name, description="x",
            start_date=today, due_date=today, delivery=delivery, created_by=preparer, **fields,
        )  # fmt: skip
        start(delivery, [NewStep("job.create", {"name": name, "category_uuid": ""})])
        step = delivery.steps.get()
        step.status, step.reason = status, "Invalid <job> & template"
        step.candidates = [{"remote_id": "J7", "results": {"job_number": "J7", "job_uuid": "u7"},
                            "description": {"Name": "Another"}, "is_as_wanted": False}]  # fmt: skip
        step.save()
        Attempt.across_firms.create(
            firm=firm, step=step, purpose="send", worker="w", lease_number=1, started_at=clock.now(),
            outcome="refused", answer="Invalid <job> & template", correlation_id="c-77",
        )  # fmt: skip
        Delivery.across_firms.filter(pk=delivery.pk).update(status=status, reason=step.reason)
        return job

    return make


def test_page_is_the_firms_own(waiting: Any, viewer: User, stranger: User, as_user: SignIn) -> None:
    waiting("question")
    assert "CoSec &lt;i&gt;" in as_user(viewer).get(PAGE).content.decode()
    assert "Nothing needs you" in as_user(stranger).get(PAGE).content.decode()


def test_evidence_stands_there(waiting: Any, partner: User, as_user: SignIn) -> None:
    waiting("question")
    shown = as_user(partner).get(PAGE).content.decode()
    for words in (
        "XPM refused the job",
        "“Invalid &lt;job&gt; &amp; template”",
        "c-77",
        "Another",
        "J7",
        "differs",
    ):
        assert words in shown, words


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("", ["A", "B", "C", "D", "E"]), ("question", ["A"]), ("refused", ["B"]), ("held", ["C"]),
        ("template", ["D"]), ("replacement", ["E"]), ("nonsense", ["A", "B", "C", "D", "E"]),
    ],
)  # fmt: skip
def test_filters(waiting: Any, preparer: User, as_user: SignIn, show: str, names: list[str]) -> None:
    for status, name in (("question", "A"), ("refused", "B"), ("held", "C")):
        waiting(status, name)
    template = waiting("done", "D")
    template.costs.create(
        firm=template.firm, position=1, date=template.start_date, description="Postage", quantity=1,
        unit_cost=0, unit_price=1, is_undecided=True,
    )  # fmt: skip
    waiting("done", "E", cancelled_because="Wrong", awaits_replacement=True)
    waiting("done", "fine")
    answer = as_user(preparer).get(PAGE, {"show": show} if show else {})
    assert [case.job.name for case in answer.context["cases"]] == names
    assert {key: count for key, _, count in answer.context["chips"]} == {
        "question": 1, "refused": 1, "held": 1, "template": 1, "slow": 0, "replacement": 1,
    }  # fmt: skip
    dashboard = as_user(preparer).get(reverse("dashboard")).content.decode()
    assert '<span class="count urgent">5<' in dashboard


def test_as_many_queries_for_one_as_for_many(waiting: Any, partner: User, as_user: SignIn) -> None:
    client = as_user(partner)
    counts = []
    for number in (1, 9):
        for _ in range(number):
            waiting("question")
        client.get(PAGE)
        with CaptureQueriesContext(
            database,
        ) as queries:
            client.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_answer_from_the_list_comes_back_to_it_and_is_audited(
    waiting: Any, partner: User, as_user: SignIn
) -> None:
    job = waiting("question")
    step = DeliveryStep.across_firms.get()
    posted = {"answer": "leave", "from": "attention"}
    answer = as_user(partner).post(reverse("job_answer", args=[job.pk, step.pk]), posted)
    assert answer["Location"] == PAGE
    event = AuditEvent.across_firms.get(action="delivery.answered")
    assert (event.user, event.facts["answer"]) == (partner, "leave it")


@pytest.mark.parametrize(
    ("lowest", "who"),
    [
        ("administrator", [200, 403, 403, 403]),
        ("partner", [200, 200, 403, 403]),
        ("preparer", [200, 200, 200, 403]),
    ],
)
def test_firm_says_who_answers(
    waiting: Any,
    firm: Firm,
    administrator: User,
    partner: User,
    preparer: User,
    viewer: User,
    as_user: SignIn,
    lowest: str,
    who: list[int],
) -> None:
    form = {"name": firm.name, "colour": "#0f4c5c", "time_zone": firm.time_zone, "answering_role": lowest}
    assert as_user(administrator).post(reverse("firm_edit"), form).status_code == 303
    job = waiting("question")
    step = DeliveryStep.across_firms.get()
    found = []
    for one in (administrator, partner, preparer, viewer):
        client = as_user(one)
        shows = "Leave it" in client.get(PAGE).content.decode()
        status = client.post(reverse("job_answer", args=[job.pk, step.pk]), {"answer": "x"}).status_code
        found.append(403 if status == 403 else 200)
        assert shows == (status != 403)
    assert found == who


@pytest.mark.parametrize(
    ("status", "minutes", "is_shown"),
    [("under way", 61, True), ("waiting", 61, True), ("under way", 59, False), ("done", 61, False)],
)
def test_job_under_way_for_an_hour_is_shown(
    waiting: Any, viewer: User, as_user: SignIn, status: str, minutes: int, is_shown: bool
) -> None:
    job, asked_at = waiting("staged"), clock.now() - timedelta(minutes=minutes)
    Delivery.across_firms.filter(pk=job.delivery_id).update(status=status, asked_at=asked_at)
    page = as_user(viewer).get(PAGE).content.decode()
    assert ("Under way for over an hour" in page) == is_shown
    assert ("goes on by itself as soon as XPM answers" in page) == is_shown
