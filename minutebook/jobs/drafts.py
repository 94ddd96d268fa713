"""JobDraft: a job as proposed and edited before it is asked for; plain values that survive as JSON."""

from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from minutebook.core.money import line_amount


@dataclass(frozen=True, slots=True)
class CostDraft:
    """A cost line, ex GST. `is_included` is its tick; a cost or price of None is asked for before Confirm."""

    date: date
    description: str
    quantity: Decimal
    unit_cost: Decimal | None
    unit_price: Decimal | None
    is_billable: bool = True
    is_included: bool = True
    is_example: bool = False
    code: str = ""
    source: str = "free"
    hint: str = ""

    @property
    def cost(self) -> Decimal:
        """What the line costs the firm; nothing while that is not known."""
        return Decimal("0.00") if self.unit_cost is None else line_amount(self.quantity, self.unit_cost)

    @property
    def is_registry(self) -> bool:
        """Whether the registry charges it: an amount that is not known is asked for, never taken as nothing."""
        return self.source in ("registry", "late")

    @property
    def price(self) -> Decimal:
        """What the line is billed at; nothing while the price is not known or the line is not billable."""
        if self.unit_price is None or not self.is_billable:
            return Decimal("0.00")
        return line_amount(self.quantity, self.unit_price)


@dataclass(frozen=True, slots=True)
class JobDraft:
    """Everything the panel holds. Ids are of our rows; the forms and the CLI have checked that they are the firm's."""

    adds_job: bool
    contact_id: int | None
    client_id: int | None
    creates_client: bool
    template_id: int | None
    name: str
    description: str
    start_date: date
    due_date: date
    staff_ids: tuple[int, ...] = ()
    manager_id: int | None = None
    partner_id: int | None = None
    state: str = "planned"
    category_name: str = ""
    costs: tuple[CostDraft, ...] = ()
    is_confirmed: bool = False
    no_job_reason: str = ""
    change_kind: str = ""
    add_to: str = ""  # the number of an open job that gets the costs, in place of a new job
    add_to_uuid: str = ""
    in_book: bool = False  # for our job book: people are then our users, the template is a standard job
    standard_job: str = ""

    @property
    def included_costs(self) -> tuple[CostDraft, ...]:
        """The ticked lines: those that the job gets."""
        return tuple(line for line in self.costs if line.is_included)

    @property
    def total_cost(self) -> Decimal:
        """What the ticked lines cost the firm."""
        return sum((line.cost for line in self.included_costs), Decimal("0.00"))

    @property
    def total_price(self) -> Decimal:
        """What the ticked, billable lines are billed at, ex GST."""
        return sum((line.price for line in self.included_costs), Decimal("0.00"))

    @property
    def margin(self) -> Decimal:
        """Price less cost."""
        return self.total_price - self.total_cost

    def with_changes(self, **changes: Any) -> "JobDraft":
        """The same draft with some values replaced."""
        return replace(self, **changes)


def draft_to_json(draft: JobDraft) -> dict[str, Any]:
    """The draft as JSON values: dates in ISO, money as text."""
    plain: dict[str, Any] = _plain(asdict(draft))
    return plain


def draft_from_json(stored: dict[str, Any]) -> JobDraft:
    """The draft back from `draft_to_json`."""
    values = dict(stored)
    values["start_date"] = date.fromisoformat(values["start_date"])
    values["due_date"] = date.fromisoformat(values["due_date"])
    values["staff_ids"] = tuple(values["staff_ids"])
    values["costs"] = tuple(_cost_from_json(line) for line in values["costs"])
    return JobDraft(**values)


def _cost_from_json(stored: dict[str, Any]) -> CostDraft:
    values = dict(stored)
    values["date"] = date.fromisoformat(values["date"])
    for name in ("quantity", "unit_cost", "unit_price"):
        values[name] = None if values[name] is None else Decimal(values[name])
    return CostDraft(**values)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a draft cannot be asked for: the field (`cost 2 unit price` for a line) and what to do."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Work:
    """What the job is for, as the patterns and the proposal need it."""

    company_id: int
    company_name: str
    contact_id: int
    change_kind: str
    kind_label: str
    summary: str
    effective_on: date
    trace_number: str
    due_on: date | None
    deadline_rule: str
    registry_lines: tuple[CostDraft, ...] = ()
    notes: tuple[str, ...] = field(default=())
