import csv
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutebook.companies.models import Company
from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Cost, Job
from minutebook.jobs.tests.practice import Practice, make_practice
from minutebook.practice_manager.delivery.services import NewStep, new_delivery, start
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.work import clock

LIST = reverse("job_list")
Status = DeliveryStep.Status
FOUND = {
    "remote_id": "J000009",
    "results": {"job_number": "J000009", "job_uuid": "uuid-9"},
    "is_as_wanted": False,
    "description": {"Name": "Something else", "Client": "", "Start": "2026-11-22"},
}


@pytest.fixture
def practice(firm: Firm, preparer: User) -> Practice:
    """A practice whose lists are read."""
    return make_practice(firm, preparer)


@pytest.fixture
def job(firm: Firm, company: Company, practice: Practice, preparer: User) -> Job:
    """A job with two costs that waits to be made."""
    return make_job(firm, company, practice, preparer)


def make_job(
    firm: Firm, company: Company, practice: Practice, user: User, name: str = "CoSec & <name>"
) -> Job:
    """A job whose delivery has its first two steps."""
    today = clock.today(firm.zone)
    delivery = new_delivery(practice.connection, "job")
    job: Job = Job.across_firms.create(
        firm=firm, company=company, contact=company.contact, label="TEST-0001", name=name, description="One\ntwo",
        start_date=today, due_date=today, delivery=delivery, created_by=user,
    )  # fmt: skip
    for position, (quantity, price) in enumerate((("2.5", "15.05"), ("1", "0.004")), start=1):
        Cost.across_firms.create(
            firm=firm, job=job, position=position, date=today, description="Fee", quantity=Decimal(quantity),
            unit_cost=0, unit_price=Decimal(price),
        )  # fmt: skip
    payload = {"name": name, "client_uuid": "c1"}
    start(delivery, [NewStep("job.create", payload), NewStep("job.assign", {"staff": ["s1"]})])
    return job


def address(job: Job, name: str, *more: Any) -> str:
    return reverse(name, args=[job.pk, *more])


def ask_person(job: Job, candidates: list[Any]) -> DeliveryStep:
    """Put the first step into question."""
    assert job.delivery is not None
    step: DeliveryStep = job.delivery.steps.get(position=1)
    step.status, step.candidates, step.reason = Status.QUESTION, candidates, "XPM did not answer."
    step.save()
    Delivery.across_firms.update(status="question", reason=step.reason)
    return step


@pytest.mark.parametrize("name", ["job_page", "job_progress"])
def test_job_is_for_the_firm(job: Job, viewer: User, stranger: User, as_user: SignIn, name: str) -> None:
    path = address(job, name)
    assert [as_user(one).get(path).status_code for one in (viewer, stranger)] == [200, 404]


def test_page_shows_costs_rounded_line_by_line(job: Job, viewer: User, as_user: SignIn) -> None:
    answer = as_user(viewer).get(address(job, "job_page"))
    assert [amount for _, amount in answer.context["costs"]] == [Decimal("37.63"), Decimal("0.00")]
    assert answer.context["price"] == Decimal("37.63")
    assert "CoSec &amp; &lt;name&gt;" in answer.content.decode()


def test_progress_asks_again_only_while_something_moves(job: Job, viewer: User, as_user: SignIn) -> None:
    client, path = as_user(viewer), address(job, "job_progress")
    assert 'hx-trigger="every 2s"' in client.get(path).content.decode()
    Delivery.across_firms.update(status="done")
    assert "hx-trigger" not in client.get(path).content.decode()


