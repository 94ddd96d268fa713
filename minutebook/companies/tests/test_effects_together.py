"""Two workers at one change, and a change that a person alters under a worker's hands: on PostgreSQL they cross."""

import pytest
from django.db import connection, transaction

from minutebook.companies.effects import settle_change
from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.registers import hold_registers
from minutebook.companies.tests.conftest import Record
from minutebook.companies.tests.steps import appointment, day, directors, letter
from minutebook.contacts.models import Contact
from minutebook.work.tests.side import meanwhile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs two connections that write"),
]
HEMI, KHAI = "Hēmi Ngata", "Nguyễn Thị Minh Khai"


@pytest.fixture
def late(company: Company, hemi: Officeholder, khai: Contact, record: Record) -> Change:
    """A late resignation that has gone out; its successor takes office at once, and no worker has run yet."""
    facts = {"officeholder_id": hemi.pk, "how": "resigned", "ceased_on": day(company, -60)}
    successor = appointment(company, khai, -60, consent_dated=day(company, -61))
    return record("officeholder_cessation", **facts, **letter(company, -60), successor=successor)


def test_successor_is_seated_once_by_two_workers(late: Change, company: Company) -> None:
    with transaction.atomic():
        settle_change(late.pk)
        other = meanwhile(lambda: settle_change(late.pk))
    other()
    assert directors(company) == [(HEMI, None), (KHAI, None)]


def test_change_withdrawn_while_a_worker_waits_has_no_effect(late: Change, company: Company) -> None:
    with transaction.atomic():
        hold_registers(company.pk)
        worker = meanwhile(lambda: settle_change(late.pk))
        Change.across_firms.filter(pk=late.pk).update(status=Change.Status.WITHDRAWN)
    worker()
    assert directors(company) == [(HEMI, None)]
