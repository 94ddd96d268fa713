from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import draft_pack, stored_job_draft
from minutebook.documents.tests.conftest import make_person
from minutebook.documents.tests.posting import page_of, press, typed_on
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.models import Cost, Job
from minutebook.jobs.tests.practice import Practice, make_client, make_practice
from minutebook.practice_manager.models import JobState, JobTemplate
from minutebook.work import clock

Status = DocumentPack.Status


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


def test_page_is_for_the_firm_and_acting_for_preparers(
    pack: DocumentPack, practice: Practice, viewer: User, stranger: User, preparer: User, as_user: SignIn
) -> None:
    people = (preparer, viewer, stranger)
    assert [as_user(one).get(page_of(pack)).status_code for one in people] == [200, 200, 404]
    assert [as_user(one).post(page_of(pack), {"do": "download"}).status_code for one in people[1:]] == [403, 404]
    assert "release-bar" not in as_user(viewer).get(page_of(pack)).content.decode()


def test_looking_changes_nothing(pack: DocumentPack, practice: Practice, client: Client) -> None:
    before = (DocumentPack.across_firms.values().get(), AuditEvent.across_firms.count())
    client.get(page_of(pack))
    assert (DocumentPack.across_firms.values().get(), AuditEvent.across_firms.count()) == before


def test_ugly_names_are_escaped(pack: DocumentPack, practice: Practice, client: Client) -> None:
    page = client.get(page_of(pack)).content.decode()
    assert "Kōwhai &amp; Sons &lt;&quot;Whenua&quot;&gt; Pty Ltd" in page
    assert '<"Whenua">' not in page


def test_toggle_is_disabled_and_says_what_is_missing(pack: DocumentPack, client: Client) -> None:
    page = client.get(page_of(pack)).content.decode()
    assert 'id="id_adds_job" disabled' in page
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


def test_ticks_and_order_are_stored(pack: DocumentPack, practice: Practice, client: Client) -> None:
    chosen = ["lodgement_summary", "cover_letter"]
    press(client, pack, "save", order=[*chosen, "circulating_resolution"], included=chosen)
    assert [one.key for one in pack.documents.all() if one.is_included] == chosen


@pytest.mark.parametrize(
    ("do", "order"),
    [("down:cover_letter", ["circulating_resolution", "cover_letter"]), ("up:cover_letter", ["cover_letter", "circulating_resolution"])],
)  # fmt: skip
def test_document_moves_by_button(
    pack: DocumentPack, practice: Practice, client: Client, do: str, order: list[str]
) -> None:
    press(client, pack, do)
    assert [one.key for one in pack.documents.all()][:2] == order


def test_unknown_document_in_the_order_is_ignored(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "save", order=["passport", "cover_letter"], included=["passport", "cover_letter"])
    assert [one.key for one in pack.documents.all() if one.is_included] == ["cover_letter"]


def test_meeting_takes_the_place_of_the_resolution(pack: DocumentPack, practice: Practice, client: Client) -> None:
    chair = pack.company.officeholders.first().contact_id
    when = {"decision": "meeting", "chair": chair, "place": "Video & phone", "held_on": "29/2/24", "held_at": "2:30 pm"}
    assert press(client, pack, "settings", **when).status_code == 303
    pack.refresh_from_db()
    keys = [one.key for one in pack.documents.all()]
    assert ("meeting_minute" in keys, "circulating_resolution" in keys) == (True, False)
    assert pack.meeting == {"place": "Video & phone", "chair": chair, "apologies": [], "held_at": "2024-02-29T14:30:00"}


def test_chair_who_was_not_in_office_is_refused_and_nothing_is_lost(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    chair = pack.company.officeholders.first().contact_id
    when = {"decision": "meeting", "chair": chair, "held_on": "1 Feb 2009", "held_at": "9:00", "name": "Typed <name>"}
    answer = press(client, pack, "settings", **when)
    assert (answer.status_code, list(answer.context["settings"].errors)) == (422, ["chair"])
    assert "Typed &lt;name&gt;" in answer.content.decode()
    pack.refresh_from_db()
    assert pack.decision == "resolution"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"cost__0__quantity": "-1"}, "quantity"),
        ({"cost__0__quantity": "1.00001"}, "quantity"),
        ({"cost__0__unit_cost": "-0.01"}, "unit_cost"),
        ({"cost__0__unit_price": "12.345"}, "unit_price"),
        ({"cost__0__unit_price": "1e400"}, "unit_price"),
        ({"cost__0__unit_price": "ten"}, "unit_price"),
        ({"cost__0__date": "30/2/26"}, "date"),
    ],
)
def test_absurd_cost_is_refused_at_its_field_and_kept(
    pack: DocumentPack, practice: Practice, client: Client, typed: dict[str, str], field: str
) -> None:
    answer = press(client, pack, "save", **typed)
    assert (answer.status_code, list(answer.context["panel"].lines.forms[0].errors)) == (422, [field])
    assert f'value="{next(iter(typed.values()))}"' in answer.content.decode()


def test_lines_are_added_and_removed_without_losing_the_others(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "add line")
    press(client, pack, "add item", item=practice.item.pk, cost__1__description="Search & <copy>", cost__1__unit_price="0")
    press(client, pack, "remove:0")
    draft = stored_job_draft(DocumentPack.across_firms.get())
    assert draft is not None
    assert [(line.description, line.unit_cost, line.unit_price, line.code, line.source) for line in draft.costs] == [
        ("Search & <copy>", Decimal("0.00"), Decimal("0.00"), "", "free"),
        ("Courier & post", Decimal("9.50"), Decimal("12.50"), "POST", "standard"),
    ]


