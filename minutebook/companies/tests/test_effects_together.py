"""Two workers at one change, and a change that a person alters under a worker's hands: on PostgreSQL they cross."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from minutebook.companies.effects import settle_change
from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.registers import hold_registers
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.steps import appointment, day, directors
from minutebook.contacts.models import Contact

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two connections that write"),
]
HEMI, KHAI = "Hēmi Ngata", "Nguyễn Thị Minh Khai"
MEANWHILE_SECONDS = 1.0


@pytest.fixture
def late(company: Company, hemi: Officeholder, khai: Contact, record: Record) -> Change:
    """A late resignation that has gone out; its successor takes office at once, and no worker has run yet."""
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, -60)}
    successor = appointment(company, khai, -60, consent_dated=day(company, -61))
    return record("officeholder_cessation", **facts, successor=successor)


def meanwhile(act: Callable[[], object]) -> threading.Thread:
    """Run `act` on another connection until it waits for this one's transaction, or is done."""

    def run() -> None:
        try:
            act()
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(MEANWHILE_SECONDS)
    return thread


def test_successor_is_seated_once_by_two_workers(late: Change, company: Company) -> None:
    with transaction.atomic():
        settle_change(late.pk)
        other = meanwhile(lambda: settle_change(late.pk))
    other.join(30)
    assert directors(company) == [(HEMI, None), (KHAI, None)]


def test_change_withdrawn_while_a_worker_waits_has_no_effect(late: Change, company: Company) -> None:
    with transaction.atomic():
        hold_registers(company.pk)
        worker = meanwhile(lambda: settle_change(late.pk))
        Change.across_firms.filter(pk=late.pk).update(status=Change.Status.WITHDRAWN)
    worker.join(30)
    assert directors(company) == [(HEMI, None)]
