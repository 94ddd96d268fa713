"""Bars of a server-made SVG: amounts in, places and heights out; what they say in words is the caller's."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

BAR_WIDTH, BAR_GAP, BAR_MOST, BASE_LINE = 44, 16, 140, 166


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; x, y and height are SVG units, `middle` is where its words stand, `shown` what stands above it."""

    label: str
    shown: str
    is_late: bool
    x: int
    y: int
    height: int
    middle: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with the size of their picture and the same in words."""

    bars: tuple[Bar, ...]
    width: int
    words: str


@dataclass(frozen=True, slots=True)
class Amount:
    """What one bar stands for, and how it is written; nothing is written above an empty one."""

    label: str
    size: int | Decimal
    shown: str
    is_late: bool = False


def draw_bars(amounts: Sequence[Amount], words: str) -> Chart:
    """The bars side by side, the largest as tall as the picture allows."""
    most = max([Decimal(amount.size) for amount in amounts] + [Decimal(1)])
    bars = tuple(_bar(index, amount, most) for index, amount in enumerate(amounts))
    return Chart(bars, len(bars) * (BAR_WIDTH + BAR_GAP) + BAR_GAP, words)


def _bar(index: int, amount: Amount, most: Decimal) -> Bar:
    height = max(3, int(amount.size * BAR_MOST / most)) if amount.size else 0
    x = BAR_GAP + index * (BAR_WIDTH + BAR_GAP)
    shown = amount.shown if amount.size else ""
    return Bar(amount.label, shown, amount.is_late, x, BASE_LINE - height, height, x + BAR_WIDTH // 2)
