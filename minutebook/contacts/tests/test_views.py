import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import AuditEvent, Firm, User

DIRECTOR_ID = "036123456789012"
UGLY = 'Ngā & <b>O\'Brien</b> "王" محمد 🦘'


@pytest.fixture
def contact(firm: Firm) -> Contact:
    made = Contact(firm=firm, name="Siân O'Connor", given_names="Siân", family_name="O'Connor")
    made.director_id = DIRECTOR_ID
    made.save()
    return made


def _form(**typed: str) -> dict[str, str]:
    management = {"past-TOTAL_FORMS": "1", "past-INITIAL_FORMS": "0", "past-0-name": "", "past-0-until": ""}
    return {"country": "AU", **management, **typed}


def _actions(firm: Firm) -> list[str]:
    return list(AuditEvent.objects.for_firm(firm).order_by("id").values_list("action", flat=True))


def test_list_shows_the_firms_own_only(
    as_user: SignIn, viewer: User, stranger: User, contact: Contact
) -> None:
    assert "Siân O&#x27;Connor" in as_user(viewer).get("/contacts/").content.decode()
    assert "Connor" not in as_user(stranger).get("/contacts/").content.decode()


def test_list_asks_for_sign_in(client: Client, db: None) -> None:
    answer = client.get("/contacts/")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/contacts/")


def test_list_takes_the_same_queries_for_one_and_for_thirty(
    as_user: SignIn, viewer: User, firm: Firm, contact: Contact
) -> None:
    client = as_user(viewer)
    with CaptureQueriesContext(connection) as for_one:
        client.get("/contacts/")
    for number in range(30):
        Contact.objects.create(firm=firm, name=f"Person {number}")
    with CaptureQueriesContext(connection) as for_thirty:
        client.get("/contacts/")
    assert len(for_one) == len(for_thirty)


def test_add_makes_an_individual_from_its_parts(as_user: SignIn, preparer: User, firm: Firm) -> None:
    typed = _form(
        given_names=UGLY, family_name="Tāne", birth_date="29/2/1988", director_id="036 1234 5678 9012"
    )
    answer = as_user(preparer).post("/contacts/new/", typed)
    made = Contact.objects.for_firm(firm).get()
    assert (answer.status_code, answer["Location"]) == (303, f"/contacts/{made.pk}/")
    assert (made.name, made.kind, str(made.birth_date)) == (f"{UGLY} Tāne", "individual", "1988-02-29")
    assert (made.director_id, DIRECTOR_ID in made.director_id_sealed) == (DIRECTOR_ID, False)
    assert _actions(firm) == ["contact.added"]


def test_add_keeps_what_was_typed_when_it_is_refused(as_user: SignIn, preparer: User, firm: Firm) -> None:
    typed = _form(
        name="Kōwhai <Pty> Ltd", acn="004 085 617", abn="1", email="no", **{"past-0-until": "1/1/2020"}
    )
    answer = as_user(preparer).post("/contacts/new/?kind=company", typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Kōwhai &lt;Pty&gt; Ltd"' in html
    assert 'value="004 085 617"' in html
    assert '<a href="#id_acn">ACN</a>' in html
    assert "Write the name that was used until then." in html
    assert Contact.objects.for_firm(firm).count() == 0


def test_add_refuses_a_tax_file_number_in_free_text(as_user: SignIn, preparer: User, firm: Firm) -> None:
    answer = as_user(preparer).post("/contacts/new/", _form(given_names="A", birth_place="TFN 123 456 782"))
    assert answer.status_code == 422
    assert "may not be kept here" in answer.content.decode()


def test_add_refuses_a_second_contact_with_one_acn_or_director_id(
    as_user: SignIn, preparer: User, firm: Firm, contact: Contact
) -> None:
    Contact.objects.create(firm=firm, name="Kōwhai", kind="company", acn="004085616")
    client = as_user(preparer)
    company = client.post("/contacts/new/?kind=company", _form(name="Copy", acn="004085616"))
    person = client.post("/contacts/new/", _form(given_names="B", director_id=DIRECTOR_ID))
    assert "This ACN is in Global Contacts already: Kōwhai." in company.content.decode()
    assert "This director ID is on file for Siân O&#x27;Connor." in person.content.decode()


def test_edit_replaces_former_names_and_keeps_the_director_id(
    as_user: SignIn, preparer: User, contact: Contact, firm: Firm
) -> None:
    typed = _form(
        given_names="Siân",
        family_name="Hughes",
        **{"past-0-name": "Siân O'Connor", "past-0-until": "3 Mar 2019"},
    )
    answer = as_user(preparer).post(f"/contacts/{contact.pk}/edit/", typed)
    contact.refresh_from_db()
    assert answer.status_code == 303
    assert (contact.name, contact.director_id) == ("Siân Hughes", DIRECTOR_ID)
    assert [(row.name, str(row.until)) for row in contact.former_names.all()] == [
        ("Siân O'Connor", "2019-03-03")
    ]
    assert "sian o'connor" in contact.search_key


def test_edit_can_remove_the_director_id(as_user: SignIn, preparer: User, contact: Contact) -> None:
    as_user(preparer).post(
        f"/contacts/{contact.pk}/edit/", _form(given_names="Siân", removes_director_id="on")
    )
    contact.refresh_from_db()
    assert (contact.director_id_sealed, contact.director_id_hash) == ("", "")


def test_form_never_holds_the_director_id(as_user: SignIn, preparer: User, contact: Contact) -> None:
    assert DIRECTOR_ID not in as_user(preparer).get(f"/contacts/{contact.pk}/edit/").content.decode()


def test_reveal_shows_and_records_for_a_partner(
    as_user: SignIn, partner: User, contact: Contact, firm: Firm
) -> None:
    answer = as_user(partner).post(f"/contacts/{contact.pk}/director-id/")
    assert DIRECTOR_ID in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert _actions(firm) == ["contact.director_id_shown"]


def test_reveal_is_refused_to_others(
    as_user: SignIn, preparer: User, partner: User, stranger: User, contact: Contact, firm: Firm
) -> None:
    url = f"/contacts/{contact.pk}/director-id/"
    answers = [as_user(preparer).post(url), as_user(partner).get(url), as_user(stranger).post(url)]
    assert [answer.status_code for answer in answers] == [403, 405, 404]
    assert _actions(firm) == []


def test_viewer_and_stranger_cannot_write(
    as_user: SignIn, viewer: User, stranger: User, contact: Contact
) -> None:
    typed = _form(given_names="X")
    url = f"/contacts/{contact.pk}/edit/"
    answers = [
        as_user(viewer).post("/contacts/new/", typed),
        as_user(viewer).post(url, typed),
        as_user(stranger).post(url, typed),
        as_user(stranger).get(url),
    ]
    contact.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 403, 404, 404]
    assert contact.name == "Siân O'Connor"


