"""Codes, access and refresh tokens, id tokens: made, checked, rotated, revoked.

Signed with RS256 by a key that is made on first need and kept in the world's file, so tokens outlive a restart.
"""

from __future__ import annotations

import hashlib
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey

from minutebook.xpm_sandbox.grants import App, Code, Consent, RefreshToken, User
from minutebook.xpm_sandbox.world import World

ACCESS_SECONDS = 1800
ID_SECONDS = 300
CODE_LIFE = timedelta(minutes=5)
REUSE_LIFE = timedelta(minutes=30)
UNUSED_LIFE = timedelta(days=60)

Plain = dict[str, Any]


class InvalidGrantError(Exception):
    """The code or the refresh token is not, or no longer, good."""


@dataclass(frozen=True, slots=True)
class _Holder:
    app: App
    user: User
    scopes: list[str]
    auth_event_id: str
    issuer: str
    now: datetime


def exchange_code(world: World, app: App, form: dict[str, str], issuer: str) -> Plain:
    """Give tokens for an authorisation code, once; raises InvalidGrantError."""
    code = next((one for one in world.codes if one.value == form.get("code")), None)
    if code is None or code.is_used or code.client_id != app.client_id:
        raise InvalidGrantError
    if code.redirect_uri != form.get("redirect_uri") or code.issued_at + CODE_LIFE < world.now():
        raise InvalidGrantError
    if not _is_verified(code, form.get("code_verifier", "")):
        raise InvalidGrantError
    code.is_used = True
    return issue_tokens(world, app, code.user_id, code.auth_event_id, issuer)


def refresh(world: World, app: App, value: str, issuer: str) -> Plain:
    """Give new tokens for a refresh token, which stays good for 30 minutes after its first use."""
    now = world.now()
    token = next((one for one in world.refresh_tokens if one.value == value), None)
    if token is None or token.client_id != app.client_id:
        raise InvalidGrantError
    if token.used_at is None and token.issued_at + UNUSED_LIFE < now:
        raise InvalidGrantError
    if token.used_at is not None and token.used_at + REUSE_LIFE < now:
        raise InvalidGrantError
    token.used_at = token.used_at or now
    return issue_tokens(world, app, token.user_id, token.auth_event_id, issuer)


def revoke(world: World, app: App, value: str) -> None:
    """End a refresh token with all that came of that user's consent to the app; an unknown one is ignored."""
    token = next((one for one in world.refresh_tokens if one.value == value), None)
    if token is None or token.client_id != app.client_id:
        return
    pair = (app.client_id, token.user_id)
    world.refresh_tokens = [one for one in world.refresh_tokens if (one.client_id, one.user_id) != pair]
    world.connections = [one for one in world.connections if (one.client_id, one.user_id) != pair]
    world.consents = [one for one in world.consents if (one.client_id, one.user_id) != pair]


def issue_tokens(world: World, app: App, user_id: str, auth_event_id: str, issuer: str) -> Plain:
    """Make a token answer with all scopes the user has granted so far."""
    user, scopes, now = world.find_user(user_id), granted_scopes(world, app.client_id, user_id), world.now()
    if user is None or not scopes:
        raise InvalidGrantError
    holder = _Holder(app, user, scopes, auth_event_id, issuer, now)
    answer: Plain = {
        "access_token": _sign(world, _access_claims(holder)),
        "expires_in": ACCESS_SECONDS,
        "token_type": "Bearer",
        "scope": " ".join(scopes),
    }
    if "openid" in scopes:
        answer["id_token"] = _sign(world, _id_claims(holder))
    if "offline_access" in scopes:
        kept = RefreshToken(secrets.token_urlsafe(32), app.client_id, user_id, scopes, auth_event_id, now)
        world.refresh_tokens.append(kept)
        answer["refresh_token"] = kept.value
    return answer


def read_access_token(world: World, token: str) -> Plain | None:
    """Give an access token's claims, expired or not; None when it is not ours."""
    try:
        claims: Plain = jwt.decode(token, signing_key(world), algorithms=["RS256"]).claims
    except (JoseError, ValueError):
        return None
    return claims if "client_id" in claims else None


def granted_scopes(world: World, client_id: str, user_id: str) -> list[str]:
    """Give the scopes a user has granted to an app so far."""
    for consent in world.consents:
        if (consent.client_id, consent.user_id) == (client_id, user_id):
            return consent.scopes
    return []


def grant_scopes(world: World, client_id: str, user_id: str, scopes: list[str]) -> None:
    """Add scopes to what a user has granted; they never shrink by a later consent."""
    for consent in world.consents:
        if (consent.client_id, consent.user_id) == (client_id, user_id):
            consent.scopes = [*consent.scopes, *(one for one in scopes if one not in consent.scopes)]
            return
    world.consents.append(Consent(client_id, user_id, list(dict.fromkeys(scopes))))


def signing_key(world: World) -> RSAKey:
    """Give the world's key, made on first need."""
    if not world.signing_key:
        world.signing_key = dict(_fresh_key().as_dict(private=True))
    return _import_key(*sorted(world.signing_key.items()))


def user_claims(user: User) -> Plain:
    """Give what is told about a user."""
    return {
        "sub": hashlib.sha256(user.id.encode()).hexdigest()[:32],
        "xero_userid": user.id,
        "email": user.email,
        "given_name": user.given_name,
        "family_name": user.family_name,
        "name": user.name,
        "preferred_username": user.email,
    }


@cache
def _fresh_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"use": "sig", "alg": "RS256", "kid": secrets.token_hex(8)})


@cache
def _import_key(*items: tuple[str, Any]) -> RSAKey:
    return RSAKey.import_key(dict(items))


def _sign(world: World, claims: Plain) -> str:
    key = signing_key(world)
    return jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "JWT"}, claims, key)


def _access_claims(holder: _Holder) -> Plain:
    return {
        **_times(holder.now, ACCESS_SECONDS),
        "iss": holder.issuer,
        "aud": f"{holder.issuer}/resources",
        "client_id": holder.app.client_id,
        "sub": user_claims(holder.user)["sub"],
        "xero_userid": holder.user.id,
        "global_session_id": secrets.token_hex(16),
        "jti": secrets.token_hex(16),
        "authentication_event_id": holder.auth_event_id,
        "scope": holder.scopes,
    }


def _id_claims(holder: _Holder) -> Plain:
    hidden: set[str] = set()
    if "profile" not in holder.scopes:
        hidden |= {"given_name", "family_name", "name", "preferred_username"}
    if "email" not in holder.scopes:
        hidden |= {"email"}
    shown = {name: value for name, value in user_claims(holder.user).items() if name not in hidden}
    return {**_times(holder.now, ID_SECONDS), "iss": holder.issuer, "aud": holder.app.client_id, **shown}


def _times(now: datetime, seconds: int) -> Plain:
    at = int(now.timestamp())
    return {"nbf": at, "iat": at, "auth_time": at, "exp": at + seconds}


def _is_verified(code: Code, verifier: str) -> bool:
    if not code.code_challenge:
        return True
    digest = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return secrets.compare_digest(digest, code.code_challenge)
