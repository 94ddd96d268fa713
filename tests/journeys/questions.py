"""What the tests ask of an installation's database; runs in a process of that installation (see `inside`)."""

import json
import sys
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from minutebook.companies.models import Company
from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.demo.firm import DemoFirm, demo_email
from minutebook.firms.models import User
from minutebook.firms.roles import Role
from minutebook.jobs.book import book_job
from minutebook.jobs.drafts import CostDraft, JobDraft
from minutebook.jobs.hand_over import hand_over, propose_hand_over
from minutebook.jobs.models import Job
from minutebook.jobs.services import queue_job
from minutebook.practice_manager.delivery.services import retry
from minutebook.practice_manager.models import Attempt, Client, Connection, Delivery, JobTemplate, Staff
from minutebook.practice_manager.queries import current_connection
from minutebook.work import clock

Plain = dict[str, Any]
TEMPLATE = "CoSec - Shares"
COSTS = (
    ('Our fee: "Kōwhai" & <Sons>', "1", "0.00", "130.00"),
    ("Registry search, Tiếng Việt", "2.5", "9.50", "15.05"),
    ("Postage, at cost", "3.1250", "1.13", "1.13"),
)


def serve() -> None:
    """Answer line by line until the pipe closes."""
    for line in sys.stdin:
        asked = json.loads(line)
        try:
            said = {"answer": globals()[asked["name"]](**asked["arguments"])}
        except Exception as error:
            said = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(said, default=str) + "\n")
        sys.stdout.flush()


def set_numbering(numbering: str) -> None:
    """Choose between XPM's number series and own job numbers."""
    Connection.across_firms.update(numbering=numbering)


def ask_for_jobs(names: list[str]) -> list[str]:
    """Ask for a job of each name; gives their markers."""
    user = _administrator()
    connection = _connection(user)
    clients = list(Client.across_firms.filter(connection=connection, contact__isnull=False).order_by("id"))
    with transaction.atomic():
        jobs = [
            queue_job(
                connection,
                user,
                _draft(name, clients[number % len(clients)], connection),
                company_id=DemoFirm(user.firm, is_new=False).company().pk,
                label=f"KILL-{number:04}",
                kind="registered_office",
            )
            for number, name in enumerate(names)
        ]
    return [job.delivery.marker for job in jobs if job.delivery]


def book_jobs(count: int) -> list[str]:
    """Put so many jobs into the job book, every fifth of them given up at the last moment; gives their numbers."""
    user, numbers = _administrator(), []
    company = DemoFirm(user.firm, is_new=False).company()
    for at in range(count):
        with transaction.atomic():
            job = book_job(
                user, _book_draft(company), company_id=company.pk, label="BOOK", kind="registered_office"
            )
            if at % 5 == 0:
                transaction.set_rollback(True)
        if at % 5:
            numbers.append(job.book_number)
    return numbers


def hand_over_job(number: str) -> str:
    """Hand a job of the job book to XPM; gives "handed", or why it was refused."""
    user = _administrator()
    connection, job = _connection(user), Job.across_firms.select_related("firm").get(book_number=number)
    proposed = propose_hand_over(job, connection, user)
    try:
        hand_over(job, connection, proposed.draft, proposed.version, user)
    except DomainError as error:
        return error.code
    return "handed"


def deliveries() -> dict[str, str]:
    """Status of every delivery by its marker."""
    return dict(Delivery.across_firms.values_list("marker", "status"))


def open_deliveries() -> int:
    """How many deliveries neither are settled nor wait for a person."""
    status = Delivery.Status
    return Delivery.across_firms.filter(status__in=[status.WAITING, status.UNDER_WAY]).count()


def counts_by_status() -> dict[str, int]:
    """How many deliveries there are in each status."""
    return Counter(Delivery.across_firms.values_list("status", flat=True))


def busy_workers() -> list[str]:
    """The workers whose call is under way, and those that were killed in one that nobody has recovered yet."""
    return list(Attempt.across_firms.filter(outcome="").values_list("worker", flat=True))


def sends_by_kind() -> dict[str, int]:
    """How often each kind of step was sent, or was about to be."""
    return Counter(Attempt.across_firms.filter(purpose="send").values_list("step__kind", flat=True))


