"""Reading the lists: all of it or nothing, whatever goes wrong, and what a page sees meanwhile."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection as database
from django.db import models
from django.db.models.functions import Upper
from django.test.utils import CaptureQueriesContext

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.core.templatetags.show import moment
from minutebook.firms.models import User
from minutebook.practice_manager.budget import reserve
from minutebook.practice_manager.models import (
    CallBudget,
    Category,
    Client,
    Connection,
    CostItem,
    JobState,
    JobTask,
    JobTemplate,
    Staff,
)
from minutebook.practice_manager.sync import ASKED, LIMITED, SYNC, ask_for_reading, is_full_due
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim, run
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

from .worlds import PRACTICE

COPIES: list[type[models.Model]] = [Client, Staff, JobTemplate, Category, JobTask, CostItem]
PATHS = [
    "staff.api/list", "template.api/list", "category.api/list", "task.api/list", "cost.api/list",
    "job.api/current", "job.api/list", "client.api/list",
]  # fmt: skip


def read(connection: Connection) -> Connection:
    """Ask for a reading and let a worker do what is due; the connection afterwards."""
    ask_for_reading(connection)
    run_once()
    return Connection.across_firms.get(pk=connection.pk)


def run_once() -> None:
    """What a worker does with the operation that is due."""
    lease = claim("test")
    assert lease is not None
    run(lease)


def copies() -> dict[str, list[tuple[Any, ...]]]:
    """Every copy, whole but for keys."""
    return {
        model.__name__: sorted(
            tuple(str(row[name]) for name in sorted(row) if name not in {"id", "firm_id", "connection_id"})
            for row in model.across_firms.values()  # type: ignore[attr-defined]
        )
        for model in COPIES
    }


def test_reading_copies_every_list(connected: Connection) -> None:
    after = read(connected)
    assert (after.sync_step, after.sync_count, after.sync_problem) == ("", 0, "")
    assert after.last_synced_at is not None
    salt = Client.across_firms.get(name="Salt & Stone (Bondi) Pty Ltd")
    assert (salt.company_number, salt.address, salt.structure) == (
        "004 085 616",
        "1 Sea St, Bondi",
        "Company",
    )
    assert salt.search_key == "salt & stone (bondi) pty ltd | 004085616 | "
    assert set(Client.across_firms.values_list("name", "is_archived")) == {
        ("Salt & Stone (Bondi) Pty Ltd", False), ("Kōwhai <Whenua> Trust", False),
        ("Hill Farm Trust", True), ("X" * 300, False),
    }  # fmt: skip
    assert set(Staff.across_firms.values_list("name", "email")) == {
        ("Minh Trần", "PREPARER@firm.example"), ("Temp <Desk>", ""),
    }  # fmt: skip
    assert set(JobTemplate.across_firms.values_list("name", flat=True)) == {"cosec - change", "Tax return"}
    assert list(Category.across_firms.values_list("name", flat=True)) == ["CoSec - billable"]
    assert list(JobTask.across_firms.values_list("name", flat=True)) == ["Corporate secretarial"]
    item = CostItem.across_firms.get()
    assert (item.name, item.code, item.unit_cost, item.unit_price) == (
        "ASIC fee",
        "ASIC",
        Decimal(61),
        Decimal(61),
    )


def test_reading_again_writes_no_copies(connected: Connection) -> None:
    read(connected)
    before = copies()
    with CaptureQueriesContext(database) as queries:
        read(connected)
    tables = [model._meta.db_table for model in COPIES]
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in writes if any(f'"{table}"' in sql for table in tables)] == []
    assert copies() == before


def test_record_whose_identifier_comes_in_another_case_is_the_same(connected: Connection) -> None:
    read(connected)
    for model in COPIES:
        model.across_firms.update(uuid=Upper("uuid"))  # type: ignore[attr-defined]
    before = copies()
    read(connected)
    assert copies() == before


def test_client_of_spaces_can_still_be_seen_and_clicked(
    connected: Connection, sandbox: SandboxServer
) -> None:
    tenant = sandbox.world.find_tenant(PRACTICE)
    assert tenant is not None
    tenant.clients[0].name = "   "
    read(connected)
    assert Client.across_firms.filter(name="(no name in XPM)").count() == 1


def test_reading_links_by_acn(connected: Connection) -> None:
    contact = Contact.across_firms.create(firm=connected.firm, kind="company", name="Salt", acn="004085616")
    read(connected)
    client = Client.across_firms.get(contact__isnull=False)
    assert (client.contact, client.linked_by) == (contact, "acn")


def test_what_vanished_is_marked_and_keeps_its_link(connected: Connection, sandbox: SandboxServer) -> None:
    Contact.across_firms.create(firm=connected.firm, kind="company", name="Salt", acn="004085616")
    read(connected)
    tenant = sandbox.world.find_tenant(PRACTICE)
    assert tenant is not None
    tenant.clients = [client for client in tenant.clients if "Salt" not in client.name]
    tenant.templates.clear()
    read(connected)
    salt = Client.across_firms.get(name__startswith="Salt")
    assert (salt.is_gone, salt.contact is None) == (True, False)
    assert set(JobTemplate.across_firms.values_list("is_gone", flat=True)) == {True}
    assert Client.across_firms.filter(is_gone=True).count() == 1


FAULTS = [
    {"kind": "status", "code": 500},
    {"kind": "lost_reply"},
    {"kind": "cut_reply"},
    {"kind": "cut_reply", "framed": True},
    {"kind": "html"},
    {"kind": "empty"},
    {"kind": "redirect"},
    {"kind": "xml_bomb"},
    {"kind": "error_200", "text": "Something went wrong"},
    {"kind": "forbidden"},
]


@pytest.mark.parametrize(
    ("path", "fault"),
    [*((path, {"kind": "cut_reply"}) for path in PATHS), *(("client.api/list", fault) for fault in FAULTS)],
    ids=str,
)
def test_broken_reading_changes_nothing(
    connected: Connection, sandbox: SandboxServer, path: str, fault: dict[str, Any]
) -> None:
    read(connected)
    before, synced_at = copies(), Connection.across_firms.get().last_synced_at
    tenant = sandbox.world.find_tenant(PRACTICE)
    assert tenant is not None
    tenant.clients[0].name, tenant.staff[0].name = "Changed", "Changed"
    sandbox.app.sandbox.faults.faults.append(Fault(path=path, times=9, **fault))
    after = read(connected)
    assert copies() == before
    assert (after.last_synced_at, after.sync_step, bool(after.sync_problem)) == (synced_at, "", True)


def test_short_limit_is_sat_out_without_beginning_anew(connected: Connection, sandbox: SandboxServer) -> None:
    limits = [Fault("rate_minute", path=path, seconds=1) for path in ("staff.api/list", "client.api/list")]
    sandbox.app.sandbox.faults.faults += limits
    assert read(connected).last_synced_at is not None
    paths = [entry.path.partition("?")[0] for entry in sandbox.world.ledger.entries]
    assert [paths.count(path) for path in ("staff.api/list", "task.api/list", "client.api/list")] == [2, 1, 2]


def test_slow_pace_is_sat_out_call_by_call(
    connected: Connection, sandbox: SandboxServer, settings: Any
) -> None:
    settings.XPM_CALLS_PER_MINUTE = 10  # one call in six seconds, once the first four are used up
    reserve(connected)
    CallBudget.across_firms.update(arrival_at=clock.now() + timedelta(seconds=1.5 + 5.5), open_calls={})
    wanted = Fault("status", path="staff.api/list")  # one call is enough to see
    sandbox.app.sandbox.faults.faults.append(wanted)
    assert read(connected).sync_step != LIMITED
    assert wanted.hit == 1


@pytest.mark.parametrize(("kind", "seconds"), [("rate_minute", 22), ("rate_day", 5000)])
def test_reading_goes_on_as_soon_as_the_limit_of_calls_is_over(
    connected: Connection, sandbox: SandboxServer, kind: str, seconds: int
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault(kind, path="client.api/list", seconds=seconds))
    after = read(connected)
    assert copies() == {model.__name__: [] for model in COPIES}
    assert (after.last_synced_at, after.sync_step, after.sync_problem) == (None, LIMITED, "")
    wait = Operation.across_firms.get(kind=SYNC).due_at - clock.now()
    assert timedelta(seconds=seconds - 10) < wait <= timedelta(seconds=seconds)
    Operation.across_firms.update(due_at=clock.now())
    CallBudget.across_firms.update(blocked_until=None, day_remaining=None, arrival_at=None)
    run_once()
    assert Connection.across_firms.get().last_synced_at is not None


@pytest.mark.parametrize("path", PATHS)
def test_limit_at_any_call_leaves_the_old_copy_with_its_date(
    connected: Connection, sandbox: SandboxServer, as_user: SignIn, path: str
) -> None:
    before, synced_at = (read(connected), copies())[1], Connection.across_firms.get().last_synced_at
    tenant = sandbox.world.find_tenant(PRACTICE)
    assert tenant is not None
    tenant.clients[0].name, tenant.staff[0].name = "Changed", "Changed"
    sandbox.app.sandbox.faults.faults.append(Fault("rate_minute", path=path, seconds=22))
    after = read(connected)
    assert (copies(), after.last_synced_at, after.sync_step) == (before, synced_at, LIMITED)
    page = as_user(connected.connected_by).get("/settings/practice-manager/").content.decode()
    assert f"Last complete reading: {moment(synced_at, connected.firm.time_zone)}." in page


def test_first_reading_that_breaks_leaves_nothing(connected: Connection, sandbox: SandboxServer) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("cut_reply", path="client.api/list"))
    after = read(connected)
    assert copies() == {model.__name__: [] for model in COPIES}
    assert after.last_synced_at is None


@pytest.mark.parametrize("status", ["401", "403"])
@pytest.mark.parametrize(
    ("withheld", "words", "model"),
    [
        ("template", "job templates", JobTemplate), ("category", "job categories", Category),
        ("task", "tasks", JobTask), ("cost", "standard costs", CostItem),
    ],
)  # fmt: skip
def test_list_that_xero_keeps_from_us_stays_as_it_was_and_the_rest_is_read(
    connected: Connection, sandbox: SandboxServer, withheld: str, words: str, model: Any, status: str
) -> None:
    read(connected)
    before = copies()
    first = Connection.across_firms.get(pk=connected.pk).last_synced_at
    sandbox.world.modes.change({"withheld": withheld, "missing_scope": status})
    tenant = sandbox.world.find_tenant(PRACTICE)
    assert tenant is not None
    tenant.clients[0].name = "Renamed & Sons"
    after = read(connected)
    problem = (
        f"Xero does not let Minutebook read {words} ({status}): connect Xero Practice Manager again in Settings,"
        " and see that its app may read them."
    )
    assert (after.status, after.problem, after.sync_problem) == (Connection.Status.CONNECTED, "", problem)
    assert first is not None
    assert after.last_synced_at is not None
    assert after.last_synced_at > first
    assert copies()[model.__name__] == before[model.__name__] != []
    assert Client.across_firms.filter(name="Renamed & Sons").count() == 1
    due = Operation.across_firms.get(kind=SYNC).due_at
    assert timedelta(minutes=55) < due - clock.now() <= timedelta(hours=1)
    sandbox.world.modes.change({"withheld": "nothing"})
    assert read(connected).sync_problem == ""


def test_consent_that_is_gone_is_not_taken_for_a_list_that_is_kept_from_us(
    connected: Connection, sandbox: SandboxServer
) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("forbidden", path="t*.api/list", times=2))
    sandbox.app.sandbox.faults.faults.append(Fault("forbidden", path="job.api/current"))
    assert read(connected).status == Connection.Status.RECONNECT


def test_refused_consent_asks_for_a_person_and_stops(connected: Connection, sandbox: SandboxServer) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("forbidden", path="*", times=9))
    assert read(connected).status == "reconnect"
    assert Operation.across_firms.get(kind=SYNC).status == "done"


def test_expired_token_is_renewed_on_the_way(connected: Connection, sandbox: SandboxServer) -> None:
    sandbox.app.sandbox.faults.faults.append(Fault("expired_token", path="client.api/list"))
    after = read(connected)
    assert (after.sync_problem, after.token_version, Client.across_firms.count()) == ("", 1, 4)


def test_changed_clients_are_read_between_full_readings(
    connected: Connection, sandbox: SandboxServer
) -> None:
    read(connected)
    tenant = sandbox.world.find_tenant(PRACTICE)
    assert tenant is not None
    sandbox.app.sandbox.faults.faults.append(Fault("status", path="staff.api/list"))  # not to be asked
    tenant.clients[0].name, tenant.clients[0].modified_at = "Renamed", sandbox.world.now()
    Operation.across_firms.update(due_at=clock.now())
    run_once()
    after = Connection.across_firms.get()
    assert (after.sync_problem, Client.across_firms.filter(name="Renamed").count()) == ("", 1)
    assert Client.across_firms.filter(is_gone=True).count() == 0
    wait = Operation.across_firms.get(kind=SYNC).due_at - clock.now()
    assert timedelta(minutes=9) < wait <= timedelta(minutes=10)


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({"last_synced_at": None}, True),
        ({"last_synced_at": timedelta(hours=25)}, True),
        ({"last_synced_at": timedelta(hours=23)}, False),
        ({"last_synced_at": timedelta(hours=1), "sync_step": "clients"}, True),
        ({"last_synced_at": timedelta(hours=1), "sync_problem": "XPM was down"}, True),
    ],
)
@pytest.mark.django_db
def test_full_reading_is_due_daily_or_when_asked(fields: dict[str, Any], is_due: bool) -> None:
    now = clock.now()
    age = fields.pop("last_synced_at")
    connection = Connection(last_synced_at=None if age is None else now - age, **fields)
    assert is_full_due(connection, now) is is_due


def test_asking_twice_is_one_reading(connected: Connection) -> None:
    ask_for_reading(connected)
    ask_for_reading(connected)
    assert Connection.across_firms.get().sync_step == ASKED
    run_once()
    assert claim("test") is None


def test_used_up_budget_parks_the_reading(connected: Connection) -> None:
    until = clock.now() + timedelta(hours=3)
    CallBudget.across_firms.create(firm=connected.firm, connection=connected, blocked_until=until)
    after = read(connected)
    assert (after.sync_step, Operation.across_firms.get(kind=SYNC).due_at) == (LIMITED, until)


def test_states_are_proposed_without_a_code(connected: Connection) -> None:
    read(connected)
    assert list(JobState.across_firms.order_by("id").values_list("role", "name", "code")) == [
        ("planned", "To Be Scheduled", ""), ("in progress", "", ""), ("complete", "", ""), ("cancelled", "", ""),
    ]  # fmt: skip


def test_names_of_states_on_jobs_are_kept(connected: Connection) -> None:
    assert read(connected).seen_states == ["To Be Scheduled"]


def test_written_state_names_stay(connected: Connection) -> None:
    JobState.across_firms.create(
        firm=connected.firm, connection=connected, role="planned", name="Ours", code="OURS"
    )
    read(connected)
    state = JobState.across_firms.get(role="planned")
    assert (state.name, state.code) == ("Ours", "OURS")


def test_disconnected_practice_is_not_read(connected: Connection, sandbox: SandboxServer) -> None:
    Connection.across_firms.update(status="disconnected")
    read(connected)
    assert sandbox.world.ledger.entries == []


def test_lost_lease_writes_nothing(connected: Connection) -> None:
    ask_for_reading(connected)
    lease = claim("test")
    assert lease is not None
    Operation.across_firms.update(lease_number=lease.number + 1)
    run(lease)
    assert copies() == {model.__name__: [] for model in COPIES}


def test_two_practices_keep_their_own_copies(connected: Connection, preparer: User) -> None:
    other = Connection.across_firms.create(firm=connected.firm, tenant_id="t2", tenant_name="Other")
    Client.across_firms.create(firm=connected.firm, connection=other, uuid="same", name="Theirs")
    read(connected)
    assert Client.across_firms.get(connection=other).is_gone is False
