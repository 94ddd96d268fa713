"""Databases for whole installations: a file in the folder on SQLite, a database of its own on the run's server."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from psycopg import sql


def is_postgres() -> bool:
    """Whether this run of the tests is on PostgreSQL."""
    return str(settings.DATABASES["default"]["ENGINE"]).endswith("postgresql")


def address_of(name: str) -> str:
    """DATABASE_URL of the database with this name on the run's server."""
    server = _server()
    sign_in = quote(server["user"]) + (f":{quote(server['password'])}" if server["password"] else "")
    return f"postgres://{sign_in}@{server['host']}:{server['port']}/{name}"


def make_database(name: str, template: str = "template1") -> None:
    """Make a database, empty or as a copy of one that nobody has open."""
    with _door() as door:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        door.execute(make.format(sql.Identifier(name), sql.Identifier(template)))


def drop_database(name: str) -> None:
    """Drop a database with whoever is still in it."""
    with _door() as door:
        door.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def _door() -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(**_server(), dbname="postgres", autocommit=True) as door:
        yield door


def _server() -> dict[str, str]:
    said = settings.DATABASES["default"]
    return {
        "host": said["HOST"] or "127.0.0.1",
        "port": str(said["PORT"] or 5432),
        "user": said["USER"],
        "password": said["PASSWORD"],
    }
