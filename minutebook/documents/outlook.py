"""What follows from a change: when ASIC must know, when it takes effect, what lateness costs, what else may be done."""

from dataclasses import dataclass
from datetime import date

from minutebook.companies.changes.base import Effect
from minutebook.companies.changes.table import KINDS
from minutebook.companies.facts import ChangeFacts
from minutebook.companies.fees import CHANGE_OF_DETAILS, LateFee, fee_on, late_fee
from minutebook.companies.rules import Deadline, state_holiday_note
from minutebook.companies.wording import count_of
from minutebook.core.dates import show_date


@dataclass(frozen=True, slots=True)
class Outlook:
    """The deadline, the effect and the late fee of a change, as of a day."""

    deadline: Deadline
    effect: Effect
    late_fee: LateFee | None
    days_left: int
    is_lodged: bool = False
    state_note: str = ""
    aim: date | None = None

    @property
    def timing(self) -> str:
        """How far off the deadline is; nothing once ASIC has been told."""
        if self.is_lodged:
            return ""
        if self.days_left == 0:
            return "today"
        days = count_of(abs(self.days_left), "day")
        return f"{days} left" if self.days_left > 0 else f"{days} ago"


def outlook(kind: str, facts: ChangeFacts, lodged_on: date | None, today: date, state: str = "") -> Outlook:
    """What follows from these facts; after lodgement the day of lodgement decides what was late.

    `state` is where the company has its registered office: a holiday of that state is told, and moves nothing.
    """
    declared = KINDS[kind]
    deadline = declared.deadline(facts)
    fee = late_fee(deadline.due_on, lodged_on or today)
    return Outlook(
        deadline,
        declared.effect(facts, lodged_on, today),
        fee,
        (deadline.due_on - today).days,
        lodged_on is not None,
        state_holiday_note(deadline.due_on, state),
        None if lodged_on else declared.aim(facts, today),
    )


def fee_note(today: date) -> str:
    """What ASIC charges for the form itself, with its source and date."""
    fee = fee_on(CHANGE_OF_DETAILS, today)
    if fee is None:
        return (
            "What ASIC charges for Form 484 today is not on file here. Look it up at asic.gov.au and add it."
        )
    source = f"Source: {fee.source}; in force since {show_date(fee.from_date)}."
    if not fee.amount:
        return f"Form 484 has no fee. {source}"
    return f"ASIC charges AUD {fee.amount} for Form 484. {source}"
