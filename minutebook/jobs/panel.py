"""The job panel with Review Costs, as the pages of other slices use it: shown from a draft, read back from a post."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict

from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.core.errors import DomainError
from minutebook.core.money import to_cents
from minutebook.core.text import read_id
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.matching import link_client
from minutebook.practice_manager.models import Client, Connection, CostItem, JobTemplate

from .client_choice import ClientChoice
from .drafts import CostDraft, JobDraft, Problem
from .forms import CostLineForms, PanelForm, Role, line_values, panel_values
from .lines import PREFIX, with_line, without_line
from .models import Cost
from .open_jobs import OpenJobs, ask_for_open_jobs, open_jobs, uuid_of_open_job
from .places import place_of
from .template_costs import learnt_templates

_FIELDS = {"client": "contact"}
ELSEWHERE = (
    "Xero Practice Manager was connected, or let go, since this page was opened: the job goes somewhere else now."
    " Look at the job again: its client, template and staff are proposed anew."
)


class Panel:
    """One panel on a page: its form, its cost lines, and the draft that they make. No connection: for the job book.

    What was posted for another place than this one (XPM was connected meanwhile) is not read: its numbers mean others.
    """

    def __init__(
        self, user: User, connection: Connection | None, draft: JobDraft, typed: QueryDict | None = None
    ) -> None:
        self.firm: Firm = user.firm
        self.place = place_of(user.firm, connection)
        self.is_elsewhere = typed is not None and typed.get("job_place", self.place.key) != self.place.key
        typed = None if self.is_elsewhere else typed
        self.user, self.connection, self.base = user, connection, draft
        contact = _contact(self.firm, draft.contact_id)
        initial = panel_values(draft, contact)
        self.form = PanelForm(self.firm, user, connection, typed, initial=initial)
        self.lines = CostLineForms(typed, prefix=PREFIX, initial=[line_values(line) for line in draft.costs])
        self.problems: list[Problem] = []

    def is_valid(self) -> bool:
        """Whether everything typed can be read; a job that is switched off is not held up by its fields."""
        own, lines = self.form.is_valid(), self.lines.is_valid()
        return (own and lines) or not self.wants_job

    @property
    def wants_job(self) -> bool:
        """Whether the toggle is on."""
        return bool(self.form["adds_job"].value())

    @cached_property
    def contact(self) -> Contact | None:
        """The contact that the panel shows, kept though an error takes it out of the form's values."""
        if not self.form.is_bound:
            return _contact(self.firm, self.base.contact_id)
        contact: Contact | None = getattr(self.form, "cleaned_data", {}).get("contact")
        return contact

    @cached_property
    def gone_template(self) -> str:
        """The name of the template that was chosen and is no longer in XPM."""
        rows = JobTemplate.objects.for_firm(self.firm).filter(pk=self.base.template_id or 0, is_gone=True)
        return rows.values_list("name", flat=True).first() or ""

    @property
    def choice(self) -> ClientChoice | None:
        """How the contact stands in XPM."""
        return self.place.choice(self.contact) if self.contact else None

    @property
    def learnt_templates(self) -> list[JobTemplate]:
        """The templates whose jobs came with costs of their own last time."""
        return learnt_templates(self.connection) if self.connection else []

    @cached_property
    def open_jobs(self) -> OpenJobs | None:
        """What is offered beside a new job."""
        if self.contact is None or self.connection is None:
            return None
        return open_jobs(self.contact, self.connection, self.base.change_kind, self.base.start_date.year)

    @property
    def is_open_job_listed(self) -> bool:
        """Whether the chosen open job is among those that XPM listed."""
        found, chosen = self.open_jobs, self.form["add_to"].value()
        return found is not None and any(job.number == chosen for job in found.jobs)

    @property
    def last_line_id(self) -> str:
        """The field where the last cost line begins, to go on from after one was added."""
        return f"id_{PREFIX}-{len(self.lines.forms) - 1}-description" if self.lines.forms else "costs"

    @property
    def items(self) -> list[CostItem]:
        """The standard costs that can be added."""
        return self.place.items()

    @property
    def shown(self) -> JobDraft:
        """The draft that the totals and the release bar speak of: as typed where that can be read."""
        readable = self.form.is_bound and self.form.is_valid() and self.lines.is_valid()
        return self.drafted() if readable else self.base.with_changes(is_confirmed=self._stands_confirmed())

    def _stands_confirmed(self) -> bool:
        """Whether the costs were confirmed and stand on the page as they were."""
        if not self.lines.is_bound or not self.base.is_confirmed:
            return self.base.is_confirmed
        return self.lines.is_valid() and self.base.costs == tuple(line.drafted() for line in self.lines.forms)

    def drafted(self, *, confirms: bool = False) -> JobDraft:
        """The draft that a valid panel makes; an edit of the costs takes their confirmation away."""
        if not (self.form.is_valid() and self.lines.is_valid()):
            return self.base.with_changes(adds_job=False)
        values = dict(self.form.cleaned_data)
        contact, template = values.pop("contact"), values.pop("template")
        client = self.place.client_of(contact) if contact else None
        add_to_uuid = ""
        if self.connection is not None:
            add_to_uuid = uuid_of_open_job(values["add_to"], client.pk if client else None, self.connection)
        costs = tuple(line.drafted() for line in self.lines.forms)
        return self.base.with_changes(
            contact_id=contact.pk if contact else None,
            client_id=client.pk if client else None,
            creates_client=values.pop("creates_client") and client is None,
            **self.place.template_values(template),
            staff_ids=tuple(values.pop("staff")),
            manager_id=values.pop("manager"),
            partner_id=values.pop("partner"),
            costs=costs,
            add_to_uuid=add_to_uuid,
            is_confirmed=confirms or (self.base.is_confirmed and costs == self.base.costs),
            **values,
        )

    def show_problems(self, problems: list[Problem]) -> None:
        """Put each problem at its field."""
        _ = self.contact
        self.problems = [one for one in problems if one.field == "costs"]
        for problem in problems:
            words = problem.field.split(" ")
            if words[0] == "cost":
                self.lines.forms[int(words[1]) - 1].add_error(words[2], problem.message)
            elif problem.field != "costs":
                self.form.add_error(_FIELDS.get(problem.field, problem.field), problem.message)

    @property
    def completes_early(self) -> bool:
        """Whether the job would start as complete."""
        return bool(self.form["state"].value() == Role.COMPLETE)


