"""Xero's OAuth 2.0 for a practice: consent, tokens and connections (vendor page "OAuth 2.0").

Only invalid_grant means that a person must consent again; whatever else fails can be tried again.
"""

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge

from minutebook.xpm.errors import ReconnectNeeded, RetryLater
from minutebook.xpm.transport import PlainAnswer, PlainRequest, send_plain

CODE_VERIFIER_CHARACTERS = 64
ACCESS_SECONDS = 1800  # of an access token whose answer does not say


@dataclass(frozen=True, slots=True)
class XeroApp:
    """Our registration with Xero, and where Xero is; `redirect_uri` must equal the registered one exactly."""

    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    login_url: str
    identity_url: str
    api_url: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TokenSet:
    """What a sign-in or a refresh gives; `expires_in` is in seconds. The refresh token works once."""

    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_in: int
    id_token: str = field(repr=False)
    scope: str


@dataclass(frozen=True, slots=True)
class Tenant:
    """A connection of ours to an organisation or a practice; for XPM `tenant_type` is PRACTICEMANAGER.

    Only `tenant_id` is certain to be there: every call needs it.
    """

    connection_id: str
    tenant_id: str
    tenant_type: str
    name: str


def new_code_verifier() -> str:
    """Give a secret for one sign-in (RFC 7636)."""
    return str(generate_token(CODE_VERIFIER_CHARACTERS))


def authorise_url(app: XeroApp, state: str, code_verifier: str) -> str:
    """Give the address of Xero's consent page."""
    parameters = [
        ("response_type", "code"),
        ("client_id", app.client_id),
        ("redirect_uri", app.redirect_uri),
        ("scope", " ".join(app.scopes)),
        ("state", state),
        ("code_challenge", create_s256_code_challenge(code_verifier)),
        ("code_challenge_method", "S256"),
    ]
    return str(add_params_to_uri(_join(app.login_url, "identity/connect/authorize"), parameters))


def exchange_code(app: XeroApp, code: str, code_verifier: str) -> TokenSet:
    """Give the tokens for a code that came back from the consent page; raises ReconnectNeeded if stale."""
    return _ask_for_tokens(
        app,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": app.redirect_uri,
            "code_verifier": code_verifier,
        },
    )


def refresh_tokens(app: XeroApp, refresh_token: str) -> TokenSet:
    """Give new tokens; raises ReconnectNeeded when the old one is dead.

    The old refresh token is used up. Only after RetryLater, when the answer was lost, may it be tried again,
    for 30 minutes. Never refresh one connection from two places at once.
    """
    return _ask_for_tokens(app, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def revoke_token(app: XeroApp, refresh_token: str) -> None:
    """End all connections that this refresh token's consent gave."""
    _require_success(_post_form(app, "connect/revocation", {"token": refresh_token}))


def list_tenants(app: XeroApp, access_token: str) -> list[Tenant]:
    """Give all connections that the token's user opened to our app (vendor page "GET connections")."""
    url = _join(app.api_url, "connections")
    answer = send_plain(PlainRequest("GET", url, headers=_bearer(access_token)))
    _require_success(answer)
    rows = _read_json(answer)
    try:
        return [_read_tenant(row) for row in rows if row.get("tenantId")]
    except (TypeError, ValueError, AttributeError) as error:
        raise RetryLater("Xero's list of connections could not be read.") from error


def delete_connection(app: XeroApp, access_token: str, connection_id: str) -> None:
    """Disconnect one tenant; one that is gone already counts as done."""
    url = _join(app.api_url, f"connections/{quote(connection_id, safe='')}")
    answer = send_plain(PlainRequest("DELETE", url, headers=_bearer(access_token)))
    if answer.status != 404:
        _require_success(answer)


def _ask_for_tokens(app: XeroApp, form: dict[str, str]) -> TokenSet:
    answer = _post_form(app, "connect/token", form)
    if answer.status in (400, 401) and _error_word(answer) == "invalid_grant":
        raise ReconnectNeeded("Xero no longer accepts this consent: connect Xero Practice Manager again.")
    _require_success(answer)
    tokens = _read_json(answer)
    try:
        return TokenSet(
            access_token=_require_text(tokens["access_token"]),
            refresh_token=str(tokens.get("refresh_token") or ""),
            expires_in=int(float(tokens.get("expires_in") or ACCESS_SECONDS)),
            id_token=str(tokens.get("id_token") or ""),
            scope=str(tokens.get("scope") or ""),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError):
        # Without the cause: its text could quote a token.
        raise RetryLater("Xero's sign-in gave an answer without tokens.") from None


def _post_form(app: XeroApp, path: str, form: dict[str, str]) -> PlainAnswer:
    url = _join(app.identity_url, path)
    return send_plain(PlainRequest("POST", url, form=form, basic_auth=(app.client_id, app.client_secret)))


def _require_success(answer: PlainAnswer) -> None:
    if not 200 <= answer.status < 300:
        word = _error_word(answer)
        raise RetryLater(f"Xero's sign-in answered with {answer.status}{f' ({word})' if word else ''}.")


def _error_word(answer: PlainAnswer) -> str:
    """Give OAuth's one-word error code, as `invalid_client`; never free text."""
    try:
        word = json.loads(answer.body).get("error", "")
    except (ValueError, AttributeError):
        return ""
    return word if isinstance(word, str) and word.replace("_", "").isalpha() else ""


def _read_json(answer: PlainAnswer) -> Any:
    try:
        return json.loads(answer.body)
    except ValueError:
        raise RetryLater("Xero's sign-in gave an answer that is not JSON.") from None


def _read_tenant(row: dict[str, Any]) -> Tenant:
    return Tenant(
        connection_id=str(row.get("id") or ""),
        tenant_id=_require_text(row["tenantId"]),
        tenant_type=str(row.get("tenantType") or ""),
        name=str(row.get("tenantName") or ""),
    )


def _require_text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a value is missing")
    return value


def _bearer(access_token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {access_token}", "Accept": "application/json"}


def _join(base: str, path: str) -> str:
    return f"{base.rstrip('/')}/{path}"
