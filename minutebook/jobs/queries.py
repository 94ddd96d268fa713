"""Finding jobs: by what people type, and by how far they are."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from minutebook.core.money import line_amount
from minutebook.core.text import fold
from minutebook.firms.models import Firm
from minutebook.practice_manager.models import Connection, Delivery

from .models import Cost, Job

Status = Delivery.Status
NEEDS_PERSON = (Status.QUESTION, Status.REFUSED, Status.HELD)
# Nobody has to act on these: they go on when an administrator resumes the calls.
PAUSED = Q(
    delivery__status=Status.HELD,
    delivery__connection__status=Connection.Status.CONNECTED,
    delivery__connection__paused_at__isnull=False,
)
IN_BOOK = Q(delivery=None, imported_at=None)
# Asked for and still wanted, but nothing of it is in XPM: in the job book, or queued and without XPM's number.
ABSENT = Q(number="", imported_at=None) & ~Q(state="cancelled") & ~Q(delivery__status=Status.CANCELLED)
FILTERS: dict[str, tuple[str, Q]] = {
    "needs": ("Need a person", Q(delivery__status__in=NEEDS_PERSON) & ~PAUSED),
    "making": ("Being made", Q(delivery__status__in=(Status.WAITING, Status.UNDER_WAY))),
    "planned": ("Planned", Q(state="planned")),
    "working": ("In Progress", Q(state="in progress")),
    "complete": ("Complete", Q(state="complete")),
    "cancelled": ("Cancelled", Q(state="cancelled")),
    "book": ("In the job book", IN_BOOK),
    "absent": ("Released, not yet in XPM", ABSENT),
    "paused": ("Calls are paused", PAUSED),
}


def jobs_matching(firm: Firm, text: str) -> QuerySet[Any]:
    """Jobs whose number, name, trace number, client or company has every typed word."""
    rows = Job.objects.for_firm(firm)
    for word in text.split()[:8]:
        rows = rows.filter(_has(word))
    return rows


def filtered(rows: QuerySet[Any], chosen: str) -> QuerySet[Any]:
    """Those under this chip; all under none."""
    return rows.filter(FILTERS[chosen][1]) if chosen in FILTERS else rows


def total_price(firm: Firm, jobs: QuerySet[Any]) -> Decimal:
    """What all these jobs are billed at, each line rounded on its own, ex GST."""
    lines = Cost.objects.for_firm(firm).filter(job__in=jobs.order_by().values("pk"), is_billable=True)
    amounts = (line_amount(*line) for line in lines.values_list("quantity", "unit_price"))
    return sum(amounts, Decimal("0.00"))


def for_list(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With all that a row shows, in two queries."""
    return rows.select_related("delivery", "client", "contact", "company").prefetch_related("costs")


def billed_price(job: Job) -> Decimal:
    """What the job's billable lines come to, each rounded on its own as an invoice does, ex GST."""
    amounts = (line_amount(cost.quantity, cost.unit_price) for cost in job.costs.all() if cost.is_billable)
    return sum(amounts, Decimal("0.00"))


def count_filters(rows: QuerySet[Any]) -> dict[str, int]:
    """How many jobs each chip shows, "all" among them, in one query."""
    counts = {key: Count("pk", filter=condition) for key, (_, condition) in FILTERS.items()}
    found: dict[str, int] = rows.order_by().aggregate(all=Count("pk"), **counts)
    return found


def _has(word: str) -> Q:
    wanted = Q()
    for number in ("number", "book_number", "label"):
        wanted |= Q(**{f"{number}__icontains": word})
    for named in ("", "contact__", "client__", "company__"):
        wanted |= Q(**{f"{named}search_key__contains": fold(word)})
    return wanted
