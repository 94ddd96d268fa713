"""The things a practice holds beside its jobs: plain dataclasses that JSON can carry.

Kept apart so that the shape of the world can be read without any behaviour.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal


@dataclass(slots=True)
class State:
    """A job state of the practice; `code` is what writers send, `name` what readers get."""

    name: str
    code: str
    type: str = "Standard"


@dataclass(slots=True)
class Staff:
    """A person of the practice to whom jobs are assigned."""

    uuid: str
    name: str
    email: str = ""
    phone: str = ""
    mobile: str = ""
    address: str = ""
    payroll_code: str = ""


@dataclass(slots=True)
class ClientContact:
    """A person at a client."""

    uuid: str
    name: str
    salutation: str = ""
    addressee: str = ""
    mobile: str = ""
    email: str = ""
    phone: str = ""
    position: str = ""
    is_primary: bool = False
    is_deleted: bool = False


@dataclass(slots=True)
class Client:
    """A customer of the practice; dates in `date_of_birth` are YYYY-MM-DD, or empty."""

    uuid: str
    name: str
    title: str = ""
    gender: str = ""
    first_name: str = ""
    last_name: str = ""
    other_name: str = ""
    email: str = ""
    date_of_birth: str = ""
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
    phone: str = ""
    fax: str = ""
    website: str = ""
    referral_source: str = ""
    export_code: str = ""
    client_code: str = ""
    tax_number: str = ""
    company_number: str = ""
    business_number: str = ""
    business_structure: str = ""
    balance_month: str = ""
    prepare_gst: str = ""
    gst_registered: str = ""
    gst_period: str = ""
    gst_basis: str = ""
    provisional_tax_basis: str = ""
    provisional_tax_ratio: str = ""
    signed_tax_authority: str = ""
    tax_agent: str = ""
    agency_status: str = ""
    return_type: str = ""
    prepare_activity_statement: str = ""
    prepare_tax_return: str = ""
    is_archived: bool = False
    is_deleted: bool = False
    account_manager_uuid: str = ""
    job_manager_uuid: str = ""
    billing_client_uuid: str = ""
    contacts: list[ClientContact] = field(default_factory=list)
    modified_at: datetime | None = None


@dataclass(slots=True)
class Category:
    """A category under which jobs are filed."""

    uuid: str
    name: str


@dataclass(slots=True)
class Task:
    """A kind of task from the practice's own list."""

    uuid: str
    name: str
    description: str = ""


@dataclass(slots=True)
class StandardCost:
    """An entry of the practice's cost catalogue; nothing links it to a job's cost but the same code."""

    uuid: str
    description: str
    code: str = ""
    note: str = ""
    unit_cost: Decimal = Decimal(0)
    unit_price: Decimal = Decimal(0)
    income_account: str = ""
    cost_of_sale_account: str = ""


@dataclass(slots=True)
class TemplateTask:
    """A task that a template brings onto a job."""

    task_uuid: str
    name: str = ""
    description: str = ""
    estimated_minutes: int = 0
    billable: bool = True
    folder: str = ""


@dataclass(slots=True)
class TemplateMilestone:
    """A milestone that a template brings, so many days after the job's start."""

    description: str
    days: int = 0
    folder: str = ""


@dataclass(slots=True)
class TemplateCost:
    """A cost that a template brings onto a job."""

    description: str
    code: str = ""
    note: str = ""
    quantity: Decimal = Decimal(1)
    unit_cost: Decimal = Decimal(0)
    unit_price: Decimal = Decimal(0)
    billable: bool = True


@dataclass(slots=True)
class JobTemplate:
    """What a new job may be made from; the API shows its identifier and name only."""

    uuid: str
    name: str
    tasks: list[TemplateTask] = field(default_factory=list)
    milestones: list[TemplateMilestone] = field(default_factory=list)
    costs: list[TemplateCost] = field(default_factory=list)
