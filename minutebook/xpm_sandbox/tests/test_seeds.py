from __future__ import annotations

from typing import Any

import pytest

from minutebook.xpm_sandbox import World, demo_seed, demo_states, seed_uuid
from minutebook.xpm_sandbox.codec import SeedError


def test_missing_identifiers_come_from_the_names() -> None:
    tenant = _world(clients=[{"name": "A"}, {"name": "A"}]).tenants[0]
    assert [client.uuid for client in tenant.clients] == [
        seed_uuid("t", "clients", "A"),
        seed_uuid("t", "clients", "A", 2),
    ]


def test_the_same_seed_gives_the_same_world() -> None:
    assert World.from_seed(demo_seed()) == World.from_seed(demo_seed())


def test_a_world_written_out_is_a_seed_of_itself() -> None:
    world = World.from_seed(demo_seed())
    assert World.from_seed(world.to_dict()) == world


def test_a_seed_is_not_changed_by_reading_it() -> None:
    seed = demo_seed()
    World.from_seed(seed)
    assert seed == demo_seed()


def test_things_may_be_referred_to_by_name() -> None:
    job = {
        "name": "J",
        "client": "A",
        "start_date": "2026-02-28",
        "due_date": "2028-02-29",
        "assigned": ["P"],
    }
    tenant = _world(
        clients=[{"name": "A"}], staff=[{"name": "P"}], jobs=[job | {"state": "In Progress"}]
    ).tenants[0]
    made = tenant.jobs[0]
    assert (made.client_uuid, made.assigned) == (tenant.clients[0].uuid, [tenant.staff[0].uuid])
    assert (made.id, made.state, tenant.next_job) == ("J000001", "INPROGRESS", 2)


def test_job_numbers_pass_over_those_given() -> None:
    job = {"name": "J", "client": "A", "start_date": "2026-01-01", "due_date": "2026-01-02"}
    tenant = _world(clients=[{"name": "A"}], jobs=[job | {"id": "J000001"}, job]).tenants[0]
    assert [one.id for one in tenant.jobs] == ["J000001", "J000002"]


def test_states_are_the_usual_ones_unless_given() -> None:
    states = _world().tenants[0].states
    assert [(one.name, one.code, one.type) for one in states] == [
        (one["name"], one["code"], one["type"]) for one in demo_states()
    ]


@pytest.mark.parametrize(
    ("part", "reason"),
    [
        (
            {"clients": [{"name": "A", "account_manager": "Nobody"}]},
            "has nothing named 'Nobody' among its staff",
        ),
        ({"jobs": [{"name": "J", "state": "Lost"}]}, "has no state 'Lost'"),
        ({"staff": [{"name": "P", "age": 3}]}, "Staff has no field age"),
        ({"staff": [{"email": "p@example.com"}]}, "Staff needs name"),
        ({"wip_locked_until": "yesterday"}, "cannot be 'yesterday'"),
        ({"standard_costs": [{"description": "F", "unit_cost": "much"}]}, "cannot be 'much'"),
        ({"staff": {"name": "P"}}, "staff must be a list"),
        ({"staff": ["P"]}, "Each of staff must be an object, not 'P'"),
        ({"time_zone": "Mars/Olympus"}, "There is no time zone 'Mars/Olympus'"),
        ({"next_job": "1"}, "must be int, not '1'"),
    ],
)
def test_a_seed_that_does_not_fit_is_refused(part: dict[str, Any], reason: str) -> None:
    with pytest.raises(SeedError, match=reason):
        _world(**part)


def test_a_user_of_an_unknown_tenant_is_refused() -> None:
    with pytest.raises(SeedError, match="names unknown tenants"):
        World.from_seed({"users": [{"id": "u", "email": "u@example.com", "tenants": ["x"]}]})


def _world(**parts: Any) -> World:
    return World.from_seed({"tenants": [{"tenant_id": "t", "name": "T", **parts}]})
