from decimal import Decimal

import pytest

from minutebook.core.money import line_amount, show_quantity, to_cents


@pytest.mark.parametrize(
    ("amount", "cents"),
    [
        ("0", "0.00"),
        ("0.005", "0.01"),
        ("0.004999", "0.00"),
        ("2.675", "2.68"),
        ("-0.005", "-0.01"),
        ("1E+6", "1000000.00"),
        ("999999.995", "1000000.00"),
    ],
)
def test_half_a_cent_is_rounded_away_from_zero(amount: str, cents: str) -> None:
    assert str(to_cents(Decimal(amount))) == cents


@pytest.mark.parametrize(
    ("quantity", "unit", "amount"),
    [
        ("2.5", "15.05", "37.63"),
        ("0.3333", "0.01", "0.00"),
        ("100000", "1000000", "100000000000.00"),
        ("3", "0.335", "1.01"),
    ],
)
def test_line_is_rounded_once(quantity: str, unit: str, amount: str) -> None:
    assert str(line_amount(Decimal(quantity), Decimal(unit))) == amount


@pytest.mark.parametrize(
    ("number", "shown"), [("1", "1"), ("1.2500", "1.25"), ("100", "100"), ("1E+2", "100"), ("0.0000", "0")]
)
def test_quantity_is_shown_without_idle_zeros(number: str, shown: str) -> None:
    assert show_quantity(Decimal(number)) == shown
