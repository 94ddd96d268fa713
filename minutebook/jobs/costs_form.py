"""Review Costs of a job that exists, as its page shows it and reads it back."""

from typing import Any

from minutebook.practice_manager.models import Connection, CostItem
from minutebook.work.clock import today

from .corrections import draft_of, line_of
from .cost_changes import standing_costs, version_of
from .drafts import CostDraft, JobDraft, Problem
from .forms import CostLineForms, line_values
from .lines import PREFIX
from .models import Job
from .places import place_of
from .rules import check_costs


class CostsForm:
    """The standing lines first, then those that are added; what `jobs/_costs.html` takes as its panel."""

    def __init__(self, job: Job, connection: Connection | None, typed: Any = None) -> None:
        self.job, self.place = job, place_of(job.firm, connection)
        self.standing = standing_costs(job)
        initial = [line_values(line_of(cost)) for cost in self.standing]
        self.lines = CostLineForms(typed, prefix=PREFIX, initial=initial)
        for line in self.lines.forms[: len(self.standing)]:
            line.take_any_amount()
        self.version = typed.get("version", "") if typed is not None else version_of(job)
        self.problems: list[Problem] = []

    @property
    def items(self) -> list[CostItem]:
        """The standard costs that can be added."""
        return self.place.items()

    @property
    def last_line_id(self) -> str:
        """The field where the last line begins, to go on from after one was added."""
        return f"id_{PREFIX}-{len(self.lines.forms) - 1}-description" if self.lines.forms else "costs"

    @property
    def shown(self) -> JobDraft:
        """What the totals speak of: the lines as typed where they can be read."""
        readable = self.lines.is_bound and self.lines.is_valid()
        draft = draft_of(self.job)
        return draft.with_changes(costs=self.drafted() if readable else tuple(map(line_of, self.standing)))

    def is_valid(self) -> bool:
        """Whether every line can be read and may be sent; problems stand at their fields."""
        if not self.lines.is_valid():
            return False
        standing = [line_of(cost) for cost in self.standing]
        problems = check_costs(self.drafted(), today(self.job.firm.zone), standing)
        self.problems = [one for one in problems if one.field == "costs"]
        for problem in problems:
            if problem.field != "costs":
                _, number, name = problem.field.split(" ")
                self.lines.forms[int(number) - 1].add_error(name, problem.message)
        return not problems

    def drafted(self) -> tuple[CostDraft, ...]:
        """The lines of a valid form."""
        return tuple(line.drafted() for line in self.lines.forms)
