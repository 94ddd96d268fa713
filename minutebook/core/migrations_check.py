"""Whether the database is as old as the code: every command of ours that works on it refuses when it is not."""

from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def require_migrated() -> None:
    """End the command with one plain line while a migration has not been applied yet."""
    if pending_migrations():
        raise CommandError("The database is older than this version: run `minutebook migrate` first.")


def pending_migrations() -> bool:
    """Whether any migration has not been applied yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
