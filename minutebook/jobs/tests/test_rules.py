from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from minutebook.jobs.drafts import CostDraft, JobDraft, draft_from_json, draft_to_json
from minutebook.jobs.rules import MOST_LINES, check_costs, check_draft

TODAY = date(2028, 2, 29)
LINE = CostDraft(
    TODAY, 'Fee & <more> "ā" 文', Decimal("2.5"), Decimal("9.50"), Decimal("15.05"), hint="h", code="C"
)
DRAFT = JobDraft(
    adds_job=True, contact_id=1, client_id=2, creates_client=False, template_id=3, name="CoSec",
    description="Line\nline", start_date=TODAY, due_date=TODAY, staff_ids=(4, 5), costs=(LINE,),
)  # fmt: skip


def problems(**changes: Any) -> list[str]:
    return [problem.field for problem in check_draft(DRAFT.with_changes(**changes), TODAY)]


def line_problems(**changes: Any) -> list[str]:
    values = {name: getattr(LINE, name) for name in CostDraft.__slots__} | changes
    return [problem.field for problem in check_costs((CostDraft(**values),), TODAY)]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"contact_id": None}, ["client"]),
        ({"client_id": None}, ["client"]),
        ({"client_id": None, "creates_client": True}, []),
        ({"template_id": None}, ["template"]),
        ({"name": " \n "}, ["name"]),
        ({"name": "ā" * 255}, []),
        ({"name": "ā" * 256}, ["name"]),
        ({"due_date": TODAY - timedelta(days=1)}, ["due_date"]),
        ({"start_date": TODAY + timedelta(days=367), "due_date": TODAY + timedelta(days=400)}, ["start_date"]),
        ({"start_date": TODAY - timedelta(days=366)}, []),
        ({"due_date": TODAY + timedelta(days=733)}, ["due_date"]),
        ({"costs": (LINE,) * MOST_LINES}, []),
        ({"costs": (LINE,) * (MOST_LINES + 1)}, ["costs"]),
        ({"costs": ()}, []),
        ({"name": "one\ntwo"}, ["name"]),
        ({"name": "nul\x00"}, ["name"]),
        ({"description": "one\r\n\ttwo"}, []),
        ({"description": "nul\x00"}, ["description"]),
    ],
)  # fmt: skip
def test_draft_may_be_asked_for_or_says_which_field_stops_it(
    changes: dict[str, Any], fields: list[str]
) -> None:
    assert problems(**changes) == fields


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, []),
        ({"date": date(2028, 2, 29) - timedelta(days=366)}, []),
        ({"date": date(1928, 2, 29)}, ["cost 1 date"]),
        ({"unit_cost": None}, ["cost 1 unit_cost"]),
        ({"description": "  "}, ["cost 1 description"]),
        ({"description": "ā" * 300}, []),
        ({"description": "ā" * 301}, ["cost 1 description"]),
        ({"code": "C" * 61}, ["cost 1 code"]),
        ({"description": "one\ntwo"}, ["cost 1 description"]),
        ({"code": "\x0b"}, ["cost 1 code"]),
        ({"quantity": Decimal(0)}, ["cost 1 quantity"]),
        ({"quantity": Decimal(-1)}, ["cost 1 quantity"]),
        ({"quantity": Decimal("0.0001")}, []),
        ({"quantity": Decimal("0.00001")}, ["cost 1 quantity"]),
        ({"quantity": Decimal("1.50000")}, []),
        ({"quantity": Decimal("1E+5")}, []),
        ({"quantity": Decimal("100000.0001")}, ["cost 1 quantity"]),
        ({"quantity": Decimal("NaN")}, ["cost 1 quantity"]),
        ({"quantity": Decimal("Infinity")}, ["cost 1 quantity"]),
        ({"unit_price": None}, ["cost 1 unit_price"]),
        ({"unit_price": Decimal("0.00")}, []),
        ({"unit_price": Decimal("0.005")}, ["cost 1 unit_price"]),
        ({"unit_price": Decimal("1000000")}, []),
        ({"unit_price": Decimal("1000000.01")}, ["cost 1 unit_price"]),
        ({"unit_price": Decimal("-0.01")}, ["cost 1 unit_price"]),
        ({"unit_cost": Decimal("sNaN")}, ["cost 1 unit_cost"]),
        ({"unit_cost": Decimal("-Infinity")}, ["cost 1 unit_cost"]),
        ({"quantity": Decimal("NaN"), "is_included": False}, []),
    ],
)
def test_line_may_be_billed_or_says_which_field_stops_it(changes: dict[str, Any], fields: list[str]) -> None:
    assert line_problems(**changes) == fields


def test_problem_names_the_line_by_its_number_from_one() -> None:
    bad = CostDraft(TODAY, "", Decimal(1), Decimal(0), Decimal(0))
    assert [problem.field for problem in check_costs((LINE, bad, LINE, bad), TODAY)] == [
        "cost 2 description",
        "cost 4 description",
    ]


def test_totals_count_ticked_lines_and_round_each_line_once() -> None:
    half = CostDraft(TODAY, "x", Decimal("0.5"), Decimal("0.01"), Decimal("0.01"))
    unbilled = CostDraft(TODAY, "x", Decimal(1), Decimal("3.00"), Decimal("9.00"), is_billable=False)
    unticked = CostDraft(TODAY, "x", Decimal(1), Decimal("50.00"), Decimal("90.00"), is_included=False)
    unknown = CostDraft(TODAY, "x", Decimal(1), Decimal("1.00"), None)
    draft = DRAFT.with_changes(costs=(LINE, half, half, unbilled, unticked, unknown))
    totals = (draft.total_cost, draft.total_price, draft.margin)
    assert totals == (Decimal("27.77"), Decimal("37.65"), Decimal("9.88"))
    assert DRAFT.with_changes(costs=()).total_price == Decimal("0.00")


def test_draft_survives_as_json_whatever_is_in_it() -> None:
    unknown = CostDraft(
        TODAY, "late fee", Decimal("1.2500"), Decimal("0.00"), None, is_example=True, source="late"
    )
    draft = DRAFT.with_changes(
        costs=(LINE, unknown),
        name='Kōwhai "&" <Sons> 😀',
        no_job_reason="later",
        manager_id=9,
        is_confirmed=True,
    )
    assert draft_from_json(draft_to_json(draft)) == draft
    assert draft_to_json(draft)["costs"][0]["unit_price"] == "15.05"
