"""Adding and removing cost lines in what was posted, so that nothing typed in the others is lost without script."""

from collections.abc import Mapping

from django.http import QueryDict

from minutebook.core.text import read_id

PREFIX = "cost"
FIELDS = (
    "is_included", "date", "description", "is_billable", "quantity", "unit_cost", "unit_price", "code", "source",
    "hint", "example_price",
)  # fmt: skip
_TOTAL = f"{PREFIX}-TOTAL_FORMS"


def with_line(typed: QueryDict, values: Mapping[str, str]) -> QueryDict:
    """What was posted, and one line more."""
    changed = typed.copy()
    number = count_lines(typed)
    for name, value in values.items():
        changed[f"{PREFIX}-{number}-{name}"] = value
    changed[_TOTAL] = str(number + 1)
    return changed


def without_line(typed: QueryDict, number: int) -> QueryDict:
    """What was posted, less the line with this number (from 0); the later ones move up."""
    total = count_lines(typed)
    if not 0 <= number < total:
        return typed
    changed = typed.copy()
    for at in range(number, total):
        for name in FIELDS:
            _move(typed, changed, f"{PREFIX}-{at + 1}-{name}", f"{PREFIX}-{at}-{name}")
    changed[_TOTAL] = str(total - 1)
    return changed


def with_dates(typed: QueryDict, day: str) -> QueryDict:
    """What was posted, every line on this day."""
    changed = typed.copy()
    for number in range(count_lines(typed)):
        changed[f"{PREFIX}-{number}-date"] = day
    return changed


def count_lines(typed: QueryDict) -> int:
    """How many lines were posted; 0 for a number that is none."""
    return min(read_id(typed.get(_TOTAL, "0")) or 0, 200)


def _move(typed: QueryDict, changed: QueryDict, source: str, target: str) -> None:
    if source in typed:
        changed[target] = str(typed[source])
    else:
        changed.pop(target, None)
