"""Contacts Integration: the board, linking by a person, and asking for a reading."""

from datetime import timedelta
from typing import Any

import pytest

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.practice_manager.models import Client, Connection
from minutebook.work import clock
from minutebook.work.models import Operation

from .conftest import MakeClient, MakeContact


def test_board_classifies_filters_and_counts(
    make_client: MakeClient, make_contact: MakeContact, as_user: SignIn, viewer: User
) -> None:
    linked = make_contact("Linked", acn="000000019")
    make_client("Linked", contact=linked, linked_by="acn")
    make_client("Linked but deleted", contact=make_contact("Old"), is_gone=True)
    make_client("Deleted", is_gone=True)
    make_client("Archived", is_archived=True)
    make_client("KOWHAI & CO P/L")
    make_client("Nobody", company_number="004 085 616")
    make_contact("Kōwhai and Co Pty Ltd")
    browser = as_user(viewer)

    def shown(**query: str) -> list[tuple[str, str]]:
        rows = browser.get("/integration/", query).context["rows"]
        return [(row["client"].name, row["status"].value) for row in rows]

    assert shown() == [
        ("Archived", "archived"), ("KOWHAI & CO P/L", "suggested"), ("Linked", "linked"),
        ("Linked but deleted", "gone"), ("Nobody", "unmatched"),
    ]  # fmt: skip
    chips = browser.get("/integration/").context["chips"]
    assert [(chip["label"], chip["count"]) for chip in chips] == [
        ("All", 5), ("Linked", 1), ("Suggested", 1), ("Unmatched", 1), ("Archived in XPM", 1), ("Deleted in XPM", 1),
    ]  # fmt: skip
    assert shown(status="suggested") == [("KOWHAI & CO P/L", "suggested")]
    assert shown(status="nonsense", q="kōwhai") == [("KOWHAI & CO P/L", "suggested")]
    assert shown(q="004085 616") == [("Nobody", "unmatched")]
    assert shown(q="%' OR 1=1 --") == []


@pytest.mark.parametrize(
    ("sort", "order"), [("name", "ABC"), ("-name", "CBA"), ("acn", "CAB"), ("-acn", "ACB"), ("status", "ACB")]
)
def test_board_is_sorted_by_a_column(
    make_client: MakeClient,
    make_contact: MakeContact,
    as_user: SignIn,
    viewer: User,
    sort: str,
    order: str,
) -> None:
    make_client("A", company_number="010 499 966", contact=make_contact("X"))
    make_client("B", is_archived=True)
    make_client("C", company_number="004085616")
    rows = as_user(viewer).get("/integration/", {"sort": sort}).context["rows"]
    assert "".join(row["client"].name for row in rows) == order


def test_client_that_shares_its_acn_says_why_it_is_not_linked(
    make_client: MakeClient, make_contact: MakeContact, as_user: SignIn, viewer: User
) -> None:
    make_contact("Salt", acn="004085616")
    one = make_client("One", company_number="004 085 616")
    make_client("Two", company_number="004085616", is_archived=True)
    make_client("Alone", company_number="010 499 966")
    browser = as_user(viewer)
    why = "nother client has this ACN too"
    assert browser.get("/integration/").content.decode().count(why) == 2
    assert why in browser.get(f"/integration/clients/{one.pk}/").content.decode()


