"""What the views of this slice share: the pack that is asked for, and where to go next."""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from minutebook.core.errors import DomainError
from minutebook.firms.http import firm_of

from ..models import DocumentPack


def pack_of(request: HttpRequest, pk: int) -> DocumentPack:
    """The firm's pack; 404 for another firm's."""
    rows = DocumentPack.objects.for_firm(firm_of(request)).select_related(
        "firm", "company__firm", "company__contact", "change__company__firm", "job__delivery", "message"
    )
    pack: DocumentPack = get_object_or_404(rows, pk=pk)
    return pack


def see_other(
    name: str, *args: Any, anchor: str = "", query: dict[str, str] | None = None
) -> HttpResponseRedirect:
    """Answer a POST: look at this page now."""
    address = reverse(name, args=args, query=query, fragment=anchor or None)
    return HttpResponseRedirect(address, status=303)


def add_refusal(form: Any, error: DomainError) -> None:
    """A refusal by a service, at its field where the form has it."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
