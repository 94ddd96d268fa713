"""What ships as standard jobs until the firm has its own. Prices are examples, never the market's."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class StandardCost:
    """An example fee line."""

    code: str
    description: str
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class StandardJob:
    """An example standard job for a kind of change; `{words}` are filled in from the change."""

    change_kind: str
    costs: tuple[StandardCost, ...]
    template_name: str = "CoSec - Change"
    category_name: str = "CoSec - billable"
    name: str = "CoSec {year} - {kind} - {company}"
    description: str = "{summary} {deadline} Our reference {trace}."
    buffer_days: int = 7


_FEE = "Corporate secretarial: {kind}, {company}, {effective}"
STANDARD_JOBS = {
    job.change_kind: job
    for job in (
        StandardJob("officeholder_appointment", (StandardCost("CS-OFFICER", _FEE, Decimal(130)),)),
        StandardJob("officeholder_cessation", (StandardCost("CS-OFFICER", _FEE, Decimal(130)),)),
        StandardJob("registered_office", (StandardCost("CS-ADDRESS", _FEE, Decimal(90)),)),
    )
}
PATTERN_WORDS = ("year", "kind", "company", "summary", "effective", "deadline", "trace")
