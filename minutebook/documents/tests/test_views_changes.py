from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from minutebook.companies.models import Change, Company, Officeholder
from minutebook.companies.rules import business_day_on_or_before
from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.core.dates import show_date
from minutebook.documents.models import DocumentPack
from minutebook.documents.tests.conftest import appoint, make_company, make_person
from minutebook.documents.work_context import work_of
from minutebook.firms.models import Firm, User
from minutebook.work import clock

KINDS = ("officeholder_appointment", "officeholder_cessation", "registered_office")


def address(company: Company, kind: str = "officeholder_appointment") -> str:
    return reverse("change_new", args=[company.pk, kind])


def appointment(person: Contact, firm: Firm, **fields: Any) -> dict[str, Any]:
    today = clock.today(firm.zone)
    typed = {"contact": person.pk, "contact_text": person.name, "office": "director"}
    return typed | {"effective_on": show_date(today), "consent_dated": f"{today:%d/%m/%y}"} | fields


def move(**fields: Any) -> dict[str, Any]:
    place = {"line_1": "Level 3, 12 “Bridge” & Co", "suburb": "Sydney", "state": "NSW", "postcode": "2000"}
    return place | {"resolved_on": show_date(clock.now().date()), "occupied_by": "company"} | fields


@pytest.mark.parametrize("kind", KINDS)
def test_change_form_is_for_preparers_of_the_firm(
    company: Company, preparer: User, viewer: User, stranger: User, as_user: SignIn, kind: str
) -> None:
    answers = [as_user(user).get(address(company, kind)).status_code for user in (preparer, viewer, stranger)]
    assert answers == [200, 403, 404]


def test_change_of_unknown_kind_is_not_found(company: Company, preparer: User, as_user: SignIn) -> None:
    assert as_user(preparer).get(address(company, "merger")).status_code == 404


def test_appointment_is_recorded_as_typed(
    company: Company, person: Contact, firm: Firm, preparer: User, as_user: SignIn, facts: dict[str, Any]
) -> None:
    answer = as_user(preparer).post(address(company), appointment(person, firm))
    pack = DocumentPack.across_firms.get()
    assert (answer.status_code, answer["Location"]) == (303, reverse("pack_page", args=[pack.pk]))
    assert pack.change.facts == facts
    assert [one.key for one in pack.documents.filter(is_included=True)][:2] == [
        "cover_letter",
        "circulating_resolution",
    ]