def test_retry_is_for_preparers_and_wakes_the_work(
    job: Job, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    assert job.delivery is not None
    job.delivery.steps.update(status=Status.REFUSED)
    Delivery.across_firms.update(status="refused")
    path = address(job, "job_retry")
    assert [as_user(one).post(path).status_code for one in (viewer, stranger)] == [403, 404]
    assert as_user(preparer).get(path).status_code == 405
    assert as_user(preparer).post(path)["Location"] == address(job, "job_page")
    assert set(job.delivery.steps.values_list("status", flat=True)) == {Status.STAGED}


def test_job_is_marked_complete_once(
    job: Job, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    Job.across_firms.update(number="J000005")
    path = address(job, "job_state")
    assert [as_user(one).post(path, {"state": "complete"}).status_code for one in (viewer, stranger)] == [
        403,
        404,
    ]
    for _ in range(2):
        assert as_user(preparer).post(path, {"state": "complete"}).status_code == 303
    job.refresh_from_db()
    assert job.delivery is not None
    made = list(job.delivery.steps.filter(kind="job.state").values_list("payload", flat=True))
    assert (job.state, made) == ("complete", [{"role": "complete", "code": "COMPLETED"}])


@pytest.mark.parametrize("state", ["", "cancelled", "planned", "done"])
def test_other_state_is_refused(job: Job, preparer: User, as_user: SignIn, state: str) -> None:
    Job.across_firms.update(number="J000005")
    assert as_user(preparer).post(address(job, "job_state"), {"state": state}).status_code == 409


def test_job_without_a_number_cannot_be_marked(job: Job, preparer: User, as_user: SignIn) -> None:
    assert "Mark Complete" not in as_user(preparer).get(address(job, "job_page")).content.decode()
    assert as_user(preparer).post(address(job, "job_state"), {"state": "complete"}).status_code == 409


def test_question_shows_both_sides_and_is_answered_by_partners(
    job: Job, partner: User, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    step = ask_person(job, [FOUND])
    question = as_user(partner).get(address(job, "job_page")).context["progress"].questions[0]
    compared = [(one.label, one.found, one.differs) for one in question.candidates[0].values]
    assert compared[:3] == [
        ("Name", "Something else", True),
        ("Client", "", True),
        ("Start", "22 Nov 2026", True),
    ]
    path, answer = address(job, "job_answer", step.pk), {"answer": "adopt", "candidate": "J000009"}
    assert [as_user(one).post(path, answer).status_code for one in (preparer, viewer, stranger)] == [
        403,
        403,
        404,
    ]
    assert as_user(partner).post(path, answer).status_code == 303
    job.refresh_from_db()
    assert (job.number, job.uuid) == ("J000009", "uuid-9")
    assert as_user(partner).post(path, answer).status_code == 409


def test_job_seen_in_xpm_is_named_and_looked_for(job: Job, partner: User, as_user: SignIn) -> None:
    step = ask_person(job, [])
    page = as_user(partner).get(address(job, "job_page")).content.decode()
    assert "Its number in XPM, if you see it there" in page
    answer = {"answer": "look", "number": " J000009 "}
    assert as_user(partner).post(address(job, "job_answer", step.pk), answer).status_code == 303
    step.refresh_from_db()
    assert (step.status, step.named, step.not_before) == (Status.UNKNOWN, "J000009", None)


@pytest.mark.parametrize(("answer", "status"), [("make", Status.STAGED), ("leave", Status.CANCELLED)])
def test_question_has_two_more_answers(
    job: Job, partner: User, as_user: SignIn, answer: str, status: str
) -> None:
    step = ask_person(job, [])
    assert as_user(partner).post(address(job, "job_answer", step.pk), {"answer": answer}).status_code == 303
    step.refresh_from_db()
    assert step.status == status


@pytest.mark.parametrize(
    "typed", [{}, {"answer": "guess"}, {"answer": "adopt"}, {"answer": "adopt", "candidate": "J000001"}]
)
def test_answer_that_is_none_is_refused(
    job: Job, partner: User, as_user: SignIn, typed: dict[str, str]
) -> None:
    step = ask_person(job, [FOUND])
    assert as_user(partner).post(address(job, "job_answer", step.pk), typed).status_code == 409


def test_question_of_another_job_is_not_found(
    job: Job, firm: Firm, company: Company, practice: Practice, partner: User, as_user: SignIn
) -> None:
    other = make_job(firm, company, practice, partner)
    step = ask_person(job, [FOUND])
    path = address(other, "job_answer", step.pk)
    assert as_user(partner).post(path, {"answer": "leave"}).status_code == 404


@pytest.fixture
def client(as_user: SignIn, viewer: User) -> Client:
    """Signed in as one who may only look."""
    return as_user(viewer)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 1), ("cosec <name>", 1), ("TEST-0001", 1), ("kowhai", 1), ("004085616", 1), ("zzz", 0)],
)
def test_list_finds_jobs(job: Job, client: Client, text: str, count: int) -> None:
    assert len(client.get(LIST, {"q": text}).context["rows"]) == count


