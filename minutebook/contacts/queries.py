"""Finding contacts: by name or former name without regard to marks, by ACN or ABN with or without spaces."""

import re
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Left, NullIf, StrIndex

from minutebook.core.text import fold, only_digits
from minutebook.firms.models import Firm

from .models import Contact

MOST_WORDS = 8


def folded_name(path: str = "") -> Left:
    """The present name without case and marks, to sort by: the database itself would put Ō after Z."""
    key = f"{path}search_key"
    return Left(key, StrIndex(key, Value(" | ")))


SORT_COLUMNS: dict[str, tuple[Any, ...]] = {
    "name": (folded_name(),),
    "kind": ("kind", folded_name()),
    "acn": (NullIf("acn", Value("")),),
    "abn": (NullIf("abn", Value("")),),
    "email": (NullIf("email", Value("")),),
    "place": (NullIf("suburb", Value("")), folded_name()),
}
_SPACED_NUMBER = re.compile(r"(?<!\d)\d{2,3}(?: \d{3}){2,3}(?!\d)")


def search_contacts(firm: Firm, text: str, limit: int = 20, kind: str = "") -> list[Contact]:
    """The best matches for what somebody types, of one kind if that is given; nothing for an empty text."""
    if not text.strip():
        return []
    found = matching_contacts(firm, text)
    return list((found.filter(kind=kind) if kind else found)[:limit])


def matching_contacts(firm: Firm, text: str) -> QuerySet[Contact]:
    """All matches, those whose name begins with the text first; everybody for an empty text."""
    folded = fold(text)
    rows: QuerySet[Contact] = Contact.objects.for_firm(firm).filter(search_terms(text))
    return rows.annotate(rank=_rank(folded)).order_by("rank", folded_name(), "id")


def search_terms(text: str, path: str = "") -> Q:
    """The filter for a typed text: each word, and each number without its spaces, must stand in the search key.

    `path` leads to a contact from another model, for example "contact__".
    """
    terms = _terms(text)
    if text.strip() and not terms:
        return Q(pk__in=[])
    wanted = Q()
    for term in terms:
        wanted &= Q(**{f"{path}search_key__contains": term})
    return wanted


def contact_named(firm: Firm, text: str) -> list[Contact]:
    """Contacts whose present name is exactly this, marks and case aside: to resolve a typed name."""
    wanted = fold(text)
    return [contact for contact in matching_contacts(firm, text)[:50] if fold(contact.name) == wanted]


def contacts_with_acn(firm: Firm, acn: str) -> QuerySet[Contact]:
    """Contacts that carry this ACN."""
    rows: QuerySet[Contact] = Contact.objects.for_firm(firm).filter(acn=acn)
    return rows


def _terms(text: str) -> list[str]:
    # "ACN 004 085 616" and "53 004 085 616" are one number each, however they are spaced.
    joined = _SPACED_NUMBER.sub(lambda match: only_digits(match[0]), fold(text))
    words = [word for word in re.split(r"[^\w@.&+]+", joined) if word.strip(".")]
    return [word for word in words if word not in {"acn", "abn"}][:MOST_WORDS]


def _rank(folded: str) -> Case:
    if not folded:
        return Case(default=Value(0), output_field=IntegerField())
    conditions: list[Any] = [
        When(search_key__startswith=folded, then=Value(0)),
        When(search_key__contains=f" {folded}", then=Value(1)),
    ]
    return Case(*conditions, default=Value(2), output_field=IntegerField())
