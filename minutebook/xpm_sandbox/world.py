"""Everything the imitation holds, in memory, with one lock; loaded from and kept in one JSON file.

The ledger stands beside it in a file of its own (`<file>.ledger`), since it grows with every call.
"""

from __future__ import annotations

import json
import os
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from minutebook.xpm_sandbox.codec import from_plain, to_plain
from minutebook.xpm_sandbox.grants import App, Code, Connection, Consent, RefreshToken, User
from minutebook.xpm_sandbox.ledger import Ledger
from minutebook.xpm_sandbox.modes import Limits, Modes
from minutebook.xpm_sandbox.seeds import complete_seed
from minutebook.xpm_sandbox.tenants import Tenant

NAMESPACE = UUID("6f1d7e0a-2f0b-5a57-9d0c-8f1f0f6f2b11")


@dataclass
class World:
    """The whole imitation; hold `lock` while reading or changing it.

    New identifiers come from a counter, so that the same calls on the same seed give the same world.
    """

    apps: list[App] = field(default_factory=list)
    users: list[User] = field(default_factory=list)
    tenants: list[Tenant] = field(default_factory=list)
    modes: Modes = field(default_factory=Modes)
    limits: Limits = field(default_factory=Limits)
    connections: list[Connection] = field(default_factory=list)
    consents: list[Consent] = field(default_factory=list)
    codes: list[Code] = field(default_factory=list)
    refresh_tokens: list[RefreshToken] = field(default_factory=list)
    serial: int = 0
    clock_offset_seconds: float = 0.0
    signing_key: dict[str, Any] = field(default_factory=dict, repr=False)
    ledger: Ledger = field(default_factory=Ledger, init=False, repr=False, compare=False)
    lock: Any = field(default_factory=threading.RLock, init=False, repr=False, compare=False)

    @classmethod
    def from_seed(cls, seed: dict[str, Any]) -> World:
        """Build a world from a seed (see `seeds.py`); raises SeedError where it does not fit."""
        return from_plain(cls, complete_seed(seed))

    @classmethod
    def load(cls, file: Path) -> World:
        """Read a world that `save` kept, with its ledger."""
        world = from_plain(cls, json.loads(file.read_text(encoding="utf-8")))
        world.ledger = Ledger.open(ledger_file(file))
        return world

    def save(self, file: Path) -> None:
        """Keep the world in a file, which is replaced whole or not at all."""
        kept = to_plain(self, lean=True) | {"signing_key": self.signing_key}
        part = file.with_name(f"{file.name}.part")
        part.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
        os.replace(part, file)

    def to_dict(self) -> dict[str, Any]:
        """Give the whole world as JSON values, without the signing key and the ledger."""
        with self.lock:
            plain: dict[str, Any] = to_plain(self)
        return plain

    def replace_by(self, other: World) -> None:
        """Become another world in place: the same lock, the same ledger, the signing key kept if it had none."""
        with self.lock:
            key = other.signing_key or self.signing_key
            for name in other.__dataclass_fields__:
                if name not in ("lock", "ledger"):
                    setattr(self, name, getattr(other, name))
            self.signing_key = key

    def now(self) -> datetime:
        """Give the time of this world, in UTC."""
        return datetime.now(UTC) + timedelta(seconds=self.clock_offset_seconds)

    def new_uuid(self, kind: str) -> str:
        """Make the next identifier."""
        self.serial += 1
        return str(uuid5(NAMESPACE, f"{kind}/{self.serial}"))

    def find_tenant(self, tenant_id: str) -> Tenant | None:
        """Find a tenant by its identifier."""
        return next((tenant for tenant in self.tenants if tenant.tenant_id == tenant_id), None)

    def find_app(self, client_id: str) -> App | None:
        """Find an app by its client id."""
        return next((app for app in self.apps if app.client_id == client_id), None)

    def find_user(self, user_id: str) -> User | None:
        """Find a user by identifier."""
        return next((user for user in self.users if user.id == user_id), None)


def ledger_file(file: Path) -> Path:
    """Name the ledger's file beside the world's."""
    return file.with_name(f"{file.name}.ledger")
