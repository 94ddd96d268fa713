"""Jobs in figures: how many stand in which state, and what was put on them month by month."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from minutebook.core.dates import show_date
from minutebook.core.money import line_amount
from minutebook.core.templatetags.show import money
from minutebook.firms.models import Firm
from minutebook.jobs.models import Cost, Job
from minutebook.jobs.queries import FILTERS, count_filters
from minutebook.practice_manager.models import Delivery, JobState

from .charts import Amount, Chart, draw_bars

MONTHS = 6
STATES = ("planned", "working", "complete")
NEVER_BILLED = Q(delivery__status=Delivery.Status.CANCELLED) | Q(state=JobState.Role.CANCELLED)


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many jobs stand in a state; `key` is its filter on the list of jobs, `share` of the largest in per cent."""

    key: str
    label: str
    count: int
    share: int


def jobs_by_state(firm: Firm) -> tuple[StateCount, ...]:
    """The firm's jobs by state, those called off or cancelled aside; empty while there are none."""
    counts = count_filters(Job.objects.for_firm(firm).exclude(NEVER_BILLED))
    most = max(counts[key] for key in STATES)
    if not most:
        return ()
    return tuple(StateCount(key, FILTERS[key][0], counts[key], counts[key] * 100 // most) for key in STATES)


def prices_by_month(firm: Firm, today: date) -> Chart:
    """Billable lines of the last months by the date of the line, in whole dollars ex GST."""
    months = _last_months(today)
    lines = Cost.objects.for_firm(firm).filter(is_billable=True, date__gte=months[0])
    lines = lines.exclude(job__in=Job.objects.for_firm(firm).filter(NEVER_BILLED))
    sums: defaultdict[date, Decimal] = defaultdict(Decimal)
    for day, quantity, unit_price in lines.values_list("date", "quantity", "unit_price"):
        sums[day.replace(day=1)] += line_amount(quantity, unit_price)
    amounts = [_amount(month, sums[month]) for month in months]
    told = [
        f"{amount.label} {month.year}: {amount.shown}" for month, amount in zip(months, amounts, strict=True)
    ]
    return draw_bars(amounts, f"Costs on jobs by month, ex GST. {'; '.join(told)}.")


def _amount(month: date, total: Decimal) -> Amount:
    return Amount(show_date(month).split()[1], total, money(total).removesuffix(".00"))


def _last_months(today: date) -> list[date]:
    """The first days of the last months, this one last."""
    counted = [today.year * 12 + today.month - 1 - back for back in range(MONTHS)]
    return [date(number // 12, number % 12 + 1, 1) for number in reversed(counted)]
