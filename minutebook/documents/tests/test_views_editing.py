from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from minutebook.companies.models import Change, Company
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.documents.models import DocumentPack
from minutebook.documents.services import draft_pack
from minutebook.documents.tests.conftest import make_person
from minutebook.documents.tests.posting import page_of, press, typed_on
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.jobs.tests.practice import Practice
from minutebook.work import clock

Status = DocumentPack.Status


@pytest.fixture
def client(as_user: SignIn, preparer: User) -> Client:
    """Signed in as the preparer."""
    return as_user(preparer)


@pytest.fixture
def other(firm: Firm) -> Contact:
    """Somebody else who may become a director."""
    return make_person(firm, "Zoë", "O'Brien", director_id="036000000000025")


def edit_page(pack: DocumentPack) -> str:
    return reverse("pack_change", args=[pack.pk])


def typed_change(client: Client, pack: DocumentPack) -> dict[str, Any]:
    """What the browser would post if nothing were typed."""
    form = client.get(edit_page(pack)).context["form"]
    parts = [form, form.successor] if hasattr(form, "successor") else [form]
    typed: dict[str, Any] = {}
    for bound in (bound for part in parts for bound in part):
        value = bound.value()
        if isinstance(value, Contact):
            typed |= {bound.html_name: value.pk, f"{bound.html_name}_text": value.name}
        elif value not in (None, False, ""):
            typed[bound.html_name] = "on" if value is True else bound.field.prepare_value(value)
    return typed


def edit(client: Client, pack: DocumentPack, **changed: Any) -> Any:
    """Post the change with some values replaced, past its warnings."""
    typed = typed_change(client, pack) | changed | {"do": "record"}
    answer = client.post(edit_page(pack), typed)
    seen = answer.context["seen"] if answer.status_code == 422 else []
    return client.post(edit_page(pack), typed | {"seen": seen}) if seen else answer


def test_page_is_for_preparers_of_the_firm(
    pack: DocumentPack, preparer: User, viewer: User, stranger: User, as_user: SignIn
) -> None:
    answers = [as_user(user).get(edit_page(pack)).status_code for user in (preparer, viewer, stranger)]
    assert answers == [200, 403, 404]
    assert edit_page(pack) in as_user(preparer).get(page_of(pack)).content.decode()
    assert edit_page(pack) not in as_user(viewer).get(page_of(pack)).content.decode()


def test_each_kind_opens_as_it_was_recorded(
    pack: DocumentPack,
    company: Company,
    person: Contact,
    facts: dict[str, Any],
    client: Client,
    preparer: User,
) -> None:
    today = clock.today(company.firm.zone).isoformat()
    leaving = company.officeholders.get(contact__family_name="Ngata")
    cessation = {
        "officeholder_id": leaving.pk, "how": "resigned", "ceased_on": today, "letter_received_on": today,
        "members_resolved_on": None, "seeks_earlier_date": False, "successor": facts,
    }  # fmt: skip
    address = {
        "care_of": "A & B", "line_1": "Level 3, <1> Bridge St", "line_2": "", "suburb": "Sydney", "state": "NSW",
        "postcode": "2000", "country": "AU",
    }  # fmt: skip
    move = {
        "address": address, "company_occupies": False, "resolved_on": today, "takes_effect_on": None,
        "occupier_name": "O'Hara & Co", "occupier_consented_on": today, "also_principal_place": True,
    }  # fmt: skip
    packs = [
        pack,
        draft_pack(company, "officeholder_cessation", cessation, preparer),
        draft_pack(company, "registered_office", move, preparer),
    ]
    for one, recorded in zip(packs, (facts, cessation, move), strict=True):
        assert edit(client, one).status_code == 303
        one.change.refresh_from_db()
        assert one.change.facts == recorded


def test_documents_follow_while_ticks_and_order_stay(
    pack: DocumentPack, other: Contact, client: Client, preparer: User
) -> None:
    keys = list(pack.documents.values_list("key", flat=True))
    order = [keys[1], keys[0], *keys[2:]]
    ticked = [row.key for row in pack.documents.filter(is_included=True) if row.key != "cover_letter"]
    press(client, pack, "save", order=order, included=[key for key in order if key in ticked])
    kept = list(pack.documents.values_list("key", "is_included"))
    answer = edit(client, pack, contact=other.pk, contact_text=other.name)
    assert (answer.status_code, answer["Location"]) == (303, page_of(pack))
    pack = DocumentPack.across_firms.get(pk=pack.pk)
    assert list(pack.documents.values_list("key", "is_included")) == kept
    assert "Zoë O'Brien" in pack.change.summary
    assert "Zoë O" in client.get(page_of(pack)).content.decode()
    events = AuditEvent.across_firms.filter(action__in=("change.revised", "pack.redrafted"))
    assert {event.user for event in events} == {preparer}
    assert events.count() == 2


