"""The form of what XPM refused of a job that exists: its lines and, where it was refused, the team."""

from typing import Any

from minutebook.firms.models import User
from minutebook.practice_manager.models import Connection
from minutebook.work.clock import today

from .corrections import (
    Parts,
    Team,
    correct_parts,
    draft_of,
    is_team_refused,
    line_of,
    refusals_of,
    refused_costs,
    refused_others,
)
from .forms import CostLineForms, PanelForm, line_values, panel_values
from .lines import PREFIX
from .models import Job
from .questions import thing_of
from .refusals import is_locked_period
from .rules import check_costs

TEAM = ("staff", "manager", "partner")


class TeamForm(PanelForm):
    """Staff, job manager and partner of the panel."""

    needed = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in set(self.fields) - set(TEAM):
            del self.fields[name]


class PartsForm:
    """The refused parts together, shown from the job and read back from a post."""

    def __init__(self, job: Job, user: User, connection: Connection, typed: Any = None) -> None:
        self.job = job
        initial = [line_values(line_of(cost)) for cost in refused_costs(job)]
        self.lines = CostLineForms(typed, prefix=PREFIX, initial=initial)
        self.others = [(step, thing_of(step)) for step in refused_others(job)]
        values = panel_values(draft_of(job), None)
        self.team = (
            TeamForm(job.firm, user, connection, typed, initial=values) if is_team_refused(job) else None
        )

    @property
    def is_locked(self) -> bool:
        """Whether XPM refused a line for its day."""
        return any(is_locked_period(reason) for reason in refusals_of(self.job))

    def is_valid(self) -> bool:
        """Whether everything can be read and may be sent; problems stand at their fields."""
        if not self.lines.is_valid() or (self.team is not None and not self.team.is_valid()):
            return False
        lines = tuple(line.drafted() for line in self.lines.forms)
        problems = check_costs(lines, today(self.job.firm.zone))
        for problem in problems:
            _, number, name = problem.field.split(" ")
            self.lines.forms[int(number) - 1].add_error(name, problem.message)
        return not problems

    def correct(self, user: User) -> None:
        """Send the parts of a valid form again."""
        lines = tuple(line.drafted() for line in self.lines.forms)
        correct_parts(self.job, Parts(lines, self._team()), user)

    def _team(self) -> Team | None:
        if self.team is None:
            return None
        values = self.team.cleaned_data
        return Team(tuple(values["staff"]), values["manager"], values["partner"])
