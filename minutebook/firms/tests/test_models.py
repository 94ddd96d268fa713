import asyncio
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, Q

from minutebook.contacts.models import Contact, FormerName
from minutebook.firms.models import AuditEvent, Firm, FirmOwned, UnscopedQuery, User, record_event

Rows = Callable[[Any], Any]


async def _each(rows: Any) -> list[Any]:
    return [row async for row in rows]


async def _iterated(rows: Any) -> list[Any]:
    return [row async for row in rows.aiterator()]


def _bulk_update(rows: Any) -> Any:
    mine = list(Contact.across_firms.all())
    for row in mine:
        row.name = "changed"
    return rows.bulk_update(mine, ["name"])


WAYS: dict[str, Rows] = {
    "list": list,
    "len": len,
    "bool": bool,
    "repr": repr,
    "in": lambda rows: Contact(pk=1) in rows,
    "index": lambda rows: rows[0],
    "slice": lambda rows: list(rows[:1]),
    "get": lambda rows: rows.get(name="ours"),
    "first": lambda rows: rows.first(),
    "last": lambda rows: rows.last(),
    "earliest": lambda rows: rows.earliest("pk"),
    "latest": lambda rows: rows.latest("pk"),
    "in_bulk": lambda rows: rows.in_bulk(),
    "in_bulk of ids": lambda rows: rows.in_bulk([1]),
    "values": lambda rows: list(rows.values()),
    "values_list": lambda rows: list(rows.values_list("name", flat=True)),
    "only": lambda rows: list(rows.only("name")),
    "distinct": lambda rows: list(rows.order_by("name").distinct()),
    "select_related": lambda rows: list(rows.select_related("firm")),
    "prefetch_related": lambda rows: list(rows.prefetch_related("former_names")),
    "dates": lambda rows: list(rows.dates("birth_date", "day")),
    "iterator": lambda rows: list(rows.iterator()),
    "iterator of chunks": lambda rows: list(rows.iterator(chunk_size=1)),
    "count": lambda rows: rows.count(),
    "exists": lambda rows: rows.exists(),
    "contains": lambda rows: rows.contains(Contact.across_firms.first()),
    "aggregate": lambda rows: rows.aggregate(Count("pk")),
    "annotate": lambda rows: list(rows.annotate(again=F("name"))),
    "explain": lambda rows: rows.explain(),
    "update": lambda rows: rows.update(name="changed"),
    "delete": lambda rows: rows.delete(),
    "bulk_update": _bulk_update,
    "get_or_create": lambda rows: rows.get_or_create(name="ours"),
    "update_or_create": lambda rows: rows.update_or_create(name="ours"),
    "pickle": pickle.dumps,
    "raw": lambda rows: list(rows.raw("SELECT * FROM contacts_contact")),
    "union": lambda rows: list(rows.union(Contact.objects.for_firm(0))),
    "or": lambda rows: list(rows | Contact.objects.for_firm(0)),
    "union of the unscoped": lambda rows: list(Contact.objects.for_firm(0).union(rows.all())),
    "or of the unscoped": lambda rows: list(Contact.objects.for_firm(0) | rows.all()),
    "xor of the unscoped": lambda rows: list(Contact.objects.for_firm(0) ^ rows.all()),
    "in a sub-query": lambda rows: list(FormerName.objects.for_firm(0).filter(contact__in=rows.all())),
    "excluded by a sub-query": lambda rows: list(
        Contact.objects.for_firm(0).exclude(pk__in=rows.values("pk"))
    ),
    "async for": lambda rows: asyncio.run(_each(rows.all())),
    "aiterator": lambda rows: asyncio.run(_iterated(rows)),
    "aget": lambda rows: asyncio.run(rows.aget(name="ours")),
    "afirst": lambda rows: asyncio.run(rows.afirst()),
    "acount": lambda rows: asyncio.run(rows.acount()),
    "aexists": lambda rows: asyncio.run(rows.aexists()),
    "aupdate": lambda rows: asyncio.run(rows.aupdate(name="changed")),
    "adelete": lambda rows: asyncio.run(rows.adelete()),
    "aaggregate": lambda rows: asyncio.run(rows.aaggregate(Count("pk"))),
    "ain_bulk": lambda rows: asyncio.run(rows.ain_bulk()),
}


