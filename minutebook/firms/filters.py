"""Filters of lists that people keep under a name, each for themselves."""

from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import QuerySet

from minutebook.core.errors import DomainError

from .models import SavedFilter, User

LISTS = frozenset({"company_list", "contact_list", "pack_list", "job_list", "outbox", "integration"})
MOST_OF_A_LIST = 20
MOST_NAME, MOST_QUERY = 40, 400


def save_filter(user: User, page: str, name: str, query: str) -> SavedFilter:
    """Keep the search and filter of a list under a name; the same name again takes its place."""
    name, query = " ".join(name.split()), plain_query(query)
    if page not in LISTS:
        raise DomainError("page", "Filters are kept for the lists only.")
    if not name or len(name) > MOST_NAME or not name.isprintable():
        raise DomainError("name", f"Give the filter a name of at most {MOST_NAME} characters.")
    if not query:
        raise DomainError("query", "There is nothing to keep: search or filter the list first.")
    if len(query) > MOST_QUERY:
        raise DomainError("query", "This search is too long to keep. Shorten it.")
    with transaction.atomic():
        # One after the other, or one too many slips in.
        User.objects.select_for_update(of=("self",)).get(pk=user.pk)
        own = saved_filters(user, page)
        if own.exclude(name=name).count() >= MOST_OF_A_LIST:
            raise DomainError(
                "many", f"{MOST_OF_A_LIST} filters are kept for this list. Take one away first."
            )
        kept, _ = own.update_or_create(
            user=user, page=page, name=name, defaults={"query": query, "firm": user.firm}
        )
    return kept


def saved_filters(user: User, page: str) -> QuerySet[SavedFilter]:
    """What this person keeps for a list."""
    return SavedFilter.objects.for_firm(user.firm).filter(user=user, page=page)


def plain_query(query: str) -> str:
    """The search, filter and order without the number of the page and without what is empty."""
    pairs = parse_qsl(query.removeprefix("?"))
    return urlencode([(key, value) for key, value in pairs if key != "page"])
