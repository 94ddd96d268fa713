"""The panel's offer beside a new job: the client's open jobs, read from XPM when a person asks."""

import pytest
from django.urls import reverse

from minutebook.companies.models import Company
from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import JobReading
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.practice_manager.models import Client
from minutebook.work import clock

PAGE = reverse("client_open_jobs")
ROW = {
    "number": "J000009",
    "uuid": "u9",
    "name": "Year <end>",
    "state": "Planned",
    "start": "",
    "due": "2026-12-01",
}


@pytest.fixture
def practice(firm: Firm, preparer: User) -> Practice:
    return make_practice(firm, preparer)


@pytest.fixture
def client_in_xpm(practice: Practice, company: Company) -> Client:
    return make_client(practice, company.name, company.contact)


def test_rights(
    client_in_xpm: Client, company: Company, viewer: User, preparer: User, stranger: User, as_user: SignIn
) -> None:
    asked = {"contact": company.contact_id}
    assert [as_user(one).post(PAGE, asked).status_code for one in (preparer, viewer)] == [200, 403]
    assert as_user(stranger).get(PAGE, asked).status_code == 409  # that firm has no practice
    assert JobReading.across_firms.count() == 1


def test_looking_changes_nothing_and_asking_waits_for_the_answer(
    client_in_xpm: Client, company: Company, preparer: User, as_user: SignIn
) -> None:
    client, asked = as_user(preparer), {"contact": str(company.contact_id)}
    assert "have not been read" in client.get(PAGE, asked).content.decode()
    assert JobReading.across_firms.count() == 0
    assert "Reading this client" in client.post(PAGE, asked).content.decode()
    JobReading.across_firms.update(read_at=clock.now(), found=[ROW])
    shown = client.get(PAGE, asked | {"add_to": "J000009"}).content.decode()
    assert "Add to J000009, Year &lt;end&gt;" in shown
    assert 'value="J000009" id="add-to-1" checked' in shown
    assert "due 1 Dec 2026" in shown


def test_failed_reading_leaves_a_new_job_with_the_reason(
    client_in_xpm: Client, company: Company, preparer: User, as_user: SignIn
) -> None:
    client, asked = as_user(preparer), {"contact": str(company.contact_id)}
    client.post(PAGE, asked)
    JobReading.across_firms.update(read_at=clock.now(), found=[ROW], problem="XPM is down.")
    shown = client.get(PAGE, asked).content.decode()
    assert "Only a new job can be chosen: XPM is down." in shown
    assert "J000009" not in shown


@pytest.mark.parametrize("contact", ["", "x", "0", "99999999999999999999"])
def test_unknown_contact(practice: Practice, preparer: User, as_user: SignIn, contact: str) -> None:
    assert as_user(preparer).post(PAGE, {"contact": contact}).status_code == 404
