"""Paging of long lists, the same everywhere."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50
SEARCH_MOST = 200


def page_of(rows: QuerySet[Any] | list[Any], request: HttpRequest, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that `?page=` asks for; a number past either end, or none, gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def search_text(request: HttpRequest, name: str = "q") -> str:
    """What was typed into a search box: trimmed, of bearable length, without control characters."""
    text = "".join(char if char.isprintable() else " " for char in request.GET.get(name, "")[:SEARCH_MOST])
    return text.strip()
