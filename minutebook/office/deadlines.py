"""What falls due when: the open changes of the next weeks, and their bars as numbers for an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from minutebook.companies.models import Change
from minutebook.companies.queries import OPEN
from minutebook.core.dates import show_date
from minutebook.firms.models import Firm

WEEKS = 8
BAR_WIDTH, BAR_GAP, BAR_MOST, BASE_LINE = 44, 16, 140, 166


@dataclass(frozen=True, slots=True)
class Bar:
    """One week's bar; x, y, width and height are SVG units, `middle` is where its words stand."""

    label: str
    count: int
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


def open_deadlines(firm: Firm, today: date) -> QuerySet[Any]:
    """Open changes with a deadline up to the last week of the chart, overdue ones first."""
    rows = Change.objects.for_firm(firm).filter(
        status__in=OPEN, lodged_on=None, due_on__lt=_monday(today) + timedelta(weeks=WEEKS)
    )
    return rows.select_related("company").order_by("due_on", "id")


def chart_of(due_days: Sequence[date], today: date) -> Chart:
    """The bars: what is overdue, then week by week, this one first."""
    counts = [sum(day < today for day in due_days)]
    labels = ["Overdue"]
    for week in range(WEEKS):
        start = _monday(today) + timedelta(weeks=week)
        inside = [day for day in due_days if start <= day < start + timedelta(weeks=1) and day >= today]
        counts.append(len(inside))
        labels.append("This week" if week == 0 else show_date(start).rsplit(" ", 1)[0])
    most = max([*counts, 1])
    weeks = enumerate(zip(labels, counts, strict=True))
    bars = tuple(_bar(index, label, count, most) for index, (label, count) in weeks)
    return Chart(bars, len(bars) * (BAR_WIDTH + BAR_GAP) + BAR_GAP, _words(labels, counts))


def _bar(index: int, label: str, count: int, most: int) -> Bar:
    height = max(3, count * BAR_MOST // most) if count else 0
    x = BAR_GAP + index * (BAR_WIDTH + BAR_GAP)
    return Bar(label, count, index == 0, x, BASE_LINE - height, height, x + BAR_WIDTH // 2)


def _words(labels: Sequence[str], counts: Sequence[int]) -> str:
    spoken = [label.lower() if index < 2 else f"week of {label}" for index, label in enumerate(labels)]
    found = [f"{label}: {count}" for label, count in zip(spoken, counts, strict=True) if count]
    return "Lodgements due by week. " + ("; ".join(found) or "None in the next eight weeks") + "."


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
