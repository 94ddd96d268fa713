"""The forms on a page as a browser would send them, with other values in their fields."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import html

TYPED = {"text", "search", "email", "url", "tel", "number", "date", "password", "hidden", ""}
# The forms' own token, and what says how many rows a set has.
OWN = ("csrfmiddlewaretoken", "-TOTAL_FORMS", "-INITIAL_FORMS", "-MIN_NUM_FORMS", "-MAX_NUM_FORMS")


@dataclass
class Form:
    """One POST form: where it goes, what is in it, and which of its fields are typed into or chosen from."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)

    def with_value(self, names: list[str], value: str) -> dict[str, Any]:
        """The form's own values, with this one in the named fields."""
        return {**self.values, **{name: [value] for name in names}}


def forms_of(content: bytes, path: str, person: str = "") -> Iterator[Form]:
    """The POST forms of a page; what they must have and have not is filled, a person's name with this one."""
    for found in html.document_fromstring(content).iter("form"):
        if found.get("method", "").lower() == "post":
            form = Form(found.get("action") or path)
            for part in found.iter("input", "textarea", "select", "button"):
                _take(form, part)
                _fill(form, part, person)
            yield form


def _take(form: Form, part: Any) -> None:
    name, kind = part.get("name"), part.get("type", "").lower()
    if not name or name.endswith(OWN[1:]) or name == OWN[0]:
        if name and name != OWN[0]:
            form.values[name] = [part.get("value", "")]
        return
    if part.tag == "textarea" or (part.tag == "input" and kind in TYPED):
        form.typed.append(name)
        form.values[name] = [part.text or "" if part.tag == "textarea" else part.get("value", "")]
    elif part.tag in ("select", "button") or kind in ("checkbox", "radio"):
        form.chosen.append(name)
        _take_choice(form, part, name)


def _take_choice(form: Form, part: Any, name: str) -> None:
    if part.tag == "select":
        form.values[name] = [
            one.get("value", "") for one in part.iter("option") if one.get("selected") is not None
        ]
    elif part.tag == "input" and part.get("checked") is not None:
        form.values.setdefault(name, []).append(part.get("value", "on"))


def _fill(form: Form, part: Any, person: str) -> None:
    name = part.get("name")
    if part.get("required") is None or not name or any(form.values.get(name, [])):
        return
    if part.tag == "select":
        form.values[name] = [value for one in part.iter("option") if (value := one.get("value"))][:1]
    elif part.get("type") == "radio":
        form.values[name] = [part.get("value")]
    elif name.endswith("_text"):
        form.values[name] = [person]
    else:
        form.values[name] = [_plausible(part)]


def _plausible(part: Any) -> str:
    if part.get("data-date") is not None:
        return "2 Mar 2026"
    return "1" if part.get("inputmode") in ("decimal", "numeric") else "Word"
