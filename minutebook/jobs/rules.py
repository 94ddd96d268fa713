"""When a job draft may be asked for: pure checks, the same for the panel and the command line."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from minutebook.core.text import has_control_characters

from .drafts import CostDraft, JobDraft, Problem

MOST_MONEY = Decimal("1000000")
MOST_QUANTITY = Decimal("100000")
MOST_LINES = 40
MOST_DAYS_OFF = 366
LONGEST_NAME = 255
LONGEST_LINE = 300
LONGEST_CODE = 60
ON_ONE_LINE = "Write this on one line, without line breaks or other control characters."
UNKNOWN_FEE = "The fee for this date is not known here. Type it, or untick the line."


def check_draft(draft: JobDraft, today: date) -> list[Problem]:
    """All problems of a draft, in the order of the panel; empty when the job may be queued."""
    return [*_check_panel(draft), *_check_schedule(draft, today), *check_costs(draft.costs, today)]


def _check_panel(draft: JobDraft) -> list[Problem]:
    problems = []
    if draft.contact_id is None:
        problems.append(Problem("client", "Choose the client who is billed."))
    elif not draft.in_book and draft.client_id is None and not draft.creates_client:
        problems.append(
            Problem(
                "client", "This contact is not linked to a client in XPM. Choose the client, or create it."
            )
        )
    if draft.add_to:
        return [*problems, *_check_open_job(draft)]
    if draft.in_book and not draft.standard_job:
        problems.append(Problem("template", "Choose a standard job."))
    elif not draft.in_book and draft.template_id is None:
        problems.append(Problem("template", "Choose a job template."))
    if not draft.name.strip():
        problems.append(Problem("name", "Give the job a name: XPM needs one."))
    elif len(draft.name) > LONGEST_NAME:
        problems.append(
            Problem("name", f"The job name is longer than {LONGEST_NAME} characters. Shorten it.")
        )
    elif has_control_characters(draft.name):
        problems.append(Problem("name", ON_ONE_LINE))
    if has_control_characters(draft.description, allowed="\r\n\t"):
        problems.append(Problem("description", "Take the control characters out: XPM cannot keep them."))
    return problems


def _check_open_job(draft: JobDraft) -> list[Problem]:
    if draft.client_id is None:
        return [Problem("add_to", "A client that is not in XPM yet has no open job. Choose a new job.")]
    if not draft.add_to.isalnum() or not draft.add_to.isascii():
        return [Problem("add_to", "Give the number of the open job as XPM shows it, for example J000123.")]
    return []


def _check_schedule(draft: JobDraft, today: date) -> list[Problem]:
    if draft.add_to:
        return []
    if draft.due_date < draft.start_date:
        return [
            Problem(
                "due_date", "The due date is before the start date. XPM would move it: choose a later day."
            )
        ]
    if abs((draft.start_date - today).days) > MOST_DAYS_OFF:
        return [Problem("start_date", "The start date is more than a year away. Check the year.")]
    if (draft.due_date - draft.start_date).days > 2 * MOST_DAYS_OFF:
        return [Problem("due_date", "The due date is more than two years after the start. Check the year.")]
    return []


def check_costs(
    costs: tuple[CostDraft, ...], today: date, standing: Sequence[CostDraft] = ()
) -> list[Problem]:
    """Problems of the ticked lines, each with its number counted from 1.

    The first lines are those that stand already, where there are any: one that is as it stands is not judged, since
    it was made under another day or by a template.
    """
    problems = []
    if len(costs) > MOST_LINES:
        problems.append(Problem("costs", f"A job takes at most {MOST_LINES} cost lines here."))
    for number, line in enumerate(costs, start=1):
        if line.is_included and not is_same(line, *standing[number - 1 : number]):
            found = [*_check_day(line, today), *_check_cost(line)]
            problems += [Problem(f"cost {number} {name}", message) for name, message in found]
    return problems


def is_same(line: CostDraft, *standing: CostDraft) -> bool:
    """Whether a line is as the one that stands, if any: code and source stay with it, a hint is no value."""
    return any(line == replace(one, code=line.code, source=line.source, hint=line.hint) for one in standing)


def _check_day(line: CostDraft, today: date) -> list[tuple[str, str]]:
    if abs((line.date - today).days) > MOST_DAYS_OFF:
        return [("date", "This day is more than a year away. Check the year.")]
    return []


def _check_cost(line: CostDraft) -> list[tuple[str, str]]:
    problems = []
    if not line.description.strip():
        problems.append(("description", "Say what the cost is for."))
    for name, text, longest in (
        ("description", line.description, LONGEST_LINE),
        ("code", line.code, LONGEST_CODE),
    ):
        if len(text) > longest:
            problems.append((name, f"This is longer than {longest} characters. Shorten it."))
        elif has_control_characters(text):
            problems.append((name, ON_ONE_LINE))
    if not line.quantity.is_finite():
        return [*problems, ("quantity", "Give a number.")]
    if line.quantity <= 0 or line.quantity > MOST_QUANTITY:
        problems.append(("quantity", f"Give a quantity above 0 and at most {MOST_QUANTITY}."))
    if _places(line.quantity) > 4:
        problems.append(("quantity", "A quantity has at most four decimal places."))
    if line.unit_cost is None:
        problems.append(("unit_cost", UNKNOWN_FEE))
    if line.unit_price is None:
        problems.append(("unit_price", _ask_for_price(line)))
    for name, amount in (("unit_cost", line.unit_cost), ("unit_price", line.unit_price)):
        problems += [(name, message) for message in _check_money(amount)]
    return problems


def _ask_for_price(line: CostDraft) -> str:
    if line.is_registry:
        return UNKNOWN_FEE
    return "Type the price; 0 where nothing is charged."


def _check_money(amount: Decimal | None) -> list[str]:
    if amount is None:
        return []
    if not amount.is_finite():
        return ["Give an amount."]
    if amount < 0:
        return ["An amount cannot be negative. To reduce a bill, untick the line or change it in XPM."]
    if amount > MOST_MONEY:
        return [f"An amount above {MOST_MONEY:,} is surely a slip. Check it."]
    if _places(amount) > 2:
        return ["Money has at most two decimal places."]
    return []


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 99
