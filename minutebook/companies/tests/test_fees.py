"""Dated fees: the figure of the day, or none; never an older one."""

from datetime import date
from decimal import Decimal

import pytest

from minutebook.companies.fees import (
    ANNUAL_REVIEW,
    CHANGE_OF_DETAILS,
    FEES,
    LATE_OVER_1_MONTH,
    LATE_UP_TO_1_MONTH,
    fee_on,
    late_fee,
)


@pytest.mark.parametrize(
    ("item", "day", "payer", "amount"),
    [
        (CHANGE_OF_DETAILS, date(2024, 6, 30), "any", None),
        (CHANGE_OF_DETAILS, date(2024, 7, 1), "any", "0"),
        (CHANGE_OF_DETAILS, date(2026, 11, 22), "any", "0"),
        (ANNUAL_REVIEW, date(2024, 6, 30), "proprietary", "310"),
        (ANNUAL_REVIEW, date(2025, 6, 30), "proprietary", "321"),
        (ANNUAL_REVIEW, date(2025, 7, 1), "proprietary", "329"),
        (ANNUAL_REVIEW, date(2026, 7, 1), "proprietary", None),
        (ANNUAL_REVIEW, date(2025, 7, 1), "public", None),
        (LATE_UP_TO_1_MONTH, date(2024, 1, 1), "any", "93"),
        (LATE_UP_TO_1_MONTH, date(2025, 1, 1), "any", "96"),
        (LATE_UP_TO_1_MONTH, date(2026, 6, 30), "any", "98"),
        (LATE_UP_TO_1_MONTH, date(2026, 7, 1), "any", None),
        (LATE_OVER_1_MONTH, date(2026, 6, 30), "any", "411"),
        ("a party", date(2026, 1, 1), "any", None),
    ],
)
def test_fee_on_gives_the_figure_of_the_day_or_none(
    item: str, day: date, payer: str, amount: str | None
) -> None:
    fee = fee_on(item, day, payer)
    assert (fee.amount if fee else None) == (Decimal(amount) if amount else None)


def test_fees_name_their_source_and_never_overlap() -> None:
    assert all(fee.source and fee.grade in "AB" for fee in FEES)
    for fee in FEES:
        same = [other for other in FEES if (other.item, other.company_type) == (fee.item, fee.company_type)]
        assert [other for other in same if other.covers(fee.from_date)] == [fee]


@pytest.mark.parametrize(
    ("lodged", "band"),
    [
        (date(2026, 1, 30), None),
        (date(2026, 1, 31), None),
        (date(2026, 2, 1), LATE_UP_TO_1_MONTH),
        (date(2026, 2, 28), LATE_UP_TO_1_MONTH),
        (date(2026, 3, 1), LATE_OVER_1_MONTH),
    ],
)
def test_late_fee_band_turns_on_a_month(lodged: date, band: str | None) -> None:
    fee = late_fee(date(2026, 1, 31), lodged)
    assert (fee.band if fee else None) == band


def test_late_fee_says_when_its_figure_is_unknown() -> None:
    known = late_fee(date(2026, 5, 1), date(2026, 5, 8))
    unknown = late_fee(date(2026, 11, 2), date(2026, 11, 22))
    assert known is not None
    assert known.explanation == (
        "The lodgement is not more than 1 month late: ASIC charges a late fee of AUD 98"
        " (acttaxgroup.com.au, table for 2025-26)."
    )
    assert unknown is not None
    assert unknown.fee is None
    assert "96" not in unknown.explanation
    assert "22 November 2026 is not on file" in unknown.explanation
    assert known.on_paper == known.explanation
    assert unknown.on_paper == "The lodgement is not more than 1 month late, so ASIC charges a late fee."
