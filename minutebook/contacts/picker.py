"""A form field that takes one contact: typed with suggestions, and resolved from the typed name without script."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from minutebook.core.text import fold, read_id
from minutebook.firms.models import Firm

from .models import Contact
from .numbers import show_abn, show_acn
from .queries import contact_named


def option_note(contact: Contact) -> str:
    """What tells two contacts of one name apart in a list of suggestions."""
    if contact.acn:
        return f"ACN {show_acn(contact.acn)}"
    if contact.abn:
        return f"ABN {show_abn(contact.abn)}"
    place = contact.suburb or contact.email
    return f"{contact.get_kind_display()}, {place}" if place else contact.get_kind_display()


class ContactPickerWidget(forms.Widget):
    """A text box for the name (`<name>_text`) and a hidden box for the chosen id (`<name>`)."""

    template_name = "contacts/_picker.html"

    def __init__(self, kind: str = "", attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.kind = kind

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The two boxes' values: a contact, or what was posted."""
        context = super().get_context(name, None, attrs)
        chosen, text = (value.pk, value.name) if isinstance(value, Contact) else (value or ("", ""))
        context["widget"] |= {"chosen": chosen, "text": text, "kind": self.kind}
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        """The posted id and the typed text."""
        return data.get(name, ""), data.get(f"{name}_text", "").strip()

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Whether neither box was posted."""
        return name not in data and f"{name}_text" not in data


class ContactPicker(forms.Field):
    """One contact of `firm`, which the form sets before use. An id of another firm is refused like an unknown one."""

    widget = ContactPickerWidget
    firm: Firm | None = None
    default_error_messages = {
        "unknown": "Nobody called “%(text)s” is in Global Contacts. Choose from the list, or add them first.",
        "several": "Several contacts are called “%(text)s”. Choose one from the list.",
    }

    def to_python(self, value: Any) -> Contact | None:
        """The contact, by its id, else by its exact name.

        Without script the id stays what it was when another name is typed over it: then the name counts.
        """
        if isinstance(value, Contact) or not value:
            return value or None
        chosen, text = value
        # A control character stands in no name, and the database would choke on some.
        text = "".join(char if char.isprintable() else " " for char in text).strip()
        if (pk := read_id(chosen)) is not None:
            found = list(Contact.objects.for_firm(self._firm()).filter(pk=pk))
            if not found or not text or fold(found[0].name) == fold(text):
                return self._one(found, text)
        return self._one(contact_named(self._firm(), text), text) if text else None

    def _one(self, found: list[Contact], text: str) -> Contact:
        if len(found) == 1:
            return found[0]
        raise ValidationError(
            self.error_messages["several" if found else "unknown"], code="contact", params={"text": text[:80]}
        )

    def _firm(self) -> Firm:
        if self.firm is None:
            raise RuntimeError("ContactPicker: the form must set the firm")
        return self.firm
