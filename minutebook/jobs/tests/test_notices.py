"""The e-mail that says that a person is needed: one for all, with no client's data, and not again for the same."""

from datetime import timedelta
from typing import Any

import pytest

from minutebook.companies.models import Company
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.notices import BETWEEN, MOST_LISTED
from minutebook.jobs.tests.practice import Practice, make_practice
from minutebook.mail.models import Message
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.practice_manager.notices import GATHER, NOTICE, ask_for_notice
from minutebook.practice_manager.tokens import mark_reconnect
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim, run

from .test_views_jobs import make_job

SECRET = "Kōwhai & Sons"


@pytest.fixture
def practice(firm: Firm, administrator: User, settings: Any) -> Practice:
    """A practice with two addresses to be told."""
    settings.BASE_URL = "https://minutebook.example"
    made = make_practice(firm, administrator)
    made.connection.notice_emails = ["partner@firm.example", "Office@firm.example"]
    made.connection.save()
    return made


def need(job: Job, status: str) -> None:
    """The job's delivery comes to need a person."""
    assert job.delivery is not None
    Delivery.across_firms.filter(pk=job.delivery_id).update(status=status, reason=f"{SECRET} is unknown")
    ask_for_notice(job.delivery.connection)


def run_notice() -> Operation:
    """Let the waiting notice run; the operation afterwards."""
    Operation.across_firms.exclude(kind=NOTICE).delete()
    Operation.across_firms.update(due_at=clock.now())
    lease = claim("test")
    assert lease is not None
    run(lease)
    return Operation.across_firms.get(kind=NOTICE)


def test_one_message_tells_all_that_need_a_person(
    firm: Firm, company: Company, practice: Practice, preparer: User
) -> None:
    first, second, fine = (make_job(firm, company, practice, preparer, name=SECRET) for _ in range(3))
    need(first, "question")
    need(second, "refused")
    due = Operation.across_firms.get(kind=NOTICE).due_at - clock.now()
    assert GATHER - timedelta(seconds=10) < due <= GATHER
    assert run_notice().status == "done"
    message = Message.across_firms.get()
    assert message.recipients == [
        {"name": "partner@firm.example", "email": "partner@firm.example"},
        {"name": "Office@firm.example", "email": "Office@firm.example"},
    ]
    assert (message.subject, message.asked_by) == ("Minutebook: 2 jobs need a person", None)
    assert message.body.splitlines()[:4] == [
        "These jobs for Xero Practice Manager need a person:",
        "",
        f"TEST-0001 has a question: https://minutebook.example/jobs/{first.pk}/",
        f"TEST-0001 was refused in part or whole: https://minutebook.example/jobs/{second.pk}/",
    ]
    assert SECRET not in message.body
    assert f"/jobs/{fine.pk}/" not in message.body


def test_nobody_is_told_twice_of_the_same_and_again_only_after_a_while(
    firm: Firm, company: Company, practice: Practice, preparer: User
) -> None:
    first, second = (make_job(firm, company, practice, preparer) for _ in range(2))
    need(first, "question")
    run_notice()
    need(first, "question")
    need(second, "question")
    operation = run_notice()
    told_at = Connection.across_firms.get().noticed_at
    assert told_at is not None
    assert (operation.status, operation.due_at) == ("ready", told_at + BETWEEN)
    assert Message.across_firms.count() == 1
    Connection.across_firms.update(noticed_at=told_at - BETWEEN)
    run_notice()
    latest = Message.across_firms.first()
    assert latest is not None
    assert (Message.across_firms.count(), latest.subject) == (2, "Minutebook: 1 job needs a person")
    assert f"/jobs/{second.pk}/" in latest.body


def test_a_storm_is_one_short_message(
    firm: Firm, company: Company, practice: Practice, preparer: User
) -> None:
    for _ in range(MOST_LISTED + 13):
        need(make_job(firm, company, practice, preparer), "refused")
    run_notice()
    message = Message.across_firms.get()
    assert message.body.count("was refused") == MOST_LISTED
    assert "… and 13 more: https://minutebook.example/jobs/?show=needs" in message.body


def test_lost_consent_is_told_once(practice: Practice) -> None:
    mark_reconnect(practice.connection)
    mark_reconnect(practice.connection)
    run_notice()
    message = Message.across_firms.get()
    assert message.subject == "Minutebook: sign in to Xero again"
    assert "https://minutebook.example/settings/practice-manager/" in message.body
    Connection.across_firms.update(noticed_at=None)
    ask_for_notice(practice.connection)
    run_notice()
    assert Message.across_firms.count() == 1


def test_without_an_address_nothing_is_written(
    firm: Firm, company: Company, practice: Practice, preparer: User
) -> None:
    practice.connection.notice_emails = []
    practice.connection.save()
    need(make_job(firm, company, practice, preparer), "question")
    assert not Operation.across_firms.filter(kind=NOTICE).exists()


def test_who_may_no_longer_sign_in_is_not_told(
    firm: Firm, company: Company, practice: Practice, preparer: User, partner: User
) -> None:
    User.objects.filter(pk=partner.pk).update(is_active=False, email="PARTNER@firm.example")
    need(make_job(firm, company, practice, preparer), "question")
    run_notice()
    assert [one["email"] for one in Message.across_firms.get().recipients] == ["Office@firm.example"]
