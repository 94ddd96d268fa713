"""Fixtures of this slice: a company with two directors, a person to appoint, a practice, and packs drafted in them."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from minutebook.companies.models import Company, CompanyAddress, Officeholder
from minutebook.contacts.models import Contact
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import draft_pack
from minutebook.firms.models import Firm, User
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.work import clock

UGLY = 'Kōwhai & Sons <"Whenua"> Pty Ltd'
HOME = {"line_1": "1 Manly Rd", "suburb": "Manly", "state": "NSW", "postcode": "2095", "country": "AU"}
Facts = dict[str, Any]
Result = tuple[int, dict[str, Any]]
Produce = Callable[..., Result]


@pytest.fixture
def company(firm: Firm) -> Company:
    """Two directors, a registered office, an ugly name."""
    company = make_company(firm, UGLY, "004085616")
    for given, family in (("Hēmi", "Ngata"), ("Siân", "O'Connor")):
        appoint(company, make_person(firm, given, family))
    return company


@pytest.fixture
def person(firm: Firm) -> Contact:
    """Somebody who may become a director: of age, with a director ID, an address and an e-mail address."""
    return make_person(firm, "Nguyễn Thị", "Minh Khai", director_id="036000000000017")


@pytest.fixture
def practice(firm: Firm, preparer: User, company: Company) -> Practice:
    """A practice in XPM with the company linked to its client."""
    practice = make_practice(firm, preparer)
    make_client(practice, company.name, company.contact)
    return practice


@pytest.fixture
def facts(person: Contact, firm: Firm) -> Facts:
    """The appointment of that person as a director from today, with a consent."""
    today = clock.today(firm.zone).isoformat()
    return {
        "contact_id": person.pk,
        "office": "director",
        "effective_on": today,
        "consent_dated": today,
        "has_applied_for_director_id": False,
        "alternate_for": "",
        "alternate_terms": "",
    }


@pytest.fixture
def pack(company: Company, facts: Facts, preparer: User) -> DocumentPack:
    """The drafted pack of that appointment."""
    return draft_pack(company, "officeholder_appointment", facts, preparer)


@pytest.fixture
def request_json(company: Company, person: Contact) -> dict[str, Any]:
    """A request that is good as it stands and makes no job."""
    today = clock.today(company.firm.zone).isoformat()
    return {
        "company": company.acn,
        "change": {
            "kind": "officeholder_appointment", "person": person.name, "office": "director",
            "effective_on": today, "consent_dated": today,
        },
        "documents": ["circulating_resolution"],
        "job": {"reason": "covered"},
        "wait_seconds": 0,
    }  # fmt: skip


@pytest.fixture
def produce(request_json: dict[str, Any], administrator: User, tmp_path: Path, capsys: Any) -> Produce:
    """Runs the command with some keys of the request replaced; `...` takes a key out."""

    def run(*arguments: str, **changes: Any) -> Result:
        content = {key: value for key, value in (request_json | changes).items() if value is not ...}
        path = tmp_path / "request.json"
        path.write_text(json.dumps(content), encoding="utf-8")
        with pytest.raises(SystemExit) as ended:
            call_command("produce", str(path), "--out", str(tmp_path / "packs"), *arguments)
        return int(str(ended.value.code)), json.loads(capsys.readouterr().out)

    return run


def make_company(firm: Firm, name: str, acn: str) -> Company:
    """A company with a registered office and nobody in office."""
    contact = Contact.across_firms.create(firm=firm, kind="company", name=name, acn=acn)
    company: Company = Company.across_firms.create(
        firm=firm, contact=contact, name=name, acn=acn, incorporated_on=date(2004, 2, 29)
    )
    CompanyAddress.across_firms.create(
        firm=firm, company=company, kind="registered_office", from_date=date(2004, 2, 29),
        line_1="5 Bridge St", suburb="Sydney", state="NSW", postcode="2000",
    )  # fmt: skip
    return company


def make_person(firm: Firm, given: str, family: str, **fields: Any) -> Contact:
    """An individual with all that a notice to ASIC asks for."""
    name = f"{given} {family}"
    values: dict[str, Any] = {
        "given_names": given,
        "family_name": family,
        "birth_date": date(1976, 2, 29),
        "birth_place": "Wellington, New Zealand",
        "email": f"person{Contact.across_firms.count()}@client.example",
        **HOME,
    }
    contact = Contact(firm=firm, kind="individual", name=name, **(values | fields))
    contact.save()
    return contact


def appoint(company: Company, contact: Contact, office: str = "director") -> Officeholder:
    """Somebody in office since 2010."""
    row: Officeholder = Officeholder.across_firms.create(
        firm_id=company.firm_id,
        company=company,
        contact=contact,
        office=office,
        appointed_on=date(2010, 3, 1),
    )
    return row
