"""Turns of phrase: dates in full, lists of names, one or several."""

from datetime import date

from minutebook.companies.wording import count_of, join_names, long_date, with_article


def test_long_date_has_no_leading_zero() -> None:
    assert [long_date(date(2026, 11, 2)), long_date(date(2028, 2, 29))] == [
        "2 November 2026",
        "29 February 2028",
    ]


def test_join_names_keeps_every_character() -> None:
    assert [join_names(names) for names in ([], ["A & B"], ["李", "<b>"], ["A", "B", "C, D"])] == [
        "",
        "A & B",
        "李 and <b>",
        "A, B and C, D",
    ]


def test_count_of_is_singular_for_one_only() -> None:
    assert [count_of(number, "day") for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]
    assert count_of(2, "body", "bodies") == "2 bodies"


def test_with_article_hears_vowels() -> None:
    assert [with_article("director"), with_article("alternate director")] == [
        "a director",
        "an alternate director",
    ]