def attempts() -> list[Plain]:
    """Every attempt, oldest first."""
    fields = ("step__delivery__marker", "step__kind", "purpose", "outcome", "worker", "answer")
    return list(Attempt.across_firms.order_by("id").values(*fields))


def steps_of(marker: str) -> list[Plain]:
    """The steps of one delivery."""
    fields = ("kind", "status", "sends", "reason")
    return list(Delivery.across_firms.get(marker=marker).steps.values(*fields))


def numbers() -> dict[str, str]:
    """The job number of each marker, as our rows have it."""
    return dict(Job.across_firms.values_list("delivery__marker", "number"))


def retry_delivery(marker: str) -> None:
    """Press Retry for a delivery."""
    retry(Delivery.across_firms.get(marker=marker), _administrator())


def wanted_jobs() -> dict[str, Plain]:
    """Every job that was asked for, by marker, in the sandbox's words."""
    rows = Job.across_firms.exclude(delivery=None).select_related("delivery", "client", "manager", "partner")
    return {job.delivery.marker: _as_wanted(job) for job in rows if job.delivery}


def _as_wanted(job: Job) -> Plain:
    assert job.delivery is not None
    assert job.client is not None
    return {
        "name": job.name,
        # A browser ends lines with CR LF; XML, by its own rules, with LF.
        "description": f"{job.description}\n[ref {job.delivery.marker}]".replace("\r\n", "\n"),
        "client_order_number": job.delivery.marker,
        "client_uuid": job.client.uuid,
        "start_date": job.start_date.isoformat(),
        "due_date": job.due_date.isoformat(),
        "manager": job.manager.uuid if job.manager else "",
        "partner": job.partner.uuid if job.partner else "",
        "assigned": sorted(person.uuid for person in job.staff.all()),
        "template": job.template.name if job.template else "",
        "role": job.state,
        "notes": [_note(job)],
        "costs": [
            {
                "date": cost.date.isoformat(),
                "description": cost.description,
                "code": cost.code,
                "note": f"[ref {cost.reference}]",
                "quantity": str(cost.quantity),
                "unit_cost": str(cost.unit_cost),
                "unit_price": str(cost.unit_price),
                "billable": cost.is_billable,
            }
            for cost in job.costs.order_by("position")
        ],
    }


def _note(job: Job) -> str:
    deadline = f"\nTo be lodged with ASIC by {show_date(job.lodge_by)}." if job.lodge_by else ""
    assert job.delivery is not None
    return f"Document pack {job.label}.{deadline}\n[ref {job.delivery.marker}]"


def _draft(name: str, client: Client, connection: Connection) -> JobDraft:
    today = clock.today(connection.firm.zone)
    staff = list(Staff.across_firms.filter(connection=connection, is_gone=False).order_by("name"))
    return JobDraft(
        adds_job=True,
        contact_id=client.contact_id,
        client_id=client.pk,
        creates_client=False,
        template_id=JobTemplate.across_firms.get(connection=connection, name=TEMPLATE).pk,
        name=name,
        description="Line one & two\nMāori, Tiếng Việt, 中文",
        start_date=today,
        due_date=today + timedelta(days=14),
        staff_ids=tuple(person.pk for person in staff[:2]),
        manager_id=staff[2].pk,
        costs=tuple(
            CostDraft(today, text, Decimal(quantity), Decimal(cost), Decimal(price))
            for text, quantity, cost, price in COSTS
        ),
        is_confirmed=True,
    )


def _book_draft(company: Company) -> JobDraft:
    today = clock.today(company.firm.zone)
    return JobDraft(
        adds_job=True,
        in_book=True,
        contact_id=company.contact_id,
        client_id=None,
        creates_client=False,
        template_id=None,
        standard_job="registered_office",
        name="Job of the book",
        description="",
        start_date=today,
        due_date=today,
        costs=tuple(
            CostDraft(today, text, Decimal(quantity), Decimal(cost), Decimal(price))
            for text, quantity, cost, price in COSTS
        ),
    )


def _administrator() -> User:
    return User.objects.get(email=demo_email(Role.ADMINISTRATOR))


def _connection(user: User) -> Connection:
    connection = current_connection(user.firm)
    assert connection is not None
    return connection
