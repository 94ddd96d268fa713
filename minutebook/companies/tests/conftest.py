"""Fixtures of this slice: a company, people in its offices, and changes that have gone out."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.services import make_pending, record_change
from minutebook.companies.tests.rows import appoint, make_company, make_person
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User

Record = Callable[..., Change]


@pytest.fixture
def company(firm: Firm) -> Company:
    """The company of this slice."""
    return make_company(firm)


@pytest.fixture
def hemi(company: Company) -> Officeholder:
    """A director since 2010."""
    return appoint(company, make_person(company.firm, "Hēmi Ngata"))


@pytest.fixture
def sian(company: Company) -> Officeholder:
    """Another one."""
    return appoint(company, make_person(company.firm, "Siân O'Connor"))


@pytest.fixture
def khai(firm: Firm) -> Contact:
    """Somebody who may become a director."""
    return make_person(firm, "Nguyễn Thị Minh Khai")


@pytest.fixture
def record(company: Company, preparer: User) -> Record:
    """Records a change of the company, and lets its pack go out."""

    def make(kind: str, **facts: Any) -> Change:
        change = record_change(company, kind, facts, preparer)
        with transaction.atomic():
            make_pending(change)
        return change

    return make
