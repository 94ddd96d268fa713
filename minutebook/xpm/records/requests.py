"""What we ask XPM to make or change, one frozen record per call; an empty optional text is not sent."""

import datetime
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NewJob:
    """A job to add.

    `id` is an own job number of letters and digits; left empty, XPM takes the next of its series.
    `client_number` comes back as `Job.client_order_number`.
    """

    name: str
    description: str
    client_uuid: str
    start_date: datetime.date
    due_date: datetime.date
    client_number: str = ""
    id: str = ""
    template_uuid: str = ""
    category_uuid: str = ""
    contact_uuid: str = ""
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class JobUpdate:
    """The new values of a job.

    XPM does not say whether what is left out keeps its value: give the client number and category again.
    """

    id: str
    name: str
    description: str
    start_date: datetime.date
    due_date: datetime.date
    client_number: str = ""
    category_uuid: str = ""
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewCost:
    """A cost to put on the job with number `job`; money excludes tax."""

    job: str
    date: datetime.date
    description: str
    quantity: Decimal
    unit_cost: Decimal
    unit_price: Decimal
    billable: bool = True
    code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class NewClientContact:
    """A person to add together with a client."""

    name: str
    salutation: str = ""
    addressee: str = ""
    email: str = ""
    phone: str = ""
    mobile: str = ""
    position: str = ""
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client to add; XPM requires the name only, and takes the same name twice."""

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
    account_manager_uuid: str = ""
    job_manager_uuid: str = ""
    billing_client_uuid: str = ""
    contacts: tuple[NewClientContact, ...] = ()


@dataclass(frozen=True, slots=True)
class NewNote:
    """A note to put on the job with number `job`."""

    job: str
    title: str
    text: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A file to put on the job with number `job`."""

    job: str
    title: str
    file_name: str
    content: bytes
    text: str = ""
    folder: str = ""
