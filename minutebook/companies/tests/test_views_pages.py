from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutebook.companies.models import Change, Company, CompanyAddress, Officeholder, ShareTransaction
from minutebook.companies.queries import companies_matching, sort_columns
from minutebook.companies.taking_over import add_company, record_officeholder, record_shares
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.core.pages import Sort, sorted_rows
from minutebook.firms.models import Firm, User
from minutebook.work.clock import today

TABS = ("", "officeholders/", "members/", "addresses/", "changes/")
LONG = "Ngā & <i>Holdings</i> " + "x" * 270


@pytest.fixture
def company(firm: Firm, preparer: User) -> Company:
    office = CompanyAddress(
        kind="registered_office", line_1="1 <High> St", suburb="Sydney", from_date=date(2015, 3, 1)
    )
    made = add_company(Company(firm=firm, name=LONG, acn="004085616"), [office], preparer)
    ann = Contact.objects.create(firm=firm, name="Ann O'Brien")
    bob = Contact.objects.create(firm=firm, name="Bob")
    holder = Officeholder(
        firm=firm, company=made, contact=ann, office="director", appointed_on=date(2015, 3, 1)
    )
    record_officeholder(holder, preparer)
    for on, number, ends in (
        (date(2015, 3, 1), 100, {"to_member": ann}),
        (date(2020, 3, 1), 40, {"from_member": ann, "to_member": bob}),
    ):
        kind = "transfer" if "from_member" in ends else "allotment"
        movement = ShareTransaction(firm=firm, company=made, kind=kind, on=on, number=number, paid=1, **ends)
        record_shares(movement, "ORD", "Ordinary", preparer)
    return made


def test_every_tab_opens_for_the_firm_and_for_nobody_else(
    as_user: SignIn, viewer: User, stranger: User, company: Company
) -> None:
    for tab in TABS:
        url = f"/companies/{company.pk}/{tab}"
        answer = as_user(viewer).get(url)
        assert answer.status_code == 200
        assert "Ngā &amp; &lt;i&gt;Holdings&lt;/i&gt;" in answer.content.decode()
        assert as_user(stranger).get(url).status_code == 404
        assert as_user(viewer).post(url).status_code == 405


def test_viewer_sees_no_way_to_write(as_user: SignIn, viewer: User, company: Company) -> None:
    pages = [as_user(viewer).get(f"/companies/{company.pk}/{tab}").content.decode() for tab in TABS[1:4]]
    assert ["/new/" in page for page in pages] == [False] * 3


@pytest.mark.parametrize("tab", ["members/", "officeholders/"])
def test_day_that_is_no_day_is_told_and_kept(
    as_user: SignIn, viewer: User, company: Company, tab: str
) -> None:
    page = as_user(viewer).get(f"/companies/{company.pk}/{tab}", {"on": "29 Feb <2025>"}).content.decode()
    assert 'value="29 Feb &lt;2025&gt;"' in page
    assert "Write the date as day, month, year" in page


def test_members_are_shown_at_the_day_that_is_asked_for(
    as_user: SignIn, viewer: User, company: Company
) -> None:
    client, url = as_user(viewer), f"/companies/{company.pk}/members/"
    before, now = client.get(url, {"on": "1 Jan 2019"}), client.get(url)
    assert [(held.member.name, held.number) for held in before.context["holdings"]] == [("Ann O'Brien", 100)]
    assert [(held.member.name, held.number) for held in now.context["holdings"]] == [
        ("Ann O'Brien", 60),
        ("Bob", 40),
    ]
    assert client.get(url, {"on": "nonsense"}).context["holdings"] == now.context["holdings"]


def test_list_filters_and_counts(
    as_user: SignIn, viewer: User, company: Company, firm: Firm, preparer: User
) -> None:
    bare = add_company(Company(firm=firm, name="Bare Pty Ltd", acn="000000019"), [], preparer)
    ann = Contact.objects.for_firm(firm).get(name="Ann O'Brien")
    ann.director_id = "036123456789012"
    ann.save()
    today = date.today()
    Change.objects.create(
        firm=firm,
        company=company,
        kind="x",
        facts={},
        summary="x",
        event_on=today,
        due_on=today - timedelta(days=3),
    )
    client = as_user(viewer)
    chips = [(key, count) for key, _, count in client.get("/companies/").context["chips"]]
    assert chips == [("attention", 2), ("changes", 1), ("soon", 0), ("overdue", 1)]
    found = {
        key: [row.pk for row in client.get("/companies/", {"filter": key}).context["page"]]
        for key, _ in chips
    }
    assert found == {
        "attention": [bare.pk, company.pk],
        "changes": [company.pk],
        "soon": [],
        "overdue": [company.pk],
    }


