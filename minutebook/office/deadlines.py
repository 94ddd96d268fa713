"""What falls due when: the open changes of the next weeks, and their bars."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from minutebook.companies.models import Change
from minutebook.companies.queries import OPEN
from minutebook.core.dates import show_date
from minutebook.firms.models import Firm

from .charts import Amount, Chart, draw_bars

WEEKS = 8


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
    amounts = [
        Amount(label, count, str(count), is_late=index == 0)
        for index, (label, count) in enumerate(zip(labels, counts, strict=True))
    ]
    return draw_bars(amounts, _words(labels, counts))


def _words(labels: Sequence[str], counts: Sequence[int]) -> str:
    spoken = [label.lower() if index < 2 else f"week of {label}" for index, label in enumerate(labels)]
    found = [f"{label}: {count}" for label, count in zip(spoken, counts, strict=True) if count]
    return "Lodgements due by week. " + ("; ".join(found) or "None in the next eight weeks") + "."


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
