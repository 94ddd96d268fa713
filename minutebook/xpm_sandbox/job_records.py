"""A job with everything on it, and invoices: the part of the world that calls change most."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

# a field may be named `date`, which would hide the type
Day: TypeAlias = date


@dataclass(slots=True)
class JobTask:
    """A task on a job; `assigned` holds staff identifiers."""

    uuid: str
    task_uuid: str
    name: str
    label: str = ""
    description: str = ""
    estimated_minutes: int = 0
    actual_minutes: int = 0
    completed: bool = False
    billable: bool = True
    folder: str = ""
    start_date: Day | None = None
    due_date: Day | None = None
    assigned: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Milestone:
    """A dated mark on a job."""

    uuid: str
    date: Day
    description: str
    completed: bool = False
    folder: str = ""


@dataclass(slots=True)
class Note:
    """A note on a job."""

    uuid: str
    title: str
    text: str
    folder: str = ""
    public: bool = False
    created_at: datetime | None = None
    created_by: str = ""


@dataclass(slots=True)
class Document:
    """A file on a job; `content` is base64, as it came."""

    uuid: str
    title: str
    text: str
    file_name: str
    content: str
    folder: str = ""
    public: bool = False
    created_at: datetime | None = None
    created_by: str = ""


@dataclass(slots=True)
class Cost:
    """A line on a job; amounts are exclusive of tax and kept as they were sent."""

    uuid: str
    date: Day
    description: str
    code: str = ""
    note: str = ""
    quantity: Decimal = Decimal(1)
    unit_cost: Decimal = Decimal(0)
    unit_price: Decimal = Decimal(0)
    billable: bool = True


@dataclass(slots=True)
class Job:
    """A job; `state` is the interface code, people are staff identifiers."""

    id: str
    uuid: str
    name: str
    client_uuid: str
    start_date: Day
    due_date: Day
    state: str
    created_at: datetime
    description: str = ""
    client_order_number: str = ""
    contact_uuid: str = ""
    category_uuid: str = ""
    budget: Decimal | None = None
    completed_date: Day | None = None
    manager: str = ""
    partner: str = ""
    assigned: list[str] = field(default_factory=list)
    tasks: list[JobTask] = field(default_factory=list)
    milestones: list[Milestone] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)


@dataclass(slots=True)
class Invoice:
    """An invoice, which the API can only read; `jobs` holds job numbers."""

    id: str
    internal_uuid: str
    client_uuid: str
    date: Day
    due_date: Day
    status: str = "Draft"
    type: str = "Progress Invoice"
    job_text: str = ""
    amount: Decimal = Decimal(0)
    amount_tax: Decimal = Decimal(0)
    amount_paid: Decimal = Decimal(0)
    jobs: list[str] = field(default_factory=list)
