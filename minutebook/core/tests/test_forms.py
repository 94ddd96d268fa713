from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from minutebook.core.forms import (
    DateField,
    LineField,
    MoneyField,
    QuantityField,
    TextField,
    WholeNumberField,
)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("22 Nov 2026", date(2026, 11, 22)),
        (" 22/11/26 ", date(2026, 11, 22)),
        ("2024-02-29", date(2024, 2, 29)),
        ("1 march 68", date(1968, 3, 1)),
    ],
)
def test_date_reads_what_people_write(typed: str, day: date) -> None:
    assert DateField().clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "code"),
    [("29 Feb 2025", "day"), ("soon", "date"), ("31/11/2026", "day"), ("1 Jan 0099", "range")],
)
def test_date_refuses_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        DateField().clean(typed)
    assert [error.code for error in refused.value.error_list] == [code]


def test_date_shows_a_date_and_keeps_what_was_typed() -> None:
    assert DateField().prepare_value(date(2026, 11, 2)) == "2 Nov 2026"
    assert DateField().prepare_value("2.nov") == "2.nov"


def test_date_is_unchanged_in_another_spelling() -> None:
    assert DateField().has_changed(date(2026, 11, 2), "2/11/26") is False
    assert DateField().has_changed(date(2026, 11, 2), "3/11/26") is True


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1,234.50", "1234.50"),
        ("$ 99", "99.00"),
        ("0", "0.00"),
        ("99999999.99", "99999999.99"),
        ("0.10", "0.10"),
    ],
)
def test_money_reads_what_people_write(typed: str, amount: str) -> None:
    assert str(MoneyField().clean(typed)) == amount


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-1", "small"),
        ("−1", "small"),
        ("1.005", "places"),
        ("100000000", "large"),
        ("9" * 5000, "large"),
        ("1e999999", "number"),
        ("1e2", "number"),
        ("1,5", "number"),
        ("1,23,456", "number"),
        ("1234,567", "number"),
        ("-", "number"),
        (".", "number"),
        ("١٢", "number"),
        ("NaN", "number"),
        ("Infinity", "number"),
        ("sNaN", "number"),
        ("twelve", "number"),
    ],
)
def test_money_refuses_with_its_reason(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        MoneyField().clean(typed)
    assert [error.code for error in refused.value.error_list] == [code]


def test_money_may_be_negative_where_the_form_says_so() -> None:
    assert MoneyField(min_value=None).clean("-1.50") == Decimal("-1.50")


def test_quantity_has_four_places_and_shows_no_idle_zeros() -> None:
    assert QuantityField().clean("1.2345") == Decimal("1.2345")
    assert [QuantityField().prepare_value(Decimal(text)) for text in ("1.0000", "1.2500", "100")] == [
        "1",
        "1.25",
        "100",
    ]


@pytest.mark.parametrize(
    "name", ["O'Connor & <Sons>", "Kōwhai", "王小明", "محمد علي", "🦘 Pty Ltd", "x" * 300]
)
def test_line_keeps_names_as_they_are(name: str) -> None:
    assert LineField(max_length=300).clean(f" {name} ") == name


@pytest.mark.parametrize(
    ("text", "code"), [("a\nb", "line"), ("a\x07b", "line"), ("a\u2028b", "line"), ("a\u202eb", "direction")]
)
def test_line_refuses_hidden_characters(text: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        LineField().clean(text)
    assert [error.code for error in refused.value.error_list] == [code]


def test_line_composes_letters() -> None:
    assert LineField().clean("Ko\u0304whai") == "K\u014dwhai"


@pytest.mark.parametrize("typed", ["29 Feb 2025", "31/4/26", "2026-13-01", "0 Jan 2026"])
def test_day_that_the_calendar_lacks_is_called_so(typed: str) -> None:
    with pytest.raises(ValidationError, match="The calendar has no such day"):
        DateField().clean(typed)


@pytest.mark.parametrize(("typed", "number"), [("1,000", 1000), (" 12 ", 12), ("5.0", 5)])
def test_whole_number_takes_thousands_commas(typed: str, number: int) -> None:
    found = WholeNumberField().clean(typed)
    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize("typed", ["1.5", "x", "NaN", "-1", "1e99"])
def test_whole_number_refuses_the_rest(typed: str) -> None:
    with pytest.raises(ValidationError):
        WholeNumberField().clean(typed)


def test_text_keeps_its_lines_with_one_character_for_a_break() -> None:
    assert TextField().clean(" Kia ora,\r\n\tZoe\u0308 & <b>\rBye ") == "Kia ora,\n\tZoë & <b>\nBye"


@pytest.mark.parametrize(
    ("typed", "code"), [("a\x0bb", "control"), ("a\x00b", "control"), ("a\u202eb", "direction")]
)
def test_text_refuses_what_no_paper_can_carry(typed: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TextField().clean(typed)
    assert [error.code for error in refused.value.error_list] == [code]


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (forms.CharField(), "", "This is needed. Fill it in."),
        (DateField(), " ", "This is needed. Fill it in."),
        (forms.EmailField(), "nobody", "This is not an e-mail address. Write it as name@example.com."),
        (
            forms.ChoiceField(choices=[("a", "A")]),
            "b",
            "This is not one of the choices. Choose from the list.",
        ),
    ],
)
def test_fields_of_django_speak_plainly(field: forms.Field, typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [words]
