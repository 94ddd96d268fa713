"""Single values in every dialect, and the ones that are none."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from minutebook.xpm.records import Ref
from minutebook.xpm.xml.envelope import Element, MalformedAnswer
from minutebook.xpm.xml.values import read_date, read_decimal, read_flag, read_integer, read_ref, read_text


def _holding(inner: str) -> Element:
    return etree.fromstring(f"<Job>{inner}</Job>")


@pytest.mark.parametrize(
    "text",
    [
        "2028-02-29T00:00:00",
        "20280229",
        "2028-02-29",
        " 2028-02-29T23:59:59 ",
        "2028-02-29T00:00:00Z",
        "2028-02-29T00:00:00.0000000",
        "2028-02-29 00:00:00",
    ],
)
def test_date_is_read_in_each_form(text: str) -> None:
    assert read_date(_holding(f"<StartDate>{text}</StartDate>"), "StartDate") == date(2028, 2, 29)


@pytest.mark.parametrize("text", ["2027-02-29T00:00:00", "20270229", "29/02/2028", "soon", "0"])
def test_impossible_date_is_malformed(text: str) -> None:
    with pytest.raises(MalformedAnswer, match=r"^StartDate is not a date$"):
        read_date(_holding(f"<StartDate>{text}</StartDate>"), "StartDate")


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Yes", True),
        ("No", False),
        ("true", True),
        ("false", False),
        (" TRUE\n", True),
        ("1", True),
        ("0", False),
    ],
)
def test_flag_is_read_in_each_dialect(text: str, flag: bool) -> None:
    assert read_flag(_holding(f"<Billable>{text}</Billable>"), "Billable", not flag) is flag


def test_unknown_flag_is_malformed() -> None:
    with pytest.raises(MalformedAnswer):
        read_flag(_holding("<Billable>perhaps</Billable>"), "Billable")


@pytest.mark.parametrize("inner", ["", "<A></A>", "<A />", "<A> </A>"])
def test_absent_and_empty_are_the_same(inner: str) -> None:
    parent = _holding(inner)
    assert (read_date(parent, "A"), read_decimal(parent, "A"), read_integer(parent, "A")) == (
        None,
        Decimal(0),
        0,
    )
    assert (read_flag(parent, "A"), read_flag(parent, "A", True), read_ref(parent, "A")) == (
        False,
        True,
        None,
    )


@pytest.mark.parametrize("text", ["0.005", "-12.50", "999999999999.99", "45"])
def test_decimal_keeps_every_place(text: str) -> None:
    assert str(read_decimal(_holding(f"<A>{text}</A>"), "A")) == text


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1,000.00", "$5", "1E+999999"])
def test_what_is_no_amount_is_malformed(text: str) -> None:
    with pytest.raises(MalformedAnswer):
        read_integer(_holding(f"<A>{text}</A>"), "A")


def test_text_keeps_its_lines_and_the_ref_its_name() -> None:
    parent = _holding(
        "<D>One &amp; two\n\nthree &lt;3 </D>"
        "<Client><UUID> c1 </UUID><Name>Whānau 王 \u200fעמית\u200f 🥝</Name></Client>"
    )
    assert read_text(parent, "D") == "One & two\n\nthree <3 "
    assert read_ref(parent, "Client") == Ref("c1", "Whānau 王 \u200fעמית\u200f 🥝")
