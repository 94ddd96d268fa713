"""Sign-in, tokens and connections, against composed answers on a real socket."""

import json
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

import pytest

from minutebook.xpm.errors import NotSent, ReconnectNeeded, RetryLater
from minutebook.xpm.oauth import (
    Tenant,
    TokenSet,
    XeroApp,
    authorise_url,
    delete_connection,
    exchange_code,
    list_tenants,
    new_code_verifier,
    refresh_tokens,
    revoke_token,
)
from minutebook.xpm.tests.scripted import RESET, SILENCE, ScriptedServer, answer

TOKENS = {"access_token": "at", "refresh_token": "rt", "expires_in": 1800, "id_token": "it", "scope": "a b"}
CONNECTION = {
    "id": "3c0f",
    "authEventId": "91ab",
    "tenantId": "d6f4",
    "tenantType": "PRACTICEMANAGER",
    "tenantName": "Māori & Partners 北京",
    "createdDateUtc": "2028-02-29T01:02:03.1234560",
}
CALLS: list[Callable[[XeroApp], object]] = [
    lambda app: exchange_code(app, "c", "v"),
    lambda app: refresh_tokens(app, "old"),
    lambda app: revoke_token(app, "old"),
    lambda app: list_tenants(app, "at"),
    lambda app: delete_connection(app, "at", "3c0f"),
]


def as_json(content: object, status: int = 200) -> bytes:
    return answer(json.dumps(content), status, kind="application/json")


@pytest.fixture
def app(server: ScriptedServer) -> XeroApp:
    return XeroApp(
        client_id="id",
        client_secret="s3cret",
        redirect_uri="https://mb.example/xpm/callback?a=1&b=2",
        login_url="https://login.example/",
        identity_url=server.url,
        api_url=server.url + "/",
        scopes=("offline_access", "practicemanager.job"),
    )


def test_authorise_url_carries_state_scopes_and_challenge(app: XeroApp) -> None:
    verifier = new_code_verifier()
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    address = urlsplit(authorise_url(app, "st & te", verifier))
    assert (
        f"{address.scheme}://{address.netloc}{address.path}"
        == "https://login.example/identity/connect/authorize"
    )
    assert parse_qs(address.query) == {
        "response_type": ["code"],
        "client_id": ["id"],
        "redirect_uri": ["https://mb.example/xpm/callback?a=1&b=2"],
        "scope": ["offline_access practicemanager.job"],
        "state": ["st & te"],
        "code_challenge": [challenge],
        "code_challenge_method": ["S256"],
    }


def test_code_verifiers_differ_and_are_long_enough() -> None:
    verifiers = {new_code_verifier() for _each in range(100)}
    assert len(verifiers) == 100
    assert all(43 <= len(verifier) <= 128 and verifier.isalnum() for verifier in verifiers)


def test_code_is_exchanged_for_tokens(app: XeroApp, server: ScriptedServer) -> None:
    server.script = [as_json(TOKENS)]
    assert exchange_code(app, "c0de", "v") == TokenSet("at", "rt", 1800, "it", "a b")
    request = server.received[0]
    assert (request.method, request.target) == ("POST", "/connect/token")
    assert b64decode(request.headers["authorization"].removeprefix("Basic ")) == b"id:s3cret"
    assert parse_qs(request.body) == {
        "grant_type": ["authorization_code"],
        "code": ["c0de"],
        "redirect_uri": ["https://mb.example/xpm/callback?a=1&b=2"],
        "code_verifier": ["v"],
    }


def test_tokens_are_refreshed_and_revoked(app: XeroApp, server: ScriptedServer) -> None:
    server.script = [as_json({"access_token": "at", "expires_in": 1800}), answer("")]
    assert refresh_tokens(app, "o/ld+") == TokenSet("at", "", 1800, "", "")
    revoke_token(app, "o/ld+")
    assert [parse_qs(request.body) for request in server.received] == [
        {"grant_type": ["refresh_token"], "refresh_token": ["o/ld+"]},
        {"token": ["o/ld+"]},
    ]
    assert server.received[1].target == "/connect/revocation"


