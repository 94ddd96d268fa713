"""Form fields that take what people write: dates, times, amounts, names of one line. All slices build on these."""

import re
import unicodedata
from datetime import date, time
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from .dates import HalfOfDayError, NoSuchDayError, parse_date, parse_time, show_date
from .money import CENT, QUANTITY_STEP, show_quantity

NEEDED = "This is needed. Fill it in."
NO_SUCH_CHOICE = "This is not one of the choices. Choose from the list."
NO_ADDRESS = "This is not an e-mail address. Write it as name@example.com."
EARLIEST, LATEST = date(1800, 1, 1), date(2200, 12, 31)
TOO_LONG = "This has %(show_value)s characters; at most %(limit_value)s fit. Shorten it."
_NUMBER = re.compile(r"^[+-]?(?=\.?\d)(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?$", re.ASCII)
_DIRECTION_MARKS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def use_plain_words() -> None:
    """Say in our words what Django's own fields say; once, when the site starts."""
    forms.Field.default_error_messages["required"] = NEEDED
    for field in (forms.ChoiceField, forms.TypedChoiceField, forms.ModelChoiceField):
        field.default_error_messages["invalid_choice"] = NO_SUCH_CHOICE
    validate_email.message = NO_ADDRESS


class DateField(forms.Field):
    """A date as people write it: 22 Nov 2026, 22/11/26, 2026-11-22. Shown back as 22 Nov 2026."""

    widget = forms.TextInput
    default_error_messages = {
        "date": "Write the date as day, month, year: 22 Nov 2026 or 22/11/2026.",
        "day": "The calendar has no such day. Write it as day, month, year: 22 Nov 2026 or 22/11/2026.",
        "range": "The year must lie between 1800 and 2200.",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A marker for the calendar script, and an example."""
        return {"data-date": "", "data-quiet": "", "placeholder": "22 Nov 2026"}

    def prepare_value(self, value: Any) -> Any:
        """A date reads 22 Nov 2026; what was typed stays as typed."""
        return show_date(value) if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        """The date, or None for an empty field."""
        if value is None or isinstance(value, date):
            return value
        if not value.strip():
            return None
        try:
            day = parse_date(value)
        except NoSuchDayError as error:
            raise ValidationError(self.error_messages["day"], code="day") from error
        except ValueError as error:
            raise ValidationError(self.error_messages["date"], code="date") from error
        if not EARLIEST <= day <= LATEST:
            raise ValidationError(self.error_messages["range"], code="range")
        return day

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares dates, not their spelling."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class TimeOfDayField(forms.Field):
    """A time of day as people write it: 14:30, 1430, 2:30 pm, 2.30pm. Shown back as 14:30."""

    widget = forms.TextInput
    default_error_messages = {
        "time": "Write the time as 14:30 or 2:30 pm.",
        "half": "Morning or afternoon? Add am or pm, or write it as 02:30 or 14:30.",
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """An example."""
        return {"data-quiet": "", "placeholder": "2:30 pm"}

    def prepare_value(self, value: Any) -> Any:
        """A time reads 14:30; what was typed stays as typed."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """The time, or None for an empty field."""
        if value is None or isinstance(value, time):
            return value
        if not value.strip():
            return None
        try:
            return parse_time(value)
        except HalfOfDayError as error:
            raise ValidationError(self.error_messages["half"], code="half") from error
        except ValueError as error:
            raise ValidationError(self.error_messages["time"], code="time") from error


class DecimalTextField(forms.Field):
    """A number as people write it: 1,234.50. Refuses more places than `step` has, and what lies outside the bounds."""

    widget = forms.TextInput
    step = CENT
    css_class = "number"
    default_error_messages = {
        "number": "Write a number, for example 1,234.50.",
        "places": "At most %(places)s decimal places.",
        "small": "Must be %(bound)s or more.",
        "large": "Must be %(bound)s or less. Check it.",
    }

    def __init__(
        self,
        *,
        min_value: Decimal | None = Decimal(0),
        max_value: Decimal = Decimal("99999999.99"),
        **options: Any,
    ) -> None:
        self.min_value, self.max_value = min_value, max_value
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Digits on a phone's keyboard; aligned right."""
        return {"inputmode": "decimal", "data-quiet": "", "class": self.css_class}

    def prepare_value(self, value: Any) -> Any:
        """A stored number at its places; what was typed stays as typed."""
        return f"{value.quantize(self.step):,f}" if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | None:
        """The number, or None for an empty field."""
        if isinstance(value, Decimal):
            return value
        text = "".join(str(value or "").split()).replace("$", "").replace("\u2212", "-")
        if not text:
            return None
        # 1,5 is no number here: read without its comma it would be 15.
        if not _NUMBER.match(text):
            raise ValidationError(self.error_messages["number"], code="number")
        return self._bounded(Decimal(text.replace(",", "")))

    def _bounded(self, number: Decimal) -> Decimal:
        # Bounds first: quantize of an absurd number would raise.
        if self.min_value is not None and number < self.min_value:
            raise ValidationError(
                self.error_messages["small"], code="small", params={"bound": self.min_value}
            )
        if abs(number) > self.max_value:
            raise ValidationError(
                self.error_messages["large"], code="large", params={"bound": f"{self.max_value:,}"}
            )
        if number != number.quantize(self.step, rounding=ROUND_HALF_UP):
            places = -int(self.step.as_tuple().exponent)
            raise ValidationError(self.error_messages["places"], code="places", params={"places": places})
        return number.quantize(self.step)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compares numbers, not their spelling."""
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class MoneyField(DecimalTextField):
    """An amount to two places, from 0 unless `min_value` says otherwise; $ and thousands commas may be typed."""


class QuantityField(DecimalTextField):
    """A quantity to four places, shown without idle zeros."""

    step = QUANTITY_STEP

    def prepare_value(self, value: Any) -> Any:
        """1 or 1.25."""
        return show_quantity(value) if isinstance(value, Decimal) else value


class WholeNumberField(DecimalTextField):
    """A whole number, thousands commas allowed: 1,000."""

    step = Decimal(1)
    default_error_messages = {
        "number": "Write a whole number, for example 1,000.",
        "places": "Write a whole number, without decimal places.",
    }

    def to_python(self, value: Any) -> Any:
        """The number as an int, or None for an empty field."""
        number = super().to_python(value)
        return None if number is None else int(number)

    def prepare_value(self, value: Any) -> Any:
        """1,000; what was typed stays as typed."""
        return f"{value:,}" if isinstance(value, int) else value


class LineField(forms.CharField):
    """Text of one line: refuses line breaks, control characters and invisible direction marks."""

    default_error_messages = {
        "max_length": TOO_LONG,
        "line": "Write this on one line, without line breaks or other control characters.",
        "direction": "This text holds invisible characters that reverse its direction. Type it instead of pasting it.",
    }

    def to_python(self, value: Any) -> str:
        """The text, stripped, in composed form so that equal names are equal."""
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        if any(unicodedata.category(char) in {"Cc", "Zl", "Zp"} for char in text):
            raise ValidationError(self.error_messages["line"], code="line")
        if any(char in _DIRECTION_MARKS for char in text):
            raise ValidationError(self.error_messages["direction"], code="direction")
        return text


class TextField(forms.CharField):
    """Text of several lines, each break one character: refuses control characters and invisible direction marks."""

    widget = forms.Textarea
    default_error_messages = {
        "max_length": TOO_LONG,
        "control": "This text holds control characters. Type it instead of pasting it.",
        "direction": LineField.default_error_messages["direction"],
    }

    def to_python(self, value: Any) -> str:
        """The text in composed form, stripped."""
        text = unicodedata.normalize("NFC", super().to_python(value) or "")
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if any(unicodedata.category(char) == "Cc" and char not in "\n\t" for char in text):
            raise ValidationError(self.error_messages["control"], code="control")
        if any(char in _DIRECTION_MARKS for char in text):
            raise ValidationError(self.error_messages["direction"], code="direction")
        return text


class DraftForm(forms.Form):
    """A form that may be saved unfinished: fields in `needed` are shown as needed, but may still be empty."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._show_as_needed(True)

    def full_clean(self) -> None:
        """Clean without asking for the needed fields; who goes on with the draft asks for them."""
        self._show_as_needed(False)
        super().full_clean()
        self._show_as_needed(True)

    def _show_as_needed(self, is_needed: bool) -> None:
        for name in self.needed:
            self.fields[name].required = is_needed
