"""Document Production as a browser posts it: the values of the page's form, with some replaced."""

from typing import Any

from django.test import Client
from django.urls import reverse

from minutebook.documents.models import DocumentPack


def page_of(pack: DocumentPack) -> str:
    """The address of the pack's page."""
    return reverse("pack_page", args=[pack.pk])


def typed_on(client: Client, pack: DocumentPack) -> dict[str, Any]:
    """What the browser would post if nothing were typed."""
    context = client.get(page_of(pack)).context
    desk, panel = context["desk"], context["panel"]
    forms = [desk.settings, *([panel.form, panel.lines.management_form, *panel.lines.forms] if panel else [])]
    typed: dict[str, Any] = {}
    for bound in (bound for form in forms for bound in form):
        typed |= _posted(bound)
    typed |= {"seen": desk.pack.version, "page": desk.page}
    typed["order"] = [row.document.key for row in desk.rows]
    typed["included"] = [row.document.key for row in desk.rows if row.is_included]
    return typed


def press(client: Client, pack: DocumentPack, do: str, **changed: Any) -> Any:
    """Post the page with some values replaced; a value of None is left out."""
    typed = typed_on(client, pack) | {name.replace("__", "-"): value for name, value in changed.items()}
    kept = {name: value for name, value in typed.items() if value is not None}
    return client.post(page_of(pack), kept | {"do": do})


def _posted(bound: Any) -> dict[str, Any]:
    value = (
        bound.field.prepare_value(bound.value()) if hasattr(bound.field, "prepare_value") else bound.value()
    )
    if bound.name == "contact":
        contact = bound.value()
        return {bound.html_name: contact.pk, f"{bound.html_name}_text": contact.name} if contact else {}
    if value is None or value is False or value == "":
        return {}
    return {bound.html_name: "on" if value is True else value}
