"""The library against the independent imitation: whole stories under each answer to what nobody knows of XPM."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import (
    NotFound,
    ReconnectNeeded,
    Refused,
)
from minutebook.xpm.oauth import (
    authorise_url,
    delete_connection,
    exchange_code,
    list_tenants,
    new_code_verifier,
    refresh_tokens,
    revoke_token,
)
from minutebook.xpm.records import (
    Category,
    Client,
    ClientContact,
    Cost,
    CostItem,
    Job,
    JobUpdate,
    NewClient,
    NewClientContact,
    NewCost,
    NewDocument,
    NewNote,
    Ref,
    Task,
)
from minutebook.xpm.tests.living import DUE, START, UGLY, new_job_for, xero_app
from minutebook.xpm_sandbox import SandboxServer
from minutebook.xpm_sandbox.demo import TENANT_ID

OTHER_ANSWERS = {
    "cost_answer": "status_only",
    "element_order": "doc",
    "api_method": "absent",
    "list_uuid": "absent",
    "page_link": "bare",
    "mixed_assign": "rest_applies",
    "list_without_from": "200_error",
}


@pytest.mark.parametrize("modes", [{}, OTHER_ANSWERS], ids=["first answers", "other answers"])
def test_whole_job_is_made_and_read_back(
    sandbox: SandboxServer, practice: Api, modes: dict[str, str]
) -> None:
    httpx2.post(f"{sandbox.url}/_sandbox/modes", json=modes).raise_for_status()
    template, staff = practice.list_templates()[0], practice.list_staff()
    new_job = new_job_for(practice, template_uuid=template.uuid, budget=Decimal("1850.00"))
    made = practice.guarded(idempotency_key="M1").add_job(new_job)
    people = [one.uuid for one in staff]
    practice.assign_staff(made.id, made.uuid, add=people, manager=people[0], partner=people[1])
    practice.set_state(made.id, made.uuid, "INPROGRESS")
    cost = NewCost(
        made.id, START, UGLY, Decimal("1.5"), Decimal("45.00"), Decimal("60.00"), False, "F", "[ref M1-c1]"
    )
    practice.add_cost(cost)
    practice.add_note(NewNote(made.id, "Pack sent", UGLY))
    practice.add_document(NewDocument(made.id, "Pack", "pack.pdf", b"\x00\xff%PDF", UGLY))
    read = practice.get_job(made.id)

    refs = tuple(Ref(one.uuid, one.name) for one in staff)
    assert read == Job(
        id=made.id,
        uuid=made.uuid,
        name=UGLY,
        description="One\n\n[ref M1]",
        state="In Progress",
        client_order_number="M1",
        start_date=START,
        due_date=DUE,
        client=Ref(new_job.client_uuid, practice.get_client(new_job.client_uuid).name),
        manager=refs[0],
        partner=refs[1],
        assigned=read.assigned,
        tasks=read.tasks,
        notes=read.notes,
        web_url=read.web_url,
    )
    assert sorted(read.assigned, key=str) == sorted(refs, key=str)
    assert [(task.name, task.estimated_minutes, task.is_completed) for task in read.tasks] == [
        ("Prepare documents", 60, False),
        ("Lodge with the registry", 15, False),
    ]
    assert [(note.title, note.text) for note in read.notes] == [("Pack sent", UGLY)]
    assert read.web_url.startswith("http")
    costs = practice.list_job_costs(made.id)
    assert [replace(one, uuid="") for one in costs if one.note] == [
        Cost("", START, UGLY, "F", "[ref M1-c1]", Decimal("1.5"), Decimal(45), Decimal(60), False)
    ]
    listed = [practice.list_current_jobs(), practice.list_client_jobs(new_job.client_uuid)]
    assert [[job.client_order_number for job in jobs] for jobs in listed] == [["M1"], ["M1"]]
    today = date.today()
    spanning = practice.list_jobs(today - timedelta(days=800), today + timedelta(days=2))
    assert [job.id for job in spanning] == [made.id]
    assert practice.list_job_invoices(made.id) == []


def test_job_and_cost_are_changed(practice: Api) -> None:
    made = practice.add_job(new_job_for(practice))
    changed = practice.update_job(JobUpdate(made.id, "Renamed", "", DUE, DUE, client_number="M2"))
    assert (changed.name, changed.description, changed.start_date) == ("Renamed", "", DUE)
    cost = NewCost(made.id, START, "Fee", Decimal(1), Decimal(45), Decimal(60))
    practice.add_cost(cost)
    (kept,) = practice.list_job_costs(made.id)
    practice.update_cost(kept.uuid, replace(cost, quantity=Decimal(0)))
    assert practice.list_job_costs(made.id) == [replace(kept, quantity=Decimal(0))]


def test_lists_of_the_practice(practice: Api) -> None:
    (category,), (item,) = practice.list_categories(), practice.list_cost_items()
    assert category == Category(category.uuid, "Corporate secretarial")
    assert item == CostItem(item.uuid, "Registry filing fee", "FILING", "", Decimal(45), Decimal(60))
    assert [task.name for task in practice.list_tasks()] == ["Prepare documents", "Lodge with the registry"]
    assert isinstance(practice.list_tasks()[0], Task)
    names = {client.name: client.is_archived for client in practice.list_clients()}
    assert names == {
        "Harbour Tools Limited": False,
        "O'Neill & Søn <Holdings> Pty Ltd": False,
        "Hill Farm Trust": True,
    }


def test_client_is_added_whole_and_found_again(practice: Api) -> None:
    new_client = NewClient(
        name=UGLY,
        email="a@b.example",
        website="w.example",
        address="1 Quay\nLevel 2",
        post_code="0610",
        postal_city="Te Whanganui-a-Tara",
        company_number="123",
        business_number="94",
        business_structure="Company",
        date_of_birth=date(2000, 2, 29),
        job_manager_uuid=practice.list_staff()[0].uuid,
        contacts=(NewClientContact("Mere", position="Director", is_primary=True),),
    )
    made = practice.add_client(new_client)
    staff = practice.list_staff()[0]
    assert made == Client(
        uuid=made.uuid,
        name=UGLY,
        email="a@b.example",
        website="w.example",
        address="1 Quay\nLevel 2",
        post_code="0610",
        postal_city="Te Whanganui-a-Tara",
        company_number="123",
        business_number="94",
        business_structure="Company",
        date_of_birth=date(2000, 2, 29),
        job_manager=Ref(staff.uuid, staff.name),
        contacts=(ClientContact(made.contacts[0].uuid, "Mere", position="Director", is_primary=True),),
        web_url=made.web_url,
    )
    assert [replace(found, web_url="") for found in practice.search_clients("Māori & Sons")] == [
        replace(made, web_url="")
    ]


def test_business_errors_are_refused_in_its_words(practice: Api) -> None:
    made = practice.add_job(new_job_for(practice))
    with pytest.raises(Refused, match=r"^Invalid state code$"):
        practice.set_state(made.id, made.uuid, "In Progress")
    with pytest.raises(Refused, match=r"^Invalid staff identifier for add request$"):
        practice.assign_staff(made.id, made.uuid, add=["nobody"])
    for call in (
        lambda: practice.get_job("NONE1"),
        lambda: practice.assign_staff("NONE1", "", add=["nobody"]),
        lambda: practice.get_client("5b7c1b1e-3a64-4f52-9a39-000000000000"),
    ):
        with pytest.raises(NotFound):
            call()


def test_sign_in_from_consent_to_goodbye(sandbox: SandboxServer) -> None:
    app, verifier = xero_app(sandbox), new_code_verifier()
    code = _consent(authorise_url(app, "st4te", verifier))
    with pytest.raises(ReconnectNeeded):
        exchange_code(app, "wrong", verifier)
    tokens = exchange_code(app, code, verifier)
    assert tokens.expires_in == 1800
    fresh = refresh_tokens(app, tokens.refresh_token)
    assert fresh.refresh_token != tokens.refresh_token
    (practice,) = (
        one for one in list_tenants(app, fresh.access_token) if one.tenant_type == "PRACTICEMANAGER"
    )
    assert practice.name == "Example & Partners"
    delete_connection(app, fresh.access_token, practice.connection_id)
    assert practice not in list_tenants(app, fresh.access_token)
    delete_connection(app, fresh.access_token, practice.connection_id)
    revoke_token(app, fresh.refresh_token)
    with pytest.raises(ReconnectNeeded):
        refresh_tokens(app, fresh.refresh_token)


def _consent(address: str) -> str:
    """Press Allow on the consent page as the first user, and give the code that comes back."""
    answer = httpx2.post(address, data={"user": "u-priya", "tenant": TENANT_ID, "answer": "allow"})
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["state"] == ["st4te"]
    return query["code"][0]
