"""Finding packs: by trace number, company or words of the summary, and by how far they are."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from minutebook.contacts.queries import search_terms
from minutebook.core.text import fold
from minutebook.firms.models import Firm

from .models import DocumentPack

Status = DocumentPack.Status
WAITS_ON = {
    Status.DRAFT: "waiting on me",
    Status.RELEASED: "waiting on client",
    Status.LODGED: "waiting on ASIC",
}


def packs_matching(firm: Firm, text: str) -> QuerySet[Any]:
    """Packs whose trace number, company, summary or number at ASIC has every typed word; or of a company's numbers."""
    rows = DocumentPack.objects.for_firm(firm)
    words = Q()
    for word in text.split()[:8]:
        words &= (
            Q(trace_number__icontains=word)
            | Q(change__search_key__contains=fold(word))
            | Q(change__lodged_number__icontains=word)
            | Q(company__search_key__contains=fold(word))
        )
    return rows.filter(words | search_terms(text, "company__contact__")) if text.strip() else rows


def for_list(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With all that a row shows, in one query."""
    return rows.select_related("company", "change", "job__delivery")


def filters(today: date) -> dict[str, tuple[str, Q]]:
    """The chips: every status, and what ASIC should already have."""
    chips = {status.value: (str(status.label), Q(status=status)) for status in Status}
    late = Q(status__in=(Status.DRAFT, Status.RELEASED), change__due_on__lt=today)
    return {**chips, "overdue": ("Overdue", late)}


def count_filters(rows: QuerySet[Any], today: date) -> dict[str, int]:
    """How many packs each chip shows, "all" among them, in one query."""
    counts = {key: Count("pk", filter=condition) for key, (_, condition) in filters(today).items()}
    found: dict[str, int] = rows.order_by().aggregate(all=Count("pk"), **counts)
    return found
