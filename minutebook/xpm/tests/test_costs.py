"""Calls about the costs on a job."""

from datetime import date
from decimal import Decimal

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import RetryLater
from minutebook.xpm.records import NewCost
from minutebook.xpm.tests.samples import BASE, COST, COST_XML
from minutebook.xpm.tests.scripted import ScriptedServer, ok

NEW_COST = NewCost("J1", date(2026, 7, 1), "Fee", Decimal(1), Decimal(45), Decimal(60), note="[ref M-c1]")


def test_costs_are_read_whole_for_any_job_number(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"<Costs>{COST_XML}</Costs>"), ok("<Costs />")]
    assert [api.list_job_costs("J1"), api.list_job_costs("J/1 &?#é")] == [[COST], []]
    assert [request.target for request in server.received] == [
        BASE + "job.api/costs/J1",
        BASE + "job.api/costs/J%2F1%20%26%3F%23%C3%A9",
    ]


def test_answer_without_a_list_means_no_costs_but_is_no_proof_of_that(
    api: Api, server: ScriptedServer
) -> None:
    server.script = [ok(), ok(), ok("<Jobs />")]
    assert api.list_job_costs("J1") == []
    with pytest.raises(RetryLater):
        api.list_job_costs("J1", is_proof=True)
    with pytest.raises(RetryLater):
        api.list_job_costs("J1")


def test_cost_is_added_and_updated(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(COST_XML), ok(COST_XML)]
    assert [api.add_cost(NEW_COST), api.update_cost("k1", NEW_COST)] == [COST, COST]
    assert [(request.method, request.target) for request in server.received] == [
        ("POST", BASE + "job.api/cost"),
        ("PUT", BASE + "job.api/cost"),
    ]
    assert [request.body[:20] for request in server.received] == [
        "<Cost><Job>J1</Job><",
        "<Cost><UUID>k1</UUID",
    ]


def test_reference_in_a_note_is_read_without_the_space_around_it(api: Api, server: ScriptedServer) -> None:
    padded = COST_XML.replace("[ref M-c1]", " [ref M-c1]\n ")
    server.script = [ok(f"<Costs>{padded}</Costs>")]
    assert api.list_job_costs("J1") == [COST]


def test_cost_answer_with_several_costs_does_not_say_which_one_it_made(
    api: Api, server: ScriptedServer
) -> None:
    server.script = [ok(f"<Costs><Cost><UUID>older</UUID></Cost>{COST_XML}</Costs>")]
    assert api.add_cost(NEW_COST) is None


def test_cost_answer_may_hold_a_list_or_nothing(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"<Costs>{COST_XML}</Costs>"), ok(), ok()]
    assert [api.add_cost(NEW_COST), api.add_cost(NEW_COST), api.update_cost("k1", NEW_COST)] == [
        COST,
        None,
        None,
    ]
