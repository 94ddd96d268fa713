"""What XPM tells us, one frozen record per kind; text that XPM left out is an empty string.

A client's tax number is deliberately in none of them.
"""

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Ref:
    """A record that another one points at."""

    uuid: str
    name: str


@dataclass(frozen=True, slots=True)
class ClientContact:
    """A person at a client; position and primary come only while the contact is linked to the client."""

    uuid: str
    name: str
    salutation: str = ""
    addressee: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    position: str = ""
    is_primary: bool = False
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Client:
    """The practice manager's customer; the plain list holds archived and deleted ones too."""

    uuid: str
    name: str
    first_name: str = ""
    last_name: str = ""
    other_name: str = ""
    date_of_birth: datetime.date | None = None
    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""
    city: str = ""
    region: str = ""
    post_code: str = ""
    country: str = ""
    postal_address: str = ""
    postal_city: str = ""
    postal_region: str = ""
    postal_post_code: str = ""
    postal_country: str = ""
    company_number: str = ""
    business_number: str = ""
    business_structure: str = ""
    is_archived: bool = False
    is_deleted: bool = False
    account_manager: Ref | None = None
    job_manager: Ref | None = None
    billing_client: Ref | None = None
    contacts: tuple[ClientContact, ...] = ()
    web_url: str = ""


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who works at the practice."""

    uuid: str
    name: str
    email: str = ""
    phone: str = ""
    mobile: str = ""


@dataclass(frozen=True, slots=True)
class JobTemplate:
    """A job template: XPM tells its name only, neither tasks nor costs; names need not be unique."""

    uuid: str
    name: str


@dataclass(frozen=True, slots=True)
class Category:
    """A job category."""

    uuid: str
    name: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the practice's task list."""

    uuid: str
    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class CostItem:
    """A line of the standard-cost catalogue; prices exclude tax."""

    uuid: str
    description: str
    code: str
    note: str
    unit_cost: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class JobTask:
    """A task on a job; `task_uuid` names the task of the practice's list that it came from."""

    uuid: str
    name: str
    task_uuid: str = ""
    description: str = ""
    estimated_minutes: int = 0
    actual_minutes: int = 0
    is_completed: bool = False
    is_billable: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a job."""

    uuid: str
    title: str
    text: str
    folder: str = ""
    date: datetime.date | None = None
    created_by: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A job; `id` is the number that people see, `state` the name shown, not the code that is written.

    Lists leave out tasks and notes, and may leave out `uuid`.
    """

    id: str
    uuid: str
    name: str
    description: str = ""
    state: str = ""
    client_order_number: str = ""
    start_date: datetime.date | None = None
    due_date: datetime.date | None = None
    completed_date: datetime.date | None = None
    client: Ref | None = None
    manager: Ref | None = None
    partner: Ref | None = None
    assigned: tuple[Ref, ...] = ()
    tasks: tuple[JobTask, ...] = ()
    notes: tuple[Note, ...] = ()
    web_url: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    """A cost on a job; money excludes tax."""

    uuid: str
    date: datetime.date | None
    description: str
    code: str
    note: str
    quantity: Decimal
    unit_cost: Decimal
    unit_price: Decimal
    billable: bool


@dataclass(frozen=True, slots=True)
class Document:
    """A file on a job, without its content."""

    title: str
    text: str
    file_name: str
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of the practice, which the API can only read; `amount` excludes tax."""

    id: str
    uuid: str
    type: str
    status: str
    date: datetime.date | None
    due_date: datetime.date | None
    amount: Decimal
    job_ids: tuple[str, ...]
