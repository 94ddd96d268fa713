from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from minutebook.xpm_sandbox import SandboxServer
from minutebook.xpm_sandbox.demo import ORGANISATION_ID, TENANT_ID
from minutebook.xpm_sandbox.tests.practice import fetch
from minutebook.xpm_sandbox.tests.sign_in import REDIRECT_URI, answer_consent, ask


def test_users_to_choose_from_are_shown_first(server: SandboxServer) -> None:
    page = ask(server)
    assert page.status_code == 200
    assert "Priya Raman" in page.text
    assert "Tom Okafor" in page.text


def test_practices_are_shown_to_who_may_authorise(server: SandboxServer) -> None:
    page = ask(server, user="u-priya").text
    assert "Example &amp; Partners (PRACTICEMANAGER)" in page
    assert "Harbour Tools (ORGANISATION)" in page


def test_practices_are_hidden_from_who_may_not_authorise(server: SandboxServer) -> None:
    page = ask(server, user="u-tom").text
    assert "Example &amp; Partners" not in page
    assert "Harbour Tools (ORGANISATION)" in page


def test_somebody_with_nothing_to_connect_can_only_cancel(server: SandboxServer) -> None:
    server.world.users[1].tenants = [TENANT_ID]
    page = ask(server, user="u-tom").text
    assert "ask an administrator" in page
    assert "Allow access" not in page


def test_allow_goes_back_with_code_and_state(server: SandboxServer) -> None:
    response = answer_consent(server, "allow", [TENANT_ID], state="a b&c")
    target = urlsplit(response.headers["location"])
    query = parse_qs(target.query)
    assert (response.status_code, f"{target.scheme}://{target.netloc}{target.path}") == (302, REDIRECT_URI)
    assert query == {"code": [server.world.codes[0].value], "state": ["a b&c"]}
    assert [one.tenant_id for one in server.world.connections] == [TENANT_ID]


def test_allow_without_a_choice_asks_again(server: SandboxServer) -> None:
    response = answer_consent(server, "allow", [])
    assert (response.status_code, server.world.codes, server.world.connections) == (200, [], [])


def test_a_hidden_practice_cannot_be_allowed(server: SandboxServer) -> None:
    response = answer_consent(server, "allow", [TENANT_ID], user="u-tom")
    assert (response.status_code, server.world.connections) == (200, [])


def test_cancel_goes_back_with_access_denied(server: SandboxServer) -> None:
    response = answer_consent(server, "cancel", [ORGANISATION_ID])
    assert response.headers["location"] == f"{REDIRECT_URI}?error=access_denied&state=s1"
    assert server.world.connections == []


def test_second_consent_renews_the_connection_and_adds_scopes(server: SandboxServer) -> None:
    answer_consent(server, "allow", [TENANT_ID], scope="openid practicemanager.job")
    first = server.world.connections[0].auth_event_id
    answer_consent(server, "allow", [TENANT_ID], scope="openid practicemanager.client")
    assert [one.auth_event_id for one in server.world.connections] != [first]
    assert server.world.consents[0].scopes == ["openid", "practicemanager.job", "practicemanager.client"]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"client_id": "nobody"}, "unauthorized_client"),
        ({"redirect_uri": f"{REDIRECT_URI}?a=1"}, "unauthorized_client"),
        ({"redirect_uri": "https://evil.example/"}, "unauthorized_client"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": "openid practicemanager.everything"}, "invalid_scope"),
        ({"scope": "practicemanager.job accounting.contacts"}, "invalid_scope"),
        ({"scope": "practicemanager.time"}, "unauthorized_client"),
        ({"code_challenge": "abc", "code_challenge_method": "plain"}, "invalid_request"),
    ],
)
def test_mistakes_are_shown_and_never_sent_back(
    server: SandboxServer, wrong: dict[str, str], code: str
) -> None:
    response = ask(server, **wrong)
    assert response.status_code == 400
    assert f"Error: {code}" in response.text
    assert "location" not in response.headers


def test_page_escapes_what_the_app_sent(server: SandboxServer) -> None:
    server.world.apps[0].name = "<b>App</b>"
    page = ask(server, user="u-priya", state='"><script>alert(1)</script>').text
    assert "<script>" not in page
    assert "&lt;b&gt;App&lt;/b&gt;" in page


def test_page_may_load_nothing_from_elsewhere(server: SandboxServer) -> None:
    policy = ask(server).headers["content-security-policy"]
    assert policy == "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'"
    assert (
        fetch("GET", f"{server.url}/_sandbox/style.css").headers["content-type"] == "text/css; charset=utf-8"
    )
