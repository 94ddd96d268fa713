"""The form of XPM's names for the clients of jobs in the book."""

from typing import Any

from django import forms

from minutebook.contacts.fields import FreeTextField
from minutebook.core.sheets import safe_cell

from .imports import Row


class NamesForm(forms.Form):
    """A name for each client that is not linked to one of XPM's; none twice where several jobs share a client."""

    def __init__(self, rows: list[Row], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._rows = rows
        for row in rows:
            if not row.is_read and _field(row) not in self.fields:
                label = f"Name in XPM of {row.job.contact.name}"
                field = FreeTextField(max_length=300, required=False, label=label, initial=row.client_name)
                self.fields[_field(row)] = field

    def clean(self) -> dict[str, Any]:
        """No name that a spreadsheet would take for a formula."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, typed in cleaned.items():
            if safe_cell(typed) != typed:
                words = "A spreadsheet takes a name that begins like this for a formula. Enter this job in XPM by hand."
                self.add_error(name, words)
        return cleaned

    def names(self) -> dict[int, str]:
        """What was typed in a valid form, by the contact's id."""
        return {int(name.partition("-")[2]): typed for name, typed in self.cleaned_data.items()}

    def rows(self) -> list[tuple[Row, Any]]:
        """Each job with the field of its client; the first job of a client has it, the others show the name."""
        shown: set[str] = set()
        paired = []
        for row in self._rows:
            name = _field(row)
            is_first = name in self.fields and name not in shown
            shown.add(name)
            paired.append((row, self[name] if is_first else None))
        return paired


def _field(row: Row) -> str:
    return f"name-{row.job.contact_id}"
