from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.documents.job_drafts import stored_job_draft
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.conftest import make_person
from minutebook.documents.tests.posting import page_of, press, typed_on
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.practice_manager.models import JobState, JobTemplate
from minutebook.work import clock

Status = DocumentPack.Status


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


def test_toggle_is_disabled_and_says_what_is_missing(
    pack: DocumentPack, administrator: User, as_user: SignIn
) -> None:
    page = as_user(administrator).get(page_of(pack)).content.decode()
    assert 'id="id_adds_xpm_job" disabled' in page
    assert "Add Job to the job book?" in page
    assert "Xero Practice Manager is not connected." in page
    assert reverse("practice_manager_settings") in page


def test_panel_is_proposed_from_the_standard_job(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    today = clock.today(firm.zone)
    typed = typed_on(client, pack)
    wanted = {
        "adds_job": "on",
        "contact": pack.company.contact_id,
        "template": practice.template.pk,
        "staff": [practice.me.pk],
        "state": "planned",
        "start_date": show_date(today),
        "cost-0-unit_price": "130.00",
        "cost-0-example_price": "130.00",
    }
    assert {name: typed[name] for name in wanted} == wanted
    assert "Example price, not yours" in client.get(page_of(pack)).content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"contact": None, "contact_text": ""}, "contact"),
        ({"template": None}, "template"),
        ({"name": " "}, "name"),
        ({"due_date": "1 Jan 2026"}, "due_date"),
        ({"start_date": "1 Jan 2030", "due_date": "2 Jan 2030"}, "start_date"),
    ],
)
def test_problem_of_the_panel_stands_at_its_field(
    pack: DocumentPack, practice: Practice, client: Client, typed: dict[str, Any], field: str
) -> None:
    press(client, pack, "confirm")
    answer = press(client, pack, "download", **typed)
    assert (answer.status_code, list(answer.context["panel"].form.errors)) == (422, [field])
    assert _status(pack) == Status.DRAFT


def test_rows_of_another_firm_cannot_be_chosen(
    pack: DocumentPack, practice: Practice, client: Client, other_firm: Firm, stranger: User
) -> None:
    foreign = make_practice(other_firm, stranger, "tenant-2")
    secret = make_person(other_firm, "Sam", "Secret")
    typed = {
        "template": foreign.template.pk, "staff": [foreign.me.pk], "manager": foreign.me.pk, "partner": foreign.me.pk,
        "contact": secret.pk, "contact_text": "",
    }  # fmt: skip
    answer = press(client, pack, "save", **typed)
    assert sorted(answer.context["panel"].form.errors) == [
        "contact",
        "manager",
        "partner",
        "staff",
        "template",
    ]