def test_board_shows_names_as_text(make_client: MakeClient, as_user: SignIn, viewer: User) -> None:
    make_client('<script>alert("x")</script> & 中文 \u202eabc')
    page = as_user(viewer).get("/integration/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; 中文" in page


def test_board_asks_the_same_number_of_queries_for_many(
    connection: Connection,
    make_client: MakeClient,
    make_contact: MakeContact,
    as_user: SignIn,
    viewer: User,
    django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:
    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            make_client(f"Linked {number}", contact=make_contact(f"L {number}"))
            make_client(f"Guess {number}")
            make_contact(f"Guess {number} Pty Ltd")

    browser = as_user(viewer)
    fill(0, 1)
    with django_assert_max_num_queries(40) as one:
        browser.get("/integration/")
    fill(1, 16)
    with django_assert_num_queries(len(one.captured_queries)):
        browser.get("/integration/")


def test_client_is_linked_and_unlinked_by_those_who_may(
    make_client: MakeClient,
    make_contact: MakeContact,
    as_user: SignIn,
    preparer: User,
    viewer: User,
    stranger: User,
) -> None:
    client, contact = make_client("Salt"), make_contact("Salt Pty Ltd")
    link = f"/integration/clients/{client.pk}/link/"
    assert as_user(viewer).post(link, {"contact": contact.pk}).status_code == 403
    assert as_user(stranger).post(link, {"contact": contact.pk}).status_code == 404
    browser = as_user(preparer)
    assert "same name" in browser.get(f"/integration/clients/{client.pk}/").content.decode()
    assert browser.post(link, {"contact": contact.pk}).status_code == 303
    assert Client.across_firms.get().contact == contact
    assert as_user(viewer).post(f"{link}removal/").status_code == 403
    assert browser.post(f"{link}removal/").status_code == 303
    unlinked = Client.across_firms.get()
    assert (unlinked.contact, unlinked.is_unlinked_by_user) == (None, True)


def test_viewers_see_no_buttons_that_refuse_them(
    make_client: MakeClient, make_contact: MakeContact, as_user: SignIn, preparer: User, viewer: User
) -> None:
    linked, free = make_client("Linked", contact=make_contact("Linked")), make_client("Salt")
    make_contact("Salt Pty Ltd")
    paths = [f"/integration/clients/{linked.pk}/", f"/integration/clients/{free.pk}/", "/integration/"]
    for path in paths:
        assert 'action="/integration/' in as_user(preparer).get(path).content.decode()
        assert 'action="/integration/' not in as_user(viewer).get(path).content.decode()


@pytest.mark.parametrize("value", ["", "abc", "-1", "9" * 40, "٣", "1 OR 1=1"])
def test_linking_to_nonsense_is_not_found(
    make_client: MakeClient, as_user: SignIn, preparer: User, value: str
) -> None:
    client = make_client("Salt")
    assert (
        as_user(preparer).post(f"/integration/clients/{client.pk}/link/", {"contact": value}).status_code
        == 404
    )


def test_linking_to_another_firms_contact_is_not_found(
    make_client: MakeClient, as_user: SignIn, preparer: User, other_firm: Firm
) -> None:
    client = make_client("Salt")
    foreign = Contact.across_firms.create(firm=other_firm, name="Salt")
    path = f"/integration/clients/{client.pk}/link/"
    assert as_user(preparer).post(path, {"contact": foreign.pk}).status_code == 404
    page = as_user(preparer).get(f"/integration/clients/{client.pk}/", {"q": "Salt"})
    assert (page.context["found"], page.context["suggestions"]) == ([], [])


def test_taken_client_says_so(
    make_client: MakeClient, make_contact: MakeContact, as_user: SignIn, preparer: User
) -> None:
    client = make_client("Salt", contact=make_contact("First"))
    answer = as_user(preparer).post(
        f"/integration/clients/{client.pk}/link/", {"contact": make_contact("Second").pk}
    )
    assert answer.status_code == 409
    assert "Unlink it first" in answer.content.decode()


def test_reading_is_asked_for_and_shown(
    connection: Connection, as_user: SignIn, preparer: User, viewer: User
) -> None:
    assert as_user(viewer).post("/integration/reading/start/").status_code == 403
    assert as_user(preparer).post("/integration/reading/start/").status_code == 303
    assert Operation.across_firms.get().subject_id == connection.pk
    Connection.across_firms.update(sync_step="clients", sync_count=1200)
    fragment = as_user(viewer).get("/integration/reading/").content.decode()
    assert "clients, 1,200 so far" in " ".join(fragment.split())
    assert 'hx-trigger="every 2s"' in fragment
    Connection.across_firms.update(sync_step="")
    over = as_user(viewer).get("/integration/reading/")
    assert (over.status_code, over["HX-Refresh"]) == (204, "true")


def test_reading_needs_a_connected_practice(connection: Connection, as_user: SignIn, preparer: User) -> None:
    Connection.across_firms.update(status="reconnect")
    assert as_user(preparer).post("/integration/reading/start/").status_code == 409
    assert Operation.across_firms.count() == 0


def test_contact_page_offers_likely_clients(
    make_client: MakeClient, make_contact: MakeContact, as_user: SignIn, viewer: User
) -> None:
    contact = make_contact("Kōwhai Pty Ltd")
    make_client("KOWHAI LIMITED")
    make_client("Unlike")
    page = as_user(viewer).get(f"/integration/contacts/{contact.pk}/", {"q": "unlike"})
    assert [one.client.name for one in page.context["suggestions"]] == ["KOWHAI LIMITED"]
    assert [one.name for one in page.context["found"]] == ["Unlike"]


def test_old_reading_and_its_problem_are_shown(connection: Connection, as_user: SignIn, viewer: User) -> None:
    Connection.across_firms.update(
        last_synced_at=clock.now() - timedelta(days=3), sync_problem="XPM was down <again>"
    )
    page = as_user(viewer).get("/integration/").content.decode()
    assert "last read in full" in page
    assert "XPM was down &lt;again&gt;" in page
