from __future__ import annotations

import httpx2
import pytest

from minutebook.xpm_sandbox import SandboxServer
from minutebook.xpm_sandbox.demo import ORGANISATION_ID
from minutebook.xpm_sandbox.tests.practice import Practice, fetch


def test_call_without_token_is_401_in_json(practice: Practice) -> None:
    response = fetch("GET", f"{practice.server.url}/practicemanager/3.1/staff.api/list")
    body = response.json()
    assert body.pop("Instance")
    assert (response.status_code, body) == (
        401,
        {
            "Type": None,
            "Title": "Unauthorized",
            "Status": 401,
            "Detail": "AuthenticationUnsuccessful",
            "Extensions": {},
        },
    )
    assert "invalid_token" in response.headers["www-authenticate"]
    assert response.headers["xero-correlation-id"]


def test_old_token_is_401_and_says_so(practice: Practice) -> None:
    practice.server.world.clock_offset_seconds = 1801
    response = practice.http.get("staff.api/list")
    assert response.status_code == 401
    assert response.json()["Detail"].startswith("TokenExpired: token expired at ")


@pytest.mark.parametrize("tenant_id", ["", "nothing", ORGANISATION_ID])
def test_wrong_tenant_is_403(practice: Practice, tenant_id: str) -> None:
    response = practice.http.get("staff.api/list", headers={"xero-tenant-id": tenant_id})
    assert (response.status_code, response.json()["Detail"]) == (403, "AuthenticationUnsuccessful")
    limits = [name for name in response.headers if name.endswith("-remaining")]
    assert limits == ["x-appminlimit-remaining"]


def test_tenant_whose_connection_was_deleted_is_403(practice: Practice) -> None:
    practice.server.world.connections.clear()
    assert practice.http.get("staff.api/list").status_code == 403


@pytest.mark.parametrize(
    ("scopes", "method", "path", "passes"),
    [
        ("practicemanager.job", "GET", "template.api/list", True),
        ("practicemanager.job.read", "GET", "job.api/current", True),
        ("practicemanager.job.read", "POST", "job.api/add", False),
        ("practicemanager.job", "GET", "client.api/list", False),
        ("practicemanager.client.read", "GET", "client.api/list", True),
        ("practicemanager.staff", "GET", "job.api/current", False),
        ("practicemanager", "POST", "job.api/add", True),
        ("practicemanager.read", "GET", "staff.api/list", True),
        ("practicemanager.read", "PUT", "job.api/state", False),
    ],
)
def test_scope_opens_its_endpoints_only(
    server: SandboxServer, scopes: str, method: str, path: str, passes: bool
) -> None:
    token = server.grant(scopes=[scopes])["access_token"]
    headers = {"Authorization": f"Bearer {token}", "xero-tenant-id": server.world.tenants[0].tenant_id}
    with httpx2.Client(base_url=f"{server.url}/practicemanager/3.1/", headers=headers, verify=False) as http:
        # a body that is no XML shows that the endpoint was reached
        assert (http.request(method, path, content="x").status_code != 401) is passes


def test_missing_scope_is_403_in_that_mode(practice: Practice) -> None:
    practice.set_modes(missing_scope="403")
    practice.server.world.consents.clear()
    token = practice.server.grant(scopes=["practicemanager.staff"])["access_token"]
    response = practice.http.get("job.api/current", headers={"Authorization": f"Bearer {token}"})
    assert response.status_code == 403


@pytest.mark.parametrize(
    ("withheld", "path"),
    [
        ("template", "template.api/list"), ("category", "category.api/list"), ("task", "task.api/list"),
        ("cost", "cost.api/list?page=1"), ("invoice", "invoice.api/current"),
    ],
)  # fmt: skip
def test_family_of_unknown_scope_is_withheld_in_that_mode_only(
    practice: Practice, withheld: str, path: str
) -> None:
    assert practice.http.get(path).status_code == 200
    practice.set_modes(withheld=withheld)
    assert practice.http.get(path).status_code == 401
    practice.set_modes(missing_scope="403")
    assert practice.http.get(path).status_code == 403
    assert practice.http.get("job.api/current").status_code == 200


def test_unknown_path_is_404(practice: Practice) -> None:
    assert practice.http.get("job.api/nothing").status_code == 404


def test_refused_calls_stand_in_the_ledger_as_not_executed(practice: Practice) -> None:
    practice.http.get("staff.api/list", headers={"xero-tenant-id": "nothing"})
    assert [(one["path"], one["status"], one["executed"]) for one in practice.ledger()] == [
        ("staff.api/list", 403, False)
    ]