def test_template_that_is_gone_cannot_be_chosen(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    typed = typed_on(client, pack)
    JobTemplate.across_firms.update(is_gone=True)
    answer = client.post(page_of(pack), typed | {"do": "download"})
    assert answer.status_code == 422


def test_row_that_is_gone_is_said_in_plain_words(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    answer = press(client, pack, "save", template="999999", staff=["999999"])
    words = ["What was chosen is no longer in XPM. Choose again."]
    assert answer.context["panel"].form.errors == {"template": words, "staff": words}


def test_job_switched_off_asks_why(pack: DocumentPack, practice: Practice, client: Client) -> None:
    answer = press(client, pack, "download", adds_job=None)
    assert (answer.status_code, list(answer.context["settings"].errors)) == (422, ["no_job_reason"])
    assert press(client, pack, "download", adds_job=None, no_job_reason="covered").status_code == 303
    pack.refresh_from_db()
    assert (pack.status, pack.no_job_reason, Job.across_firms.count()) == (Status.RELEASED, "covered", 0)


def test_job_switched_off_is_not_held_up_by_its_fields(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    answer = press(client, pack, "download", adds_job=None, no_job_reason="no charge", start_date="soon")
    assert answer.status_code == 303


def test_contact_without_a_client_is_linked_or_made(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    trust = Contact.across_firms.create(firm=firm, kind="trust", name="Ngata & Daughters Trust")
    likely = make_client(practice, "Ngata and Daughters Trust")
    press(client, pack, "confirm")
    chosen: dict[str, Any] = {"contact": trust.pk, "contact_text": trust.name}
    answer = press(client, pack, "download", **chosen)
    assert list(answer.context["panel"].form.errors) == ["contact"]
    assert f'value="link:{likely.pk}"' in answer.content.decode()
    assert press(client, pack, f"link:{likely.pk}", **chosen).status_code == 303
    assert (_draft(pack).contact_id, _draft(pack).client_id) == (trust.pk, likely.pk)


def test_client_is_created_with_the_job_when_asked(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    new = Contact.across_firms.create(firm=firm, kind="trust", name="Brand <New> Trust", abn="11991100000")
    press(client, pack, "confirm")
    answer = press(client, pack, "download", contact=new.pk, contact_text=new.name, creates_client="on")
    assert answer.status_code == 303
    delivery = Job.across_firms.get().delivery
    assert delivery is not None
    first = delivery.steps.first()
    assert (first.kind, first.payload["fields"]["name"]) == ("client.create", "Brand <New> Trust")


@pytest.mark.parametrize(("gone", "archived"), [(True, False), (False, True)])
def test_client_that_cannot_be_used_is_said_at_the_field(
    pack: DocumentPack, practice: Practice, client: Client, gone: bool, archived: bool
) -> None:
    press(client, pack, "confirm")
    pack.company.contact.clients.update(is_gone=gone, is_archived=archived)
    answer = press(client, pack, "download")
    assert list(answer.context["panel"].form.errors) == ["contact"]


def test_client_of_another_firm_cannot_be_linked(
    pack: DocumentPack, practice: Practice, client: Client, other_firm: Firm, stranger: User
) -> None:
    foreign = make_client(make_practice(other_firm, stranger, "tenant-2"), "Secret Pty Ltd")
    assert press(client, pack, f"link:{foreign.pk}").status_code == 422
    foreign.refresh_from_db()
    assert foreign.contact_id is None


def test_complete_before_lodgement_warns_once(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "confirm")
    first = press(client, pack, "download", state="complete")
    assert list(first.context["panel"].form.errors) == ["state"]
    assert 'name="seen_early"' in first.content.decode()
    assert press(client, pack, "download", state="complete", seen_early="1").status_code == 303


def test_state_without_its_code_is_disabled_and_refused(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    JobState.across_firms.filter(role="complete").update(code="")
    page = client.get(page_of(pack)).content.decode()
    assert '<option value="complete" disabled>Complete (its code in XPM is not set)</option>' in page
    press(client, pack, "confirm")
    answer = press(client, pack, "download", state="complete", seen_early="1")
    assert list(answer.context["panel"].form.errors) == ["state"]


def test_client_typed_over_the_proposed_one_counts_without_script(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    trust = Contact.across_firms.create(firm=firm, kind="trust", name="Ngata & Daughters Trust")
    press(client, pack, "save", contact_text="ngata & daughters trust")
    assert _draft(pack).contact_id == trust.pk


def test_reason_that_is_missing_does_not_open_the_settings(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    page = press(client, pack, "download", adds_job=None).content.decode()
    assert '<details class="card pack-settings">' in page
    page = press(client, pack, "save", document_date="soon").content.decode()
    assert '<details class="card pack-settings" open>' in page


def _draft(pack: DocumentPack) -> Any:
    return stored_job_draft(DocumentPack.across_firms.get(pk=pack.pk))


def _status(pack: DocumentPack) -> str:
    return str(DocumentPack.across_firms.values_list("status", flat=True).get(pk=pack.pk))


def test_panel_says_which_template_is_not_in_xpm(
    pack: DocumentPack, practice: Practice, client: Client, administrator: User, as_user: SignIn
) -> None:
    told = "The standard job names the template “CoSec - Change”, which is not in XPM."
    assert told not in client.get(page_of(pack)).content.decode()
    other = JobTemplate.across_firms.create(
        firm=pack.firm, connection=practice.connection, uuid="other", name="Other & <such>"
    )
    press(client, pack, "save", template=other.pk)
    JobTemplate.across_firms.filter(pk__in=[other.pk, practice.template.pk]).update(is_gone=True)
    JobTemplate.across_firms.create(
        firm=pack.firm, connection=practice.connection, uuid="third", name="Third"
    )
    page = client.get(page_of(pack)).content.decode()
    assert "The template “Other &amp; &lt;such&gt;”, which was chosen, is no longer in XPM." in page
    pack.refresh_from_db()
    pack.job_draft, pack.job_proposal = {}, {}
    pack.save()
    page = client.get(page_of(pack)).content.decode()
    assert told in page
    assert reverse("template_guide") in page
    assert f'"{reverse("preset_list")}"' not in page
    assert f'"{reverse("preset_list")}"' in as_user(administrator).get(page_of(pack)).content.decode()


def test_preparer_is_not_led_to_settings_that_are_an_administrators(
    pack: DocumentPack, client: Client, administrator: User, as_user: SignIn
) -> None:
    link = f'href="{reverse("practice_manager_settings")}">See to it'
    page = client.get(page_of(pack)).content.decode()
    assert (link in page, "An administrator sees to it." in page) == (False, True)
    assert link in as_user(administrator).get(page_of(pack)).content.decode()
