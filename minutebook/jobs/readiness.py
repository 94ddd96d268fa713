"""Whether a drafted job may be asked for now: the pure rules, and what only the connection's rows can tell."""

from datetime import date

from minutebook.contacts.models import Contact
from minutebook.practice_manager.models import Connection

from .client_choice import client_choice
from .drafts import JobDraft, Problem
from .forms import Role, states_with_code
from .rules import check_draft

UNCONFIRMED = Problem("costs", "Look the costs over and press Confirm: they go to the job as they stand.")


def what_stops(draft: JobDraft, connection: Connection, today: date) -> list[Problem]:
    """Everything that keeps the job from being asked for, each with its field; empty when it may be."""
    problems = [*check_draft(draft, today), *_check_client(draft, connection)]
    if draft.state != Role.PLANNED and draft.state not in states_with_code(connection):
        problems.append(Problem("state", "The code of this state in XPM is not set. Choose another state."))
    if not draft.is_confirmed and not any(one.field.startswith("cost ") for one in problems):
        problems.append(UNCONFIRMED)
    return problems


def _check_client(draft: JobDraft, connection: Connection) -> list[Problem]:
    if draft.contact_id is None:
        return []
    contact = Contact.objects.for_firm(connection.firm_id).get(pk=draft.contact_id)
    problem = client_choice(contact, connection).problem
    return [Problem("client", problem)] if problem else []
