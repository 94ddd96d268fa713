"""Who has the next move: packs that wait on us, on the client or on ASIC, and jobs that need a person."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from minutebook.companies.models import Change
from minutebook.documents.models import DocumentPack
from minutebook.firms.models import Firm
from minutebook.jobs.attention import waiting_jobs
from minutebook.jobs.models import Job
from minutebook.jobs.queries import PAUSED

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Wait:
    """The packs that wait on one side; `count` is all of them, `packs` the first few."""

    words: str
    meaning: str
    count: int
    packs: tuple[DocumentPack, ...]


def waits_of(firm: Firm) -> tuple[Wait, ...]:
    """The three sides, ours first."""
    packs = (
        DocumentPack.objects.for_firm(firm)
        .select_related("company", "change")
        .order_by("change__due_on", "id")
    )
    released = packs.filter(status=DocumentPack.Status.RELEASED)
    lodged = packs.filter(status=DocumentPack.Status.LODGED, change__status=Change.Status.PENDING)
    return (
        _wait(
            "Waiting on me", "drafts to review and release", packs.filter(status=DocumentPack.Status.DRAFT)
        ),
        _wait("Waiting on client", "released, not back signed or not lodged yet", released),
        _wait("Waiting on ASIC", "lodged, takes effect later", lodged),
    )


def jobs_that_wait(firm: Firm) -> QuerySet[Any]:
    """Jobs that wait for a person."""
    return waiting_jobs(firm).select_related("delivery", "company").order_by("-id")


def paused_jobs(firm: Firm) -> QuerySet[Any]:
    """Jobs that wait while the calls to XPM are paused; nobody has to act on them."""
    return Job.objects.for_firm(firm).filter(PAUSED)


def _wait(words: str, meaning: str, rows: QuerySet[Any]) -> Wait:
    return Wait(words, meaning, rows.count(), tuple(rows[:SHOWN]))