@pytest.fixture
def contact(firm: Firm) -> Contact:
    made: Contact = Contact.across_firms.create(firm=firm, name="ours")
    return made


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("start", ["manager", "all", "filter", "order"])
def test_query_without_the_firm_is_refused(contact: Contact, way: str, start: str) -> None:
    starts = {
        "manager": lambda: Contact.objects.get_queryset(),
        "all": lambda: Contact.objects.all(),
        "filter": lambda: Contact.objects.filter(Q(name="ours") | Q(firm=contact.firm)),
        "order": lambda: Contact.objects.order_by("-name"),
    }
    with pytest.raises(UnscopedQuery):
        WAYS[way](starts[start]())
    assert list(Contact.across_firms.values_list("name", flat=True)) == ["ours"]


def test_scoped_query_sees_the_firms_own_rows_only(contact: Contact, other_firm: Firm) -> None:
    Contact.across_firms.create(firm=other_firm, name="theirs")
    ours = Contact.objects.for_firm(contact.firm)
    seen = [
        [row.name for row in ours],
        [row.name for row in ours | Contact.objects.for_firm(contact.firm_id)],
        [row.name for row in ours.filter(Q(name="theirs") | Q(name="ours"))],
        [row.name for row in ours.order_by().union(Contact.objects.for_firm(contact.firm).order_by())],
        [row.name for row in ours.iterator()],
        [ours.get().name],
    ]
    assert seen == [["ours"]] * 6
    assert (ours.count(), ours.exists(), ours.filter(name="theirs").exists()) == (1, True, False)
    assert ours.filter(name="theirs").update(name="taken") == 0
    assert ours.filter(name="theirs").delete() == (0, {})


def test_nobodys_firm_has_no_rows(contact: Contact) -> None:
    nobody: Any = None
    assert list(Contact.objects.for_firm(nobody)) == []


def test_scoped_sub_queries_run(contact: Contact) -> None:
    FormerName.across_firms.create(firm=contact.firm, contact=contact, name="before")
    named = FormerName.objects.for_firm(contact.firm)
    contacts = Contact.objects.for_firm(contact.firm)
    assert [row.name for row in contacts.filter(pk__in=named.values("contact"))] == ["ours"]
    assert [row.name for row in contacts.filter(Exists(named.filter(contact=OuterRef("pk"))))] == ["ours"]


def test_every_row_of_a_firm_is_guarded() -> None:
    unguarded = [
        model.__name__
        for model in _below(FirmOwned)
        if not model._meta.abstract and not hasattr(model.objects.get_queryset(), "for_firm")
    ]
    assert unguarded == []


def test_users_email_is_kept_in_small_letters(firm: Firm) -> None:
    user = User.objects.create_user("Zoë.O'Connor@FIRM.Example", None, firm=firm)
    assert (user.email, user.has_usable_password()) == ("zoë.o'connor@firm.example", False)


@pytest.mark.parametrize(("active", "allowed"), [(True, True), (False, False)])
def test_user_who_was_put_out_may_nothing(viewer: User, active: bool, allowed: bool) -> None:
    viewer.is_active = active
    assert viewer.may("view") is allowed


def test_permission_that_does_not_exist_is_a_mistake(administrator: User) -> None:
    with pytest.raises(KeyError):
        administrator.may("fly")


def test_firms_address_is_printed_without_empty_lines(firm: Firm) -> None:
    firm.address = " 1 Sea St \r\n\r\n Bondi <NSW> 2026\n"
    assert firm.address_lines == ("1 Sea St", "Bondi <NSW> 2026")


def test_event_says_who_did_what_to_which_row(contact: Contact, preparer: User) -> None:
    record_event("contact.changed", contact, preparer, field="name")
    event = AuditEvent.objects.for_firm(contact.firm).get()
    assert (event.user, event.action, event.subject, event.subject_id, event.facts) == (
        preparer,
        "contact.changed",
        "contact",
        contact.pk,
        {"field": "name"},
    )


def test_event_about_the_firm_itself_is_the_firms(firm: Firm) -> None:
    record_event("firm.changed", firm)
    assert AuditEvent.objects.for_firm(firm).get().subject == "firm"


def _below(model: type[Any]) -> list[Any]:
    return [one for child in model.__subclasses__() for one in (child, *_below(child))]
