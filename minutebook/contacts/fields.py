"""Form fields of Global Contacts: numbers with check digits, and text that must not give a tax file number."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from minutebook.core.errors import DomainError
from minutebook.core.forms import LineField, TextField

from .numbers import names_tax_file_number, read_abn, read_acn, read_director_id, show_abn, show_acn


class NumberField(forms.CharField):
    """A number with its own rule of form; kept as digits, shown grouped."""

    def __init__(self, read: Callable[[str], str], show: Callable[[str], str] = str, **options: Any) -> None:
        self.read, self.show = read, show
        super().__init__(max_length=30, **options)
        self.widget.attrs.update({"inputmode": "numeric", "data-quiet": ""})

    def to_python(self, value: Any) -> str:
        """The digits; what is wrong with them otherwise."""
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return self.read(text)
        except DomainError as error:
            raise ValidationError(error.message, code=error.code) from error

    def prepare_value(self, value: Any) -> Any:
        """Grouped for reading."""
        return self.show(value) if isinstance(value, str) else value


def acn_field(**options: Any) -> NumberField:
    """A field for an ACN."""
    options.setdefault("help_text", "Nine digits, for example 004 085 616.")
    return NumberField(read_acn, show_acn, label="ACN", **options)


def abn_field(**options: Any) -> NumberField:
    """A field for an ABN."""
    return NumberField(read_abn, show_abn, label="ABN", **options)


def director_id_field(**options: Any) -> NumberField:
    """A field for a director ID; never filled with the stored one."""
    return NumberField(read_director_id, **options)


def refuse_tax_file_number(text: str) -> None:
    """Refuses text that gives a tax file number: we have no right to keep it."""
    if names_tax_file_number(text):
        raise ValidationError(
            "This gives a tax file number, which may not be kept here. Take the number out.", code="tfn"
        )


class FreeTextField(LineField):
    """One line of free text without tax file numbers."""

    default_validators = [refuse_tax_file_number]


class FreeTextArea(TextField):
    """Free text of several lines without tax file numbers."""

    default_validators = [refuse_tax_file_number]
