from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from minutebook.xpm_sandbox.envelope import (
    day,
    group,
    moment,
    text,
    true_false,
    write_error,
    write_ok,
    yes_no,
)


def test_text_and_container_are_empty_in_their_own_ways() -> None:
    assert group("A", (text("B", ""), group("C", ()), None)).write() == "<A><B></B><C /></A>"


def test_text_is_escaped_and_keeps_its_lines() -> None:
    assert text("A", "<&>\"'\r\n\n天").write() == "<A>&lt;&amp;&gt;\"'&#xD;\n\n天</A>"


def test_numbers_have_no_exponent() -> None:
    assert text("A", Decimal("1E+3")).write() == "<A>1000</A>"


def test_dates_are_midnight_without_zone_or_absent() -> None:
    leap = day("A", date(2028, 2, 29))
    noon = moment("A", datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC))
    assert leap is not None
    assert noon is not None
    assert (leap.write(), noon.write()) == ("<A>2028-02-29T00:00:00</A>", "<A>2026-01-02T03:04:05</A>")
    assert (day("A", None), moment("A", None)) == (None, None)


def test_flags_have_two_dialects() -> None:
    assert (true_false("A", True).write(), yes_no("A", False).write()) == ("<A>true</A>", "<A>No</A>")


def test_envelope_names_the_method_unless_told_not_to() -> None:
    assert write_ok("Get", [text("A", "b")]) == (
        b'<Response api-method="Get"><Status>OK</Status><A>b</A></Response>'
    )
    assert write_error("Get", "a<b", names_method=False) == (
        b"<Response><Status>ERROR</Status><ErrorDescription>a&lt;b</ErrorDescription></Response>"
    )
