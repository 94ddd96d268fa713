"""Calls for the practice's own lists: one element, many, none, or no list at all."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import Refused, RetryLater
from minutebook.xpm.records import Category, CostItem, JobTemplate, Staff, Task
from minutebook.xpm.tests.samples import BASE
from minutebook.xpm.tests.scripted import ScriptedServer, answer, error, ok

STAFF_XML = (
    "<StaffList><Staff><UUID>s1</UUID><Name>R</Name><Email>r@b.example</Email><Phone>1</Phone><Mobile>2</Mobile>"
    "<PayrollCode>x</PayrollCode></Staff></StaffList>"
)
TEMPLATES_XML = (
    "<Templates><Template><UUID>t1</UUID><Name>A</Name></Template>"
    "<Template><UUID>t2</UUID><Name>A</Name></Template></Templates>"
)
CATEGORIES_XML = "<Categories><Category><UUID>g1</UUID><Name>G</Name></Category></Categories>"
TASKS_XML = "<TaskList><Task><UUID>k</UUID><Name>T</Name></Task></TaskList>"
LISTS = [
    (Api.list_staff, "staff.api/list", STAFF_XML, [Staff("s1", "R", "r@b.example", "1", "2")]),
    (
        Api.list_templates,
        "template.api/list",
        TEMPLATES_XML,
        [JobTemplate("t1", "A"), JobTemplate("t2", "A")],
    ),
    (Api.list_categories, "category.api/list", CATEGORIES_XML, [Category("g1", "G")]),
    (Api.list_categories, "category.api/list", "<Categories />", []),
    (Api.list_tasks, "task.api/list", TASKS_XML, [Task("k", "T")]),
]


@pytest.mark.parametrize(("call", "path", "payload", "records"), LISTS)
def test_list_is_read_whole_or_not_at_all(
    api: Api,
    server: ScriptedServer,
    call: Callable[[Api], object],
    path: str,
    payload: str,
    records: list[object],
) -> None:
    server.script = [ok(payload, "List"), ok(payload), ok()]
    assert [call(api), call(api)] == [records, records]
    assert (server.received[0].method, server.received[0].target) == ("GET", BASE + path)
    with pytest.raises(RetryLater):
        call(api)


def _cost_page(codes: str) -> bytes:
    rows = "".join(
        f"<Cost><UUID>{code}</UUID><Code>{code}</Code><UnitPrice>0.005</UnitPrice></Cost>" for code in codes
    )
    return ok(f"<Records>{len(codes)}</Records><Costs>{rows}</Costs>")


def test_cost_items_are_read_until_an_empty_page(api: Api, server: ScriptedServer) -> None:
    server.script = [_cost_page("ab"), _cost_page("c"), ok("<Records>0</Records>")]
    assert api.list_cost_items() == [
        CostItem(code, "", code, "", Decimal(0), Decimal("0.005")) for code in "abc"
    ]
    assert [request.target for request in server.received] == [
        f"{BASE}cost.api/list?page={page}" for page in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    "beyond",
    [
        ok("<Records>0</Records><Costs />"),
        ok("<Costs />"),
        error("Invalid page"),
        error("Invalid page", 400),
        answer("<html></html>", 404, kind="text/html"),
    ],
)
def test_cost_items_end_however_the_page_beyond_is_answered(
    api: Api, server: ScriptedServer, beyond: bytes
) -> None:
    server.script = [_cost_page("ab"), ok("<Costs><Cost><UUID>c</UUID></Cost></Costs>"), beyond]
    assert [item.uuid for item in api.list_cost_items()] == ["a", "b", "c"]
    assert server.script == []


def test_refused_first_page_of_cost_items_is_no_empty_list(api: Api, server: ScriptedServer) -> None:
    server.script = [error("The page parameter is required", 400)]
    with pytest.raises(Refused):
        api.list_cost_items()


def test_refusal_after_a_full_page_of_cost_items_is_not_their_end(api: Api, server: ScriptedServer) -> None:
    full = "<Cost><UUID>a</UUID></Cost>" * 1000
    server.script = [ok(f"<Records>1000</Records><Costs>{full}</Costs>"), error("Something broke")]
    with pytest.raises(Refused):
        api.list_cost_items()


@pytest.mark.parametrize(
    "second",
    [answer("", 429), ok(), ok("<Records>2</Records><Costs><Cost><UUID>c</UUID></Cost></Costs>")],
)
def test_cost_items_of_a_failed_page_are_no_items(api: Api, server: ScriptedServer, second: bytes) -> None:
    server.script = [_cost_page("ab"), second]
    with pytest.raises(RetryLater):
        api.list_cost_items()
