"""The filters that a person keeps, as chips above a list."""

from typing import Any

from django import template

from ..filters import plain_query, saved_filters

register = template.Library()


@register.inclusion_tag("firms/_saved_filters.html", takes_context=True)
def saved_filters_of(context: dict[str, Any], page: str) -> dict[str, Any]:
    """The person's filters of the list with this address; `can_save` where what is shown now is not kept yet."""
    request = context["request"]
    current, kept = plain_query(request.META.get("QUERY_STRING", "")), list(saved_filters(request.user, page))
    return {
        "page": page,
        "current": current,
        "kept": kept,
        "can_save": bool(current) and all(one.query != current for one in kept),
        "csrf_token": context.get("csrf_token"),
    }
