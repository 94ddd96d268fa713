from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from minutebook.firms.models import AuditEvent, Firm, record_event
from minutebook.firms.triggers import TRIGGERS, create_triggers

TABLE = "firms_auditevent"
ATTACKS: dict[str, Callable[[], Any]] = {
    "update": lambda: AuditEvent.across_firms.update(action="nothing happened"),
    "save": lambda: _save(),
    "delete": lambda: AuditEvent.across_firms.all().delete(),
    "delete one": lambda: AuditEvent.across_firms.get().delete(),
    "delete by hand": lambda: _run(f"DELETE FROM {TABLE}"),
    "update by hand": lambda: _run(f"UPDATE {TABLE} SET facts = '{{}}', id = id + 1"),
    "upsert": lambda: AuditEvent.across_firms.bulk_create(
        [AuditEvent(pk=AuditEvent.across_firms.get().pk, firm_id=1, action="x", subject="x", subject_id=1)],
        update_conflicts=True, unique_fields=["id"], update_fields=["action"],
    ),
}  # fmt: skip


def _save() -> None:
    event = AuditEvent.across_firms.get()
    event.action = "nothing happened"
    event.save()


def _run(statement: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []


def _triggers() -> list[str]:
    if connection.vendor == "sqlite":
        return [
            name for (name,) in _run("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
        ]
    return [name for (name,) in _run("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname")]


@pytest.mark.parametrize("attack", ATTACKS)
def test_audit_trail_refuses(firm: Firm, attack: str) -> None:
    record_event("contact.changed", firm)
    before = list(AuditEvent.across_firms.values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        ATTACKS[attack]()
    assert list(AuditEvent.across_firms.values()) == before


def test_triggers_are_there_after_the_migrations(db: None) -> None:
    assert set(TRIGGERS) <= set(_triggers())


def test_triggers_are_made_again_where_they_are_missing_and_twice_is_once(db: None) -> None:
    for name in TRIGGERS:
        _run(f"DROP TRIGGER {name}" + (f" ON {TABLE}" if connection.vendor == "postgresql" else ""))
    assert not set(TRIGGERS) & set(_triggers())
    for _ in range(2):
        create_triggers()
    assert sorted(TRIGGERS) == [name for name in _triggers() if name in TRIGGERS]
