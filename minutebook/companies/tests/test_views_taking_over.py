from datetime import date

import pytest

from minutebook.companies.models import Company
from minutebook.companies.taking_over import add_company
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User

OFFICE = {
    "office-line_1": "12 George St", "office-suburb": "Sydney", "office-country": "AU", "office-from_date": "1/3/2015",
}  # fmt: skip
IDENTITY = {
    "name": "Salt & <Stone> Pty Ltd",
    "acn": "004 085 616",
    "company_type": "proprietary",
    "has_constitution": "on",
}


@pytest.fixture
def company(firm: Firm, preparer: User) -> Company:
    born = date(2012, 2, 29)
    return add_company(
        Company(firm=firm, name="Kōwhai Pty Ltd", acn="000000019", incorporated_on=born), [], preparer
    )


@pytest.fixture
def ann(firm: Firm) -> Contact:
    return Contact.objects.create(firm=firm, name="Ann")


def test_add_company_with_one_place_for_both(as_user: SignIn, preparer: User, firm: Firm) -> None:
    typed = (
        IDENTITY | OFFICE | {"same_place": "on", "incorporated_on": "29 Feb 2012", "abn": "53 004 085 616"}
    )
    answer = as_user(preparer).post("/companies/new/", typed)
    company = Company.objects.for_firm(firm).get()
    assert (answer.status_code, answer["Location"]) == (303, f"/companies/{company.pk}/")
    assert (company.name, company.acn, company.abn) == ("Salt & <Stone> Pty Ltd", "004085616", "53004085616")
    assert (company.review_month, company.review_day) == (2, 29)
    assert sorted(company.addresses.values_list("kind", "line_1")) == [
        ("principal_place", "12 George St"),
        ("registered_office", "12 George St"),
    ]


@pytest.mark.parametrize(
    ("typed", "link", "message"),
    [
        ({"acn": "004 085 617"}, "#id_acn", "The last digit of this ACN does not fit"),
        ({"abn": "51 824 753 556"}, "#id_abn", "A company’s ABN ends with its ACN"),
        ({"name": ""}, "#id_name", "This is needed. Fill it in."),
        ({"incorporated_on": "1 Jan 2199"}, "#id_incorporated_on", "This day is in the future."),
        ({"review_day": "31", "review_month": "2"}, "#id_review_day", "February has no day 31."),
        ({"review_day": "3"}, "#id_review_day", "Choose both the day and the month, or neither."),
        (
            {"incorporated_on": "1 Jan 2020"},
            "#id_office-from_date",
            "This is before the company was incorporated.",
        ),
        ({"office-line_1": "GPO Box 12"}, "#id_office-line_1", "A registered office cannot be a post box."),
        ({"office-line_1": ""}, "#id_office-line_1", "This is needed. Fill it in."),
    ],
)
def test_add_company_refuses_at_the_field_and_keeps_the_rest(
    as_user: SignIn, preparer: User, firm: Firm, typed: dict[str, str], link: str, message: str
) -> None:
    answer = as_user(preparer).post("/companies/new/", IDENTITY | OFFICE | {"same_place": "on"} | typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="{link}"' in html
    assert message in html
    assert 'value="Sydney"' in html
    assert Company.objects.for_firm(firm).count() == 0


def test_add_company_twice_is_refused(as_user: SignIn, preparer: User, company: Company, firm: Firm) -> None:
    answer = as_user(preparer).post(
        "/companies/new/", IDENTITY | OFFICE | {"same_place": "on", "acn": "000 000 019"}
    )
    assert answer.status_code == 422
    assert "The registers of this ACN are kept already: Kōwhai Pty Ltd." in answer.content.decode()


def test_edit_identity_can_keep_the_former_name(as_user: SignIn, preparer: User, company: Company) -> None:
    typed = IDENTITY | {"name": "New & Name Pty Ltd", "acn": "000000019", "keeps_former_name": "on"}
    answer = as_user(preparer).post(f"/companies/{company.pk}/edit/", typed)
    company.refresh_from_db()
    assert (answer.status_code, company.name) == (303, "New & Name Pty Ltd")
    assert [row.name for row in company.contact.former_names.all()] == ["Kōwhai Pty Ltd"]


def test_officeholder_is_recorded(as_user: SignIn, preparer: User, company: Company, ann: Contact) -> None:
    typed = {"contact": str(ann.pk), "office": "director", "appointed_on": "29/2/2012"}
    answer = as_user(preparer).post(f"/companies/{company.pk}/officeholders/new/", typed)
    assert (answer.status_code, answer["Location"]) == (303, f"/companies/{company.pk}/officeholders/")
    assert list(company.officeholders.values_list("contact", "office", "appointed_on")) == [
        (ann.pk, "director", date(2012, 2, 29))
    ]


def test_alternate_is_recorded_with_the_director_they_stand_in_for(
    as_user: SignIn, preparer: User, company: Company, ann: Contact
) -> None:
    typed = {"contact": str(ann.pk), "office": "alternate director", "appointed_on": "29/2/2012"}
    address = f"/companies/{company.pk}/officeholders/"
    as_user(preparer).post(f"{address}new/", typed | {"alternate_for": "Bo <Li>"})
    assert "Alternate director for Bo &lt;Li&gt;" in as_user(preparer).get(address).content.decode()


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"appointed_on": "28/2/2012"}, "This is before the company was incorporated."),
        ({"appointed_on": "1 Jan 2199"}, "This day is in the future. Record a change"),
        ({"ceased_on": "1 Jan 2013"}, "Say both when and how the office ended, or neither."),
        ({"ceased_on": "1 Jan 2012", "cessation": "resigned"}, "This is before the appointment."),
        ({"office": "alternate director"}, "Enter the director whom the alternate stands in for"),
        ({"contact": "", "contact_text": "Nobody"}, "Nobody called “Nobody” is in Global Contacts."),
    ],
)
def test_officeholder_is_refused_at_the_field(
    as_user: SignIn, preparer: User, company: Company, ann: Contact, typed: dict[str, str], message: str
) -> None:
    sound = {"contact": str(ann.pk), "contact_text": "Ann", "office": "director", "appointed_on": "1/1/2013"}
    answer = as_user(preparer).post(f"/companies/{company.pk}/officeholders/new/", sound | typed)
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert company.officeholders.count() == 0


