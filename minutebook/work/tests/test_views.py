from datetime import timedelta

import pytest
from django.test import Client

from minutebook.firms.models import Firm
from minutebook.work import clock
from minutebook.work.models import Heartbeat, Operation
from minutebook.work.services import enqueue

GOOD = {"database": True, "worker": True, "nothing_overdue": True}


@pytest.fixture
def beating(db: None) -> None:
    Heartbeat.objects.create(worker="one", at=clock.now())


def test_process_health_needs_no_sign_in_and_no_database() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_readiness_is_good_with_a_worker_and_nothing_overdue(beating: None, firm: Firm) -> None:
    enqueue("x", firm.pk, 1)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (200, GOOD)


def test_readiness_says_that_no_worker_lives(db: None) -> None:
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()) == (503, GOOD | {"worker": False})


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (301, 503)])
def test_readiness_says_that_work_is_overdue(beating: None, firm: Firm, seconds: int, status: int) -> None:
    enqueue("x", firm.pk, 1)
    Operation.across_firms.update(due_at=clock.now() - timedelta(seconds=seconds))
    assert Client().get("/readyz").status_code == status


def test_health_changes_nothing_on_post(db: None) -> None:
    assert [Client().post(path).status_code for path in ("/healthz", "/readyz")] == [405, 405]
