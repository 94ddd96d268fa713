"""A firm that asks for many jobs at once, and the sandbox with Xero's real limits that they go to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import transaction

from minutebook.companies.models import Company
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.firms.roles import Role
from minutebook.jobs.drafts import CostDraft, JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.services import queue_job
from minutebook.practice_manager.models import CallBudget, Client, Connection, Delivery, JobTemplate, Staff
from minutebook.practice_manager.sync import ask_for_reading
from minutebook.practice_manager.tests.worlds import PRACTICE, seed
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.server import SandboxServer

UNPACED = 60_000


@dataclass(frozen=True)
class Practice:
    """The connection, who asks, and the company that the jobs are for."""

    connection: Connection
    user: User
    company: Company


@contextmanager
def running_sandbox() -> Iterator[SandboxServer]:
    """The sandbox, and the settings that point at it."""
    with SandboxServer(seed()) as server:
        settings.XERO_CLIENT_ID, settings.XERO_CLIENT_SECRET = "app", "app-secret"
        settings.XERO_LOGIN_URL = settings.XERO_IDENTITY_URL = settings.XERO_API_URL = server.url
        yield server


def connect(sandbox: SandboxServer, name: str) -> Practice:
    """A firm with a connection whose lists are read."""
    firm = Firm.objects.create(name=name)
    user = User.objects.create_user(f"{name}@firm.example", firm=firm, role=Role.ADMINISTRATOR)
    tokens = sandbox.grant(tenants=[PRACTICE])
    connection = Connection(firm=firm, tenant_id=PRACTICE, tenant_name="Practice", connected_by=user)
    connection.seal_tokens(tokens["access_token"], tokens["refresh_token"])
    connection.access_expires_at = clock.now() + timedelta(seconds=tokens["expires_in"])
    connection.save()
    _read_lists(connection)
    contact = Contact.across_firms.create(firm=firm, kind="company", name="Salt Pty Ltd", acn="004085616")
    company = Company.across_firms.create(firm=firm, contact=contact, name=contact.name, acn=contact.acn)
    return Practice(Connection.across_firms.get(pk=connection.pk), user, company)


def _read_lists(connection: Connection) -> None:
    pace, settings.XPM_CALLS_PER_MINUTE = settings.XPM_CALLS_PER_MINUTE, UNPACED
    ask_for_reading(connection)
    Worker().work(until_idle=True)
    Operation.across_firms.all().delete()
    CallBudget.across_firms.all().delete()
    settings.XPM_CALLS_PER_MINUTE = pace


def ask_for_jobs(practice: Practice, count: int) -> None:
    """Ask for jobs with two members of staff and two costs, all in one moment."""
    draft = _draft(practice)
    with transaction.atomic():
        for number in range(count):
            wanted = draft.with_changes(name=f"CoSec {number}")
            queue_job(
                practice.connection, practice.user, wanted,
                company_id=practice.company.pk, label=f"BENCH-{number}", kind="registered_office",
            )  # fmt: skip


def _draft(practice: Practice) -> JobDraft:
    own: dict[str, Any] = {"connection": practice.connection, "is_gone": False}
    today = clock.today(practice.connection.firm.zone)
    staff = tuple(Staff.across_firms.filter(**own).values_list("pk", flat=True)[:2])
    line = CostDraft(today, "Fee", Decimal(1), Decimal(0), Decimal(130))
    return JobDraft(
        adds_job=True,
        contact_id=practice.company.contact_id,
        client_id=Client.across_firms.filter(**own, is_archived=False)[0].pk,
        creates_client=False,
        template_id=JobTemplate.across_firms.filter(**own)[0].pk,
        name="CoSec",
        description="",
        start_date=today,
        due_date=today,
        staff_ids=staff,
        manager_id=staff[0],
        costs=(line, CostDraft(today, "Search", Decimal(2), Decimal(9), Decimal(15))),
        is_confirmed=True,
    )


def jobs_open() -> int:
    """How many jobs are not made yet."""
    return Delivery.across_firms.exclude(status=Delivery.Status.DONE).count()


def links_open() -> int:
    """How many links are not read yet."""
    return Job.across_firms.filter(web_url="").count()
