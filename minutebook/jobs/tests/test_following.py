from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from minutebook.jobs.drafts import CostDraft, JobDraft
from minutebook.jobs.following import follow, follow_costs

DAY, TYPED, LATER = date(2026, 11, 2), date(2026, 11, 5), date(2026, 11, 20)


def fee(words: str = "Director appointed, A", price: str = "130", **fields: Any) -> CostDraft:
    line = CostDraft(
        DAY, words, Decimal(1), Decimal(0), Decimal(price), is_example=True, code="CS", source="fee"
    )
    return replace(line, **fields)


LATE = CostDraft(
    DAY, "Late fee", Decimal(1), Decimal(0), None, is_included=False, code="ASIC-LATE", source="late"
)
FREE = CostDraft(DAY, "Search", Decimal(2), Decimal(5), Decimal(9))


def job(**fields: Any) -> JobDraft:
    values: dict[str, Any] = {
        "adds_job": True, "contact_id": 1, "client_id": 2, "creates_client": False, "template_id": 3, "name": "A",
        "description": "A is appointed.", "start_date": DAY, "due_date": date(2026, 11, 16), "staff_ids": (4,),
        "costs": (fee(),),
    }  # fmt: skip
    return JobDraft(**(values | fields))


def test_what_nobody_touched_follows_and_the_rest_stays() -> None:
    typed = job(name="Mine", manager_id=5, costs=(fee(), FREE))
    now = job(
        name="B",
        description="B is appointed.",
        due_date=date(2026, 11, 30),
        costs=(fee("Director appointed, B"),),
    )
    assert follow(typed, job(), now) == now.with_changes(
        name="Mine", manager_id=5, costs=(fee("Director appointed, B"), FREE)
    )


def test_staff_stays_who_drafted_it_and_is_filled_where_nobody_was_known() -> None:
    other = job(staff_ids=(9,))
    assert follow(job(), job(), other).staff_ids == (4,)
    nobody = job(staff_ids=())
    assert follow(nobody, nobody, other).staff_ids == (9,)


def test_hand_made_price_stays_while_the_words_follow() -> None:
    kept = (fee(price="150", is_example=False),)
    assert follow_costs(kept, (fee(),), (fee("Director appointed, B", price="90"),)) == (
        fee("Director appointed, B", price="150", is_example=False),
    )


@pytest.mark.parametrize(
    ("kept", "before", "now", "wanted"),
    [
        ((fee(),), (fee(),), (fee(), LATE), (fee(), LATE)),
        ((FREE,), (fee(), LATE), (fee(), LATE), (FREE,)),
        ((fee(), LATE), (fee(), LATE), (fee(),), (fee(),)),
        ((replace(LATE, is_included=True, unit_price=Decimal(98)),), (LATE,), (), ()),
        ((fee(price="1"),), (fee(),), (), (fee(price="1"),)),
        ((fee(),), (fee(),), (fee(date=LATER),), (fee(date=LATER),)),
        ((fee(date=TYPED),), (fee(),), (fee(date=LATER),), (fee(date=TYPED),)),
    ],
    ids=[
        "new",
        "removed by hand",
        "gone",
        "no longer late",
        "made their own",
        "another day",
        "a day of their own",
    ],
)
def test_lines_come_and_go_with_the_proposal(
    kept: tuple[CostDraft, ...],
    before: tuple[CostDraft, ...],
    now: tuple[CostDraft, ...],
    wanted: tuple[CostDraft, ...],
) -> None:
    assert follow_costs(kept, before, now) == wanted


def test_confirmation_holds_while_the_sent_lines_are_the_same() -> None:
    confirmed = job(is_confirmed=True)
    assert follow(confirmed, job(), job(name="B", costs=(fee(), LATE))).is_confirmed
    assert follow(confirmed, job(), job(costs=(fee(date=LATER),))).is_confirmed
    assert not follow(confirmed, job(), job(costs=(fee("Other words"),))).is_confirmed
