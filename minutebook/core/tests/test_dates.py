from datetime import date

import pytest

from minutebook.core.dates import HalfOfDayError, parse_date, parse_time, show_date


@pytest.mark.parametrize(
    "text",
    [
        "22 Nov 2026", "22 November 2026", "22 nov 26", "22Nov2026", "22-Nov-2026", "22-nov-26", "22 Nov, 2026",
        "22 Nov. 2026", "22/11/2026", "22/11/26", "22.11.2026", "22-11-2026", "22 11 2026", "2026-11-22",
        " 22\u00a0Nov\t2026\n", "22 NOVEMBER 2026",
    ],
)  # fmt: skip
def test_date_is_read_as_people_write_it(text: str) -> None:
    assert parse_date(text) == date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1/2/2026", date(2026, 2, 1)),
        ("3 Sept 2026", date(2026, 9, 3)),
        ("29 Feb 2028", date(2028, 2, 29)),
        ("29/2/28", date(2028, 2, 29)),
        ("1 Jan 49", date(2049, 1, 1)),
        ("1 Jan 50", date(1950, 1, 1)),
        ("31 dec 68", date(1968, 12, 31)),
        ("2026-1-5", date(2026, 1, 5)),
    ],
)
def test_day_comes_first_and_two_digits_find_their_century(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "tomorrow", "22", "Nov 2026", "22 Nov", "29 Feb 2026", "31/11/2026", "0/1/2026", "1/13/2026",
        "2026-02-30", "22 Marble 2026", "5 Sunny 26", "1 Junk 2026", "22 Novembre 2026", "1/1/202", "1/1/20266",
        "2026-11-22T10:00", "22 Nov #2026", "22/11/2026; DROP", "0000-01-01", "१२३", "22 Nov -2026 BC",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_date(text)


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 11, 22), "22 Nov 2026"),
        (date(2028, 2, 29), "29 Feb 2028"),
        (date(2026, 1, 1), "1 Jan 2026"),
    ],
)
def test_date_is_shown_with_its_month_in_letters_and_read_back(day: date, text: str) -> None:
    assert show_date(day) == text
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14:30", "14:30"), ("1430", "14:30"), ("14.30", "14:30"), (" 2.30PM ", "14:30"), ("2:30  pm", "14:30"),
        ("2 p.m.", "14:00"), ("2pm", "14:00"), ("230pm", "14:30"), ("12 am", "00:00"), ("12:15 pm", "12:15"),
        ("0:05", "00:05"), ("02:30", "02:30"), ("9:30", "09:30"), ("930", "09:30"), ("14:30:00", "14:30"),
    ],
)  # fmt: skip
def test_time_is_read_as_people_write_it(typed: str, meant: str) -> None:
    assert f"{parse_time(typed):%H:%M}" == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "14",
        "25:00",
        "13 pm",
        "0 am",
        "14:60",
        "14;30",
        "half two",
        "2:3 pm",
        "12345",
        "١٤:٣٠",
    ],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is not a time"):
        parse_time(typed)


@pytest.mark.parametrize("typed", ["2:30", "2.30", "130", "6:59"])
def test_time_that_may_be_morning_or_afternoon_is_told_apart(typed: str) -> None:
    with pytest.raises(HalfOfDayError):
        parse_time(typed)
