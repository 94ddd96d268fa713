"""A practice in Xero Practice Manager as our rows know it after a reading, for tests that call nobody."""

from dataclasses import dataclass
from decimal import Decimal

from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.models import (
    Client,
    Connection,
    CostItem,
    JobState,
    JobTemplate,
    Staff,
    StaffLink,
)
from minutebook.practice_manager.tests.conftest import make_connection
from minutebook.work import clock


@dataclass(frozen=True, slots=True)
class Practice:
    """The connection and one or two rows of each list."""

    connection: Connection
    template: JobTemplate
    me: Staff
    colleague: Staff
    item: CostItem


def make_practice(firm: Firm, user: User, tenant_id: str = "tenant-1") -> Practice:
    """A practice whose lists are read and whose jobs are switched on; `user` is its first member of staff."""
    connection = make_connection(firm, user, tenant_id=tenant_id, last_synced_at=clock.now(), is_active=True)
    own = {"firm": firm, "connection": connection}
    template = JobTemplate.across_firms.create(
        **own, uuid=f"{tenant_id}-t1", name="CoSec - Change", learnt_costs=[], learnt_at=clock.now()
    )
    me = Staff.across_firms.create(**own, uuid=f"{tenant_id}-s1", name="Hēmi Ngata", email=user.email)
    colleague = Staff.across_firms.create(**own, uuid=f"{tenant_id}-s2", name="Siân O'Connor")
    StaffLink.across_firms.create(**own, user=user, staff=me)
    item = CostItem.across_firms.create(
        **own, uuid=f"{tenant_id}-c1", name="Courier & post", code="POST",
        unit_cost=Decimal("9.4950"), unit_price=Decimal("12.5000"),
    )  # fmt: skip
    for role, code in (("in progress", "INPROGRESS"), ("complete", "COMPLETED")):
        JobState.across_firms.create(**own, role=role, name=role, code=code)
    return Practice(connection, template, me, colleague, item)


def make_client(practice: Practice, name: str, contact: Contact | None = None) -> Client:
    """A client of the practice, linked to the contact if one is given."""
    connection = practice.connection
    number = Client.across_firms.count() + 1
    return Client.across_firms.create(
        firm_id=connection.firm_id, connection=connection, uuid=f"client-{connection.pk}-{number}",
        name=name, contact=contact,
    )  # fmt: skip
