from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import KeySet

from minutebook.xpm_sandbox import SandboxServer
from minutebook.xpm_sandbox.demo import ORGANISATION_ID, TENANT_ID
from minutebook.xpm_sandbox.tests.practice import fetch
from minutebook.xpm_sandbox.tests.sign_in import REDIRECT_URI, SCOPE, ask_token, get_code

VERIFIER = "v" * 64
CHALLENGE = urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


def test_code_gives_tokens(server: SandboxServer) -> None:
    response = _exchange(server, get_code(server, [TENANT_ID]))
    answer = response.json()
    assert response.status_code == 200
    assert (answer["expires_in"], answer["token_type"], answer["scope"]) == (1800, "Bearer", SCOPE)
    assert sorted(answer) == [
        "access_token",
        "expires_in",
        "id_token",
        "refresh_token",
        "scope",
        "token_type",
    ]


def test_tokens_are_signed_by_the_published_key(server: SandboxServer) -> None:
    answer = _exchange(server, get_code(server, [TENANT_ID])).json()
    keys = KeySet.import_key_set(fetch("GET", f"{server.url}/.well-known/openid-configuration/jwks").json())
    access = jwt.decode(answer["access_token"], keys).claims
    identity = jwt.decode(answer["id_token"], keys).claims
    assert (access["iss"], access["client_id"], access["scope"]) == (server.url, "sandbox-app", SCOPE.split())
    assert access["authentication_event_id"] == server.world.connections[0].auth_event_id
    assert (access["exp"] - access["nbf"], access["aud"]) == (1800, f"{server.url}/resources")
    assert (identity["aud"], identity["email"], identity["given_name"]) == (
        "sandbox-app",
        "priya@example.com",
        "Priya",
    )


def test_published_key_holds_no_secret_part(server: SandboxServer) -> None:
    keys = fetch("GET", f"{server.url}/.well-known/openid-configuration/jwks").json()["keys"]
    assert [set(key) & {"d", "p", "q", "dp", "dq", "qi"} for key in keys] == [set()]


def test_code_is_good_once(server: SandboxServer) -> None:
    code = get_code(server, [TENANT_ID])
    _exchange(server, code)
    _assert_invalid_grant(_exchange(server, code))


def test_code_dies_after_five_minutes(server: SandboxServer) -> None:
    code = get_code(server, [TENANT_ID])
    server.world.clock_offset_seconds = 301
    _assert_invalid_grant(_exchange(server, code))


def test_code_wants_the_same_redirect_uri(server: SandboxServer) -> None:
    code = get_code(server, [TENANT_ID])
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": "https://other.example/"}
    _assert_invalid_grant(ask_token(server, **form))


@pytest.mark.parametrize(("verifier", "status"), [(VERIFIER, 200), ("w" * 64, 400), ("", 400)])
def test_code_with_a_challenge_wants_its_verifier(server: SandboxServer, verifier: str, status: int) -> None:
    code = get_code(server, [TENANT_ID], code_challenge=CHALLENGE, code_challenge_method="S256")
    assert _exchange(server, code, code_verifier=verifier).status_code == status


@pytest.mark.parametrize("auth", [None, ("sandbox-app", "wrong"), ("nobody", "sandbox-secret")])
def test_token_wants_the_app_to_sign_in(server: SandboxServer, auth: tuple[str, str] | None) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": "x"}
    response = ask_token(server, auth=auth, **form)
    assert (response.status_code, response.json()) == (400, {"error": "invalid_client"})


def test_unknown_grant_type_is_refused(server: SandboxServer) -> None:
    response = ask_token(server, grant_type="client_credentials")
    assert (response.status_code, response.json()) == (400, {"error": "unsupported_grant_type"})


def test_refresh_rotates_the_token(server: SandboxServer) -> None:
    old = server.grant()["refresh_token"]
    new = _refresh(server, old).json()["refresh_token"]
    assert new != old
    assert _refresh(server, new).status_code == 200


