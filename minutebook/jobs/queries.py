"""Finding jobs: by what people type, and by how far they are."""

from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum

from minutebook.core.text import fold
from minutebook.firms.models import Firm
from minutebook.practice_manager.models import Delivery

from .models import Job

Status = Delivery.Status
NEEDS_PERSON = (Status.QUESTION, Status.REFUSED, Status.HELD)
FILTERS: dict[str, tuple[str, Q]] = {
    "needs": ("Need a person", Q(delivery__status__in=NEEDS_PERSON)),
    "making": ("Being made", Q(delivery__status__in=(Status.WAITING, Status.UNDER_WAY))),
    "planned": ("Planned", Q(state="planned")),
    "working": ("In Progress", Q(state="in progress")),
    "complete": ("Complete", Q(state="complete")),
}


def jobs_matching(firm: Firm, text: str) -> QuerySet[Any]:
    """Jobs whose number, name, trace number, client or company has every typed word."""
    rows = Job.objects.for_firm(firm)
    for word in text.split()[:8]:
        rows = rows.filter(_has(word))
    return rows


def with_amounts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Adds `price`, what the billable lines come to, and all that a list shows, in one query."""
    line = F("costs__quantity") * F("costs__unit_price")
    billed = Sum(
        line, filter=Q(costs__is_billable=True), output_field=DecimalField(max_digits=24, decimal_places=6)
    )
    return rows.select_related("delivery", "client", "contact", "company").annotate(price=billed)


def count_filters(rows: QuerySet[Any]) -> dict[str, int]:
    """How many jobs each chip shows, "all" among them, in one query."""
    counts = {key: Count("pk", filter=condition) for key, (_, condition) in FILTERS.items()}
    found: dict[str, int] = rows.order_by().aggregate(all=Count("pk"), **counts)
    return found


def _has(word: str) -> Q:
    names = ("number", "name", "label", "client__name", "company__name")
    wanted = Q(contact__search_key__contains=fold(word))
    for name in names:
        wanted |= Q(**{f"{name}__icontains": word})
    return wanted
