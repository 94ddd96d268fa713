"""After the database was restored from a backup: what was sent since then is not known, so it is looked for first."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction

from minutebook.work import clock
from minutebook.work.services import enqueue
from minutebook.xpm.records import Job

from ..api import api_for
from ..limiter import Urgency
from ..models import Connection, Delivery, DeliveryStep
from ..turns import Turns
from .calls import rules_for
from .decide import decide
from .kinds import is_known, kind_of
from .markers import ALPHABET, LENGTH
from .services import OPERATION
from .transitions import UNFINISHED, Event, Known, Outcome, Situation

RESTORED = "The database was restored from a backup: it is looked up in XPM first."
_MARKER = re.compile(rf"M[{ALPHABET}]{{{LENGTH}}}")
_IN_WORDS = re.compile(rf"\[ref ({_MARKER.pattern})\]")


def begin_epoch() -> int:
    """Look up every call that is not settled before anything is sent; how many deliveries that are.

    No worker may run before this on a restored database: it would send what was sent after the backup.
    """
    now = clock.now()
    with transaction.atomic():
        open_steps = DeliveryStep.across_firms.filter(status__in=UNFINISHED).select_related("delivery")
        steps = [step for step in open_steps if is_known(step)]
        for step in steps:
            _look_up(step, now)
        deliveries = {step.delivery_id: step.firm_id for step in steps}
        Delivery.across_firms.filter(pk__in=deliveries).update(
            status=Delivery.Status.WAITING, settled_at=None, is_noticed=False
        )
        for pk, firm_id in deliveries.items():
            enqueue(OPERATION, firm_id, pk)
    return len(deliveries)


def _look_up(step: DeliveryStep, now: datetime) -> None:
    # It may have been sent until a moment ago.
    at = Situation(Known(step.sends, 0, now), rules_for(kind_of(step), step), now)
    decision = decide(DeliveryStep.Status(step.status), Event.RESTORED, at)
    step.status, step.not_before, step.last_sent_at = decision.status, decision.not_before, now
    step.empty_probes, step.first_empty_at, step.failures = 0, None, 0
    step.candidates, step.reason = [], RESTORED
    step.save()
    step.attempts.filter(outcome="").update(outcome=Outcome.INTERRUPTED, answer=RESTORED, finished_at=now)


def unknown_jobs(connection: Connection, since: date) -> list[tuple[str, Job]]:
    """Jobs made in XPM since a day that carry a reference as ours are, which no delivery here knows; with it.

    Raises the library's errors.
    """
    api = api_for(Turns(connection, Urgency.LOOK, lambda: None))
    try:
        # A day on either side: nobody says whose midnight the list follows.
        jobs = api.list_jobs(since - timedelta(days=1), clock.now().date() + timedelta(days=1))
    finally:
        api.close()
    marked = [(marker, job) for job in jobs for marker in sorted(set(_markers(job)))]
    ours = Delivery.across_firms.filter(marker__in=[marker for marker, _ in marked])
    known = set(ours.values_list("marker", flat=True))
    # A person tied a pack to it since.
    tied = DeliveryStep.across_firms.filter(
        delivery__connection=connection, remote_id__in=[job.id for _, job in marked]
    )
    known |= set(tied.values_list("remote_id", flat=True))
    return [(marker, job) for marker, job in marked if not known & {marker, job.id}]


def _markers(job: Job) -> Iterator[str]:
    for number in (job.id, job.client_order_number):
        if _MARKER.fullmatch(number):
            yield number
    yield from _IN_WORDS.findall(job.description)