def test_person_is_found_by_name_alone(
    company: Company, person: Contact, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    typed = appointment(person, firm, contact="", contact_text="nguyen thi minh khai")
    assert as_user(preparer).post(address(company), typed).status_code == 303
    assert Change.across_firms.get().facts["contact_id"] == person.pk


def test_error_of_the_law_stands_at_its_field_and_keeps_what_was_typed(
    company: Company, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    nobody = make_person(firm, "Zoë & <b>", "O’Brien")
    answer = as_user(preparer).post(address(company), appointment(nobody, firm, effective_on="29/2/28"))
    assert answer.status_code == 422
    assert [error.partition(" on file")[0] for error in answer.context["form"].errors["contact"]] == [
        "No director ID is"
    ]
    assert 'value="29/2/28"' in answer.content.decode()
    assert "Zoë &amp; &lt;b&gt; O’Brien" in answer.content.decode()
    assert not Change.across_firms.exists()


@pytest.mark.parametrize("text", ["31/2/26", "soon", "9999999999", "0", "\u202e22 Nov 2026"])
def test_date_that_is_none_is_refused(
    company: Company, person: Contact, firm: Firm, preparer: User, as_user: SignIn, text: str
) -> None:
    answer = as_user(preparer).post(address(company), appointment(person, firm, effective_on=text))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["effective_on"]


def test_warnings_are_shown_first_and_the_second_press_goes_on(
    company: Company, person: Contact, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    late = clock.today(firm.zone) - timedelta(days=40)
    typed = appointment(person, firm, effective_on=show_date(late), consent_dated=show_date(late))
    first = as_user(preparer).post(address(company), typed)
    assert (first.status_code, len(first.context["warnings"])) == (422, 2)
    assert "Go on all the same" in first.content.decode()
    second = as_user(preparer).post(address(company), typed | {"seen": first.context["seen"]})
    assert second.status_code == 303


def test_warning_that_is_new_is_shown_though_others_were_seen(
    company: Company, person: Contact, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    late = show_date(clock.today(firm.zone) - timedelta(days=40))
    typed = appointment(person, firm, effective_on=late, consent_dated=late)
    seen = as_user(preparer).post(address(company), typed).context["seen"]
    Contact.across_firms.filter(pk=person.pk).update(birth_place="")
    assert as_user(preparer).post(address(company), typed | {"seen": seen}).status_code == 422


def test_check_shows_what_follows_and_records_nothing(
    company: Company, person: Contact, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    answer = as_user(preparer).post(address(company), appointment(person, firm, do="check"))
    assert answer.status_code == 200
    assert "Tell ASIC by" in answer.content.decode()
    assert "s205B" in answer.content.decode()
    assert not Change.across_firms.exists()


def test_person_of_another_firm_is_unknown(
    company: Company, firm: Firm, other_firm: Firm, preparer: User, as_user: SignIn
) -> None:
    foreign = make_person(other_firm, "Sam", "Secret", director_id="036000000000025")
    answer = as_user(preparer).post(address(company), appointment(foreign, firm))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["contact"]


def test_company_cannot_be_appointed(company: Company, firm: Firm, preparer: User, as_user: SignIn) -> None:
    answer = as_user(preparer).post(address(company), appointment(company.contact, firm))
    assert "is not a person" in answer.context["form"].errors["contact"][0]


@pytest.mark.parametrize(
    ("how", "field"), [("resigned", "letter_received_on"), ("removed", "members_resolved_on")]
)
def test_departure_of_a_day_past_asks_at_the_field_for_what_ended_the_office(
    company: Company, firm: Firm, preparer: User, as_user: SignIn, how: str, field: str
) -> None:
    leaving = appoint(company, make_person(firm, "Zoë", "O'Brien"))
    past = show_date(clock.today(firm.zone) - timedelta(days=40))
    typed = cessation(leaving, firm) | {"how": how, "ceased_on": past, "letter_received_on": ""}
    answer = as_user(preparer).post(address(company, KINDS[1]), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not Change.across_firms.exists()


def test_sole_director_needs_a_successor(
    firm: Firm, person: Contact, preparer: User, as_user: SignIn
) -> None:
    company = make_company(firm, "Alone Pty Ltd", "000000019")
    leaving = appoint(company, make_person(firm, "Only", "Director"))
    typed = cessation(leaving, firm)
    answer = as_user(preparer).post(address(company, KINDS[1]), typed)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["has_successor"])
    today = clock.today(firm.zone)
    successor = {f"successor-{name}": value for name, value in appointment(person, firm).items()}
    typed |= {"has_successor": "on", **successor}
    assert as_user(preparer).post(address(company, KINDS[1]), typed).status_code == 303
    assert Change.across_firms.get().facts == {
        "officeholder_id": leaving.pk,
        "how": "resigned",
        "ceased_on": today.isoformat(),
        "letter_received_on": today.isoformat(),
        "members_resolved_on": None,
        "seeks_earlier_date": False,
        "successor": {
            "contact_id": person.pk,
            "office": "director",
            "effective_on": today.isoformat(),
            "consent_dated": today.isoformat(),
            "has_applied_for_director_id": False,
            "alternate_for": "",
            "alternate_terms": "",
        },
    }


def test_successor_that_is_not_wanted_is_not_checked_and_stays_as_typed(
    company: Company, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    leaving = company.officeholders.get(contact__family_name="Ngata")
    typed = cessation(leaving, firm) | {"ceased_on": "soon"}
    answer = as_user(preparer).post(
        address(company, "officeholder_cessation"),
        typed | {"successor-contact_text": "Zoë", "successor-effective_on": "later"},
    )
    form = answer.context["form"]
    assert (list(form.errors), form.successor.is_bound) == (["ceased_on"], False)
    assert (form.successor["contact"].value(), form.successor["effective_on"].value()) == (
        ("", "Zoë"),
        "later",
    )


def test_successors_error_stands_at_the_successor(
    company: Company, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    leaving = company.officeholders.first()
    typed = cessation(leaving, firm) | {"has_successor": "on"}
    answer = as_user(preparer).post(address(company, KINDS[1]), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].successor.errors) == ["contact", "office", "effective_on"]
    assert answer.content.decode().count("Nothing was saved yet") == 1


def test_officeholder_of_another_company_cannot_be_chosen(
    company: Company, firm: Firm, person: Contact, preparer: User, as_user: SignIn
) -> None:
    other = appoint(make_company(firm, "Other Pty Ltd", "000000019"), person)
    answer = as_user(preparer).post(address(company, KINDS[1]), cessation(other, firm))
    assert list(answer.context["form"].errors) == ["officeholder_id"]


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({"line_1": "PO Box 12"}, ["line_1"]),
        ({"postcode": "20O0"}, ["postcode"]),
        ({"line_1": "5 Bridge St"}, ["line_1"]),
        ({"occupied_by": "other"}, ["occupier_name"]),
        ({"line_1": "1 Long St\nSecond"}, ["line_1"]),
        ({"state": "Ontario"}, ["state"]),
    ],
)
def test_registered_office_is_refused_at_its_field(
    company: Company, preparer: User, as_user: SignIn, typed: dict[str, str], fields: list[str]
) -> None:
    answer = as_user(preparer).post(address(company, KINDS[2]), move(**typed))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, fields)


def test_job_of_a_move_is_planned_for_the_wished_day(
    company: Company, preparer: User, as_user: SignIn, firm: Firm
) -> None:
    today = clock.today(firm.zone)
    wished = today + timedelta(days=37)
    typed = move(resolved_on=show_date(today), takes_effect_on=show_date(wished))
    assert as_user(preparer).post(address(company, KINDS[2]), typed).status_code == 303
    work = work_of(DocumentPack.across_firms.get())
    assert work.due_on == business_day_on_or_before(today + timedelta(days=30))


def test_occupier_is_asked_for_only_where_it_is_somebody_else(
    company: Company, preparer: User, as_user: SignIn
) -> None:
    page = as_user(preparer).get(address(company, KINDS[2])).content.decode()
    assert "Occupier</label>" in page  # no "optional" behind it
    typed = move(occupied_by="company", occupier_consented_on="never")
    assert as_user(preparer).post(address(company, KINDS[2]), typed).status_code == 303


def test_postcode_of_another_state_is_asked_about_once(
    company: Company, preparer: User, as_user: SignIn
) -> None:
    client = as_user(preparer)
    answer = client.post(address(company, KINDS[2]), move(postcode="3010"))
    page = answer.content.decode()
    assert "3010 is usually a postcode of VIC, and the address is in NSW." in page
    assert Change.across_firms.count() == 0
    seen = answer.context["seen"]
    again = client.post(address(company, KINDS[2]), move(postcode="3010", seen=seen))
    assert again.status_code == 303


def test_registered_office_is_recorded_with_its_occupier(
    company: Company, preparer: User, as_user: SignIn, firm: Firm
) -> None:
    today = clock.today(firm.zone)
    typed = move(
        resolved_on=show_date(today), occupied_by="other", occupier_name="Salt & <Stone>",
        occupier_consented_on=show_date(today), also_principal_place="on",
    )  # fmt: skip
    assert as_user(preparer).post(address(company, KINDS[2]), typed).status_code == 303
    assert Change.across_firms.get().facts == {
        "address": {
            "care_of": "", "line_1": "Level 3, 12 “Bridge” & Co", "line_2": "", "suburb": "Sydney", "state": "NSW",
            "postcode": "2000", "country": "AU",
        },
        "company_occupies": False,
        "resolved_on": today.isoformat(),
        "takes_effect_on": None,
        "occupier_name": "Salt & <Stone>",
        "occupier_consented_on": today.isoformat(),
        "also_principal_place": True,
    }  # fmt: skip


def test_adding_a_person_comes_back_with_everything_typed(
    company: Company, firm: Firm, preparer: User, as_user: SignIn
) -> None:
    client, path = as_user(preparer), address(company, KINDS[1])
    typed = {
        "how": "resigned",
        "ceased_on": "1 Sep 2026",
        "has_successor": "on",
        "successor-contact_text": "New One",
    }
    left = client.post(path, typed | {"do": "add person:successor-contact"})
    assert left.status_code == 303
    assert left["Location"].startswith(reverse("contact_new"))
    back = client.post(
        left["Location"], {"given_names": "New", "family_name": "One", "country": "AU", **NO_PAST}
    )
    added = Contact.across_firms.get(name="New One")
    assert (back.status_code, back["Location"]) == (303, f"{path}?contact={added.pk}")
    form = client.get(back["Location"]).context["form"]
    assert (form["ceased_on"].value(), form["how"].value(), form.successor["contact"].value()) == (
        "1 Sep 2026", "resigned", added,
    )  # fmt: skip
    assert not form.errors


NO_PAST = {"past-TOTAL_FORMS": "0", "past-INITIAL_FORMS": "0"}


def test_added_person_of_another_firm_is_not_taken_over(
    company: Company, other_firm: Firm, preparer: User, as_user: SignIn
) -> None:
    client, path = as_user(preparer), address(company)
    client.post(path, {"contact_text": "X", "do": "add person:contact"})
    foreign = make_person(other_firm, "Sam", "Elsewhere")
    assert "Elsewhere" not in client.get(f"{path}?contact={foreign.pk}").content.decode()


def test_adding_a_person_can_be_cancelled_without_losing_what_was_typed(
    company: Company, preparer: User, as_user: SignIn
) -> None:
    client, path = as_user(preparer), address(company)
    typed = {"contact_text": "Māia", "effective_on": "1 Sep 2026", "do": "add person:contact"}
    form_page = client.get(client.post(path, typed)["Location"]).content.decode()
    assert f'<a href="{path}?contact=">Cancel</a>' in form_page
    form = client.get(f"{path}?contact=").context["form"]
    assert (form["effective_on"].value(), form["contact"].value()) == ("1 Sep 2026", ("", "Māia"))
    assert client.get(path).context["form"]["effective_on"].value() is None


def cessation(leaving: Officeholder | None, firm: Firm) -> dict[str, Any]:
    assert leaving is not None
    today = show_date(clock.today(firm.zone))
    return {"officeholder_id": leaving.pk, "how": "resigned", "ceased_on": today, "letter_received_on": today}


def test_change_page_leads_to_its_pack(
    pack: DocumentPack, viewer: User, stranger: User, as_user: SignIn
) -> None:
    path = reverse("change_page", args=[pack.change_id])
    assert as_user(viewer).get(path)["Location"] == reverse("pack_page", args=[pack.pk])
    assert as_user(stranger).get(path).status_code == 404
