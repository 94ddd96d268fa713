from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutebook.companies import facts
from minutebook.companies.models import Company, CompanyAddress, ShareTransaction
from minutebook.companies.snapshots import change_facts, company_facts, members_of, person_facts
from minutebook.companies.tests.rows import UGLY, allot, appoint, make_company, make_person
from minutebook.contacts.models import Contact, FormerName
from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm

HOME = facts.Address("1 Manly Rd", "Manly", "NSW", "2095")


@pytest.fixture
def company(firm: Firm) -> Company:
    return make_company(firm)


def test_company_is_read_as_plain_facts(company: Company, firm: Firm) -> None:
    hemi = make_person(firm, "Hēmi Ngata", email="hemi@x.example")
    FormerName.across_firms.create(firm=firm, contact=hemi, name='Jim "Jimmy" <N>')
    appoint(company, hemi, ceased_on=date(2020, 2, 29))
    allot(company, hemi, 1_000_000)
    person = facts.Person(
        hemi.pk, "Hēmi Ngata", "Hēmi", "Ngata", ('Jim "Jimmy" <N>',), date(1976, 2, 29), "Wellington", HOME,
        "036000000000017", "hemi@x.example",
    )  # fmt: skip
    assert company_facts(company) == facts.CompanyFacts(
        company_id=company.pk,
        name=UGLY,
        acn="004085616",
        company_type="proprietary",
        incorporated_on=date(2004, 2, 29),
        registered_office=facts.Address("5 Bridge St", "Sydney", "NSW", "2000"),
        officeholders=(facts.Officeholder(person, "director", date(2010, 3, 1), date(2020, 2, 29)),),
        occupier="Ngata & Walker",
        members=(facts.Member("Hēmi Ngata", (person,), "1,000,000 ORD"),),
    )


def test_person_without_a_street_has_no_address(firm: Firm) -> None:
    assert person_facts(make_person(firm, "X Y", line_1="")).address is None


def test_office_that_has_ended_is_not_the_registered_office(company: Company) -> None:
    company.addresses.update(until_date=date(2026, 1, 1))
    assert company_facts(company).registered_office is None
    CompanyAddress.across_firms.create(
        firm=company.firm, company=company, kind="registered_office", from_date=date(2026, 1, 2), line_1="New"
    )
    assert company_facts(company).registered_office == facts.Address("New")


@pytest.mark.parametrize("name", ["Ann A and Bo & Co", "Ann A & Bo and Co", "Ann A, Bo; Co"])
def test_joint_holders_are_read_one_by_one(company: Company, firm: Firm, name: str) -> None:
    ann = make_person(firm, "Ann A")
    allot(company, Contact.across_firms.create(firm=firm, kind="joint", name=name), 10)
    (member,) = members_of(company)
    assert [holder.name for holder in member.holders] == ["Ann A", "Bo", "Co"]
    assert member.holders[0].contact_id == ann.pk
    assert len({holder.contact_id for holder in member.holders}) == 3


def test_company_with_and_in_its_name_is_one_holder(company: Company, firm: Firm) -> None:
    body = Contact.across_firms.create(firm=firm, kind="company", name="Sand and Sea & Sons Pty Ltd")
    allot(company, body, 10)
    (member,) = members_of(company)
    assert [(one.name, one.is_individual) for one in member.holders] == [
        ("Sand and Sea & Sons Pty Ltd", False)
    ]


def test_holdings_are_folded_from_the_transactions(company: Company, firm: Firm) -> None:
    ann, ben = make_person(firm, "Ann A"), make_person(firm, "Ben B")
    allot(company, ann, 60)
    allot(company, ann, 5, "PREF")
    allot(company, ben, 40)
    share_class = company.share_classes.get(code="ORD")
    ShareTransaction.across_firms.create(
        firm=firm, company=company, share_class=share_class, kind="transfer", on=date(2011, 1, 1),
        from_member=ben, to_member=ann, number=40,
    )  # fmt: skip
    assert [(member.name, member.shares) for member in members_of(company)] == [("Ann A", "100 ORD, 5 PREF")]


def test_members_and_holders_cost_the_same_number_of_queries(company: Company, firm: Firm) -> None:
    counts = []
    for number in range(2):
        person = make_person(firm, f"P {number}")
        appoint(company, person)
        allot(company, person, 10)
        with CaptureQueriesContext(connection) as queries:
            company_facts(Company.across_firms.get(pk=company.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_kind_that_does_not_exist_is_refused(company: Company) -> None:
    with pytest.raises(DomainError) as refused:
        change_facts(company, "merger", {})
    assert refused.value.code == "kind"
