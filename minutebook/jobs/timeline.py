"""A job's history as a person reads it: what people did, what was sent to XPM, what XPM said, what was looked for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from minutebook.firms.models import AuditEvent
from minutebook.practice_manager.delivery.transitions import Outcome
from minutebook.practice_manager.models import Attempt

from .models import Job

MOST_ENTRIES = 200
_THINGS = {
    "client.create": "the client",
    "job.create": "the job",
    "job.open": "the open job {number}",
    "job.template_costs": "what the template brought",
    "job.assign": "the staff",
    "job.cost": "“{description}”",
    "job.cost_change": "the change of “{description}”",
    "job.document": "“{title}”",
    "job.read": "the link to the job",
    "job.late_costs": "whether the template brought costs",
    "job.note": "the note “{title}”",
    "job.rename": "the name that says it is cancelled",
    "job.state": "the state",
}
_SENT = {
    "done": "Done in XPM: {thing}",
    "not sent": "XPM could not be reached for {thing}; nothing was sent",
    "told to wait": "XPM asked us to wait with {thing}",
    "no access": "XPM did not accept our sign-in for {thing}",
    "refused": "XPM refused {thing}",
    "refused in words we do not know": "XPM answered {thing} with an error that may leave it made",
    "not known": "No clear answer came for {thing}",
    "interrupted": "The work stopped in the middle of {thing}",
    "": "{thing} is being sent",
}
_LOOKED = {
    "one, as wanted": "Looked in XPM for {thing}: it is there",
    "one that differs, or several": "Looked in XPM for {thing}: something else, or several, carry our reference",
    "none": "Looked in XPM for {thing}: not there",
    "none, but one alike without our marker": "Looked in XPM for {thing}: only one alike, without our reference",
    "could not be read": "Looked in XPM for {thing}, but it could not be read",
    "interrupted": "The work stopped while it looked in XPM for {thing}",
    "": "Looking in XPM for {thing}",
}
_DONE = {
    "job.queued": "asked for the job",
    "job.booked": "put the job into the job book as {number}",
    "job.handed_over": "handed the job {number} to XPM",
    "job.imported": "marked the job {number} as imported into XPM by file",
    "job.import_undone": "took back that the job is in XPM",
    "job.corrected": "put the job right",
    "job.costs_changed": "changed the costs",
    "job.state": "set the state to {role}",
    "job.template_cost_kept": "kept a line that the template brought",
    "job.template_cost_taken_off": "took off a line that the template brought",
    "job.cancelled": "called the job off",
    "job.kept": "kept the job after all",
    "job.replaced": "asked for the new job in its place",
    "job.goes_on": "released a new pack in the place of the withdrawn one ({label}); the job goes on",
    "delivery.retried": "pressed Retry",
    "delivery.dropped": "called the job off",
    "delivery.answered": "answered a question: {answer}",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: when, who (empty for Minutebook itself), what, XPM's own words, and its number for Xero's support."""

    at: datetime
    who: str
    words: str
    said: str = ""
    support_number: str = ""


def timeline_of(job: Job) -> list[Entry]:
    """The newest first."""
    entries = [*_by_people(job), *(_by_worker(job) if job.delivery else [])]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:MOST_ENTRIES]


def _by_people(job: Job) -> list[Entry]:
    about = Q(subject="job", subject_id=job.pk) | Q(subject="delivery", subject_id=job.delivery_id or 0)
    rows = AuditEvent.objects.for_firm(job.firm_id).filter(about, action__in=_DONE).select_related("user")
    return [
        Entry(event.at, str(event.user or ""), _done(event)) for event in rows.order_by("-id")[:MOST_ENTRIES]
    ]


def _done(event: AuditEvent) -> str:
    facts = {"role": "", "answer": "", "number": ""} | event.facts
    shown = {name: facts[name] for name in ("answer", "number")}
    return _DONE[event.action].format(role=str(facts["role"]).title(), **shown)


def _by_worker(job: Job) -> list[Entry]:
    attempts = (
        Attempt.objects.for_firm(job.firm_id).filter(step__delivery=job.delivery).select_related("step")
    )
    return [entry_of(attempt) for attempt in attempts.order_by("-id")[:MOST_ENTRIES]]


def entry_of(attempt: Any) -> Entry:
    """One call or one look-up, in words."""
    step, words = attempt.step, _LOOKED if attempt.purpose == "probe" else _SENT
    thing = _THINGS[step.kind].format(**{"description": "", "title": "", "number": ""} | step.payload)
    told = words.get(attempt.outcome, attempt.outcome).format(thing=thing)
    is_done = attempt.outcome == Outcome.DONE
    return Entry(
        at=attempt.finished_at or attempt.started_at,
        who="",
        words=told[:1].upper() + told[1:],
        said=attempt.answer,
        support_number="" if is_done else attempt.correlation_id,
    )