def test_list_finds_by_number_and_name_in_the_firm_only(
    as_user: SignIn, viewer: User, stranger: User, company: Company
) -> None:
    for typed in ("004 085 616", "nga holdings", "NGĀ"):
        assert [row.pk for row in as_user(viewer).get("/companies/", {"q": typed}).context["page"]] == [
            company.pk
        ]
        assert list(as_user(stranger).get("/companies/", {"q": typed}).context["page"]) == []


def test_list_takes_the_same_queries_for_one_and_for_thirty(
    as_user: SignIn, viewer: User, company: Company, firm: Firm, preparer: User
) -> None:
    client = as_user(viewer)
    with CaptureQueriesContext(connection) as for_one:
        client.get("/companies/")
    for number in range(30):
        add_company(Company(firm=firm, name=f"Company {number}", acn=f"{number:09d}"), [], preparer)
    with CaptureQueriesContext(connection) as for_thirty:
        client.get("/companies/")
    assert len(for_one) == len(for_thirty)


@pytest.mark.parametrize("tab", TABS)
def test_tab_takes_the_same_queries_for_a_few_and_for_thirty(
    as_user: SignIn, viewer: User, preparer: User, company: Company, firm: Firm, tab: str
) -> None:
    client, page = as_user(viewer), f"/companies/{company.pk}/{tab}"
    _add_rows(company, firm, preparer, 0)
    with CaptureQueriesContext(connection) as for_few:
        client.get(page)
    for number in range(1, 30):
        _add_rows(company, firm, preparer, number)
    with CaptureQueriesContext(connection) as for_thirty:
        client.get(page)
    assert len(for_few) == len(for_thirty)


def _add_rows(company: Company, firm: Firm, by: User, number: int) -> None:
    """One more of everything that a tab lists."""
    person, day = Contact.objects.create(firm=firm, name=f"Person {number}"), date(2021, 1, 1 + number)
    own = {"firm": firm, "company": company}
    Officeholder.objects.create(**own, contact=person, office="director", appointed_on=day)
    Officeholder.objects.create(
        **own, contact=person, office="secretary", appointed_on=day, ceased_on=day, cessation="resigned"
    )
    movement = ShareTransaction(**own, kind="allotment", on=day, number=1, to_member=person)
    record_shares(movement, "ORD", "Ordinary", by)
    CompanyAddress.objects.create(**own, kind="principal_place", line_1=f"{number} High St", from_date=day)
    Change.objects.create(
        **own, kind="registered_office", facts={}, summary=f"Change {number}", event_on=day, created_by=by
    )


def test_export_has_the_firms_companies_without_formulas(
    as_user: SignIn, viewer: User, stranger: User, firm: Firm, preparer: User
) -> None:
    add_company(Company(firm=firm, name="=HYPERLINK(1)", acn="004085616"), [], preparer)
    lines = as_user(viewer).get("/companies/export/").content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Name,ACN,ABN,Type,Status,Incorporated,Next review,Health"
    assert lines[1].startswith("'=HYPERLINK(1),004 085 616,,")
    assert len(as_user(stranger).get("/companies/export/").content.decode("utf-8-sig").splitlines()) == 1


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", "asw Ōb z"),
        ("name", "asw Ōb z"),
        ("-name", "z Ōb asw"),
        ("-acn", "z asw Ōb"),
        ("abn", "Ōb z asw"),
        ("-abn", "z Ōb asw"),
        ("review", "z Ōb asw"),
        ("password", "asw Ōb z"),
    ],
)
def test_list_of_companies_is_sorted(
    as_user: SignIn, viewer: User, preparer: User, firm: Firm, sort: str, order: str
) -> None:
    on = today(firm.zone)
    over, ahead = on - timedelta(days=1), on + timedelta(days=1)
    for name, acn, abn, review in (
        ("Ōb", "000000019", "1", {"review_month": over.month, "review_day": over.day}),
        ("z", "010499966", "2", {"review_month": ahead.month, "review_day": ahead.day}),
        ("asw", "004085616", "", {}),
    ):
        add_company(Company(firm=firm, name=name, acn=acn, abn=abn, **review), [], preparer)
    page = as_user(viewer).get("/companies/", {"sort": sort}).context["page"]
    assert " ".join(company.name for company in page) == order


@pytest.mark.parametrize(
    ("today", "order"),
    [
        (date(2028, 2, 28), "leap after before"),
        (date(2028, 2, 29), "after before leap"),
        (date(2027, 3, 1), "after before leap"),
    ],
)
def test_review_of_29_february_is_sorted_as_the_28th(
    firm: Firm, preparer: User, today: date, order: str
) -> None:
    for name, acn, day in (("leap", "000000019", 29), ("before", "010499966", 27), ("after", "004085616", 1)):
        review = {"review_month": 3 if name == "after" else 2, "review_day": day}
        add_company(Company(firm=firm, name=name, acn=acn, **review), [], preparer)
    columns = sort_columns(today)
    rows = sorted_rows(companies_matching(firm, "", today), Sort("review"), columns)
    assert " ".join(row.name for row in rows) == order
