"""What a kept draft becomes when its proposal changes: what nobody touched follows, what was typed stays. Pure."""

from dataclasses import fields, replace

from .drafts import CostDraft, JobDraft

_JOB_FIELDS = (
    "adds_job", "contact_id", "template_id", "name", "description", "start_date", "due_date", "manager_id",
    "partner_id", "state", "category_name", "change_kind", "standard_job",
)  # fmt: skip
# What means something else in the practice manager than in the job book.
_OF_A_PLACE = (
    "in_book", "client_id", "creates_client", "template_id", "standard_job", "staff_ids", "manager_id", "partner_id",
)  # fmt: skip
_LINE_FIELDS = tuple(one.name for one in fields(CostDraft) if one.name not in ("code", "source"))
# A day that nobody touched becomes the day of release; that alone must not undo Confirm.
_SENT = ("description", "quantity", "unit_cost", "unit_price", "is_billable", "code")


def follow(draft: JobDraft, before: JobDraft, now: JobDraft) -> JobDraft:
    """The draft after the proposal went from `before` to `now`; costs that came out otherwise are not confirmed."""
    draft = move(draft, now)
    values = {
        name: getattr(now, name) for name in _JOB_FIELDS if getattr(draft, name) == getattr(before, name)
    }
    # "Me" is whoever drafted the job, not whoever opens it next.
    staff = draft.staff_ids if draft.staff_ids or before.staff_ids else now.staff_ids
    costs = follow_costs(draft.costs, before.costs, now.costs)
    is_confirmed = draft.is_confirmed and sent_lines(costs) == sent_lines(draft.costs)
    return draft.with_changes(**values, staff_ids=staff, costs=costs, is_confirmed=is_confirmed)


def move(draft: JobDraft, now: JobDraft) -> JobDraft:
    """The draft where jobs are made now: after XPM was connected, or let go, people and template are proposed anew."""
    if draft.in_book == now.in_book:
        return draft
    return draft.with_changes(**{name: getattr(now, name) for name in _OF_A_PLACE})


def follow_costs(
    kept: tuple[CostDraft, ...], before: tuple[CostDraft, ...], now: tuple[CostDraft, ...]
) -> tuple[CostDraft, ...]:
    """The kept lines in their order, then the lines that are proposed for the first time."""
    old, new = _named(before), _named(now)
    merged = [_follow_line(line, old.get(name), new.get(name)) for name, line in _named(kept).items()]
    added = [line for name, line in new.items() if name not in old]
    return (*(line for line in merged if line is not None), *added)


def sent_lines(costs: tuple[CostDraft, ...]) -> list[tuple[object, ...]]:
    """What of these lines goes to the practice manager, but for the day: what Confirm confirms."""
    return [tuple(getattr(line, name) for name in _SENT) for line in costs if line.is_included]


def _follow_line(line: CostDraft, old: CostDraft | None, new: CostDraft | None) -> CostDraft | None:
    """None for a line that goes: it is proposed no more and nobody made it their own, or it was for lateness."""
    if old is None:
        return line
    touched = [name for name in _LINE_FIELDS if getattr(line, name) != getattr(old, name)]
    if new is None:
        return line if touched and line.source != "late" else None
    values = {name: getattr(new, name) for name in _LINE_FIELDS if name not in touched}
    return replace(line, **values)


def _named(lines: tuple[CostDraft, ...]) -> dict[tuple[str, str, int], CostDraft]:
    """Lines by source, code, and how many of the same stand before: a proposed line is the same one after an edit."""
    named: dict[tuple[str, str, int], CostDraft] = {}
    for line in lines:
        number = sum(1 for source, code, _ in named if (source, code) == (line.source, line.code))
        named[line.source, line.code, number] = line
    return named