def edit_lines(typed: QueryDict, do: str, connection: Connection | None, today: date) -> QueryDict:
    """What was posted after "add line", "add item" or "remove:3"; anything else leaves it as it is."""
    if do == "add line":
        return with_line(typed, _typed_line(_empty_line(today)))
    if do == "add item" and connection is not None:
        return with_line(typed, _typed_line(_item_line(connection, typed.get("item", ""), today)))
    verb, _, number = do.partition(":")
    if verb == "remove" and (at := read_id(number)) is not None:
        return without_line(typed, at)
    return typed


def link_from(do: str, panel: Panel) -> None:
    """After "link:5": that client is the panel's contact; refused for a client of another connection."""
    _, _, number = do.partition(":")
    rows = Client.objects.for_firm(panel.firm).filter(connection=panel.connection)
    client = rows.filter(pk=read_id(number) or 0).first()
    if panel.connection is None or client is None or panel.contact is None:
        raise DomainError("client", "That client is not in XPM any more. Choose again.", "contact")
    link_client(panel.contact, client, panel.user)


def look_from(do: str, panel: Panel) -> None:
    """After "open jobs": XPM is asked for those of the panel's client."""
    if do == "open jobs" and panel.contact is not None and panel.connection is not None:
        ask_for_open_jobs(panel.contact, panel.connection, panel.user)


def _contact(firm: Firm, pk: int | None) -> Contact | None:
    return Contact.objects.for_firm(firm).filter(pk=pk).first() if pk else None


def _empty_line(today: date) -> CostDraft:
    return CostDraft(today, "", Decimal(1), Decimal(0), None)


def _item_line(connection: Connection, pk: str, today: date) -> CostDraft:
    rows = CostItem.objects.for_firm(connection.firm_id).filter(connection=connection, is_gone=False)
    item = rows.filter(pk=read_id(pk) or 0).first()
    if item is None:
        raise DomainError("item", "Choose a standard cost to add.", "item")
    # A list has 0 where the price differs from job to job; so it is asked for, 0 can be typed.
    return CostDraft(
        date=today,
        description=item.name[:300],
        quantity=Decimal(1),
        unit_cost=to_cents(item.unit_cost),
        unit_price=to_cents(item.unit_price) if item.unit_price else None,
        code=item.code,
        source=Cost.Source.STANDARD,
    )


def _typed_line(line: CostDraft) -> dict[str, str]:
    values = line_values(replace(line, is_example=False))
    texts = {name: "" if value is None else str(value) for name, value in values.items()}
    ticks = {name: "on" for name in ("is_included", "is_billable") if values[name]}
    return {**texts, "date": show_date(line.date), **ticks}
