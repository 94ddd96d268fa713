"""Fixtures of this slice: a connected practice whose lists are read, and jobs asked for in it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.jobs.book import book_job
from minutebook.jobs.drafts import CostDraft, JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.services import queue_job
from minutebook.practice_manager.models import Client, Connection, JobState, JobTemplate, Staff
from minutebook.practice_manager.sync import run_sync
from minutebook.practice_manager.tests import conftest as practice
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim, enqueue

sandbox, connected = practice.sandbox, practice.connected

AskForJob = Callable[..., Job]


@pytest.fixture
def quick(settings: Any) -> None:
    """Times that a test can wait for; the lease is long, so that a loaded machine does not lose it."""
    settings.XPM_READ_TIMEOUT_SECONDS = 1.0
    settings.XPM_LEASE_SECONDS = 20
    settings.XPM_GRACE_SECONDS = 1.8
    settings.XPM_SECOND_PROBE_SECONDS = 0.3


@pytest.fixture
def ready(connected: Connection, quick: None) -> Connection:
    """A connection whose lists are read and whose states have their codes."""
    enqueue("practice_manager.sync", connected.firm_id, connected.pk)
    lease = claim("test")
    assert lease is not None
    run_sync(lease)
    Operation.across_firms.all().delete()
    for role, code in (("in progress", "INPROGRESS"), ("complete", "COMPLETED")):
        JobState.across_firms.update_or_create(
            connection=connected,
            role=role,
            defaults={"firm_id": connected.firm_id, "name": role, "code": code},
        )
    # Jobs were made from its templates before, and they brought no costs.
    JobTemplate.across_firms.filter(connection=connected).update(learnt_costs=[], learnt_at=clock.now())
    connected.refresh_from_db()
    connected.is_active = True
    connected.save()
    return connected


@pytest.fixture
def company(firm: Firm) -> Company:
    """A company with an ugly name."""
    name = 'Kōwhai & Sons <"Whenua"> Pty Ltd'
    contact = Contact.across_firms.create(firm=firm, kind="company", name=name, acn="004085616")
    return Company.across_firms.create(firm=firm, contact=contact, name=name, acn="004085616")


@pytest.fixture
def job_draft(ready: Connection, company: Company) -> JobDraft:
    """A job with two members of staff and two costs."""
    today = clock.today(ready.firm.zone)
    staff = list(Staff.across_firms.filter(connection=ready).order_by("name"))
    lines = (("Our fee & <more>", "1", "0.00", "130.00"), ("Search", "2.5", "9.50", "15.05"))
    return JobDraft(
        adds_job=True,
        contact_id=company.contact_id,
        client_id=Client.across_firms.filter(connection=ready, is_archived=False, is_gone=False)[0].pk,
        creates_client=False,
        template_id=JobTemplate.across_firms.filter(connection=ready, is_gone=False)[0].pk,
        name=f"CoSec 2026 - {company.name}",
        description="Line one & two\nMāori, Tiếng Việt",
        start_date=today,
        due_date=today + timedelta(days=14),
        staff_ids=tuple(person.pk for person in staff[:2]),
        manager_id=staff[0].pk,
        costs=tuple(
            CostDraft(today, text, Decimal(quantity), Decimal(cost), Decimal(price))
            for text, quantity, cost, price in lines
        ),
        is_confirmed=True,
        change_kind="registered_office",
    )


@pytest.fixture
def ask(ready: Connection, administrator: User, company: Company, job_draft: JobDraft) -> AskForJob:
    """Ask for the job, with some values of the draft replaced."""

    def ask_for(**changes: Any) -> Job:
        draft = job_draft.with_changes(**changes)
        return queue_job(
            ready, administrator, draft, company_id=company.pk, label="TEST-0001", kind="registered_office"
        )

    return ask_for


@pytest.fixture
def booked(company: Company, administrator: User) -> AskForJob:
    """Put a job into the job book, with some values of its draft replaced."""

    def book(**changes: Any) -> Job:
        today = clock.today(company.firm.zone)
        lines = (("Our fee & <more>", "1", "0.00", "130.00"), ("=Search()", "2.5", "9.50", "15.05"))
        draft = JobDraft(
            adds_job=True,
            in_book=True,
            contact_id=company.contact_id,
            client_id=None,
            creates_client=False,
            template_id=None,
            standard_job="registered_office",
            name=f"CoSec 2026 - {company.name}",
            description="Line one & two\nMāori, Tiếng Việt",
            start_date=today,
            due_date=today + timedelta(days=14),
            staff_ids=(administrator.pk,),
            manager_id=administrator.pk,
            costs=tuple(
                CostDraft(today, text, Decimal(quantity), Decimal(cost), Decimal(price))
                for text, quantity, cost, price in lines
            ),
            is_confirmed=True,
        )
        with transaction.atomic():
            return book_job(
                administrator,
                draft.with_changes(**changes),
                company_id=company.pk,
                label="TEST-0001",
                kind="registered_office",
            )

    return book
