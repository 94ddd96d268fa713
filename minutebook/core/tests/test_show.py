from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template

from minutebook.core.templatetags.show import day, grouped, moment, money, quantity


def test_day_and_moment_read_in_the_firms_zone() -> None:
    late = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
    assert (day(late), moment(late), day(late, "Australia/Perth")) == (
        "23 Nov 2026",
        "23 Nov 2026, 1:05 am",
        "22 Nov 2026",
    )
    assert (day(date(2024, 2, 29)), day(None), moment(None)) == ("29 Feb 2024", "", "")


@pytest.mark.parametrize(
    ("amount", "shown"),
    [("1234.5", "$1,234.50"), ("-0.005", "-$0.01"), ("0", "$0.00"), ("1000000", "$1,000,000.00")],
)
def test_money_reads_with_its_sign_and_commas(amount: str, shown: str) -> None:
    assert money(Decimal(amount)) == shown


def test_numbers_read_without_idle_zeros_and_with_commas() -> None:
    assert (quantity(Decimal("1.2500")), quantity(Decimal("100")), grouped(1250000)) == (
        "1.25",
        "100",
        "1,250,000",
    )


class _Form(forms.Form):
    name = forms.CharField(label="Name & <such>", help_text="As registered.", required=False)
    agrees = forms.BooleanField(label="Agrees")


def test_field_ties_label_help_and_errors_to_the_input() -> None:
    form = _Form({"name": "<b>"})
    html = Template("{% field form.name data_x='1' %}{% field form.agrees %}").render(Context({"form": form}))
    assert 'for="id_name"' in html
    assert "Name &amp; &lt;such&gt;" in html
    assert 'value="&lt;b&gt;"' in html
    assert 'data-x="1"' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext"' in html
    assert 'aria-describedby="id_agrees_error"' in html
    assert 'id="id_agrees_error"' in html
    assert 'aria-invalid="true"' in html


def test_form_errors_link_to_their_fields() -> None:
    html = Template('{% include "core/_form_errors.html" %}').render(Context({"form": _Form({})}))
    assert '<a href="#id_agrees">Agrees</a>: This is needed. Fill it in.' in html
