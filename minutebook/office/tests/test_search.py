from datetime import date

import pytest

from minutebook.companies.models import Change, Company, Officeholder, ShareTransaction
from minutebook.companies.taking_over import add_company, record_officeholder, record_shares
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.documents.models import DocumentPack
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.office.search import search_everywhere

DAY = date(2020, 3, 1)

ALL_OF_KOWHAI = {
    "Companies": ["Kōwhai & <Co> Pty Ltd"],
    "Documents": ["MB-000123"],
    "Jobs": ["CoSec 2020 für Māia"],
}


@pytest.fixture
def world(firm: Firm, preparer: User) -> Company:
    company = add_company(Company(firm=firm, name="Kōwhai & <Co> Pty Ltd", acn="004085616"), [], preparer)
    officer = Contact.objects.create(firm=firm, name="Jane Smith", suburb="Bondi")
    member = Contact.objects.create(firm=firm, name="John Smith")
    Contact.objects.create(firm=firm, name="Joan Smith")
    holder = Officeholder(firm=firm, company=company, contact=officer, office="director", appointed_on=DAY)
    record_officeholder(holder, preparer)
    movement = ShareTransaction(
        firm=firm, company=company, kind="allotment", on=DAY, number=1, to_member=member
    )
    record_shares(movement, "ORD", "", preparer)
    change = Change.objects.create(
        firm=firm, company=company, kind="x", facts={}, summary="Appointment of MĀIA Jane", event_on=DAY
    )
    DocumentPack.objects.create(
        firm=firm, company=company, change=change, trace_number="MB-000123", document_date=DAY
    )
    Job.objects.create(
        firm=firm, company=company, contact=company.contact, label="MB-000123", name="CoSec 2020 für Māia",
        number="J000777",
        description="", start_date=DAY, due_date=DAY,
    )  # fmt: skip
    return company


def _found(firm: Firm, text: str) -> dict[str, list[str]]:
    return {group.heading: [hit.label for hit in group.hits] for group in search_everywhere(firm, text)}


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kowhai", ALL_OF_KOWHAI),
        ("004 085 616", ALL_OF_KOWHAI),
        ("smith", {"People and bodies": ["Jane Smith", "Joan Smith", "John Smith"]}),
        ("officer smith", {"People and bodies": ["Jane Smith"]}),
        ("Smith shareholder", {"People and bodies": ["John Smith"]}),
        ("mb-000123", {"Documents": ["MB-000123"], "Jobs": ["CoSec 2020 für Māia"]}),
        ("appointment of", {"Documents": ["MB-000123"]}),
        ("J000777", {"Jobs": ["CoSec 2020 für Māia"]}),
        ("000777 cosec", {"Jobs": ["CoSec 2020 für Māia"]}),
        ("000123 appoint", {"Documents": ["MB-000123"]}),
        ("maia", {"Documents": ["MB-000123"], "Jobs": ["CoSec 2020 für Māia"]}),
        ("MĀIA", {"Documents": ["MB-000123"], "Jobs": ["CoSec 2020 für Māia"]}),
        ("fur COSEC", {"Jobs": ["CoSec 2020 für Māia"]}),
        ("nothing like it", {}),
        ("%", {}),
    ],
)
def test_search_finds_each_kind(world: Company, firm: Firm, typed: str, found: dict[str, list[str]]) -> None:
    assert _found(firm, typed) == found


def test_search_never_leaves_the_firm(world: Company, other_firm: Firm) -> None:
    assert [_found(other_firm, text) for text in ("kowhai", "smith", "officer", "mb-", "J000777")] == [{}] * 5


def test_search_cuts_long_lists(firm: Firm) -> None:
    for number in range(25):
        Contact.objects.create(firm=firm, name=f"Smith {number:02d}")
    (group,) = search_everywhere(firm, "smith")
    assert (len(group.hits), group.more) == (20, True)


def test_search_page_escapes_what_was_typed(as_user: SignIn, viewer: User, world: Company) -> None:
    html = as_user(viewer).get("/search/", {"q": "<script>x"}).content.decode()
    assert "0 found for “&lt;script&gt;x”" in html
    assert 'value="&lt;script&gt;x"' in html


def test_company_is_found_by_its_registers_name_and_by_its_contacts(firm: Firm, world: Company) -> None:
    Contact.across_firms.filter(pk=world.contact_id).update(name="Salt", search_key="salt | 004085616 |  | ")
    for text in ("Kōwhai &", "KŌWHAI", "kowhai", "salt"):
        assert [hit.label for hit in search_everywhere(firm, text)[0].hits] == ["Kōwhai & <Co> Pty Ltd"]
