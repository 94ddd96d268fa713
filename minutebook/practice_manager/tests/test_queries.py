"""What must hold before jobs can be asked for, and what is said when it does not."""

from typing import Any

import pytest

from minutebook.firms.models import Firm, User
from minutebook.practice_manager.models import Connection, JobTemplate
from minutebook.practice_manager.queries import current_connection, prerequisites
from minutebook.work import clock

from .conftest import make_connection


def test_without_a_connection_it_points_at_settings(firm: Firm) -> None:
    found = prerequisites(firm)
    assert (found.ready, found.connection, [one.url_name for one in found.missing]) == (
        False, None, ["practice_manager_settings"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("is_read", "has_template", "is_active", "missing"),
    [
        (False, False, False, ["integration", "practice_manager_settings"]),
        (False, True, True, ["integration"]),
        (True, False, True, ["template_guide"]),
        (True, True, False, ["practice_manager_settings"]),
        (True, True, True, []),
    ],
)
def test_each_missing_point_has_its_page(
    connection: Connection, is_read: bool, has_template: bool, is_active: bool, missing: list[str]
) -> None:
    fields: dict[str, Any] = {"is_active": is_active, "last_synced_at": clock.now() if is_read else None}
    Connection.across_firms.update(**fields)
    if has_template:
        JobTemplate.across_firms.create(firm=connection.firm, connection=connection, uuid="t", name="Any")
    found = prerequisites(connection.firm)
    assert (found.ready, [one.url_name for one in found.missing]) == (not missing, missing)


def test_gone_template_does_not_count(connection: Connection) -> None:
    Connection.across_firms.update(is_active=True, last_synced_at=clock.now())
    JobTemplate.across_firms.create(
        firm=connection.firm, connection=connection, uuid="t", name="Any", is_gone=True
    )
    assert [one.url_name for one in prerequisites(connection.firm).missing] == ["template_guide"]


def test_lapsed_consent_warns_but_keeps_jobs_on(connection: Connection) -> None:
    Connection.across_firms.update(is_active=True, last_synced_at=clock.now(), status="reconnect")
    JobTemplate.across_firms.create(firm=connection.firm, connection=connection, uuid="t", name="Any")
    found = prerequisites(connection.firm)
    assert (found.ready, bool(found.warning)) == (True, True)


def test_disconnected_practice_is_no_connection(connection: Connection) -> None:
    Connection.across_firms.update(status="disconnected")
    assert prerequisites(connection.firm).connection is None


def test_active_connection_comes_before_a_newer_one(
    connection: Connection, administrator: User, stranger: User
) -> None:
    make_connection(connection.firm, administrator, tenant_id="newer")
    make_connection(stranger.firm, stranger, tenant_id="foreign", is_active=True)
    Connection.across_firms.filter(pk=connection.pk).update(is_active=True)
    assert current_connection(connection.firm) == connection
