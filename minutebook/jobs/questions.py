"""What a person is asked about a call whose outcome nobody can tell: what was wanted beside what was found."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from minutebook.core.dates import show_date
from minutebook.core.money import show_quantity
from minutebook.practice_manager.delivery.kinds import kind_of
from minutebook.practice_manager.models import DeliveryStep

from .models import Job


@dataclass(frozen=True, slots=True)
class Compared:
    """One value that we wanted beside what a candidate has."""

    label: str
    wanted: str
    found: str

    @property
    def differs(self) -> bool:
        """Whether XPM has something else than we wanted; what we did not ask for cannot differ."""
        return bool(self.wanted) and self.wanted.split() != self.found.split()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record in XPM that may be what we made."""

    remote_id: str
    values: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a person is asked: what was wanted and what was found."""

    step_id: int
    title: str
    reason: str
    wanted: tuple[tuple[str, str], ...]
    candidates: tuple[Candidate, ...]
    makes: str
    was_looked_for: bool
    can_look_again: bool
    takes_number: bool
    is_template: bool


def question_of(job: Job, step: DeliveryStep) -> Question:
    """What is asked about a call whose outcome a person must tell."""
    wanted = wanted_of(job, step)
    values = dict(wanted)
    candidates = tuple(
        Candidate(found["remote_id"], _compared(values, found["description"])) for found in step.candidates
    )
    return Question(
        step_id=step.pk,
        title=_ASKED[step.kind],
        reason=step.reason,
        wanted=wanted,
        candidates=candidates,
        makes=thing_of(step),
        was_looked_for=step.empty_probes > 0,
        can_look_again=not kind_of(step).is_repeat_safe,
        takes_number=step.kind == "job.create",
        is_template=step.kind == "job.template_costs",
    )


_ASKED = {
    "client.create": "Is the client in XPM?",
    "job.create": "Is the job in XPM?",
    "job.open": "Is the open job in XPM?",
    "job.template_costs": "Can the template’s costs be read?",
    "job.late_costs": "Can the job’s costs be read?",
    "job.assign": "Are the staff assigned?",
    "job.cost": "Is this cost on the job?",
    "job.cost_change": "Is this cost changed?",
    "job.document": "Is this paper on the job?",
    "job.read": "Can the job be read?",
    "job.note": "Is this note on the job?",
    "job.rename": "Does the job’s name say that it is cancelled?",
    "job.state": "Is the state set?",
}
_THINGS = {
    "client.create": "the client",
    "job.create": "the job",
    "job.open": "the open job",
    "job.template_costs": "the template’s costs",
    "job.late_costs": "the look at the template’s costs",
    "job.assign": "the assignment",
    "job.cost": "the cost",
    "job.cost_change": "the change of the cost",
    "job.document": "the paper",
    "job.read": "the reading",
    "job.note": "the note",
    "job.rename": "the name",
    "job.state": "the state",
}


def thing_of(step: DeliveryStep) -> str:
    """What the call makes, sets or reads, in words."""
    return _THINGS[step.kind]


def _compared(wanted: dict[str, str], found: dict[str, str]) -> tuple[Compared, ...]:
    labels = dict.fromkeys([*wanted, *found])
    return tuple(Compared(label, wanted.get(label, ""), _shown(found.get(label, ""))) for label in labels)


def wanted_of(job: Job, step: DeliveryStep) -> tuple[tuple[str, str], ...]:
    """The values of a call as people read them."""
    payload: dict[str, Any] = step.payload
    if step.kind == "job.create":
        client = job.client.name if job.client else str(job.contact)
        dates = (("Start", show_date(job.start_date)), ("Due", show_date(job.due_date)))
        return (("Name", payload["name"]), ("Client", client), *dates)
    if step.kind in ("job.cost", "job.cost_change"):
        labels = (("Quantity", "quantity"), ("Unit Cost", "unit_cost"), ("Unit Price", "unit_price"))
        numbers = tuple((label, _shown(payload[name])) for label, name in labels)
        return (("Description", payload["description"]), *numbers)
    if step.kind == "job.document":
        return (("Title", payload["title"]), ("File", payload["name"]))
    if step.kind == "client.create":
        fields = payload["fields"]
        numbers = (("Company number", fields.get("company_number", "")), ("E-mail", fields.get("email", "")))
        return (("Client", fields["name"]), *numbers)
    if step.kind == "job.note":
        return (("Title", payload["title"]), ("Text", payload["text"]))
    return (("State", payload["role"].title()),) if step.kind == "job.state" else ()


def _shown(text: str) -> str:
    """A date as people read it, a number without idle zeros; anything else as it is."""
    try:
        return (
            show_date(datetime.fromisoformat(text).date())
            if len(text) == 10 and text[4] == "-"
            else _number(text)
        )
    except (ValueError, IndexError):
        return text


def _number(text: str) -> str:
    if not text.replace(".", "", 1).isdecimal() or "." not in text:
        return text
    return show_quantity(Decimal(text))