@pytest.mark.parametrize(("seconds", "status"), [(1799, 200), (1801, 400)])
def test_used_refresh_token_is_taken_again_for_half_an_hour(
    server: SandboxServer, seconds: int, status: int
) -> None:
    old = server.grant()["refresh_token"]
    _refresh(server, old)
    server.world.clock_offset_seconds = seconds
    assert _refresh(server, old).status_code == status


def test_unused_refresh_token_dies_after_sixty_days(server: SandboxServer) -> None:
    token = server.grant()["refresh_token"]
    server.world.clock_offset_seconds = 60 * 86_400 + 1
    _assert_invalid_grant(_refresh(server, token))


def test_no_refresh_token_without_offline_access(server: SandboxServer) -> None:
    assert "refresh_token" not in server.grant(scopes=["practicemanager.job"])


def test_revocation_ends_token_consent_and_connections(server: SandboxServer) -> None:
    token = server.grant()["refresh_token"]
    response = fetch(
        "POST",
        f"{server.url}/connect/revocation",
        data={"token": token},
        auth=("sandbox-app", "sandbox-secret"),
    )
    assert (response.status_code, server.world.connections, server.world.consents) == (200, [], [])
    _assert_invalid_grant(_refresh(server, token))


def test_user_info_tells_who_signed_in(server: SandboxServer) -> None:
    info = _get(server, "/connect/userinfo").json()
    assert (info["email"], info["xero_userid"]) == ("priya@example.com", "u-priya")


def test_connections_are_those_of_user_and_app(server: SandboxServer) -> None:
    found = _get(server, "/connections").json()
    assert [(one["tenantType"], one["tenantName"], one["tenantId"]) for one in found] == [
        ("PRACTICEMANAGER", "Example & Partners", TENANT_ID),
        ("ORGANISATION", "Harbour Tools", ORGANISATION_ID),
    ]
    created = found[0]["createdDateUtc"]
    assert (len(created), created[10], created[19], created[-1]) == (27, "T", ".", "0")


def test_connections_can_be_narrowed_to_one_consent(server: SandboxServer) -> None:
    token = server.grant(tenants=[TENANT_ID])["access_token"]
    event = server.world.connections[0].auth_event_id
    server.grant(tenants=[ORGANISATION_ID])
    headers = {"Authorization": f"Bearer {token}"}
    found = fetch("GET", f"{server.url}/connections", params={"authEventId": event}, headers=headers).json()
    assert [one["tenantId"] for one in found] == [TENANT_ID]


def test_connection_is_deleted_once(server: SandboxServer) -> None:
    headers = {"Authorization": f"Bearer {server.grant()['access_token']}"}
    url = f"{server.url}/connections/{server.world.connections[0].id}"
    assert [fetch("DELETE", url, headers=headers).status_code for _ in range(2)] == [204, 404]


@pytest.mark.parametrize("path", ["/connections", "/connect/userinfo"])
def test_bearer_token_is_wanted(server: SandboxServer, path: str) -> None:
    assert fetch("GET", f"{server.url}{path}").status_code == 401


def test_addresses_are_published(server: SandboxServer) -> None:
    found = fetch("GET", f"{server.url}/.well-known/openid-configuration").json()
    assert (found["issuer"], found["token_endpoint"]) == (server.url, f"{server.url}/connect/token")


def _exchange(server: SandboxServer, code: str, **more: str) -> httpx2.Response:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI}
    return ask_token(server, **(form | more))


def _refresh(server: SandboxServer, token: str) -> httpx2.Response:
    return ask_token(server, grant_type="refresh_token", refresh_token=token)


def _assert_invalid_grant(response: httpx2.Response) -> None:
    assert (response.status_code, response.json()) == (400, {"error": "invalid_grant"})


def _get(server: SandboxServer, path: str) -> httpx2.Response:
    headers = {"Authorization": f"Bearer {server.grant()['access_token']}"}
    return fetch("GET", f"{server.url}{path}", headers=headers)