def test_list_counts_who_needs_a_person(job: Job, client: Client, stranger: User, as_user: SignIn) -> None:
    ask_person(job, [])
    answer = client.get(LIST, {"show": "needs"})
    assert [(key, count) for key, _, count in answer.context["chips"]][:3] == [
        ("needs", 1), ("making", 0), ("planned", 1),
    ]  # fmt: skip
    assert "No jobs yet" in as_user(stranger).get(LIST).content.decode()


def test_queries_do_not_grow(
    job: Job, client: Client, firm: Firm, company: Company, practice: Practice, preparer: User
) -> None:
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for number in range(30):
        make_job(firm, company, practice, preparer, f"Job {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(LIST)
    assert len(many) == len(one)


def test_export_is_the_list_as_it_is_searched_and_filtered(
    job: Job, client: Client, stranger: User, as_user: SignIn
) -> None:
    job.name, url = "-Ōb & <name>", reverse("job_export")
    job.save()
    content = client.get(url, {"show": "making", "q": "name"}).content
    day = f"{job.due_date.day} {job.due_date:%b %Y}"
    assert content.startswith(b"\xef\xbb\xbfJob,Client,Company,Number,")
    [_, row] = csv.reader(content.decode().splitlines())
    client_name = company_name = job.contact.name
    assert row[:5] == ["'-Ōb & <name>", client_name, company_name, "", "Being made"]
    assert row[5:] == ["Planned", day, day, "37.63", "TEST-0001"]
    assert len(client.get(url, {"show": "complete"}).content.splitlines()) == 1
    assert len(as_user(stranger).get(url).content.splitlines()) == 1
    assert f'href="{url}?show=making"' in client.get(LIST, {"show": "making"}).content.decode()


def test_ticked_jobs_alone_are_exported(
    job: Job, firm: Firm, company: Company, practice: Practice, preparer: User, client: Client, stranger: User,
    as_user: SignIn,
) -> None:  # fmt: skip
    other = make_job(firm, company, practice, preparer, "Other")
    url = reverse("job_export")
    assert f'name="row" value="{other.pk}"' in client.get(LIST).content.decode()
    rows = csv.reader(client.get(url, {"row": [other.pk, "x"]}).content.decode("utf-8-sig").splitlines())
    assert [row[0] for row in rows] == ["Job", "Other"]
    assert len(client.get(url, {"row": "x"}).content.splitlines()) == 1
    assert len(as_user(stranger).get(url, {"row": other.pk}).content.splitlines()) == 1
    book = ZipFile(BytesIO(client.get(reverse("job_sheet"), {"row": other.pk}).content))
    words = book.read("xl/sharedStrings.xml").decode()
    assert (">Other<" in words, "CoSec" in words) == (True, False)


@pytest.mark.parametrize("status", list(Delivery.Status))
def test_list_and_its_file_say_the_same_of_a_job(job: Job, client: Client, status: Delivery.Status) -> None:
    Delivery.across_firms.update(status=status)
    job = Job.across_firms.select_related("delivery").get(pk=job.pk)
    assert f">{job.status_word}</span>" in client.get(reverse("job_list")).content.decode()
    assert f",{job.status_word}," in client.get(reverse("job_export")).content.decode()
