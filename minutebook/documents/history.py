"""What happened to a pack, in plain words, from the audit trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from minutebook.core.dates import show_date
from minutebook.firms.models import AuditEvent

from .models import DocumentPack

MOST_EVENTS = 100
_WORDS = {
    "change.recorded": "recorded the change",
    "pack.drafted": "drafted the pack",
    "pack.redrafted": "edited the change and drafted the pack again",
    "pack.released": "released the pack",
    "pack.job_added": "added the job",
    "pack.lodged": "marked the pack as lodged",
    "pack.lodgement_corrected": "corrected the lodgement",
    "pack.lodgement_taken_back": "took the lodgement back",
    "pack.withdrawn": "withdrew the pack",
    "change.consent_recorded": "recorded the occupier’s consent (s143)",
    "change.effective": "The change took effect",
    "change.successor": "The successor took office",
    "change.date_fixed": "recorded that the day of the resignation is fixed (s203AA)",
    "change.superseded": "The office had ended otherwise by then: the change is superseded",
    "change.taken_back": "took what it had written out of the registers",
    "change.held": "The change waits: it would leave the company without a director (s203AB)",
    "change.reopened": "ASIC was not told within 28 days: the person is a director until it is (s203AA)",
    "job.queued": "asked for the job in Xero Practice Manager",
    "job.booked": "put the job into the job book",
    "job.handed_over": "handed the job to Xero Practice Manager",
    "job.imported": "marked the job as imported into Xero Practice Manager",
    "job.import_undone": "took back that the job is in Xero Practice Manager",
    "job.state": "set the job’s state",
    "delivery.retried": "tried the job again",
    "delivery.dropped": "called the job off",
    "job.corrected": "put the job right",
    "job.costs_changed": "changed the job’s costs",
    "job.template_cost_kept": "kept a line of the job that the template brought",
    "job.template_cost_taken_off": "took off a line of the job that the template brought",
    "job.cancelled": "called the job off",
    "job.kept": "kept the job after all",
    "job.replaced": "asked for a new job in its place",
    "job.goes_on": "released a new pack in the place of the withdrawn one; the job goes on",
    "delivery.answered": "answered a question about the job",
    "message.queued": "put the message into the Outbox",
    "message.sent_again": "sent the message again",
    "message.stopped": "stopped the message before it was sent",
}
# Said by a second event of the same press.
_SILENT = {
    "change.revised",
    "change.lodged",
    "change.lodgement_corrected",
    "change.lodgement_taken_back",
    "change.withdrawn",
}
_NOT_LODGED = {
    "mistake": ": it was not lodged",
    "rejected": ": ASIC rejected it",
    "withdrawn": ": it was withdrawn at ASIC",
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the history."""

    at: datetime
    who: str
    words: str


def history_of(pack: DocumentPack) -> list[Happening]:
    """The newest first; what nobody did is told without a name."""
    rows = AuditEvent.objects.for_firm(pack.firm_id).filter(_about(pack)).exclude(action__in=_SILENT)
    return [_told(event) for event in rows.select_related("user")[:MOST_EVENTS]]


def _about(pack: DocumentPack) -> Q:
    subjects = Q(subject="documentpack", subject_id=pack.pk) | Q(subject="change", subject_id=pack.change_id)
    if pack.job_id:
        subjects |= Q(subject="job", subject_id=pack.job_id)
        if pack.job and pack.job.delivery_id:
            subjects |= Q(subject="delivery", subject_id=pack.job.delivery_id)
    if pack.message_id:
        subjects |= Q(subject="message", subject_id=pack.message_id)
    return subjects


def _told(event: AuditEvent) -> Happening:
    words = _WORDS.get(event.action, event.action.replace(".", ": ").replace("_", " "))
    return Happening(
        event.at, str(event.user) if event.user else "", f"{words}{_detail(event.action, event.facts)}"
    )


def _detail(action: str, facts: dict[str, Any]) -> str:
    if action == "pack.released":
        return " by e-mail" if facts.get("way") == "send" else " by download"
    if action == "pack.lodgement_taken_back":
        return _NOT_LODGED.get(str(facts.get("why")), "")
    if action == "job.state":
        return f" to {str(facts.get('role', '')).title()}"
    if action in ("change.effective", "change.successor") and facts.get("on"):
        return f" on {show_date(datetime.fromisoformat(facts['on']).date())}"
    if action == "delivery.answered":
        return f": {facts.get('answer', '')}"
    return ""
