"""Australian time limits: how days are counted, which limit a kind of event has, and what lateness alters.

Pure law and arithmetic: no clock, so days are arguments. Sections are of the Corporations Act 2001.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Literal

import holidays

from minutebook.companies.wording import count_of, long_date

STATES = ("ACT", "NSW", "NT", "QLD", "SA", "TAS", "VIC", "WA")
ONE_DAY = timedelta(days=1)
ACT = "Corporations Act 2001 "
NOTICE_DAYS = 7


@cache
def national_holidays(year: int) -> dict[date, str]:
    """Return a year's holidays that every state and territory keeps, with the days kept in their stead."""
    national = dict(holidays.country_holidays("AU", years=year))
    by_state = [dict(holidays.country_holidays("AU", subdiv=state, years=year)) for state in STATES]
    kept_everywhere = set.intersection(*(set(days) for days in by_state))
    return {day: by_state[0][day] for day in kept_everywhere} | national


def why_not_business_day(day: date) -> str:
    """Return the weekday or holiday that keeps a day from being a business day, or an empty text."""
    if day.weekday() >= 5:
        return f"{day:%A}"
    return national_holidays(day.year).get(day, "")


def is_business_day(day: date) -> bool:
    """Whether a day is no weekend and no national holiday; a holiday of one state does not count here."""
    return not why_not_business_day(day)


def business_day_on_or_after(day: date) -> date:
    """Return the day itself, or the next business day."""
    while not is_business_day(day):
        day += ONE_DAY
    return day


def business_day_on_or_before(day: date) -> date:
    """Return the day itself, or the business day before it."""
    while not is_business_day(day):
        day -= ONE_DAY
    return day


def state_holiday_note(day: date, state: str) -> str:
    """Return a note where a business day is a holiday in one state, or ""; the limit does not move on from it."""
    if state not in STATES or not is_business_day(day):
        return ""
    name = holidays.country_holidays("AU", subdiv=state, years=day.year).get(day)
    moves = "A state's holiday does not move the last day."
    return f"{long_date(day)} is a public holiday in {state} ({name}). {moves}" if name else ""


def count_days(event: date, number: int) -> date:
    """Return the last of a number of days after an event; its own day is not counted (s105(1)), no roll."""
    return event + timedelta(days=number)


def add_months(event: date, number: int) -> date:
    """Return the corresponding day of a later month; from a month's end to a month's end, no roll."""
    month_index = event.year * 12 + event.month - 1 + number
    year, month = divmod(month_index, 12)
    last_day = calendar.monthrange(year, month + 1)[1]
    is_month_end = event.day == calendar.monthrange(event.year, event.month)[1]
    return date(year, month + 1, last_day if is_month_end else min(event.day, last_day))


def lodge_for_wished_day(wished: date, today: date) -> date | None:
    """Return by when to lodge for a registered office to move on a wished day (s142(3)); None where that is too late.

    It is our own aim and no limit in law, so it moves back to a business day while that is not past.
    """
    last = wished - timedelta(days=NOTICE_DAYS)
    if last < today:
        return None
    return max(business_day_on_or_before(last), today)


def review_date(year: int, month: int, day: int) -> date:
    """Return a company's review date in a year; 29 February is 28 February, in leap years too (s345A(1B))."""
    return date(year, month, min(day, 28) if month == 2 else day)


@dataclass(frozen=True, slots=True)
class Period:
    """A limit in law: so many days or months after an event."""

    number: int
    unit: Literal["day", "month"]
    duty: str
    source: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period, such as "28 days". `rolled_because` names the day it moved on from and why."""

    due_on: date
    counted_from: date
    period: str
    rule: str
    source: str
    rolled_because: str = ""

    @property
    def roll(self) -> str:
        """Why the last day is later than the period's own last day, as a sentence; "" where it is not."""
        return f"{self.rolled_because}; the next business day counts." if self.rolled_because else ""


