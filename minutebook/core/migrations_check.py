"""Whether the database is as old as the code: serve and worker refuse when it is not."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def pending_migrations() -> bool:
    """Whether any migration has not been applied yet."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