def test_officeholder_must_be_a_person(as_user: SignIn, preparer: User, company: Company) -> None:
    typed = {"contact": str(company.contact_id), "office": "director", "appointed_on": "1/1/2013"}
    answer = as_user(preparer).post(f"/companies/{company.pk}/officeholders/new/", typed)
    assert "Only a person can be a director or secretary." in answer.content.decode()


def test_contact_of_another_firm_is_refused(
    as_user: SignIn, preparer: User, company: Company, other_firm: Firm
) -> None:
    foreign = Contact.objects.create(firm=other_firm, name="Foreign")
    typed = {"contact": str(foreign.pk), "office": "director", "appointed_on": "1/1/2013"}
    answer = as_user(preparer).post(f"/companies/{company.pk}/officeholders/new/", typed)
    assert (answer.status_code, company.officeholders.count()) == (422, 0)


def test_shares_are_recorded_and_refused(
    as_user: SignIn, preparer: User, company: Company, ann: Contact
) -> None:
    client, url = as_user(preparer), f"/companies/{company.pk}/members/new/"
    allotment = {
        "kind": "allotment",
        "on": "1/1/2013",
        "to_member": str(ann.pk),
        "number": "100",
        "class_code": "ord",
    }
    cancellation = {
        "kind": "cancellation",
        "on": "1/1/2014",
        "from_member": str(ann.pk),
        "number": "101",
        "class_code": "ORD",
    }
    assert client.post(url, allotment).status_code == 303
    refused = client.post(url, cancellation)
    assert refused.status_code == 422
    assert "101 ORD leave Ann, who then held only 100." in refused.content.decode()
    assert "Say who takes these shares." in client.post(url, allotment | {"to_member": ""}).content.decode()
    assert (
        "An allotment makes new shares"
        in client.post(url, allotment | {"from_member": str(ann.pk)}).content.decode()
    )
    assert company.share_transactions.count() == 1


def test_address_is_recorded(as_user: SignIn, preparer: User, company: Company) -> None:
    typed = {
        "kind": "registered_office", "line_1": "1 O'Connell St", "suburb": "Sydney", "country": "AU",
        "from_date": "1 Mar 2015",
    }  # fmt: skip
    client, url = as_user(preparer), f"/companies/{company.pk}/addresses/new/"
    assert client.post(url, typed).status_code == 303
    assert (
        "The register has an address of this kind from that day" in client.post(url, typed).content.decode()
    )


@pytest.mark.parametrize(
    ("part", "typed", "message"),
    [
        ("members", {"on": "28 Feb 2012"}, "This is before the company was incorporated."),
        ("members", {"on": "29 Feb 2013"}, "The calendar has no such day."),
        ("members", {"number": "1.5"}, "Write a whole number"),
        ("addresses", {"from_date": "28/2/12"}, "This is before the company was incorporated."),
        ("officeholders", {"consent_dated": "1 Jan 2199"}, "This day is in the future."),
    ],
)
def test_entry_that_cannot_be_is_refused_at_its_field(
    as_user: SignIn,
    preparer: User,
    company: Company,
    ann: Contact,
    part: str,
    typed: dict[str, str],
    message: str,
) -> None:
    right = {
        "kind": {"members": "allotment", "addresses": "registered_office"}.get(part, ""),
        "on": "1/1/2013", "to_member": str(ann.pk), "number": "1,000", "class_code": "ORD",
        "line_1": "1 High St", "suburb": "Sydney", "country": "AU", "from_date": "1/3/2015",
        "contact": str(ann.pk), "office": "director", "appointed_on": "1/1/2013",
    }  # fmt: skip
    url = f"/companies/{company.pk}/{part}/new/"
    refused = as_user(preparer).post(url, right | typed)
    assert refused.status_code == 422
    assert message in refused.content.decode()
    assert as_user(preparer).post(url, right).status_code == 303


def test_viewer_and_stranger_cannot_write(
    as_user: SignIn, viewer: User, stranger: User, company: Company, ann: Contact
) -> None:
    typed = {"contact": str(ann.pk), "office": "director", "appointed_on": "1/1/2013"}
    parts = ("edit", "officeholders/new", "addresses/new", "members/new")
    urls = [f"/companies/{company.pk}/{part}/" for part in parts]
    assert [as_user(viewer).post(url, typed).status_code for url in ["/companies/new/", *urls]] == [403] * 5
    assert [as_user(stranger).post(url, typed).status_code for url in urls] == [404] * 4
    assert company.officeholders.count() == 0
