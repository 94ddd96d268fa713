"""Taking back what was typed into a register by mistake."""

from datetime import date
from typing import Any

import pytest

from minutebook.companies.models import Company, CompanyAddress, Officeholder, ShareTransaction
from minutebook.companies.taking_over import record_address, record_shares
from minutebook.conftest import SignIn
from minutebook.firms.models import AuditEvent, User
from minutebook.work import clock

from .conftest import Record
from .rows import make_person


def _post(as_user: SignIn, user: User, path: str) -> Any:
    return as_user(user).post(path, follow=True)


def _address(company: Company, day: date, user: User) -> CompanyAddress:
    entry = CompanyAddress(
        firm=company.firm, company=company, kind="registered_office", line_1="1 High St", from_date=day
    )
    record_address(entry, user)
    return entry


def test_officeholder_typed_by_mistake_is_removed_and_kept_in_the_trail(
    as_user: SignIn, preparer: User, company: Company, hemi: Officeholder
) -> None:
    path = f"/companies/{company.pk}/officeholders/{hemi.pk}/removal/"
    assert path in as_user(preparer).get(f"/companies/{company.pk}/officeholders/").content.decode()
    assert "The entry is removed." in _post(as_user, preparer, path).content.decode()
    assert not Officeholder.across_firms.filter(pk=hemi.pk).exists()
    event = AuditEvent.across_firms.get(action="officeholder.removed")
    assert (event.subject_id, event.user, event.facts["contact_id"]) == (hemi.pk, preparer, hemi.contact_id)


def test_officeholder_behind_whom_a_change_stands_stays(
    as_user: SignIn,
    preparer: User,
    company: Company,
    hemi: Officeholder,
    sian: Officeholder,
    record: Record,
) -> None:
    today = clock.today(company.firm.zone).isoformat()
    record("officeholder_cessation", officeholder_id=hemi.pk, how="deceased", ceased_on=today)
    path = f"/companies/{company.pk}/officeholders/{hemi.pk}/removal/"
    assert "A change is behind this entry." in _post(as_user, preparer, path).content.decode()
    assert Officeholder.across_firms.filter(pk=hemi.pk).exists()


def test_removed_address_gives_its_time_back(as_user: SignIn, preparer: User, company: Company) -> None:
    CompanyAddress.across_firms.all().delete()
    first = _address(company, date(2020, 1, 1), preparer)
    wrong = _address(company, date(2024, 1, 1), preparer)
    _post(as_user, preparer, f"/companies/{company.pk}/addresses/{wrong.pk}/removal/")
    assert list(company.addresses.values_list("pk", "until_date")) == [(first.pk, None)]


def test_shares_on_which_others_rest_stay(as_user: SignIn, preparer: User, company: Company) -> None:
    ShareTransaction.across_firms.all().delete()
    ann, bob = make_person(company.firm, "Ann"), make_person(company.firm, "Bob")
    moved = [
        ShareTransaction(firm=company.firm, company=company, kind=kind, on=on, number=10, **ends)
        for kind, on, ends in (
            ("allotment", date(2020, 1, 1), {"to_member": ann}),
            ("transfer", date(2021, 1, 1), {"from_member": ann, "to_member": bob}),
        )
    ]
    for movement in moved:
        record_shares(movement, "ORD", "", preparer)
    first, last = (f"/companies/{company.pk}/members/{movement.pk}/removal/" for movement in moved)
    assert "Nothing was removed." in _post(as_user, preparer, first).content.decode()
    assert company.share_transactions.count() == 2
    assert "The entry is removed." in _post(as_user, preparer, last).content.decode()
    assert "The entry is removed." in _post(as_user, preparer, first).content.decode()
    assert company.share_transactions.count() == 0


@pytest.mark.parametrize("part", ["officeholders", "members", "addresses"])
def test_viewer_and_stranger_remove_nothing(
    as_user: SignIn, viewer: User, stranger: User, company: Company, hemi: Officeholder, part: str
) -> None:
    path = f"/companies/{company.pk}/{part}/{hemi.pk}/removal/"
    assert [as_user(user).post(path).status_code for user in (viewer, stranger)] == [403, 404]
    assert "removal" not in as_user(viewer).get(f"/companies/{company.pk}/{part}/").content.decode()
