"""The sandbox's seed: it loads, and holds each way in which a client can match."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pytest
from stdnum.au import acn as acn_check

from minutebook.core.text import only_digits
from minutebook.demo.contacts import ACNS, COMPANIES, company_abn
from minutebook.demo.firm import DemoFirm
from minutebook.demo.world import ORGANISATION_TENANT_ID, PRACTICE_TENANT_ID, demo_world
from minutebook.demo.world_clients import (
    ARCHIVED_BY_ACN,
    BY_ABN,
    BY_ACN,
    BY_NAME,
    NOT_THERE,
    TWICE_BY_ACN,
)
from minutebook.demo.world_lists import JOB_STATES
from minutebook.firms.models import User
from minutebook.jobs.defaults import STANDARD_JOBS
from minutebook.practice_manager.guide import CATEGORIES, TASKS, TEMPLATES
from minutebook.practice_manager.models import JobState
from minutebook.xpm_sandbox.tenants import Tenant
from minutebook.xpm_sandbox.world import World

REDIRECT = "http://127.0.0.1:8000/settings/practice-manager/return/"


@pytest.fixture
def seed(demo: DemoFirm) -> dict[str, Any]:
    """The seed for the demo firm."""
    return demo_world(demo.firm, client_id="demo-client", client_secret="demo-secret", redirect_uri=REDIRECT)


@pytest.fixture
def practice(seed: dict[str, Any]) -> Tenant:
    """The practice as the sandbox understands it."""
    tenant = World.from_seed(seed).find_tenant(PRACTICE_TENANT_ID)
    assert tenant is not None
    return tenant


def test_world_loads_and_survives_a_file(seed: dict[str, Any]) -> None:
    world = World.from_seed(json.loads(json.dumps(seed)))

    assert [(tenant.tenant_id, tenant.name, tenant.type) for tenant in world.tenants] == [
        (PRACTICE_TENANT_ID, "Fernleigh & Daughters", "PRACTICEMANAGER"),
        (ORGANISATION_TENANT_ID, "Fernleigh & Daughters (own books)", "ORGANISATION"),
    ]
    assert (world.apps[0].client_id, world.apps[0].client_secret, world.apps[0].redirect_uris) == (
        "demo-client", "demo-secret", [REDIRECT]
    )  # fmt: skip


def test_world_is_the_same_each_time(demo: DemoFirm, seed: dict[str, Any]) -> None:
    again = demo_world(demo.firm, client_id="demo-client", client_secret="demo-secret", redirect_uri=REDIRECT)

    assert World.from_seed(again).to_dict() == World.from_seed(seed).to_dict()


def test_only_the_administrator_may_authorise(seed: dict[str, Any]) -> None:
    assert [(user["email"], user["may_authorise"]) for user in seed["users"]] == [
        ("administrator@fernleigh.example", True),
        ("partner@fernleigh.example", False),
        ("preparer@fernleigh.example", False),
        ("viewer@fernleigh.example", False),
    ]


def test_every_user_is_one_member_of_staff_by_address(demo: DemoFirm, practice: Tenant) -> None:
    addresses = Counter(person.email.casefold() for person in practice.staff)

    assert [addresses[user.email] for user in User.objects.filter(firm=demo.firm)] == [1, 1, 1, 1]
    assert len(practice.staff) == 7


def test_codes_of_states_differ_from_names_and_cover_our_roles(practice: Tenant) -> None:
    held = {(state.name, state.code) for state in practice.states}

    assert [state.name for state in practice.states if state.code == state.name] == []
    assert set(JOB_STATES) == {role.value for role in JobState.Role}
    assert set(JOB_STATES.values()) <= held
    assert practice.states[0].name == "Planned"


def test_practice_holds_all_that_the_guide_asks_for(practice: Tenant) -> None:
    assert {one.name for one in TEMPLATES} <= {template.name for template in practice.templates}
    assert {one.name for one in TASKS} <= {task.name for task in practice.tasks}
    assert {one.name for one in CATEGORIES} <= {category.name for category in practice.categories}
    templates = {template.name: template for template in practice.templates}
    for one in TEMPLATES:
        assert [task.name for task in templates[one.name].tasks] == list(one.tasks)


def test_only_the_annual_template_brings_a_cost(practice: Tenant) -> None:
    costs = {template.name: len(template.costs) for template in practice.templates if template.costs}

    assert costs == {"CoSec - Annual": 1}
    annual = next(template for template in practice.templates if template.name == "CoSec - Annual")
    assert (annual.costs[0].code, annual.costs[0].unit_price) == ("CS-REVIEW", Decimal("150.00"))


def test_standard_costs_have_unique_short_codes_and_hold_ours(practice: Tenant) -> None:
    codes = [cost.code for cost in practice.standard_costs]
    wanted = {line.code for standard in STANDARD_JOBS.values() for line in standard.costs}

    assert len(codes) == len(set(codes)) == 28
    assert [code for code in codes if len(code) > 12 or code != code.upper()] == []
    assert wanted <= set(codes)


def test_clients_match_in_every_way(practice: Tenant) -> None:
    acns = Counter(
        only_digits(client.company_number) for client in practice.clients if not client.is_archived
    )
    abns = {only_digits(client.business_number) for client in practice.clients} - {""}
    specs = {spec.key: spec for spec in COMPANIES}

    assert [acns[ACNS[key]] for key in BY_ACN] == [1] * len(BY_ACN)
    assert [acns[ACNS[key]] for key in (*BY_NAME, *NOT_THERE, *ARCHIVED_BY_ACN)] == [0] * 12
    assert [acns[ACNS[key]] for key in TWICE_BY_ACN] == [2]
    assert abns == {company_abn(specs[key]) for key in BY_ABN}
    assert {client.name for client in practice.clients} >= set(BY_NAME.values())
    archived = [only_digits(client.company_number) for client in practice.clients if client.is_archived]
    assert archived == [ACNS["khatiba"], "", ""]


def test_every_company_has_exactly_one_way_to_match() -> None:
    listed = [*BY_ACN, *BY_ABN, *BY_NAME, *TWICE_BY_ACN, *ARCHIVED_BY_ACN, *NOT_THERE]

    assert sorted(listed) == sorted(ACNS)


def test_companies_that_are_not_there_are_not_there_by_name_either(practice: Tenant) -> None:
    names = {client.name for client in practice.clients}

    assert [spec.name for spec in COMPANIES if spec.key in NOT_THERE and spec.name in names] == []


def test_a_misprinted_number_is_there_and_is_invalid(practice: Tenant) -> None:
    wrong = [
        client.name
        for client in practice.clients
        if client.company_number and not acn_check.is_valid(only_digits(client.company_number))
    ]

    assert wrong == ["Misprint Stationers Pty Ltd"]


def test_kinds_of_clients_are_mixed(practice: Tenant) -> None:
    assert Counter(client.business_structure for client in practice.clients) == {
        "Company": 32, "Individual": 11, "Trust": 4, "Superannuation Fund": 1, "Partnership": 2, "": 2
    }  # fmt: skip
    assert [client.name for client in practice.clients if client.is_deleted] == ["Test client DELETE ME"]


def test_earlier_jobs_show_state_names(practice: Tenant) -> None:
    assert [(job.id, job.state, len(job.costs)) for job in practice.jobs] == [
        ("J000001", "DONE", 1), ("J000002", "TOBILL", 1), ("J000003", "WIP", 0), ("J000004", "PLAN", 0)
    ]  # fmt: skip
