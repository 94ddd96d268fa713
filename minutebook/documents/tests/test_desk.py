"""Document Production is stored all or nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from minutebook.conftest import SignIn
from minutebook.core.dates import show_date
from minutebook.documents.desk import Desk
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.posting import typed_on
from minutebook.firms.models import User
from minutebook.work import clock


def stored(pack: DocumentPack) -> list[Any]:
    documents = pack.documents.values_list("key", "position", "is_included").order_by("key")
    return [*DocumentPack.across_firms.filter(pk=pack.pk).values(), *documents]


def as_posted(client: Client, pack: DocumentPack, **changed: Any) -> QueryDict:
    typed = QueryDict(mutable=True)
    for name, value in (typed_on(client, pack) | changed).items():
        typed.setlist(name, [str(one) for one in (value if isinstance(value, list) else [value])])
    return typed


def test_failure_in_the_last_part_stores_nothing_and_keeps_what_was_typed(
    pack: DocumentPack, preparer: User, as_user: SignIn
) -> None:
    before, tomorrow = stored(pack), show_date(clock.today(pack.firm.zone) + timedelta(days=1))
    typed = as_posted(
        as_user(preparer), pack, included=["cover_letter"], document_date=tomorrow, decision="meeting"
    )
    desk = Desk(DocumentPack.across_firms.get(pk=pack.pk), preparer, typed)
    assert desk.is_valid()
    desk.proposal = desk.proposal.with_changes(description=object())  # no draft that JSON can keep
    with pytest.raises(TypeError, match="JSON"):
        desk.store()
    assert stored(pack) == before
    assert [row.document.key for row in desk.rows if row.is_included] == ["cover_letter"]
    assert desk.settings["document_date"].value() == tomorrow