def test_document_that_nobody_chose_follows_the_facts(pack: DocumentPack, client: Client) -> None:
    before = dict(pack.documents.values_list("key", "is_included"))
    edit(client, pack, office="secretary")
    after = dict(pack.documents.values_list("key", "is_included"))
    assert ("director_id_letter" in before, "director_id_letter" in after) == (True, False)


def test_job_follows_and_keeps_what_was_typed_by_hand(
    pack: DocumentPack, practice: Practice, other: Contact, client: Client, firm: Firm
) -> None:
    press(client, pack, "confirm", name="Mine", cost__0__unit_price="155")
    earlier = clock.today(firm.zone) - timedelta(days=14)
    dates = {"effective_on": show_date(earlier), "consent_dated": show_date(earlier)}
    assert edit(client, pack, contact=other.pk, contact_text=other.name, **dates).status_code == 303
    typed = typed_on(client, pack)
    assert typed["name"] == "Mine"
    assert "Zoë O'Brien" in typed["description"]
    assert show_date(earlier) in typed["cost-0-description"]
    assert typed["cost-0-unit_price"] == "155.00"
    assert typed["due_date"] == show_date(DocumentPack.across_firms.get().change.due_on - timedelta(days=7))
    assert "Not confirmed yet" in client.get(page_of(pack)).content.decode()


def test_late_fee_comes_and_goes_with_the_dates(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    press(client, pack, "confirm")
    today = clock.today(firm.zone)
    late = show_date(today - timedelta(days=40))
    edit(client, pack, effective_on=late, consent_dated=late)
    typed = typed_on(client, pack)
    assert (typed["cost-1-source"], "cost-1-is_included" in typed) == ("late", False)
    press(client, pack, "save", cost__1__is_included="on", cost__1__unit_price="98", cost__1__unit_cost="98")
    edit(client, pack, effective_on=show_date(today), consent_dated=show_date(today))
    assert "cost-1-source" not in typed_on(client, pack)


def test_pack_that_became_late_is_offered_the_late_fee(
    pack: DocumentPack, practice: Practice, client: Client, firm: Firm
) -> None:
    press(client, pack, "save", name="Mine")
    late = (clock.today(firm.zone) - timedelta(days=40)).isoformat()
    facts = pack.change.facts | {"effective_on": late, "consent_dated": late}
    Change.across_firms.filter(pk=pack.change_id).update(facts=facts)
    typed = typed_on(client, pack)
    assert (typed["name"], typed["cost-1-source"]) == ("Mine", "late")


def test_job_drafted_before_the_connection_is_filled_in_later(
    pack: DocumentPack, client: Client, firm: Firm, preparer: User, request: pytest.FixtureRequest
) -> None:
    press(client, pack, "save")
    practice: Practice = request.getfixturevalue("practice")
    typed = typed_on(client, pack)
    assert (typed["adds_job"], typed["template"], typed["staff"]) == (
        "on",
        practice.template.pk,
        [practice.me.pk],
    )


def test_reason_that_was_chosen_keeps_the_job_off(
    pack: DocumentPack, client: Client, request: pytest.FixtureRequest
) -> None:
    press(client, pack, "save", adds_job=None, no_job_reason="covered")
    request.getfixturevalue("practice")
    typed = typed_on(client, pack)
    assert ("adds_job" in typed, typed["no_job_reason"]) == (False, "covered")


def test_facts_that_the_law_forbids_are_refused_at_their_field(
    pack: DocumentPack, firm: Firm, client: Client, facts: dict[str, Any]
) -> None:
    nobody = make_person(firm, "Sam", "Null")
    answer = edit(client, pack, contact=nobody.pk, contact_text=nobody.name)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["contact"])
    pack.change.refresh_from_db()
    assert pack.change.facts == facts


def test_pack_that_is_out_is_not_edited(
    pack: DocumentPack, client: Client, other: Contact, facts: dict[str, Any]
) -> None:
    typed = typed_change(client, pack) | {"contact": other.pk, "contact_text": other.name, "do": "record"}
    press(client, pack, "download", adds_job=None, no_job_reason="covered")
    answers = [client.get(edit_page(pack)), client.post(edit_page(pack), typed)]
    assert [(one.status_code, one["Location"]) for one in answers] == [(303, page_of(pack))] * 2
    pack.change.refresh_from_db()
    assert pack.change.facts == facts


def test_draft_that_was_kept_without_its_proposal_stays_as_typed(
    pack: DocumentPack, practice: Practice, client: Client
) -> None:
    press(client, pack, "save", name="Mine", cost__0__unit_price="155")
    DocumentPack.across_firms.update(job_proposal={})
    typed = typed_on(client, pack)
    assert (typed["name"], typed["cost-0-unit_price"]) == ("Mine", "155.00")
