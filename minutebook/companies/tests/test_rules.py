"""Time limits, table-driven: every row is a day counted by hand from the law's own words."""

from datetime import date

import pytest

from minutebook.companies.rules import (
    Deadline,
    add_months,
    business_day_on_or_before,
    confirm_appointment_by,
    is_business_day,
    late_by,
    lodge_for_wished_day,
    lodgement_deadline,
    registered_office_takes_effect_on,
    resignation_dates,
    review_date,
    state_holiday_note,
    why_not_business_day,
)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 20), ""),
        (date(2026, 11, 21), "Saturday"),
        (date(2026, 11, 22), "Sunday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 4, 7), ""),
        (date(2025, 4, 25), "ANZAC Day"),
        (date(2026, 4, 27), ""),
        (date(2026, 1, 26), "Australia Day"),
        (date(2027, 12, 27), "Christmas Day (observed)"),
        (date(2028, 1, 3), "New Year's Day (observed)"),
        (date(2026, 12, 24), ""),
        (date(2026, 6, 8), ""),
    ],
)
def test_business_day_knows_weekends_and_holidays_kept_everywhere(day: date, reason: str) -> None:
    assert why_not_business_day(day) == reason
    assert is_business_day(day) is (reason == "")


@pytest.mark.parametrize(
    ("event", "due", "rolled"),
    [
        (date(2026, 11, 20), date(2026, 12, 18), ""),
        (date(2026, 11, 21), date(2026, 12, 21), "19 December 2026 is a Saturday"),
        (date(2026, 11, 22), date(2026, 12, 21), "20 December 2026 is a Sunday"),
        (date(2026, 11, 27), date(2026, 12, 29), "25 December 2026 is Christmas Day"),
        (date(2026, 12, 4), date(2027, 1, 4), "1 January 2027 is New Year's Day"),
        (date(2026, 3, 6), date(2026, 4, 7), "3 April 2026 is Good Friday"),
        (date(2026, 3, 9), date(2026, 4, 7), "6 April 2026 is Easter Monday"),
        (date(2025, 3, 28), date(2025, 4, 28), "25 April 2025 is ANZAC Day"),
        (date(2026, 3, 28), date(2026, 4, 27), "25 April 2026 is a Saturday"),
        (date(2028, 2, 1), date(2028, 2, 29), ""),
        (date(2028, 2, 29), date(2028, 3, 28), ""),
        (date(2026, 12, 31), date(2027, 1, 28), ""),
        (date(2025, 12, 29), date(2026, 1, 27), "26 January 2026 is Australia Day"),
    ],
)
def test_lodgement_deadline_is_28_days_after_and_rolls(event: date, due: date, rolled: str) -> None:
    deadline = lodgement_deadline("director appointed", event)
    assert (deadline.due_on, deadline.rolled_because) == (due, rolled)


def test_lodgement_deadline_carries_its_rule_and_source() -> None:
    assert lodgement_deadline("director ceased", date(2026, 11, 20)) == Deadline(
        due_on=date(2026, 12, 18),
        counted_from=date(2026, 11, 20),
        period="28 days",
        rule="Notify ASIC (Form 484) within 28 days after 20 November 2026; that day is not counted.",
        source="Corporations Act 2001 s205B(5)",
        rolled_because="",
    )


@pytest.mark.parametrize(
    ("kind", "event", "due"),
    [
        ("register location changed", date(2026, 11, 16), date(2026, 11, 23)),
        ("name change resolved", date(2026, 11, 20), date(2026, 12, 4)),
        ("director gives details", date(2026, 11, 20), date(2026, 11, 27)),
        ("minutes recorded", date(2026, 11, 22), date(2026, 12, 22)),
        ("minutes recorded", date(2026, 1, 31), date(2026, 3, 2)),
        ("solvency resolution", date(2026, 12, 31), date(2027, 3, 1)),
        ("annual review fee", date(2026, 2, 28), date(2026, 4, 30)),
        ("shares cancelled", date(2026, 11, 25), date(2026, 12, 29)),
    ],
)
def test_lodgement_deadline_of_other_kinds(kind: str, event: date, due: date) -> None:
    assert lodgement_deadline(kind, event).due_on == due


