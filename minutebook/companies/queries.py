"""Finding companies, and what each lacks, in a number of queries that does not grow with the list."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import NullIf
from django.db.models.lookups import LessThan
from django.http import Http404

from minutebook.contacts.queries import folded_name, search_terms
from minutebook.core.dates import show_date
from minutebook.core.text import fold
from minutebook.firms.models import Firm

from .facts import CessationFacts
from .health import DUE_SOON_DAYS
from .models import Change, Company, CompanyAddress, Officeholder, ShareTransaction
from .registers import in_force, in_office
from .snapshots import facts_of

# A change stays in hand until ASIC has been told of it, even when it has taken effect already.
OPEN = (Change.Status.DRAFT, Change.Status.PENDING, Change.Status.EFFECTIVE)
FILTERS = {
    "attention": "Needs attention",
    "changes": "Change in hand",
    "soon": f"Due in {DUE_SOON_DAYS} days",
    "overdue": "Overdue",
}


def companies_matching(firm: Firm, text: str, today: date) -> QuerySet[Any]:
    """Companies whose name, former names, ACN or ABN have the typed words, each with its health, by name."""
    return with_health(_named(firm, text), today).order_by(folded_name("contact__"), "id")


def search_companies(firm: Firm, text: str) -> QuerySet[Any]:
    """Companies that have the typed words, those whose name begins with them first; without their health."""
    begins = Case(When(search_key__startswith=fold(text), then=0), default=1)
    return _named(firm, text).order_by(begins, folded_name("contact__"), "id")


def with_health(rows: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Adds has_director, lacks_director_id, has_office, has_members, has_open_change, next_due."""
    own = {"company": OuterRef("pk")}
    directors = Officeholder.across_firms.filter(in_office(today), office=Officeholder.Office.DIRECTOR, **own)
    offices = CompanyAddress.across_firms.filter(
        in_force(today), kind=CompanyAddress.Kind.REGISTERED_OFFICE, **own
    )
    open_changes = Change.across_firms.filter(status__in=OPEN, lodged_on=None, **own)
    due = open_changes.exclude(due_on=None).order_by("due_on").values("due_on")
    annotated: QuerySet[Any] = rows.annotate(
        has_director=Exists(directors),
        lacks_director_id=Exists(directors.filter(contact__director_id_sealed="")),
        has_office=Exists(offices),
        has_members=Exists(ShareTransaction.across_firms.filter(**own)),
        has_open_change=Exists(open_changes),
        next_due=Subquery(due[:1]),
    )
    return annotated


def sort_columns(today: date) -> dict[str, tuple[Any, ...]]:
    """What each column of the list of companies sorts by."""
    # 29 February is 28 February in every year (`rules.review_date`).
    day = Case(
        When(review_month=2, review_day__gt=28, then=28), default="review_day", output_field=IntegerField()
    )
    is_over = Q(review_month__lt=today.month) | Q(Q(review_month=today.month), LessThan(day, today.day))
    next_year = Case(When(review_month=None, then=None), When(is_over, then=1), default=0)
    return {
        "name": (folded_name("contact__"),),
        "acn": ("acn",),
        "abn": (NullIf("abn", Value("")),),
        "review": (next_year, "review_month", day),
        "due": ("next_due",),
    }


def filter_of(key: str, today: date) -> Q:
    """The condition behind a filter chip; everything for an unknown key."""
    lacks = Q(has_director=False) | Q(has_office=False) | Q(has_members=False) | Q(lacks_director_id=True)
    conditions = {
        "attention": lacks | Q(next_due__lt=today),
        "changes": Q(has_open_change=True),
        "soon": Q(next_due__gte=today, next_due__lte=today + timedelta(days=DUE_SOON_DAYS)),
        "overdue": Q(next_due__lt=today),
    }
    return conditions.get(key, Q())


def count_filters(rows: QuerySet[Any], today: date) -> dict[str, int]:
    """How many companies each chip shows, "all" among them, in one query."""
    counts = {key: Count("pk", filter=filter_of(key, today)) for key in FILTERS}
    found: dict[str, int] = rows.order_by().aggregate(all=Count("pk"), **counts)
    return found


def company_of(firm: Firm, pk: int, today: date) -> Any:
    """One company of the firm with its health; Http404 for another firm's."""
    found = with_health(Company.objects.for_firm(firm).select_related("contact"), today).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def why_superseded(change: Change) -> str:
    """What ended the office before a superseded cessation could, and what is left to do; "" for any other change."""
    if change.status != Change.Status.SUPERSEDED:
        return ""
    row = change.company.officeholders.select_related("contact").get(pk=change.facts["officeholder_id"])
    end = show_date(row.ceased_on) if row.ceased_on else ""
    verb = {"deceased": "died", "removed": "was removed", "resigned": "resigned"}.get(row.cessation, "ceased")
    said = (
        f"{row.contact.name} {verb} on {end}: the register shows that end of the office, and"
        " this change ends nothing more."
    )
    return f"{said} {_left_to_do(change, end)}{_successor_left_out(change)}"


def _left_to_do(change: Change, end: str) -> str:
    if change.lodged_on:
        day = show_date(change.lodged_on)
        return f"ASIC was told of it on {day}: see that ASIC’s register shows what ours does."
    return f"Withdraw the pack. If ASIC was told of it before {end}, mark it lodged with that day: then it stands."


def _successor_left_out(change: Change) -> str:
    facts = facts_of(change)
    successor = facts.successor if isinstance(facts, CessationFacts) else None
    if successor is None or change.company.officeholders.filter(
        change=change, contact=successor.person.contact_id
    ):
        return ""
    return f" {successor.person.name} has not taken office by it: record that appointment on its own."


def _named(firm: Firm, text: str) -> QuerySet[Any]:
    # The register's name may differ from its contact's after an edit there.
    own_name = Q(search_key__contains=fold(text)) if text.strip() else Q()
    rows: QuerySet[Any] = Company.objects.for_firm(firm).filter(search_terms(text, "contact__") | own_name)
    return rows
