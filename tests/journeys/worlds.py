"""Comparing the whole of what the sandbox holds with what was there before and what was asked for since."""

import re
from decimal import Decimal
from typing import Any

Plain = dict[str, Any]
STATE_OF_ROLE = {"planned": "PLAN", "in progress": "WIP", "complete": "DONE", "cancelled": "CANCELLED"}
_MADE_UP_BY_XPM = ("id", "uuid", "created_at")
# A plan that was put right numbers its note anew.
_NUMBER_OF_NOTE = re.compile(r"-n\d+\]$")
_JOBS_OF_ITS_OWN = ("jobs", "next_job")


def rest_of(practice: Plain) -> Plain:
    """Everything of a practice but its jobs and the counter of their numbers."""
    return {name: value for name, value in practice.items() if name not in _JOBS_OF_ITS_OWN}


def new_jobs(before: Plain, after: Plain) -> list[Plain]:
    """The jobs made since; fails if one that was there has changed or gone."""
    assert after["jobs"][: len(before["jobs"])] == before["jobs"]
    return list(after["jobs"][len(before["jobs"]) :])


def as_held(job: Plain) -> Plain:
    """A job of the sandbox without what XPM makes up, costs in the order of their references."""
    plain = {name: value for name, value in job.items() if name not in _MADE_UP_BY_XPM}
    return plain | {
        "assigned": sorted(job["assigned"]),
        "tasks": [task["name"] for task in job["tasks"]],
        "milestones": [mark["description"] for mark in job["milestones"]],
        "notes": [_NUMBER_OF_NOTE.sub("]", note["text"]) for note in job["notes"]],
        "costs": sorted((_cost(line) for line in job["costs"]), key=lambda line: str(line["note"])),
    }


def as_expected(wanted: Plain, practice: Plain, category: str = "") -> Plain:
    """A job as it must be held, from what was asked for (`questions.wanted_jobs`) and its template in the practice."""
    template = next(one for one in practice["templates"] if one["name"] == wanted["template"])
    plain = {name: value for name, value in wanted.items() if name not in ("template", "role")}
    return plain | {
        "state": STATE_OF_ROLE[wanted["role"]],
        "contact_uuid": "",
        "category_uuid": next((one["uuid"] for one in practice["categories"] if one["name"] == category), ""),
        "budget": None,
        "completed_date": None,
        "tasks": [_task_name(task, practice) for task in template["tasks"]],
        "milestones": [mark["description"] for mark in template["milestones"]],
        "documents": [],
        "costs": sorted((_cost(line) for line in wanted["costs"]), key=lambda line: str(line["note"])),
    }


def _cost(line: Plain) -> Plain:
    plain = {name: value for name, value in line.items() if name != "uuid"}
    return plain | {name: Decimal(line[name]) for name in ("quantity", "unit_cost", "unit_price")}


def _task_name(task: Plain, practice: Plain) -> str:
    return next(str(one["name"]) for one in practice["tasks"] if one["uuid"] == task["task_uuid"])