def test_lodgement_deadline_of_an_unknown_kind_is_an_error() -> None:
    with pytest.raises(KeyError):
        lodgement_deadline("party held", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("event", "months", "expected"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 30), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 2, date(2026, 4, 30)),
        (date(2028, 2, 28), 1, date(2028, 3, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 12, 1), 12, date(2027, 12, 1)),
    ],
)
def test_add_months_runs_to_the_corresponding_day_or_month_end(
    event: date, months: int, expected: date
) -> None:
    assert add_months(event, months) == expected


@pytest.mark.parametrize(
    ("year", "month", "day", "on"),
    [
        (2027, 2, 29, date(2027, 2, 28)),
        (2028, 2, 29, date(2028, 2, 28)),
        (2028, 2, 28, date(2028, 2, 28)),
        (2028, 12, 31, date(2028, 12, 31)),
    ],
)
def test_review_date_of_29_february_is_the_28th_in_every_year(
    year: int, month: int, day: int, on: date
) -> None:
    assert review_date(year, month, day) == on


def test_confirmation_by_members_never_rolls() -> None:
    assert confirm_appointment_by(date(2026, 11, 28)) == date(2027, 1, 28)
    assert confirm_appointment_by(date(2026, 10, 25)) == date(2026, 12, 25)


@pytest.mark.parametrize(
    ("lodged", "wished", "effective"),
    [
        (date(2026, 11, 20), None, date(2026, 11, 27)),
        (date(2026, 12, 18), None, date(2026, 12, 25)),
        (date(2026, 11, 20), date(2026, 11, 26), date(2026, 11, 27)),
        (date(2026, 11, 20), date(2026, 11, 27), date(2026, 11, 27)),
        (date(2026, 11, 20), date(2027, 1, 1), date(2027, 1, 1)),
    ],
)
def test_registered_office_takes_effect_on_the_later_day(
    lodged: date, wished: date | None, effective: date
) -> None:
    assert registered_office_takes_effect_on(lodged, wished) == effective


@pytest.mark.parametrize(
    ("lodged", "today", "is_late", "effective"),
    [
        (None, date(2026, 10, 20), False, date(2026, 10, 5)),
        (None, date(2026, 11, 2), False, date(2026, 10, 5)),
        (None, date(2026, 11, 3), True, None),
        (date(2026, 11, 2), date(2026, 12, 1), False, date(2026, 10, 5)),
        (date(2026, 11, 3), date(2026, 12, 1), True, date(2026, 11, 3)),
    ],
)
def test_resignation_dates_turn_on_the_28th_day(
    lodged: date | None, today: date, is_late: bool, effective: date | None
) -> None:
    dates = resignation_dates(date(2026, 10, 5), lodged, today)
    assert (dates.is_late, dates.effective_on) == (is_late, effective)
    assert dates.asic_application_due.due_on == date(2026, 11, 30)
    assert dates.court_application_due.due_on == date(2027, 10, 5)


def test_late_by_counts_days_after_the_last_day() -> None:
    deadline = lodgement_deadline("director appointed", date(2026, 11, 20))
    assert [late_by(deadline, date(2026, 12, day)) for day in (1, 18, 19, 31)] == [0, 0, 1, 13]


def test_business_day_on_or_before_goes_back_over_christmas() -> None:
    assert business_day_on_or_before(date(2026, 12, 28)) == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("wished", "today", "lodge_on"),
    [
        (date(2026, 12, 5), date(2026, 11, 26), date(2026, 11, 27)),
        (date(2027, 1, 1), date(2026, 11, 26), date(2026, 12, 24)),
        (date(2026, 12, 10), date(2026, 11, 26), date(2026, 12, 3)),
        (date(2026, 12, 5), date(2026, 11, 28), date(2026, 11, 28)),
        (date(2026, 12, 5), date(2026, 11, 29), None),
    ],
)
def test_lodging_for_a_wished_day_moves_back_from_a_weekend_but_not_into_the_past(
    wished: date, today: date, lodge_on: date | None
) -> None:
    assert lodge_for_wished_day(wished, today) == lodge_on


def test_state_holiday_is_only_a_note() -> None:
    assert (
        state_holiday_note(date(2026, 11, 3), "VIC")
        == "3 November 2026 is a public holiday in VIC (Melbourne Cup Day). A state's holiday does not move the"
        " last day."
    )
    assert state_holiday_note(date(2026, 11, 3), "NSW") == ""
    assert state_holiday_note(date(2026, 12, 25), "VIC") == ""
    assert is_business_day(date(2026, 11, 3))
