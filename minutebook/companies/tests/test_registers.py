from datetime import date
from decimal import Decimal

import pytest

from minutebook.companies.models import Company, CompanyAddress, Officeholder, ShareClass, ShareTransaction
from minutebook.companies.registers import addresses_at, holdings_at, officeholders_at
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.firms.models import Firm

Kind = ShareTransaction.Kind


@pytest.fixture
def company(firm: Firm) -> Company:
    contact = Contact.objects.create(firm=firm, name="Kōwhai Pty Ltd", kind="company", acn="004085616")
    made: Company = Company.objects.create(firm=firm, contact=contact, name=contact.name, acn=contact.acn)
    return made


@pytest.fixture
def ann(firm: Firm) -> Contact:
    return Contact.objects.create(firm=firm, name="Ann")


@pytest.fixture
def bob(firm: Firm) -> Contact:
    return Contact.objects.create(firm=firm, name="Bob")


@pytest.fixture
def ordinary(company: Company) -> ShareClass:
    made: ShareClass = ShareClass.objects.create(
        firm=company.firm, company=company, code="ORD", title="Ordinary"
    )
    return made


def _move(ordinary: ShareClass, kind: str, on: date, number: int, **ends: object) -> None:
    ShareTransaction.objects.create(
        firm=ordinary.firm, company=ordinary.company, share_class=ordinary, kind=kind, on=on, number=number,
        **{"paid": Decimal("0.3333"), "unpaid": Decimal("0.0001"), **ends},
    )  # fmt: skip


def _told(company: Company, on: date) -> list[tuple[str, int, str, str, date, str]]:
    return [
        (held.member.name, held.number, str(held.paid), str(held.unpaid), held.entered_on, str(held.percent))
        for held in holdings_at(company, on)
    ]


def test_holdings_fold_every_transaction_exactly(ordinary: ShareClass, ann: Contact, bob: Contact) -> None:
    _move(ordinary, Kind.ALLOTMENT, date(2020, 2, 29), 300, to_member=ann)
    _move(ordinary, Kind.TRANSFER, date(2021, 1, 1), 100, from_member=ann, to_member=bob)
    _move(ordinary, Kind.CANCELLATION, date(2022, 1, 1), 1, from_member=bob)
    assert _told(ordinary.company, date(2022, 1, 1)) == [
        ("Ann", 200, "66.6600", "0.0200", date(2020, 2, 29), "66.89"),
        ("Bob", 99, "32.9967", "0.0099", date(2021, 1, 1), "33.11"),
    ]
    assert [held.number for held in holdings_at(ordinary.company, date(2021, 12, 31))] == [200, 100]
    assert holdings_at(ordinary.company, date(2020, 2, 28)) == ()


def test_member_who_comes_back_is_entered_anew(ordinary: ShareClass, ann: Contact, bob: Contact) -> None:
    _move(ordinary, Kind.ALLOTMENT, date(2020, 1, 1), 10, to_member=ann, paid=5)
    _move(ordinary, Kind.TRANSFER, date(2021, 1, 1), 10, from_member=ann, to_member=bob, paid=1)
    _move(ordinary, Kind.TRANSFER, date(2022, 1, 1), 4, from_member=bob, to_member=ann, paid=1)
    assert _told(ordinary.company, date(2023, 1, 1)) == [
        ("Bob", 6, "6.0000", "0.0006", date(2021, 1, 1), "60.00"),
        ("Ann", 4, "4.0000", "0.0004", date(2022, 1, 1), "40.00"),
    ]


def test_transfer_beyond_the_holding_is_refused(ordinary: ShareClass, ann: Contact, bob: Contact) -> None:
    _move(ordinary, Kind.ALLOTMENT, date(2020, 1, 1), 10, to_member=ann)
    _move(ordinary, Kind.TRANSFER, date(2021, 1, 1), 11, from_member=ann, to_member=bob)
    with pytest.raises(DomainError) as refused:
        holdings_at(ordinary.company, date(2022, 1, 1))
    assert refused.value.message.startswith("On 1 Jan 2021 11 ORD leave Ann, who then held only 10.")


def test_very_large_holdings_stay_exact(ordinary: ShareClass, ann: Contact) -> None:
    _move(ordinary, Kind.ALLOTMENT, date(2020, 1, 1), 10**15, to_member=ann)
    _move(ordinary, Kind.ALLOTMENT, date(2020, 1, 2), 1, to_member=ann)
    assert holdings_at(ordinary.company, date(2021, 1, 1))[0].number == 10**15 + 1


def test_officeholders_are_in_office_from_the_first_day_and_not_on_the_last(
    company: Company, ann: Contact
) -> None:
    Officeholder.objects.create(
        firm=company.firm, company=company, contact=ann, office="director",
        appointed_on=date(2020, 1, 1), ceased_on=date(2021, 1, 1),
    )  # fmt: skip
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]
    assert [officeholders_at(company, day).count() for day in days] == [0, 1, 1, 0]


def test_addresses_are_in_force_to_their_last_day(company: Company) -> None:
    CompanyAddress.objects.create(
        firm=company.firm, company=company, kind="registered_office",
        from_date=date(2020, 1, 1), until_date=date(2020, 6, 30),
    )  # fmt: skip
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2020, 6, 30), date(2020, 7, 1)]
    assert [addresses_at(company, day).count() for day in days] == [0, 1, 1, 0]
