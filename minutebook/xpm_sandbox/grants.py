"""Who may call: apps, users, their consents, and the codes, tokens and connections that follow from them.

Kept apart from the practice's own things, which know nothing of sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

IDENTITY_SCOPES = frozenset({"openid", "profile", "email", "offline_access"})
PRACTICE_SCOPES = frozenset(
    f"practicemanager{part}{read}"
    for part in ("", ".job", ".client", ".staff", ".time")
    for read in ("", ".read")
)
ACCOUNTING_PREFIX = "accounting."


@dataclass(slots=True)
class App:
    """A registered app; `scopes` are those that the vendor approved beyond the sign-in ones."""

    client_id: str
    client_secret: str
    redirect_uris: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)
    name: str = ""


@dataclass(slots=True)
class User:
    """A person who signs in; without `may_authorise` the consent page shows no practice."""

    id: str
    email: str
    given_name: str = ""
    family_name: str = ""
    tenants: list[str] = field(default_factory=list)
    may_authorise: bool = True

    @property
    def name(self) -> str:
        """Give the name as shown, or the address where there is none."""
        return f"{self.given_name} {self.family_name}".strip() or self.email


@dataclass(slots=True)
class Consent:
    """The scopes a user has granted to an app so far; they add up until revoked."""

    client_id: str
    user_id: str
    scopes: list[str]


@dataclass(slots=True)
class Code:
    """An authorisation code: single use, five minutes."""

    value: str
    client_id: str
    user_id: str
    redirect_uri: str
    scopes: list[str]
    code_challenge: str
    auth_event_id: str
    issued_at: datetime
    is_used: bool = False


@dataclass(slots=True)
class RefreshToken:
    """A refresh token: single use, but accepted again for 30 minutes after its first use."""

    value: str
    client_id: str
    user_id: str
    scopes: list[str]
    auth_event_id: str
    issued_at: datetime
    used_at: datetime | None = None


@dataclass(slots=True)
class Connection:
    """A tenant that a user opened to an app."""

    id: str
    auth_event_id: str
    client_id: str
    user_id: str
    tenant_id: str
    created_at: datetime
    updated_at: datetime
