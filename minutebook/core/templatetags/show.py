"""How values and form fields read on a page: dates, money, numbers, and a field with its label, help and errors."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django import forms, template
from django.forms import BoundField

from minutebook.core.dates import show_date
from minutebook.core.money import show_quantity, to_cents

register = template.Library()


@register.filter
def day(value: date | datetime | None, time_zone: str = "Australia/Sydney") -> str:
    """22 Nov 2026; nothing for no date. A moment is shown as its day in the given zone."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(time_zone)).date()
    return show_date(value)


@register.filter
def moment(value: datetime | None, time_zone: str = "Australia/Sydney") -> str:
    """22 Nov 2026, 3:04 pm in the given zone; nothing for no moment."""
    if value is None or value == "":
        return ""
    local = value.astimezone(ZoneInfo(time_zone))
    return f"{show_date(local.date())}, {clock(local.time())}"


@register.filter
def clock(value: time) -> str:
    """3:04 pm."""
    return f"{value.hour % 12 or 12}:{value.minute:02d} {'am' if value.hour < 12 else 'pm'}"


@register.filter
def money(value: Decimal | int | None, currency: str = "AUD") -> str:
    """$1,234.50 with a minus in front where negative; the currency is named when it is not dollars."""
    if value is None or value == "":
        return ""
    amount = to_cents(Decimal(value))
    sign = "-" if amount < 0 else ""
    symbol = {"AUD": "$", "NZD": "$", "GBP": "£"}.get(currency, f"{currency} ")
    return f"{sign}{symbol}{abs(amount):,.2f}"


@register.filter
def quantity(value: Decimal | None) -> str:
    """1 or 1.25: a quantity without idle zeros."""
    return "" if value is None or value == "" else show_quantity(value)


@register.filter
def grouped(number: int | None) -> str:
    """1,234,567: a whole number with thousands commas."""
    return "" if number is None else f"{number:,}"


@register.filter
def may(user: Any, permission: str) -> bool:
    """Whether the user's role allows it: `{% if user|may:"edit registers" %}`; never for a visitor."""
    return bool(user.is_authenticated and user.may(permission))


@register.inclusion_tag("core/_sort_head.html", takes_context=True)
def sort_head(context: Any, key: str, label: str, css: str = "") -> dict[str, Any]:
    """The head of a column that can be sorted by; the page's `sort` is a `core.pages.Sort`."""
    sort, is_chosen = context["sort"], context["sort"].key == key
    is_ascending = is_chosen and not sort.is_descending
    order = ("ascending" if is_ascending else "descending") if is_chosen else ""
    return {
        "request": context["request"], "label": label, "css": css, "order": order,
        "next_sort": f"-{key}" if is_ascending else key,
    }  # fmt: skip


@register.inclusion_tag("core/_field.html")
def field(bound: BoundField, **attrs: Any) -> dict[str, Any]:
    """One form field with label, help and errors: `{% field form.name %}`.

    Keywords become attributes of the input, `_` read as `-` (`data_job="x"` is `data-job="x"`); `label="…"`
    replaces the label; `hide_label=True` keeps it for screen readers only (in a table).
    """
    label, hide_label = attrs.pop("label", bound.label), attrs.pop("hide_label", False)
    widget = bound.field.widget
    # A browser would cut off what is pasted beyond the limit and say nothing; the server says it at the field.
    named = {"maxlength": False} | {name.replace("_", "-"): value for name, value in attrs.items()}
    classes = [named.pop("class", ""), str(widget.attrs.get("class", "")), _css_class(widget)]
    named["class"] = " ".join([*filter(None, classes), *(["is-invalid"] if bound.errors else [])])
    return {
        "field": bound,
        "label": label,
        "hide_label": hide_label,
        "widget": bound.as_widget(attrs=named),
        "is_check": isinstance(widget, forms.CheckboxInput),
        "is_group": bool(widget.use_fieldset),
        "help_id": f"{bound.auto_id}_helptext",
        "error_id": f"{bound.auto_id}_error",
    }


@register.inclusion_tag("core/_form_errors.html")
def form_errors(*forms_and_sets: Any) -> dict[str, Any]:
    """One summary above several forms or sets of forms on a page: `{% form_errors form office %}`."""
    flat: list[Any] = []
    for given in forms_and_sets:
        flat += given.forms if isinstance(given, forms.BaseFormSet) else [given]
    return {"forms": [form for form in flat if form.is_bound and form.errors]}


def _css_class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "form-check-input"
    if isinstance(widget, forms.Select):
        return "form-select"
    return "form-control"
