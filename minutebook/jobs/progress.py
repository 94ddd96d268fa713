"""A job being made, in plain words: what is done, what is under way, what waits and why, what a person is asked."""

from dataclasses import dataclass
from datetime import datetime

from minutebook.practice_manager.models import Delivery, DeliveryStep

from .models import Job
from .questions import Question, question_of
from .refusals import advice_on

Status = DeliveryStep.Status
_TITLES = {
    "client.create": "Client made",
    "job.create": "Job made",
    "job.open": "Open job found",
    "job.template_costs": "Template’s costs read",
    "job.assign": "Staff assigned",
    "job.cost": "Costs added",
    "job.cost_change": "Costs changed",
    "job.document": "Papers put on the job",
    "job.read": "Read back from XPM",
    "job.late_costs": "Template’s costs looked for",
    "job.note": "Note added",
    "job.rename": "Marked as cancelled",
    "job.state": "State set",
}
_COUNTED = ("job.cost", "job.cost_change", "job.document")
_WORDS = {
    Status.STAGED: "to do",
    Status.SENDING: "being done",
    Status.UNKNOWN: "no answer yet; looking for it in XPM",
    Status.DONE: "done",
    Status.REFUSED: "refused",
    Status.QUESTION: "needs a person",
    Status.HELD: "waits for the connection",
    Status.CANCELLED: "left out",
}
# The one that a person should see first, when several calls are shown as one stage.
_URGENCY = (
    Status.QUESTION, Status.REFUSED, Status.HELD, Status.UNKNOWN, Status.SENDING, Status.STAGED, Status.CANCELLED,
)  # fmt: skip
_WHAT_TO_DO = {
    Delivery.Status.REFUSED: "Put it right here, in XPM or in Settings; it is then sent again. What is done stays.",
    Delivery.Status.HELD: "An administrator signs in to Xero again in Settings; the job then goes on by itself.",
    Delivery.Status.QUESTION: "Somebody who may answer looks at what was found and answers below.",
}
OVER = (Delivery.Status.DONE, Delivery.Status.CANCELLED)
STILL = (*OVER, Delivery.Status.QUESTION, Delivery.Status.REFUSED)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of making a job; `level` is ok, warning, danger or off."""

    title: str
    words: str
    level: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Everything the page shows of a job in the making. `is_moving` asks the page to look again."""

    headline: str
    level: str
    stages: tuple[Stage, ...]
    questions: tuple[Question, ...]
    reason: str = ""
    what_to_do: str = ""
    next_at: datetime | None = None
    is_moving: bool = False
    can_retry: bool = False
    can_correct: bool = False


def progress_of(job: Job) -> Progress | None:
    """How far the making is; None for a job that lives only in our job book."""
    delivery = job.delivery
    if delivery is None:
        return None
    steps = list(delivery.steps.all())
    words, level = _headline(job, delivery)
    return Progress(
        headline=words,
        level=level,
        stages=_stages(steps),
        questions=tuple(question_of(job, step) for step in steps if step.status == Status.QUESTION),
        reason=_reason(delivery),
        what_to_do=_what_to_do(delivery),
        next_at=delivery.next_at if delivery.status not in STILL else None,
        is_moving=delivery.status not in STILL,
        can_retry=_can_retry(delivery, steps),
        can_correct=can_correct(steps),
    )


def _can_retry(delivery: Delivery, steps: list[DeliveryStep]) -> bool:
    """Whether pressing Retry does something: after a refusal, for the connection, or instead of waiting longer."""
    if delivery.connection.paused_at is not None:
        return False
    waits_long = any(step.status == Status.STAGED and step.not_before and step.reason for step in steps)
    return waits_long or delivery.status in (Delivery.Status.REFUSED, Delivery.Status.HELD)


def can_correct(steps: list[DeliveryStep]) -> bool:
    """Whether something was refused that a person can put right and send again."""
    return any(step.status == Status.REFUSED for step in steps)


def _headline(job: Job, delivery: Delivery) -> tuple[str, str]:
    made = f"Job {job.number}" if job.number else "The job"
    if job.cancelled_because:
        return _cancelled_headline(made, delivery)
    return {
        Delivery.Status.WAITING: (
            f"{made} waits to be sent to XPM" if not job.number else f"{made} is in XPM",
            "off",
        ),
        Delivery.Status.UNDER_WAY: (f"{made} is being made in XPM", "off"),
        Delivery.Status.QUESTION: (f"{made} needs a person", "warning"),
        Delivery.Status.REFUSED: (
            f"XPM refused a part of {made.lower() if not job.number else made}",
            "danger",
        ),
        Delivery.Status.HELD: (f"{made} waits for the connection to XPM", "warning"),
        Delivery.Status.DONE: (f"{made} is in XPM", "ok"),
        Delivery.Status.CANCELLED: ("The job was left out", "off"),
    }[Delivery.Status(delivery.status)]


def _cancelled_headline(made: str, delivery: Delivery) -> tuple[str, str]:
    return {
        Delivery.Status.QUESTION: (f"{made} needs a person", "warning"),
        Delivery.Status.REFUSED: (f"XPM refused to cancel {made}", "danger"),
        Delivery.Status.HELD: (f"{made} waits for the connection to XPM", "warning"),
        Delivery.Status.DONE: (f"{made} is cancelled", "off"),
        Delivery.Status.CANCELLED: ("The job was left out", "off"),
    }.get(Delivery.Status(delivery.status), (f"{made} is being cancelled in XPM", "off"))


def _what_to_do(delivery: Delivery) -> str:
    if delivery.status == Delivery.Status.REFUSED and (advice := advice_on(delivery.reason)):
        return advice
    if delivery.status == Delivery.Status.HELD and delivery.connection.paused_at is not None:
        return "An administrator resumes them in Settings; the job then goes on by itself."
    return _WHAT_TO_DO.get(Delivery.Status(delivery.status), "")


def _reason(delivery: Delivery) -> str:
    return delivery.reason if delivery.status != Delivery.Status.DONE else ""


def _stages(steps: list[DeliveryStep]) -> tuple[Stage, ...]:
    """One stage a kind of call; a change of state made later is a stage of its own."""
    stages = []
    for kind in _TITLES:
        same = [step for step in steps if step.kind == kind]
        groups = [[step] for step in same] if kind == "job.state" else [same]
        stages += [_stage(kind, group) for group in groups if group]
    return tuple(stages)


def _stage(kind: str, steps: list[DeliveryStep]) -> Stage:
    done = sum(step.status == Status.DONE for step in steps)
    title = _TITLES[kind]
    if kind == "job.state":
        title = f"State set to {steps[0].payload['role'].title()}"
    if done == len(steps):
        words = f"{done} done" if kind in _COUNTED else "done"
        return Stage(title, words, "ok")
    status = next(status for status in _URGENCY if any(step.status == status for step in steps))
    count = f"{done} of {len(steps)} done, " if len(steps) > 1 else ""
    reason = next((step.reason for step in steps if step.status == status), "")
    return Stage(title, f"{count}{_WORDS[status]}", _LEVELS.get(status, "off"), reason)


_LEVELS = {
    Status.QUESTION: "warning",
    Status.HELD: "warning",
    Status.UNKNOWN: "warning",
    Status.REFUSED: "danger",
}
