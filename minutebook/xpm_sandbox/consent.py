"""The consent page of the imitation: who signs in, which practices are opened, allow or cancel.

Mistakes in app, address or scope are shown on the page, as the vendor does; only a person's answer goes back.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from minutebook.xpm_sandbox.grants import (
    ACCOUNTING_PREFIX,
    IDENTITY_SCOPES,
    PRACTICE_SCOPES,
    App,
    Code,
    Connection,
    User,
)
from minutebook.xpm_sandbox.pages.consent import write_consent, write_mistake, write_users
from minutebook.xpm_sandbox.tenants import Tenant
from minutebook.xpm_sandbox.tokens import grant_scopes
from minutebook.xpm_sandbox.world import World

CARRIED = (
    *("response_type", "client_id", "redirect_uri", "scope", "state"),
    *("code_challenge", "code_challenge_method", "nonce", "prompt"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What an app asks a user for, checked."""

    app: App
    scopes: list[str]
    carried: dict[str, str]


class ConsentMistakeError(Exception):
    """The app asked wrongly; `code` is OAuth's word for it."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


def authorise(world: World, request: Request) -> Response:
    """Answer the authorise address: GET shows the pages, POST takes the person's answer."""
    given = request.values
    try:
        wish = _read_wish(world, given)
    except ConsentMistakeError as mistake:
        return write_mistake(mistake.code, mistake.reason)
    user = world.find_user(given.get("user", ""))
    if given.get("answer") == "cancel":
        return _go_back(wish, {"error": "access_denied"})
    if user is None:
        return write_users(world.users, wish.carried)
    chosen = [one for one in _shown_tenants(world, user) if one.tenant_id in request.form.getlist("tenant")]
    if request.method != "POST" or not chosen:
        shown = _shown_tenants(world, user)
        return write_consent(wish.app, user, shown, wish.scopes, wish.carried | {"user": user.id})
    return _go_back(wish, {"code": _allow(world, wish, user, chosen)})


def connect(world: World, app: App, user: User, tenants: Iterable[Tenant], auth_event_id: str) -> None:
    """Open tenants to an app on behalf of a user, or renew what is open."""
    for tenant in tenants:
        wanted = (app.client_id, user.id, tenant.tenant_id)
        known = next(
            (one for one in world.connections if (one.client_id, one.user_id, one.tenant_id) == wanted), None
        )
        if known:
            known.auth_event_id, known.updated_at = auth_event_id, world.now()
        else:
            now = world.now()
            world.connections.append(
                Connection(world.new_uuid("connection"), auth_event_id, *wanted, now, now)
            )


def new_auth_event(world: World) -> str:
    """Make the identifier that ties a consent's tokens to its connections."""
    return world.new_uuid("auth event")


def _read_wish(world: World, given: MultiDict[str, str]) -> Wish:
    app = world.find_app(given.get("client_id", ""))
    if app is None:
        raise ConsentMistakeError("unauthorized_client", "Unknown client or client not enabled")
    if given.get("redirect_uri", "") not in app.redirect_uris:
        raise ConsentMistakeError("unauthorized_client", "Invalid redirect_uri")
    if given.get("response_type") != "code":
        raise ConsentMistakeError("unsupported_response_type", "Only response_type=code is supported")
    if given.get("code_challenge") and given.get("code_challenge_method") != "S256":
        raise ConsentMistakeError("invalid_request", "Transform algorithm not supported")
    scopes = list(dict.fromkeys(given.get("scope", "").split()))
    _check_scopes(app, scopes)
    return Wish(app, scopes, {name: given[name] for name in CARRIED if name in given})


def _check_scopes(app: App, scopes: list[str]) -> None:
    accounting = [one for one in scopes if one.startswith(ACCOUNTING_PREFIX)]
    practice = [one for one in scopes if one in PRACTICE_SCOPES]
    unknown = set(scopes) - IDENTITY_SCOPES - set(accounting) - set(practice)
    if not scopes or unknown or (accounting and practice):
        raise ConsentMistakeError("invalid_scope", "Invalid scope")
    if set(accounting + practice) - set(app.scopes):
        raise ConsentMistakeError("unauthorized_client", "Invalid scope for client")


def _shown_tenants(world: World, user: User) -> list[Tenant]:
    mine = (tenant for tenant in world.tenants if tenant.tenant_id in user.tenants)
    return [tenant for tenant in mine if user.may_authorise or tenant.type != "PRACTICEMANAGER"]


def _allow(world: World, wish: Wish, user: User, tenants: list[Tenant]) -> str:
    event = new_auth_event(world)
    grant_scopes(world, wish.app.client_id, user.id, wish.scopes)
    connect(world, wish.app, user, tenants, event)
    code = Code(
        value=secrets.token_urlsafe(32),
        client_id=wish.app.client_id,
        user_id=user.id,
        redirect_uri=wish.carried["redirect_uri"],
        scopes=wish.scopes,
        code_challenge=wish.carried.get("code_challenge", ""),
        auth_event_id=event,
        issued_at=world.now(),
    )
    world.codes.append(code)
    return code.value


def _go_back(wish: Wish, answer: dict[str, str]) -> Response:
    address = wish.carried["redirect_uri"]
    state = {"state": wish.carried["state"]} if "state" in wish.carried else {}
    joint = "&" if "?" in address else "?"
    back: Response = redirect(f"{address}{joint}{urlencode(answer | state)}", 302, Response)
    return back
