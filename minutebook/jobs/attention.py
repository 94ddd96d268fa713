"""Needs attention: every job that waits for a person, with the evidence and what can be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Q, QuerySet

from minutebook.firms.models import Firm
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.work import clock

from .models import Cost, Job
from .progress import Progress, progress_of
from .queries import PAUSED
from .questions import Question, question_of, wanted_of
from .timeline import Entry, entry_of

Status = Delivery.Status
WAITING = (
    DeliveryStep.Status.QUESTION,
    DeliveryStep.Status.REFUSED,
    DeliveryStep.Status.HELD,
    DeliveryStep.Status.UNKNOWN,
)
MOST_ENTRIES = 12
# Everything that goes on by itself has ended long before, unless XPM is down, slow or out of calls.
SLOW = timedelta(hours=1)
UNDECIDED = Exists(Cost.across_firms.filter(job=OuterRef("pk"), is_undecided=True))
GOING_ON = (Status.WAITING, Status.UNDER_WAY)
KINDS: dict[str, tuple[str, Q]] = {
    "question": ("Questions", Q(delivery__status=Status.QUESTION)),
    "refused": ("Refused by XPM", Q(delivery__status=Status.REFUSED)),
    "held": ("Waiting for sign-in", Q(delivery__status=Status.HELD) & ~PAUSED),
    "template": ("Lines of a template", Q(has_undecided=True)),
    "slow": ("Under way for over an hour", Q(is_slow=True)),
    "replacement": ("New job to ask for", Q(awaits_replacement=True)),
}


@dataclass(frozen=True, slots=True)
class Sent:
    """One call that waits for a person: what was wanted, and what happened so far, the oldest first."""

    title: str
    wanted: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One job that waits: why, for what, and the evidence."""

    job: Job
    kinds: tuple[str, ...]
    progress: Progress | None
    sent: tuple[Sent, ...]
    undecided: tuple[Cost, ...]


def waiting_jobs(firm: Firm) -> QuerySet[Any]:
    """Every job of the firm that waits for a person, whatever for; not those that only wait for paused calls."""
    any_of = Q()
    for _, condition in KINDS.values():
        any_of |= condition
    is_slow = Q(delivery__status__in=GOING_ON, delivery__asked_at__lt=clock.now() - SLOW)
    return (
        Job.objects.for_firm(firm)
        .annotate(has_undecided=UNDECIDED, is_slow=ExpressionWrapper(is_slow, BooleanField()))
        .filter(any_of)
    )


def count_kinds(firm: Firm) -> dict[str, int]:
    """How many jobs wait for each reason, "all" among them, in one query."""
    counts = {key: Count("pk", filter=condition) for key, (_, condition) in KINDS.items()}
    found: dict[str, int] = waiting_jobs(firm).order_by().aggregate(all=Count("pk"), **counts)
    return found


def with_evidence(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With all that a case shows, in as many queries for one as for twenty."""
    related = ("firm", "delivery__connection", "client", "contact", "company", "created_by")
    return rows.select_related(*related).prefetch_related("delivery__steps__attempts", "costs", "packs")


def case_of(job: Any) -> Case:
    """The evidence of one job of `with_evidence`."""
    steps = list(job.delivery.steps.all()) if job.delivery else []
    return Case(
        job=job,
        kinds=tuple(_kinds_of(job)),
        progress=progress_of(job),
        sent=tuple(_sent(job, step) for step in steps if step.status in WAITING),
        undecided=tuple(cost for cost in job.costs.all() if cost.is_undecided),
    )


def _kinds_of(job: Any) -> Iterable[str]:
    status = job.delivery.status if job.delivery else ""
    holds = {
        "question": status == Status.QUESTION,
        "refused": status == Status.REFUSED,
        "held": status == Status.HELD,
        "template": job.has_undecided,
        "slow": job.is_slow,
        "replacement": job.awaits_replacement,
    }
    return (label for key, (label, _) in KINDS.items() if holds[key])


def _sent(job: Job, step: DeliveryStep) -> Sent:
    attempts = list(step.attempts.all())[-MOST_ENTRIES:]
    asked: Question = question_of(job, step)
    return Sent(asked.makes, wanted_of(job, step), tuple(entry_of(attempt) for attempt in attempts))
