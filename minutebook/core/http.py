"""The two answers to a POST that every slice gives: look at this page now, and a refusal at its field."""

from typing import Any

from django.http import HttpResponseRedirect
from django.urls import reverse

from .errors import DomainError


def see_other(
    name: str, *args: Any, anchor: str = "", query: dict[str, str] | None = None
) -> HttpResponseRedirect:
    """Answer a POST: look at this page now."""
    address = reverse(name, args=args, query=query, fragment=anchor or None)
    return HttpResponseRedirect(address, status=303)


def add_refusal(form: Any, error: DomainError) -> None:
    """Show a service's refusal at its field, or above the form where it has no such field."""
    form.add_error(error.field if error.field in form.fields else None, error.message)
