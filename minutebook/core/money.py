"""Money arithmetic: decimals only, two places, halves rounded up as an invoice does."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
QUANTITY_STEP = Decimal("0.0001")


def to_cents(amount: Decimal) -> Decimal:
    """The amount at two places, half a cent rounded away from zero."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def line_amount(quantity: Decimal, unit: Decimal) -> Decimal:
    """What a line comes to: quantity times unit, rounded once."""
    return to_cents(quantity * unit)


def show_quantity(number: Decimal) -> str:
    """1 or 1.25: a quantity without idle zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
