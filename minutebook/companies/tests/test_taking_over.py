from datetime import date

import pytest

from minutebook.companies.models import Company, CompanyAddress, Officeholder, ShareTransaction
from minutebook.companies.taking_over import (
    add_company,
    change_identity,
    record_address,
    record_officeholder,
    record_shares,
)
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User


def _company(firm: Firm, name: str = "Salt & <Stone> Pty Ltd", acn: str = "004085616") -> Company:
    return Company(firm=firm, name=name, acn=acn)


def _address(company: Company, day: date, **parts: str) -> CompanyAddress:
    return CompanyAddress(
        firm=company.firm, company=company, kind="registered_office", from_date=day, **parts
    )


def _actions(firm: Firm) -> list[str]:
    return list(AuditEvent.objects.for_firm(firm).order_by("id").values_list("action", flat=True))


def test_new_company_gets_its_contact_and_addresses(firm: Firm, preparer: User) -> None:
    office = CompanyAddress(kind="registered_office", from_date=date(2020, 1, 1), line_1="1 High St")
    company = add_company(_company(firm), [office], preparer)
    assert (company.contact.name, company.contact.acn, company.contact.kind) == (
        company.name,
        company.acn,
        "company",
    )
    assert [(row.kind, row.line_1, row.firm_id) for row in company.addresses.all()] == [
        ("registered_office", "1 High St", firm.pk)
    ]
    assert _actions(firm) == ["company.added"]


def test_new_company_takes_over_the_contact_with_its_acn(firm: Firm, preparer: User) -> None:
    known = Contact.objects.create(firm=firm, name="Salt", kind="company", acn="004085616", abn="53004085616")
    company = add_company(_company(firm), [], preparer)
    known.refresh_from_db()
    assert (company.contact, known.name, known.abn) == (known, "Salt & <Stone> Pty Ltd", "53004085616")


def test_second_company_with_one_acn_is_refused_and_leaves_nothing(firm: Firm, preparer: User) -> None:
    add_company(_company(firm), [], preparer)
    with pytest.raises(DomainError) as refused:
        add_company(_company(firm, "Copy"), [], preparer)
    assert (refused.value.code, refused.value.field) == ("acn", "acn")
    assert (Contact.objects.for_firm(firm).count(), _actions(firm)) == (1, ["company.added"])


def test_two_firms_may_keep_the_same_company(
    firm: Firm, other_firm: Firm, preparer: User, stranger: User
) -> None:
    first = add_company(_company(firm), [], preparer)
    second = add_company(_company(other_firm), [], stranger)
    assert first.contact != second.contact


def test_changed_identity_keeps_the_contact_true_and_the_old_name(firm: Firm, preparer: User) -> None:
    company = add_company(_company(firm, "Old Name Pty Ltd"), [], preparer)
    company.name = "Kōwhai Pty Ltd"
    change_identity(company, preparer, keep_name="Old Name Pty Ltd")
    contact = Contact.objects.for_firm(firm).get()
    assert contact.name == "Kōwhai Pty Ltd"
    assert contact.search_key.startswith("kowhai pty ltd | old name pty ltd |")


def test_officeholder_is_not_entered_twice_for_one_time(firm: Firm, preparer: User) -> None:
    company, person = add_company(_company(firm), [], preparer), Contact.objects.create(firm=firm, name="Ann")

    def holder(begun: date, ended: date | None) -> Officeholder:
        return Officeholder(
            firm=firm, company=company, contact=person, office="director", appointed_on=begun, ceased_on=ended
        )

    record_officeholder(holder(date(2020, 1, 1), date(2021, 1, 1)), preparer)
    record_officeholder(holder(date(2021, 1, 1), None), preparer)
    record_officeholder(holder(date(2018, 1, 1), date(2020, 1, 1)), preparer)
    for begun, ended in (
        (date(2022, 1, 1), None),
        (date(2019, 1, 1), date(2020, 1, 2)),
        (date(2010, 1, 1), None),
    ):
        with pytest.raises(DomainError) as refused:
            record_officeholder(holder(begun, ended), preparer)
        assert refused.value.code == "in_office"
    assert company.officeholders.count() == 3


def test_new_address_ends_the_open_one_the_day_before(firm: Firm, preparer: User) -> None:
    company = add_company(_company(firm), [], preparer)
    record_address(_address(company, date(2020, 1, 1)), preparer)
    record_address(_address(company, date(2024, 3, 1)), preparer)
    assert list(company.addresses.values_list("from_date", "until_date")) == [
        (date(2020, 1, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), None),
    ]
    with pytest.raises(DomainError) as refused:
        record_address(_address(company, date(2024, 3, 1)), preparer)
    assert refused.value.field == "from_date"


def test_earlier_address_is_entered_after_the_present_one(firm: Firm, preparer: User) -> None:
    company = add_company(_company(firm), [], preparer)
    for begun in (date(2024, 3, 1), date(2010, 1, 1), date(2020, 1, 1)):
        record_address(_address(company, begun), preparer)
    assert list(company.addresses.order_by("from_date").values_list("from_date", "until_date")) == [
        (date(2010, 1, 1), date(2019, 12, 31)),
        (date(2020, 1, 1), date(2024, 2, 29)),
        (date(2024, 3, 1), None),
    ]


def test_shares_make_their_class_once_and_never_go_below_zero(firm: Firm, preparer: User) -> None:
    company, ann = add_company(_company(firm), [], preparer), Contact.objects.create(firm=firm, name="Ann")

    def movement(kind: str, number: int, **ends: Contact) -> ShareTransaction:
        return ShareTransaction(
            firm=firm, company=company, kind=kind, on=date(2020, 1, 1), number=number, **ends
        )

    record_shares(movement("allotment", 10, to_member=ann), "ord", "Ordinary", preparer)
    record_shares(movement("allotment", 5, to_member=ann), "ORD", "Other title", preparer)
    with pytest.raises(DomainError):
        record_shares(movement("cancellation", 16, from_member=ann), "ORD", "", preparer)
    assert list(company.share_classes.values_list("code", "title")) == [("ORD", "Ordinary")]
    assert list(company.share_transactions.values_list("number", flat=True)) == [10, 5]
    assert _actions(firm) == ["company.added", "shares.recorded", "shares.recorded"]
