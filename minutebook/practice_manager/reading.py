"""Reads all of the practice manager's lists into memory, complete or not at all; writes nothing but progress."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import NotAllowed

Record = TypeVar("Record")
RECENT_JOBS = timedelta(days=90)
COUNT_EVERY = 100
STEPS = (
    "staff",
    "job templates",
    "job categories",
    "tasks",
    "standard costs",
    "current jobs",
    "recent jobs",
    "clients",
)

# Told what is being read and how many have come; may raise to stop the reading.
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Lists:
    """Everything that a full reading brought; None for a list that Xero does not let us read, `withheld` says why."""

    clients: tuple[records.Client, ...]
    staff: tuple[records.Staff, ...]
    templates: tuple[records.JobTemplate, ...] | None
    categories: tuple[records.Category, ...] | None
    tasks: tuple[records.Task, ...] | None
    cost_items: tuple[records.CostItem, ...] | None
    state_names: frozenset[str]
    withheld: str = ""


def read_lists(api: Api, today: date, progress: Progress) -> Lists:
    """Every list in full; raises what `xpm` raises, and then nothing of the reading counts.

    Jobs are read only for the names of their states, since XPM has no list of these; recent ones are among them
    because the current ones are never completed.
    """
    staff = _counted("staff", api.list_staff, progress)
    withheld: list[str] = []
    templates = _if_allowed("job templates", api.list_templates, progress, withheld)
    categories = _if_allowed("job categories", api.list_categories, progress, withheld)
    tasks = _if_allowed("tasks", api.list_tasks, progress, withheld)
    cost_items = _if_allowed("standard costs", api.list_cost_items, progress, withheld)
    current = _counted("current jobs", api.list_current_jobs, progress)
    recent = _counted("recent jobs", lambda: _recent_jobs(api, today), progress)
    clients = _counted("clients", api.list_clients, progress)
    names = frozenset(job.state for job in (*current, *recent) if job.state)
    return Lists(clients, staff, templates, categories, tasks, cost_items, names, " ".join(withheld))


def read_changed_clients(api: Api, since: datetime, progress: Progress) -> tuple[records.Client, ...]:
    """The clients that changed since a moment, complete or not at all."""
    return _counted("changed clients", lambda: api.list_clients(modified_since=since), progress)


def _recent_jobs(api: Api, today: date) -> list[records.Job]:
    # Which midnight XPM counts is not documented: a day more.
    return api.list_jobs(today - RECENT_JOBS, today + timedelta(days=1))


def _counted(name: str, read: Callable[[], Iterable[Record]], progress: Progress) -> tuple[Record, ...]:
    progress(name, 0)
    return tuple(_counting(name, read(), progress))


def _if_allowed(
    name: str, read: Callable[[], Iterable[Record]], progress: Progress, withheld: list[str]
) -> tuple[Record, ...] | None:
    """A list without which jobs can be made; where the consent as a whole is gone the other lists say so."""
    try:
        return _counted(name, read, progress)
    except NotAllowed as error:
        withheld.append(error.reason)
        return None


def _counting(name: str, rows: Iterable[Record], progress: Progress) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        if number % COUNT_EVERY == 0:
            progress(name, number)
        yield row
