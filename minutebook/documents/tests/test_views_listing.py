from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from minutebook.companies.models import Change
from minutebook.conftest import SignIn
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.conftest import make_company
from minutebook.firms.models import Firm, User

LIST = reverse("pack_list")


@pytest.fixture
def client(as_user: SignIn, viewer: User) -> Client:
    """Signed in as one who may only look."""
    return as_user(viewer)


def make_pack(firm: Firm, number: int, **fields: Any) -> DocumentPack:
    """A pack with its change, of a company of its own."""
    company = make_company(firm, f"Company {number} Pty Ltd", f"{number:09d}")
    change = Change.across_firms.create(
        firm=firm, company=company, kind="registered_office", facts={}, event_on=date(2026, 1, 1),
        summary=fields.pop("summary", "Appointment of Māia Tāwhiri"), due_on=fields.pop("due_on", None),
    )  # fmt: skip
    values = {"trace_number": f"AAAA-{number:04d}", "document_date": date(2026, 1, 1)} | fields
    pack: DocumentPack = DocumentPack.across_firms.create(firm=firm, company=company, change=change, **values)
    return pack


def shown(answer: Any) -> list[str]:
    return [pack.trace_number for pack, *_ in answer.context["rows"]]


def test_empty_list_says_what_to_do(client: Client) -> None:
    assert "No document packs yet" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("aaaa-0001", ["AAAA-0001"]),
        ("moved", ["AAAA-0002"]),
        ("Company 1", ["AAAA-0001"]),
        ("Māia", ["AAAA-0001"]),
        ("7ebx moved", ["AAAA-0002"]),
        ("nothing like it", []),
        ("%", []),
        ("' OR 1=1 --", []),
    ],
)
def test_search_looks_into_trace_number_company_summary_and_number_at_asic(
    firm: Firm, client: Client, text: str, found: list[str]
) -> None:
    make_pack(firm, 1)
    Change.across_firms.filter(pack=make_pack(firm, 2, summary="Registered office moved")).update(
        lodged_number="7EBX<&>"
    )
    assert shown(client.get(LIST, {"q": text})) == found


def test_chips_count_and_filter(firm: Firm, client: Client) -> None:
    make_pack(firm, 1, due_on=date(2020, 1, 1))
    make_pack(firm, 2, status="released", due_on=date(2999, 1, 1))
    make_pack(firm, 3, status="withdrawn", due_on=date(2020, 1, 1))
    answer = client.get(LIST, {"status": "overdue"})
    assert [count for *_, count in answer.context["chips"]] == [1, 1, 0, 1, 1]
    assert shown(answer) == ["AAAA-0001"]
    assert len(shown(client.get(LIST, {"status": "no such"}))) == 3


def test_other_firm_sees_none_of_it(firm: Firm, stranger: User, as_user: SignIn) -> None:
    make_pack(firm, 1)
    assert "AAAA-0001" not in as_user(stranger).get(LIST).content.decode()


def test_queries_do_not_grow_and_pages_hold_fifty(firm: Firm, client: Client) -> None:
    make_pack(firm, 1)
    client.get(LIST)
    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    for number in range(2, 54):
        make_pack(firm, number)
    with CaptureQueriesContext(connection) as many:
        answer = client.get(LIST)
    assert (len(many), len(shown(answer))) == (len(one), 50)
    assert len(shown(client.get(LIST, {"page": "2"}))) == 3


def test_export_is_the_list_as_it_is_searched_and_filtered(
    firm: Firm, client: Client, stranger: User, as_user: SignIn
) -> None:
    make_pack(firm, 1, summary="@Late", due_on=date(2020, 1, 31), no_job_reason="no charge")
    for number in range(2, 12):
        make_pack(firm, number, status="lodged")
    url = reverse("pack_export")
    assert client.get(url).content.startswith(b"\xef\xbb\xbfChange,Company,ACN,")
    rows = client.get(url, {"status": "overdue", "q": "late"}).content.decode("utf-8-sig").splitlines()
    assert rows[1:] == [
        "'@Late,Company 1 Pty Ltd,000 000 001,AAAA-0001,Draft,waiting on me,31 Jan 2020,Yes,,,,,No charge"
    ]
    with CaptureQueriesContext(connection) as asked:
        assert len(client.get(url).content.splitlines()) == 12
    assert len([one for one in asked if "documents_documentpack" in one["sql"]]) == 1
    assert len(as_user(stranger).get(url).content.splitlines()) == 1
    assert f'href="{url}?status=overdue"' in client.get(LIST, {"status": "overdue"}).content.decode()


def test_ticked_packs_alone_are_exported(firm: Firm, client: Client, stranger: User, as_user: SignIn) -> None:
    make_pack(firm, 1)
    pk, url = make_pack(firm, 2).pk, reverse("pack_export")
    assert f'name="row" value="{pk}"' in client.get(LIST).content.decode()
    rows = client.get(url, {"row": pk}).content.decode().splitlines()
    assert ("AAAA-0002" in rows[1], len(rows)) == (True, 2)
    assert len(as_user(stranger).get(url, {"row": pk}).content.splitlines()) == 1
