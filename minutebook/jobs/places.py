"""Where a job is made, a practice manager or our own job book: what can be chosen there, and what is asked of a draft.

`place_of` gives it: a connection that is ready is the practice; without one the job goes into the job book.
"""

from typing import Any, Protocol

from minutebook.companies.changes.table import KINDS
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.matching import linked_client, staff_for
from minutebook.practice_manager.models import Client, Connection, CostItem, JobState, JobTemplate, Staff
from minutebook.practice_manager.queries import current_connection, prerequisites

from .client_choice import ClientChoice, client_choice
from .defaults import STANDARD_JOBS
from .drafts import JobDraft, Problem
from .models import JobPreset

Role = JobState.Role
Choice = tuple[Any, str]
MOST_ITEMS = 500


class Place(Protocol):
    """What the panel, its form and the proposal ask of either place. People and templates are given by their keys."""

    key: str  # travels with the panel, so that a post is never read for another place than it was made for
    is_book: bool
    gone: str
    read_template: type  # of a template's key

    def propose(self, preset: JobPreset, user: User, contact: Contact) -> dict[str, Any]:
        """What a standard job proposes here, as values of a draft."""

    def templates(self) -> list[Choice]:
        """The templates, by name."""

    def people(self, user: User | None = None) -> list[Choice]:
        """Who can be assigned, by name; the user, where one is given, first and as "me"."""

    def by_email(self, email: str) -> int | None:
        """Who has this e-mail address."""

    def states(self) -> set[str]:
        """The states that a job can be set to."""

    def items(self) -> list[CostItem]:
        """The standard costs that can be added, as many as a list can show."""

    def client_of(self, contact: Contact) -> Client | None:
        """The client that the contact is linked to."""

    def choice(self, contact: Contact) -> ClientChoice | None:
        """How the contact stands there; None where that is no question."""

    def template_values(self, template: Any) -> dict[str, Any]:
        """A chosen template as values of a draft."""


class Practice:
    """The practice in Xero Practice Manager behind a connection."""

    is_book = False
    read_template: type = int
    gone = "What was chosen is no longer in XPM. Choose again."

    def __init__(self, connection: Connection) -> None:
        self.connection, self.firm_id = connection, connection.firm_id
        self.key = f"xpm {connection.pk}"

    def propose(self, preset: JobPreset, user: User, contact: Contact) -> dict[str, Any]:
        """The template of the standard job's name, the user as staff, the linked client."""
        client, me = self.client_of(contact), staff_for(user, self.connection)
        template = self._rows(JobTemplate).filter(name__iexact=preset.template_name).first()
        return {
            "client_id": client.pk if client else None,
            "template_id": template.pk if template else None,
            "staff_ids": (me.pk,) if me else (),
            "manager_id": preset.manager_id,
            "partner_id": preset.partner_id,
        }

    def templates(self) -> list[Choice]:
        """XPM's job templates."""
        return list(self._rows(JobTemplate).values_list("pk", "name"))

    def people(self, user: User | None = None) -> list[Choice]:
        """XPM's staff."""
        me = staff_for(user, self.connection) if user else None
        staff = self._rows(Staff).values_list("pk", "name")
        others = [(pk, name) for pk, name in staff if me is None or pk != me.pk]
        return [(me.pk, f"{me.name} (me)"), *others] if me else others

    def by_email(self, email: str) -> int | None:
        """A member of staff."""
        return _first_key(self._rows(Staff).filter(email__iexact=email))

    def states(self) -> set[str]:
        """Planned, and those whose code in XPM the firm has entered."""
        return {Role.PLANNED.value} | states_with_code(self.connection)

    def items(self) -> list[CostItem]:
        """XPM's standard costs."""
        return list(self._rows(CostItem)[:MOST_ITEMS])

    def client_of(self, contact: Contact) -> Client | None:
        """XPM's client."""
        return linked_client(contact, self.connection)

    def choice(self, contact: Contact) -> ClientChoice | None:
        """Linked, to be linked, or to be created."""
        return client_choice(contact, self.connection)

    def template_values(self, template: int | None) -> dict[str, Any]:
        """By the key of our copy."""
        return {"template_id": template}

    def problems(self, draft: JobDraft) -> list[Problem]:
        """A client that cannot take a job, a state without its code."""
        problems = []
        if draft.contact_id is not None:
            contact = Contact.objects.for_firm(self.firm_id).get(pk=draft.contact_id)
            problem = client_choice(contact, self.connection).problem
            problems += [Problem("client", problem)] if problem else []
        if draft.state not in self.states():
            problems.append(
                Problem("state", "The code of this state in XPM is not set. Choose another state.")
            )
        return problems

    def _rows(self, model: Any) -> Any:
        return model.objects.for_firm(self.firm_id).filter(connection=self.connection, is_gone=False)


class Book:
    """Our own job book: staff are the firm's users, templates its standard jobs, and any contact can be billed."""

    key = "book"
    is_book = True
    read_template: type = str
    gone = "What was chosen is not there any more. Choose again."

    def __init__(self, firm: Firm) -> None:
        self.firm = firm

    def propose(self, preset: JobPreset, user: User, contact: Contact) -> dict[str, Any]:
        """The standard job itself, the user as staff."""
        return {
            "client_id": None,
            "template_id": None,
            "standard_job": preset.change_kind,
            "staff_ids": (user.pk,),
            "in_book": True,
        }

    def templates(self) -> list[Choice]:
        """A standard job for each kind of change."""
        return [(kind, str(KINDS[kind].label)) for kind in STANDARD_JOBS]

    def people(self, user: User | None = None) -> list[Choice]:
        """The firm's users who may sign in."""
        users = self._users().order_by("first_name", "last_name", "id")
        others = [(one.pk, str(one)) for one in users if user is None or one.pk != user.pk]
        return [(user.pk, f"{user} (me)"), *others] if user else others

    def by_email(self, email: str) -> int | None:
        """A user."""
        return _first_key(self._users().filter(email__iexact=email))

    def states(self) -> set[str]:
        """All of them."""
        return {role.value for role in Role}

    def items(self) -> list[CostItem]:
        """None: a standard job brings its own lines."""
        return []

    def client_of(self, contact: Contact) -> Client | None:
        """Nobody: the contact itself is billed."""
        return None

    def choice(self, contact: Contact) -> ClientChoice | None:
        """No question."""
        return None

    def template_values(self, template: str | None) -> dict[str, Any]:
        """By the kind of change."""
        return {"standard_job": template or "", "in_book": True}

    def _users(self) -> Any:
        return User.objects.filter(firm=self.firm, is_active=True)


def _first_key(rows: Any) -> int | None:
    key: int | None = rows.values_list("pk", flat=True).first()
    return key


def place_of(firm: Firm, connection: Connection | None) -> Place:
    """The practice behind this connection; the job book where there is none."""
    return Book(firm) if connection is None else Practice(connection)


def job_connection(firm: Firm) -> Connection | None:
    """The connection that jobs are made in now; None sends them into the job book."""
    needs = prerequisites(firm)
    return needs.connection if needs.ready else None


def books_by_default(firm: Firm) -> bool:
    """Whether the job book is where the firm keeps its jobs: a firm that began to connect chooses it job by job."""
    return current_connection(firm) is None


def states_with_code(connection: Connection) -> set[str]:
    """The states whose code in XPM the firm has entered."""
    rows = JobState.objects.for_firm(connection.firm_id).filter(connection=connection).exclude(code="")
    return set(rows.values_list("role", flat=True))