@pytest.mark.parametrize(
    ("differs", "tokens"),
    [
        (
            {"expires_in": "1800", "token_type": "bearer", "more": [1]},
            TokenSet("at", "rt", 1800, "it", "a b"),
        ),
        ({"expires_in": 1799.5}, TokenSet("at", "rt", 1799, "it", "a b")),
        ({"expires_in": None}, TokenSet("at", "rt", 1800, "it", "a b")),
        ({"refresh_token": None, "id_token": None, "scope": None}, TokenSet("at", "", 1800, "", "")),
    ],
)
def test_tokens_are_read_in_each_dialect(
    app: XeroApp, server: ScriptedServer, differs: dict[str, object], tokens: TokenSet
) -> None:
    server.script = [as_json(TOKENS | differs)]
    assert refresh_tokens(app, "old") == tokens


@pytest.mark.parametrize("call", CALLS[:2])
def test_dead_grant_needs_a_new_connection(
    app: XeroApp, server: ScriptedServer, call: Callable[[XeroApp], object]
) -> None:
    server.script = [as_json({"error": "invalid_grant"}, status) for status in (400, 401)]
    for _each in range(2):
        with pytest.raises(ReconnectNeeded):
            call(app)


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize(
    "given",
    [
        SILENCE,
        RESET,
        as_json({"error": "invalid_client"}, 401),
        answer("", 302),
        answer("<h1>", 500),
        answer("", 503),
    ],
)
def test_every_other_failure_is_retry_later(
    app: XeroApp, server: ScriptedServer, call: Callable[[XeroApp], object], given: bytes
) -> None:
    server.script = [given]
    with pytest.raises(RetryLater):
        call(app)


@pytest.mark.parametrize("call", [*CALLS[:2], CALLS[3]])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>",
        "[]x",
        "7",
        '{"access_token":""}',
        '{"access_token":7,"expires_in":1}',
        '[{"tenantId":1}]',
        '[["tenantId"]]',
        "x" * 1_100_000,
    ],
)
def test_unreadable_answer_is_retry_later(
    app: XeroApp, server: ScriptedServer, call: Callable[[XeroApp], object], body: str
) -> None:
    server.script = [answer(body, kind="application/json")]
    with pytest.raises(RetryLater):
        call(app)


def test_error_word_is_told_and_free_text_is_not(app: XeroApp, server: ScriptedServer) -> None:
    server.script = [
        as_json({"error": "invalid_client"}, 400),
        as_json({"error": "token rt-123 is bad"}, 400),
    ]
    messages = []
    for _each in range(2):
        with pytest.raises(RetryLater) as caught:
            refresh_tokens(app, "old")
        messages.append(caught.value.message)
    assert messages == [
        "Xero's sign-in answered with 400 (invalid_client).",
        "Xero's sign-in answered with 400.",
    ]


@pytest.mark.parametrize("call", CALLS)
def test_unreachable_sign_in_is_not_sent(app: XeroApp, call: Callable[[XeroApp], object]) -> None:
    with pytest.raises(NotSent):
        call(replace(app, identity_url="http://no-such-host.invalid", api_url="http://no-such-host.invalid"))


def test_tenants_are_listed(app: XeroApp, server: ScriptedServer) -> None:
    server.script = [as_json([CONNECTION, {"tenantId": "2", "tenantName": None}, {"id": "3"}]), as_json([])]
    assert list_tenants(app, "at") == [
        Tenant("3c0f", "d6f4", "PRACTICEMANAGER", "Māori & Partners 北京"),
        Tenant("", "2", "", ""),
    ]
    assert list_tenants(app, "at") == []
    assert [request.target for request in server.received] == ["/connections", "/connections"]
    assert server.received[0].headers["authorization"] == "Bearer at"


@pytest.mark.parametrize("status", [204, 404])
def test_connection_is_deleted_or_gone_already(app: XeroApp, server: ScriptedServer, status: int) -> None:
    server.script = [answer("", status)]
    delete_connection(app, "at", "3c/0f")
    assert (server.received[0].method, server.received[0].target) == ("DELETE", "/connections/3c%2F0f")


def test_secrets_do_not_show(app: XeroApp) -> None:
    tokens = TokenSet("AT-x", "RT-x", 1800, "IT-x", "a")
    assert "s3cret" not in repr(app)
    assert repr(tokens) == "TokenSet(expires_in=1800, scope='a')"