def test_line_is_added_though_another_cannot_be_read(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    answer = press(client, pack, "add line", cost__0__quantity="many")
    assert (answer.status_code, len(answer.context["panel"].lines.forms)) == (422, 2)


@pytest.mark.parametrize("item", ["", "x", "999999"])
def test_standard_cost_that_is_not_ours_is_refused(
    pack: DocumentPack, practice: Practice, client: Client, item: str
) -> None:
    answer = press(client, pack, "add item", item=item)
    assert (answer.status_code, answer.context["desk"].refusals) == (422, ["Choose a standard cost to add."])


def test_own_price_is_no_example(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "save", cost__0__unit_price="$1,130.00")
    assert "Example price, not yours" not in client.get(page_of(pack)).content.decode()


def test_later_edit_takes_the_confirmation_away(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "confirm")
    assert _draft(pack).is_confirmed
    press(client, pack, "save", name="Another name")
    assert _draft(pack).is_confirmed
    press(client, pack, "save", cost__0__quantity="2")
    assert not _draft(pack).is_confirmed


def test_unknown_price_is_asked_for_before_confirm(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "add line")
    answer = press(client, pack, "confirm", cost__1__description="Fee")
    errors = answer.context["panel"].lines.forms[1].errors
    assert (answer.status_code, list(errors)) == (422, ["unit_price"])
    assert not _draft(pack).is_confirmed


def test_late_fee_is_offered_unticked_and_its_amount_asked_for(
    pack: DocumentPack, practice: Practice, client: Client, facts: dict[str, Any], firm: Firm, preparer: User
) -> None:
    late = (clock.today(firm.zone) - timedelta(days=40)).isoformat()
    other = draft_pack(
        pack.company, "officeholder_appointment", facts | {"effective_on": late, "consent_dated": late}, preparer
    )
    typed = typed_on(client, other)
    assert typed["cost-1-source"] == "late"
    assert "cost-1-is_included" not in typed
    answer = press(client, other, "confirm", cost__1__is_included="on", cost__1__unit_price=None)
    assert "not known here" in answer.context["panel"].lines.forms[1].errors["unit_price"][0]


def test_download_needs_confirmed_costs(pack: DocumentPack, practice: Practice, client: Client) -> None:
    answer = press(client, pack, "download", name="Kept &amp; name")
    assert answer.status_code == 422
    assert "press Confirm" in answer.content.decode()
    assert (_status(pack), _draft(pack).name) == (Status.DRAFT, "Kept &amp; name")


def test_download_releases_once_and_asks_for_one_job(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    press(client, pack, "confirm", cost__0__quantity="1.2345", cost__0__unit_price="99.99")
    typed = typed_on(client, pack) | {"do": "download"}
    first, again = client.post(page_of(pack), typed), client.post(page_of(pack), typed)
    assert (first.status_code, first["Location"]) == (303, f"{page_of(pack)}?download=1")
    assert again.status_code == 303
    job = Job.across_firms.get()
    pack.refresh_from_db()
    assert (pack.status, pack.job_id, pack.released_way) == (Status.RELEASED, job.pk, "download")
    assert list(Cost.across_firms.values_list("quantity", "unit_price", "code")) == [
        (Decimal("1.2345"), Decimal("99.99"), "CS-OFFICER")
    ]
    zips = [client.get(reverse("pack_zip", args=[pack.pk])).content for _ in range(2)]
    assert zips[0] == zips[1]
    assert client.get(first["Location"]).status_code == 200


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
    assert sorted(answer.context["panel"].form.errors) == ["contact", "manager", "partner", "staff", "template"]


def test_template_that_is_gone_cannot_be_chosen(pack: DocumentPack, practice: Practice, client: Client) -> None:
    typed = typed_on(client, pack)
    JobTemplate.across_firms.update(is_gone=True)
    answer = client.post(page_of(pack), typed | {"do": "download"})
    assert answer.status_code == 422


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


def test_character_without_glyph_is_told_on_the_draft(
    facts: dict[str, Any], practice: Practice, client: Client, firm: Firm, preparer: User
) -> None:
    person = make_person(firm, "小明", "李", director_id="036000000000025")
    pack = draft_pack(_company(practice), "officeholder_appointment", facts | {"contact_id": person.pk}, preparer)
    assert "No font here can print 小 (U+5C0F)" in client.get(page_of(pack)).content.decode()
    press(client, pack, "confirm")
    answer = press(client, pack, "download")
    assert (answer.status_code, _status(pack)) == (422, Status.DRAFT)
    assert "No font here can print" in answer.context["desk"].refusals[0]


def test_no_document_chosen_is_refused(pack: DocumentPack, practice: Practice, client: Client) -> None:
    press(client, pack, "confirm")
    answer = press(client, pack, "download", included=None)
    assert answer.context["desk"].refusals == ["No document is chosen. Tick at least one."]


def test_print_draft_leads_to_the_pdf_and_releases_nothing(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    answer = press(client, pack, "print")
    assert answer["Location"] == reverse("pack_draft", args=[pack.pk])
    assert (_status(pack), Job.across_firms.count()) == (Status.DRAFT, 0)


def test_send_goes_on_to_the_message_only_when_ready(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    assert press(client, pack, "send").status_code == 422
    press(client, pack, "confirm")
    assert press(client, pack, "send")["Location"] == reverse("pack_send", args=[pack.pk])


def _company(practice: Practice) -> Any:
    return practice.connection.firm and Contact.across_firms.get(clients__isnull=False).company


def _draft(pack: DocumentPack) -> Any:
    return stored_job_draft(DocumentPack.across_firms.get(pk=pack.pk))


def _status(pack: DocumentPack) -> str:
    return str(DocumentPack.across_firms.values_list("status", flat=True).get(pk=pack.pk))