_DETAILS_28 = "notify ASIC (Form 484)"
PERIODS: dict[str, Period] = {
    "director appointed": Period(28, "day", _DETAILS_28, ACT + "s205B(1)"),
    "secretary appointed": Period(28, "day", _DETAILS_28, ACT + "s205B(1)"),
    "alternate director appointed": Period(28, "day", _DETAILS_28, ACT + "s205B(2)"),
    "director ceased": Period(28, "day", _DETAILS_28, ACT + "s205B(5)"),
    "secretary ceased": Period(28, "day", _DETAILS_28, ACT + "s205B(5)"),
    "alternate director ceased": Period(28, "day", _DETAILS_28, ACT + "s205B(5)"),
    "officeholder details changed": Period(28, "day", _DETAILS_28, ACT + "s205B(4)"),
    "registered office changed": Period(28, "day", _DETAILS_28, ACT + "s142(2)"),
    "principal place changed": Period(28, "day", _DETAILS_28, ACT + "s146"),
    "ultimate holding company changed": Period(28, "day", _DETAILS_28, ACT + "s349A"),
    "shares issued": Period(28, "day", _DETAILS_28, ACT + "s254X"),
    "share transfer registered": Period(28, "day", _DETAILS_28, ACT + "s178A"),
    "shares cancelled": Period(1, "month", _DETAILS_28, ACT + "s254Y"),
    "register location changed": Period(7, "day", "notify ASIC", ACT + "s172"),
    "name change resolved": Period(14, "day", "lodge the special resolution", ACT + "s157(2)"),
    "director gives details": Period(7, "day", "give details to the company", ACT + "s205C"),
    "minutes recorded": Period(1, "month", "record the minutes", ACT + "s251A"),
    "solvency resolution": Period(2, "month", "pass the solvency resolution", ACT + "s347A"),
    "annual review fee": Period(2, "month", "pay the annual review fee", "ASIC Information Sheet 30"),
    "statement corrections": Period(28, "day", "correct the statement", "ASIC Information Sheet 30"),
    "negative solvency resolution": Period(7, "day", "lodge Form 485", "ASIC guidance on Form 485"),
    "resignation told in time": Period(28, "day", "notify ASIC", ACT + "s203AA"),
    "resignation date by ASIC": Period(56, "day", "apply to ASIC", ACT + "s203AA"),
    "resignation date by Court": Period(12, "month", "apply to the Court", ACT + "s203AA"),
    "no period in the Act": Period(1, "month", "lodge the document", "Corporations Regulations 2001 r1.0.13"),
}


def lodgement_deadline(kind: str, event: date, which_is: str = "") -> Deadline:
    """Return the last day to act after an event; a last day that is no business day moves on (s105(3)).

    `which_is` says what day the event is, where that is not plain. Raises KeyError for a kind that is not in PERIODS.
    """
    period = PERIODS[kind]
    counted = count_days(event, period.number) if period.unit == "day" else add_months(event, period.number)
    length = count_of(period.number, period.unit)
    named = f"{long_date(event)}, {which_is}" if which_is else long_date(event)
    rule = f"{period.duty[:1].upper()}{period.duty[1:]} within {length} after {named}"
    because = why_not_business_day(counted)
    return Deadline(
        due_on=business_day_on_or_after(counted),
        counted_from=event,
        period=length,
        rule=f"{rule}; that day is not counted.",
        source=period.source,
        rolled_because=f"{long_date(counted)} is {_named(because)}" if because else "",
    )


def _named(reason: str) -> str:
    return f"a {reason}" if reason in calendar.day_name else reason


def confirm_appointment_by(effective_on: date) -> date:
    """Return the end of the 2 months in which members confirm a director whom the directors appointed.

    Unconfirmed, the office ends by itself (s201H(2)); no act can wait for a business day, so nothing rolls.
    """
    return add_months(effective_on, 2)


def late_by(deadline: Deadline, day: date) -> int:
    """Return by how many days a lodgement on a day is late, 0 when it is in time."""
    return max((day - deadline.due_on).days, 0)


def registered_office_takes_effect_on(lodged_on: date, wished: date | None) -> date:
    """Return the later of the seventh day after lodgement and a later day named in the notice (s142(3))."""
    seventh_day = count_days(lodged_on, NOTICE_DAYS)
    return max(seventh_day, wished) if wished else seventh_day


# Treasury Laws Amendment (Combating Illegal Phoenixing) Act 2020 Schedule 2, in force from this day, for whoever stops
# being a director on it or later: Rigby Cooke 4 March 2021, Blackwall 18 February 2021, Jirsch Sutherland.
LATE_RESIGNATIONS_FROM = date(2021, 2, 18)


@dataclass(frozen=True, slots=True)
class ResignationDates:
    """What section 203AA makes of a director's resignation.

    `effective_on` is None while ASIC has not been told and the stated day has been lost.
    """

    stated_on: date
    effective_on: date | None
    notice_due: Deadline
    asic_application_due: Deadline
    court_application_due: Deadline
    is_late: bool


def resignation_dates(stated_on: date, lodged_on: date | None, today: date) -> ResignationDates:
    """Return when a director's resignation takes effect: as stated if ASIC is told in time, else when told.

    For directors and alternate directors who resign; secretaries, removal and death are outside s203AA, and so is
    every resignation before 18 February 2021: it took effect by the letter, and lateness only costs the fee.
    """
    notice_due = lodgement_deadline("resignation told in time", stated_on)
    is_late = stated_on >= LATE_RESIGNATIONS_FROM and (lodged_on or today) > notice_due.due_on
    return ResignationDates(
        stated_on=stated_on,
        effective_on=lodged_on if is_late else stated_on,
        notice_due=notice_due,
        asic_application_due=lodgement_deadline("resignation date by ASIC", stated_on),
        court_application_due=lodgement_deadline("resignation date by Court", stated_on),
        is_late=is_late,
    )
