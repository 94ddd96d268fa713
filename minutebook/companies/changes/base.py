"""What every kind of change declares, so that pages, packs and jobs can ask any kind the same questions."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from minutebook.companies.facts import Authority, ChangeFacts, CompanyFacts
from minutebook.companies.rules import Deadline

FactsT = TypeVar("FactsT", bound=ChangeFacts)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: an error refuses the change, a warning goes with it. `field` names a facts field.

    The message says what happened, what it means and what to do.
    """

    level: Literal["error", "warning"]
    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another day on which a change may take effect, the way there, who decides, and the last day to ask."""

    effective_on: date
    sentence: str
    apply_by: date
    decided_by: Authority


@dataclass(frozen=True, slots=True)
class Effect:
    """When a change takes effect; `effective_on` is None while that hangs on an event still to come."""

    effective_on: date | None
    sentence: str
    alternatives: tuple[Alternative, ...] = ()


def _nothing_wished(facts: ChangeFacts, today: date) -> date | None:
    return None


@dataclass(frozen=True, slots=True)
class ChangeKind(Generic[FactsT]):
    """One kind of change, as functions of its facts; none of them reads a clock or a database.

    `effect` takes the day of lodgement, None before it, and today. `buffer_days` is how long before the legal
    deadline the client is asked to send the signed papers back. `aim` is by when to lodge for a day that is wished
    and can still be kept: our own aim, beside the limit in law.
    """

    key: str
    label: str
    facts_type: type[FactsT]
    check: Callable[[CompanyFacts, FactsT, date], tuple[Finding, ...]]
    event_on: Callable[[FactsT], date]
    deadline: Callable[[FactsT], Deadline]
    effect: Callable[[FactsT, date | None, date], Effect]
    summary: Callable[[CompanyFacts, FactsT], str]
    buffer_days: int = 7
    aim: Callable[[FactsT, date], date | None] = _nothing_wished

    def lodge_by(self, facts: FactsT, today: date) -> date:
        """Return by when to lodge: the legal deadline, or our own aim where that is earlier."""
        due_on, aim = self.deadline(facts).due_on, self.aim(facts, today)
        return min(aim, due_on) if aim else due_on


def errors_of(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that refuse the change."""
    return [finding for finding in findings if finding.level == "error"]
