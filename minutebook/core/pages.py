"""Paging and sorting of long lists, the same everywhere."""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Expression, F, QuerySet
from django.http import HttpRequest

from .text import read_id

PAGE_SIZE = 50
SEARCH_MOST = 200
TICKED_MOST = 500


@dataclass(frozen=True, slots=True)
class Sort:
    """The column that a list is sorted by: `?sort=name`, `-name` from the end; no key is the list's own order."""

    key: str = ""
    is_descending: bool = False


def sort_of(request: HttpRequest, keys: Container[str]) -> Sort:
    """How the list is to be sorted; its own order for a column that it does not have."""
    asked = request.GET.get("sort", "")
    key = asked.removeprefix("-")
    return Sort(key, asked != key) if key in keys else Sort()


def sorted_rows(
    rows: QuerySet[Any], sort: Sort, columns: Mapping[str, tuple[str | Expression, ...]]
) -> QuerySet[Any]:
    """The rows by that column, those without a value last either way."""
    if not sort.key:
        return rows
    parts = [F(part) if isinstance(part, str) else part for part in columns[sort.key]]
    ends = [part.desc(nulls_last=True) if sort.is_descending else part.asc(nulls_last=True) for part in parts]
    return rows.order_by(*ends, "pk")


def page_of(rows: QuerySet[Any] | list[Any], request: HttpRequest, size: int = PAGE_SIZE) -> Page[Any]:
    """The page that `?page=` asks for; a number past either end, or none, gives the nearest page."""
    return Paginator(rows, size).get_page(request.GET.get("page"))


def ticked_rows(rows: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Those of the rows that were ticked in the list (`row`); all of them where the list was not asked for that way."""
    if "row" not in request.GET:
        return rows
    ids = (read_id(text) for text in request.GET.getlist("row")[:TICKED_MOST])
    return rows.filter(pk__in=[pk for pk in ids if pk is not None])


def search_text(request: HttpRequest, name: str = "q") -> str:
    """What was typed into a search box: trimmed, of bearable length, without control characters."""
    text = "".join(char if char.isprintable() else " " for char in request.GET.get(name, "")[:SEARCH_MOST])
    return text.strip()
