"""Whether a drafted job may be asked for now: the pure rules, and what only the connection's rows can tell."""

from datetime import date

from minutebook.practice_manager.models import Connection

from .drafts import JobDraft, Problem
from .places import Practice
from .rules import check_draft

UNCONFIRMED = Problem("costs", "Look the costs over and press Confirm: they go to the job as they stand.")


def what_stops(draft: JobDraft, connection: Connection | None, today: date) -> list[Problem]:
    """Everything that keeps the job from being asked for, each with its field. No connection: for the job book."""
    problems = check_draft(draft, today)
    if connection is not None:
        problems += Practice(connection).problems(draft)
    if not draft.is_confirmed and not any(one.field.startswith("cost ") for one in problems):
        problems.append(UNCONFIRMED)
    return problems
