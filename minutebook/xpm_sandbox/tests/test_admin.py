from __future__ import annotations

from typing import Any

import httpx2
import pytest

from minutebook.xpm_sandbox import demo_seed
from minutebook.xpm_sandbox.demo import TENANT_ID
from minutebook.xpm_sandbox.modes import mode_choices
from minutebook.xpm_sandbox.tests.practice import Practice, fetch, refusal


def test_world_shows_what_calls_made(practice: Practice) -> None:
    practice.add_job("<ID>A7</ID>")
    practice.post("job.api/cost", practice.cost_body("A7"))
    world = _door(practice, "GET", "world.json").json()
    job = world["tenants"][0]["jobs"][0]
    assert (job["id"], job["state"], job["costs"][0]["unit_price"]) == ("A7", "PLANNED", "60.00")
    assert "signing_key" not in world


def test_same_calls_on_the_same_seed_give_the_same_tenants(practice: Practice) -> None:
    worlds = []
    for _ in range(2):
        _door(practice, "POST", "reset")
        practice.http.headers["Authorization"] = f"Bearer {practice.server.grant()['access_token']}"
        practice.add_job()
        practice.post("job.api/cost", practice.cost_body("J000001"))
        tenants = _door(practice, "GET", "world.json").json()["tenants"]
        tenants[0]["jobs"][0].pop("created_at")
        worlds.append(tenants)
    assert worlds[0] == worlds[1]


def test_replace_starts_anew(practice: Practice) -> None:
    practice.add_job()
    practice.order_fault("status", "GET", "*")
    _door(practice, "PUT", "world.json", demo_seed())
    assert practice.tenant.jobs == []
    assert _door(practice, "GET", "faults").json() == []
    assert _door(practice, "GET", "ledger.json").json() == {"in_flight": 0, "entries": []}


def test_reset_goes_back_to_the_seed(practice: Practice) -> None:
    practice.add_job()
    practice.set_modes(cost_answer="status_only")
    _door(practice, "POST", "reset")
    assert (practice.tenant.jobs, practice.tenant.next_job) == ([], 1)
    assert _door(practice, "GET", "modes").json()["cost_answer"] == "cost"


@pytest.mark.parametrize(
    ("seed", "reason"),
    [
        ({"tenants": [{"name": "A"}]}, "A tenant needs a tenant_id: 'A'"),
        ({"tenants": [{"tenant_id": "t", "name": "A", "colour": "red"}]}, "Tenant has no field colour"),
        ([], "The body must be a JSON object"),
    ],
)
def test_replace_refuses_a_seed_that_does_not_fit(practice: Practice, seed: Any, reason: str) -> None:
    response = _door(practice, "PUT", "world.json", seed)
    assert (response.status_code, response.json()) == (400, {"error": reason})
    assert practice.tenant.name == "Example & Partners"


def test_modes_change_by_name(practice: Practice) -> None:
    changed = _door(practice, "POST", "modes", {"own_id_clash": "second_job", "list_lag": 30}).json()
    assert (changed["own_id_clash"], changed["list_lag"]) == ("second_job", 30)
    assert sorted(changed) == sorted(mode_choices())


@pytest.mark.parametrize(
    "wrong",
    [{"colour": "red"}, {"own_id_clash": "perhaps"}, {"list_lag": "long"}, {"client_number_limit": -1}],
)
def test_modes_refuse_what_they_do_not_know(practice: Practice, wrong: dict[str, object]) -> None:
    response = _door(practice, "POST", "modes", {"cost_answer": "status_only"} | wrong)
    assert response.status_code == 400
    assert practice.server.world.modes.cost_answer == "cost"


def test_faults_are_listed_and_cleared(practice: Practice) -> None:
    practice.order_fault("lost_reply", "POST", "job.api/add")
    listed = _door(practice, "GET", "faults").json()
    assert [(one["kind"], one["path"], one["hit"]) for one in listed] == [("lost_reply", "job.api/add", 0)]
    _door(practice, "DELETE", "faults")
    assert practice.add_job().findtext("Status") == "OK"


def test_limits_and_clock_can_be_set(practice: Practice) -> None:
    _door(practice, "POST", "limits", {"minute": 1})
    _door(practice, "POST", "clock", {"offset_seconds": 3600})
    assert practice.server.world.limits.minute == 1
    assert practice.http.get("staff.api/list").status_code == 401


def test_grant_gives_tokens_without_a_browser(practice: Practice) -> None:
    answer = _door(practice, "POST", "grants", {"user": "u-priya", "tenants": [TENANT_ID]}).json()
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    assert practice.http.get("staff.api/list", headers=headers).status_code == 200
    for wrong in ({"user": "nobody"}, {"person": "u-priya"}):
        assert _door(practice, "POST", "grants", wrong).status_code == 400


def test_a_person_may_rename_and_delete_a_job_behind_our_back(practice: Practice) -> None:
    practice.add_job()
    path = f"tenants/{TENANT_ID}/jobs/J000001"
    _door(practice, "PATCH", path, {"name": "Renamed", "client_order_number": ""})
    assert practice.get("job.api/get/J000001").findtext("Job/Name") == "Renamed"
    _door(practice, "DELETE", path)
    assert refusal(practice.get("job.api/get/J000001")) == "Invalid job identifier"
    assert [one["path"] for one in practice.ledger()] == ["job.api/add", *["job.api/get/J000001"] * 2]


def test_things_can_be_added_to_a_tenant(practice: Practice) -> None:
    made = _door(practice, "POST", f"tenants/{TENANT_ID}/clients", {"name": "Late & Co"}).json()
    assert practice.get(f"client.api/get/{made['uuid']}").findtext("Client/Name") == "Late & Co"
    _door(practice, "PATCH", f"tenants/{TENANT_ID}", {"wip_locked_until": "2026-06-30"})
    assert str(practice.tenant.wip_locked_until) == "2026-06-30"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "nothing", 404),
        ("PUT", "reset", 405),
        ("POST", f"tenants/{TENANT_ID}/wishes", 400),
        ("PATCH", "tenants/nothing", 400),
        ("DELETE", f"tenants/{TENANT_ID}/jobs/J000009", 400),
    ],
)
def test_mistakes_at_the_door_are_told(practice: Practice, method: str, path: str, status: int) -> None:
    response = _door(practice, method, path, {})
    assert (response.status_code, list(response.json())) == (status, ["error"])


def test_a_page_of_another_site_may_not_use_the_door(practice: Practice) -> None:
    url = f"{practice.server.url}/_sandbox/reset"
    theirs = fetch("POST", url, headers={"Origin": "https://evil.example"})
    ours = fetch("POST", url, headers={"Origin": practice.server.url})
    assert (theirs.status_code, ours.status_code) == (403, 200)


def _door(practice: Practice, method: str, path: str, body: Any = None) -> httpx2.Response:
    return fetch(method, f"{practice.server.url}/_sandbox/{path}", json=body)
