"""Database triggers that refuse to change or delete what the audit trail says."""

from typing import Any

from django.db import connections

TABLE = "firms_auditevent"
TRIGGERS = ("auditevent_no_update", "auditevent_no_delete")


def create_triggers(using: str = "default", **kwargs: Any) -> None:
    """Create the triggers where they are missing (Django's table rebuild on SQLite drops them)."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    with connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor]:
            cursor.execute(statement)


_SQLITE = """CREATE TRIGGER IF NOT EXISTS {name} BEFORE {verb} ON firms_auditevent
BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"""
_POSTGRESQL = """CREATE OR REPLACE TRIGGER {name} BEFORE {verb} ON firms_auditevent
FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()"""
_REFUSE = """CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'the audit trail is append-only'; END $$ LANGUAGE plpgsql"""
_VERBS = tuple(zip(TRIGGERS, ("UPDATE", "DELETE"), strict=True))
_STATEMENTS = {
    "sqlite": [_SQLITE.format(name=name, verb=verb) for name, verb in _VERBS],
    "postgresql": [_REFUSE, *[_POSTGRESQL.format(name=name, verb=verb) for name, verb in _VERBS]],
}