def test_options_hold_only_the_kind_that_can_be_chosen(as_user: SignIn, preparer: User, firm: Firm) -> None:
    Contact.objects.create(firm=firm, name="Kōwhai & Co", kind="company")
    person = Contact.objects.create(firm=firm, name="Kōwhai")
    found = as_user(preparer).get("/contacts/options/", {"q": "kowhai", "kind": "individual"}).json()
    assert [option["id"] for option in found["options"]] == [person.pk]
    assert found["add"]["url"] == "/contacts/new/?name=kowhai&kind=individual"


def test_options_name_what_tells_two_apart(as_user: SignIn, preparer: User, firm: Firm) -> None:
    body = Contact.objects.create(firm=firm, name="Kōwhai & Co", kind="company", acn="004085616")
    person = Contact.objects.create(firm=firm, name="Kōwhai", suburb="Bondi")
    found = as_user(preparer).get("/contacts/options/", {"q": "kowhai"}).json()
    assert found == {
        "options": [
            {"id": person.pk, "label": "Kōwhai", "note": "Individual, Bondi"},
            {"id": body.pk, "label": "Kōwhai & Co", "note": "ACN 004 085 616"},
        ],
        "add": {
            "label": "Add “kowhai” to Global Contacts",
            "url": "/contacts/new/?name=kowhai",
        },
    }


def test_options_offer_no_adding_to_a_viewer_and_nothing_to_a_stranger(
    as_user: SignIn, viewer: User, stranger: User, contact: Contact
) -> None:
    assert as_user(viewer).get("/contacts/options/", {"q": "zzz"}).json() == {"options": [], "add": None}
    assert as_user(stranger).get("/contacts/options/", {"q": "sian"}).json()["options"] == []


def test_birth_in_the_future_is_refused(as_user: SignIn, preparer: User, firm: Firm) -> None:
    answer = as_user(preparer).post("/contacts/new/", _form(given_names="A", birth_date="1 Jan 2199"))
    assert (answer.status_code, Contact.objects.for_firm(firm).count()) == (422, 0)
    assert "This day is in the future. Check the year." in answer.content.decode()


def test_list_is_sorted_by_a_column_both_ways(as_user: SignIn, viewer: User, firm: Firm) -> None:
    for name, email in (("A", "z@a.example"), ("B", ""), ("C", "a@a.example")):
        Contact.objects.create(firm=firm, name=name, email=email)
    browser = as_user(viewer)

    def names(sort: str) -> str:
        return "".join(row.name for row in browser.get("/contacts/", {"sort": sort}).context["page"])

    assert [names("email"), names("-email"), names("-name")] == ["CAB", "ACB", "CBA"]
    page = browser.get("/contacts/", {"sort": "email", "q": "a"}).content.decode()
    assert 'aria-sort="ascending"><a class="sort" href="?sort=-email&amp;q=a">' in page
    assert '<input type="hidden" name="sort" value="email">' in page


def test_export_is_the_list_as_it_is_searched_and_sorted_without_secrets(
    as_user: SignIn, viewer: User, stranger: User, firm: Firm, contact: Contact
) -> None:
    Contact.objects.create(firm=firm, name="=1+1 Trust", kind="trust", phone="+61 2 9999 0000")
    Contact.objects.create(firm=firm, name="Māia, “the” Ō", kind="individual", suburb="Ōtaki")
    ask = as_user(viewer).get
    content = ask("/contacts/export/").content
    assert content.startswith(b"\xef\xbb\xbfName,Kind,Former names,ACN,")
    assert DIRECTOR_ID not in content.decode()
    trust = ask("/contacts/export/", {"kind": "trust"}).content.decode("utf-8-sig").splitlines()
    assert trust[1:] == ["'=1+1 Trust,Trust,,,,,'+61 2 9999 0000,,,,,,,AU,"]
    rows = ask("/contacts/export/", {"kind": "individual", "sort": "-name"}).content.decode().splitlines()
    assert [row[:4] for row in rows[1:]] == ["Siân", '"Māi']
    assert len(as_user(stranger).get("/contacts/export/").content.splitlines()) == 1
    assert 'href="/contacts/export/?kind=trust"' in ask("/contacts/", {"kind": "trust"}).content.decode()
