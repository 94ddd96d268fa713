"""The trip to Xero's consent page and back, walked over the sandbox's real page; and every wrong way back."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from django.test import Client as Browser

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.firms.roles import Role
from minutebook.practice_manager.models import Client, Connection, Consent, Delivery, JobTemplate
from minutebook.practice_manager.tokens import access_token, mark_reconnect
from minutebook.practice_manager.xero import xero_app
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

from .conftest import make_connection
from .worlds import ORGANISATION, PRACTICE, SECOND_PRACTICE

SETTINGS = "/settings/practice-manager/"
Journey = Callable[..., str]


@pytest.fixture
def browser(sandbox: SandboxServer, administrator: User, as_user: SignIn) -> Browser:
    """The administrator's browser, with a sandbox to connect to."""
    return as_user(administrator)


def begin(browser: Browser) -> str:
    """Press Connect: the address that Minutebook sends the browser to."""
    answer = browser.post(f"{SETTINGS}consent/")
    assert answer.status_code == 303
    return str(answer["Location"])


def allow(address: str, user: str, *tenants: str) -> str:
    """Answer Xero's page: the address that it sends the browser back to."""
    return _answer(address, {"user": user, "answer": "allow", "tenant": list(tenants)})


def cancel(address: str) -> str:
    """Press Cancel on Xero's page."""
    return _answer(address, {"answer": "cancel"})


def _answer(address: str, form: dict[str, Any]) -> str:
    base, query = address.split("?")
    carried = {name: values[0] for name, values in parse_qs(query).items()}
    answer = httpx2.post(base, data=carried | form, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["location"])
    return f"{parts.path}?{parts.query}"


def said(browser: Browser, answer: Any) -> list[str]:
    """Follow to the page, and what it tells the user."""
    page = browser.get(answer["Location"])
    assert page.status_code == 200
    return [str(message) for message in page.context["messages"]]


def test_consent_sends_state_and_challenge(browser: Browser, sandbox: SandboxServer) -> None:
    address = begin(browser)
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{sandbox.url}/identity/connect/authorize?")
    assert (query["code_challenge_method"], query["response_type"]) == ("S256", "code")
    assert "offline_access" in query["scope"]
    stored = Consent.across_firms.get()
    assert query["state"] not in (stored.state_hash, stored.verifier_sealed)


def test_one_practice_is_connected_and_read(browser: Browser, administrator: User) -> None:
    answer = browser.get(allow(begin(browser), "one", PRACTICE, ORGANISATION))
    assert (answer.status_code, answer["Location"]) == (303, "/integration/")
    connection = Connection.across_firms.get()
    assert (connection.tenant_id, connection.tenant_name, connection.status, connection.connected_by) == (
        PRACTICE, "Ngata & Walker", "connected", administrator,
    )  # fmt: skip
    assert connection.access_token.count(".") == 2
    assert connection.refresh_token
    assert connection.access_token not in (connection.access_token_sealed, connection.refresh_token_sealed)
    assert Operation.across_firms.get().kind == "practice_manager.sync"
    assert Consent.across_firms.get().tokens_sealed == ""
    assert [event.action for event in AuditEvent.across_firms.all()] == ["connection.connected"]


def test_answer_works_once(browser: Browser) -> None:
    address = allow(begin(browser), "one", PRACTICE)
    browser.get(address)
    version = Connection.across_firms.get().token_version
    assert "used already" in said(browser, browser.get(address))[-1]
    assert Connection.across_firms.get().token_version == version


@pytest.mark.parametrize("state", ["", "made-up", "x" * 5000, "a\nb", "<script>"])
def test_unknown_state_connects_nothing(browser: Browser, state: str) -> None:
    begin(browser)
    answer = browser.get(f"{SETTINGS}callback/", {"code": "abc", "state": state})
    assert "does not belong" in said(browser, answer)[0]
    assert Connection.across_firms.count() == 0


def test_another_users_answer_connects_nothing(
    browser: Browser, firm: Firm, as_user: SignIn, stranger: User
) -> None:
    address = allow(begin(browser), "one", PRACTICE)
    colleague = User.objects.create_user("second@firm.example", "pw", firm=firm, role="administrator")
    for user in (colleague, stranger):
        other = as_user(user)
        assert "does not belong" in said(other, other.get(address))[0]
    assert Connection.across_firms.count() == 0


def test_answer_in_another_session_connects_nothing(
    browser: Browser, administrator: User, as_user: SignIn
) -> None:
    address = allow(begin(browser), "one", PRACTICE)
    elsewhere = as_user(administrator)
    assert "does not belong" in said(elsewhere, elsewhere.get(address))[0]
    assert Connection.across_firms.count() == 0


def test_late_answer_connects_nothing(browser: Browser) -> None:
    address = allow(begin(browser), "one", PRACTICE)
    trip = Consent.across_firms.get()
    Consent.across_firms.update(created_at=trip.created_at - timedelta(minutes=11))
    assert "longer than 10 minutes" in said(browser, browser.get(address))[0]
    assert Connection.across_firms.count() == 0


def test_cancel_connects_nothing(browser: Browser) -> None:
    address = cancel(begin(browser))
    assert "Cancel" in said(browser, browser.get(address))[0]
    assert "used already" in said(browser, browser.get(address))[0]


def test_people_are_asked_for_the_scopes_of_the_settings(settings: Any) -> None:
    settings.XERO_CLIENT_ID, settings.XERO_CLIENT_SECRET = "app", "secret"
    assert xero_app().scopes == (
        "offline_access", "openid", "profile", "email", "practicemanager.job", "practicemanager.client",
        "practicemanager.staff.read",
    )  # fmt: skip
    settings.XERO_SCOPES = ["offline_access", "practicemanager"]
    assert xero_app().scopes == ("offline_access", "practicemanager")


def test_scope_error_points_at_approval(browser: Browser) -> None:
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    answer = browser.get(f"{SETTINGS}callback/", {"error": "unauthorized_client", "state": state})
    assert "not approved" in said(browser, answer)[0]


@pytest.mark.parametrize(("user", "tenants"), [("none", [ORGANISATION]), ("one", [ORGANISATION])])
def test_no_practice_is_explained(browser: Browser, user: str, tenants: list[str]) -> None:
    answer = browser.get(allow(begin(browser), user, *tenants))
    assert "Connect third-party add-ons" in said(browser, answer)[0]
    assert Connection.across_firms.count() == 0


def test_wrong_code_connects_nothing(browser: Browser) -> None:
    state = parse_qs(urlsplit(begin(browser)).query)["state"][0]
    answer = browser.get(f"{SETTINGS}callback/", {"code": "guessed", "state": state})
    assert "did not accept" in said(browser, answer)[0]


@pytest.mark.parametrize("path", ["connect/token", "connections"])
def test_xero_down_connects_nothing(browser: Browser, sandbox: SandboxServer, path: str) -> None:
    address = allow(begin(browser), "one", PRACTICE)
    sandbox.app.sandbox.faults.faults.append(Fault("status", path=path, code=503))
    assert "try again" in said(browser, browser.get(address))[0]
    assert Connection.across_firms.count() == 0


def test_several_practices_let_a_person_choose(browser: Browser) -> None:
    answer = browser.get(allow(begin(browser), "two", PRACTICE, SECOND_PRACTICE))
    choice = answer["Location"]
    page = browser.get(choice)
    assert page.status_code == 200
    assert "Second &amp; Sons" in page.content.decode()
    assert Connection.across_firms.count() == 0
    assert browser.post(choice, {"tenant_id": "practice-9"}).status_code == 422
    assert browser.post(choice, {"tenant_id": SECOND_PRACTICE}).status_code == 303
    assert [one.tenant_id for one in Connection.across_firms.all()] == [SECOND_PRACTICE]
    assert "no longer open" in said(browser, browser.post(choice, {"tenant_id": PRACTICE}))[-1]
    assert Connection.across_firms.count() == 1


def test_choice_is_the_users_own(browser: Browser, as_user: SignIn, stranger: User) -> None:
    choice = browser.get(allow(begin(browser), "two", PRACTICE, SECOND_PRACTICE))["Location"]
    other = as_user(stranger)
    assert "no longer open" in said(other, other.post(choice, {"tenant_id": PRACTICE}))[0]
    assert Connection.across_firms.count() == 0


def test_same_practice_again_goes_on(browser: Browser, firm: Firm) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    first = Connection.across_firms.get()
    contact = Contact.across_firms.create(firm=firm, name="Salt")
    Client.across_firms.create(firm=firm, connection=first, uuid="u", name="Salt", contact=contact)
    Connection.across_firms.update(status="reconnect", problem="over", is_active=True)
    browser.get(allow(begin(browser), "one", PRACTICE))
    again = Connection.across_firms.get()
    assert (again.pk, again.status, again.problem, again.is_active) == (first.pk, "connected", "", True)
    assert again.token_version == first.token_version + 1
    assert Client.across_firms.get().contact == contact


def test_reconnecting_wakes_what_was_held(browser: Browser) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    connection = Connection.across_firms.get()
    fields = {"firm": connection.firm, "connection": connection, "kind": "job", "status": "held"}
    held = Delivery.across_firms.create(tenant_id=PRACTICE, marker="M1", **fields)
    Delivery.across_firms.create(tenant_id=SECOND_PRACTICE, marker="M2", **fields)
    browser.get(allow(begin(browser), "one", PRACTICE))
    woken = Operation.across_firms.filter(kind="practice_manager.deliver")
    assert list(woken.values_list("subject_id", flat=True)) == [held.pk]


def test_another_person_reconnects_when_the_first_has_left_and_links_stay(
    browser: Browser, firm: Firm, as_user: SignIn
) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    connection = Connection.across_firms.get()
    contact = Contact.across_firms.create(firm=firm, kind="company", name="Salt")
    client = Client.across_firms.create(
        firm=firm, connection=connection, uuid="c1", name="Salt", contact=contact
    )
    fields = {"firm": firm, "connection": connection, "kind": "job", "status": "held"}
    held = Delivery.across_firms.create(tenant_id=PRACTICE, marker="M1", **fields)
    mark_reconnect(connection)
    User.objects.filter(pk=connection.connected_by_id).update(is_active=False)
    other = User.objects.create_user("other@firm.example", firm=firm, role=Role.ADMINISTRATOR)
    theirs = as_user(other)
    # Another person at Xero too, who may see the same practice.
    theirs.get(allow(begin(theirs), "two", PRACTICE))
    again = Connection.across_firms.get()
    assert (again.pk, again.status, again.connected_by, again.problem) == (
        connection.pk,
        "connected",
        other,
        "",
    )
    client.refresh_from_db()
    assert (client.contact, client.connection) == (contact, again)
    woken = Operation.across_firms.filter(kind="practice_manager.deliver")
    assert list(woken.values_list("subject_id", flat=True)) == [held.pk]


def test_whoever_connects_first_is_told_when_a_person_is_needed(browser: Browser) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    connection = Connection.across_firms.get()
    assert connection.connected_by is not None
    assert connection.notice_emails == [connection.connected_by.email]
    Connection.across_firms.update(notice_emails=["office@firm.example"])
    browser.get(allow(begin(browser), "one", PRACTICE))
    assert Connection.across_firms.get().notice_emails == ["office@firm.example"]


def test_another_practice_is_another_connection(browser: Browser) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    answer = browser.get(allow(begin(browser), "two", SECOND_PRACTICE))
    assert answer.status_code == 303
    assert sorted(Connection.across_firms.values_list("tenant_id", flat=True)) == [PRACTICE, SECOND_PRACTICE]


def test_second_practice_can_be_set_up_while_jobs_go_to_the_first(browser: Browser, firm: Firm) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    Connection.across_firms.update(is_active=True)
    answer = browser.get(allow(begin(browser), "two", SECOND_PRACTICE))
    first, second = Connection.across_firms.order_by("id")
    assert answer["Location"] == f"{SETTINGS}?practice={second.pk}"
    page = browser.get(answer["Location"])
    assert page.context["connection"] == second
    assert f'href="?practice={first.pk}"' in page.content.decode()
    asked = browser.post("/integration/reading/start/", {"practice": second.pk})
    assert asked["Location"] == f"{SETTINGS}?practice={second.pk}"
    assert browser.get("/integration/").context["connection"] == first
    JobTemplate.across_firms.create(firm=firm, connection=second, uuid="t", name="CoSec - Change")
    Connection.across_firms.filter(pk=second.pk).update(last_synced_at=clock.now())
    switched = browser.post(f"{SETTINGS}{second.pk}/activation/")
    assert switched["Location"] == SETTINGS
    assert browser.get("/integration/").context["connection"] == second


@pytest.mark.parametrize("practice", ["9" * 30, "²", "x", "-1", "0"])
def test_unknown_practice_shows_the_current_one(browser: Browser, practice: str) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    page = browser.get(SETTINGS, {"practice": practice})
    assert page.context["connection"] == Connection.across_firms.get()


def test_settings_never_show_another_firms_practice(
    browser: Browser, as_user: SignIn, stranger: User
) -> None:
    foreign = make_connection(stranger.firm, stranger)
    assert browser.get(SETTINGS, {"practice": foreign.pk}).context["connection"] is None


def test_disconnecting_ends_it_at_xero_and_keeps_links(
    browser: Browser, sandbox: SandboxServer, firm: Firm
) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    connection = Connection.across_firms.get()
    contact = Contact.across_firms.create(firm=firm, name="Salt")
    Client.across_firms.create(firm=firm, connection=connection, uuid="u", name="Salt", contact=contact)
    answer = browser.post(f"{SETTINGS}{connection.pk}/disconnection/")
    assert "Links to contacts were kept" in said(browser, answer)[-1]
    ended = Connection.across_firms.get()
    assert (ended.status, ended.access_token, ended.refresh_token) == ("disconnected", "", "")
    assert sandbox.world.connections == []
    assert Client.across_firms.get().contact == contact


def test_disconnecting_one_practice_leaves_the_other_connected(
    browser: Browser, sandbox: SandboxServer
) -> None:
    for practice in (PRACTICE, SECOND_PRACTICE):
        choice = browser.get(allow(begin(browser), "two", PRACTICE, SECOND_PRACTICE))["Location"]
        browser.post(choice, {"tenant_id": practice})
    ended = Connection.across_firms.get(tenant_id=PRACTICE)
    answer = browser.post(f"{SETTINGS}{ended.pk}/disconnection/")
    assert "Links to contacts were kept" in said(browser, answer)[-1]
    assert [one.tenant_id for one in sandbox.world.connections] == [SECOND_PRACTICE]
    other = Connection.across_firms.get(tenant_id=SECOND_PRACTICE)
    assert access_token(other, renew=True)


def test_disconnecting_leaves_another_firm_connected_to_the_same_practice(
    browser: Browser, sandbox: SandboxServer, as_user: SignIn, stranger: User
) -> None:
    other_browser = as_user(stranger)
    for one in (browser, other_browser):
        one.get(allow(begin(one), "one", PRACTICE))
    ended, other = Connection.across_firms.order_by("id")
    answer = browser.post(f"{SETTINGS}{ended.pk}/disconnection/")
    assert "another firm here uses this practice" in said(browser, answer)[-1]
    assert access_token(other, renew=True)
    assert [one.tenant_id for one in sandbox.world.connections] == [PRACTICE]
    answer = other_browser.post(f"{SETTINGS}{other.pk}/disconnection/")
    assert "stays" not in said(other_browser, answer)[-1]
    assert sandbox.world.connections == []


def test_disconnecting_without_xero_still_ends_it_here(browser: Browser, sandbox: SandboxServer) -> None:
    browser.get(allow(begin(browser), "one", PRACTICE))
    sandbox.stop()
    answer = browser.post(f"{SETTINGS}{Connection.across_firms.get().pk}/disconnection/")
    assert "Xero could not be told" in said(browser, answer)[-1]
    assert Connection.across_firms.get().status == "disconnected"


def test_without_an_app_nothing_is_sent(browser: Browser, settings: Any) -> None:
    settings.XERO_CLIENT_ID = ""
    assert "no Xero app" in said(browser, browser.post(f"{SETTINGS}consent/"))[0]


def test_connect_page_may_post_on_to_the_sign_in(browser: Browser) -> None:
    # Browsers hold the redirect after a POST against form-action.
    policy = browser.get(SETTINGS)["Content-Security-Policy"]
    allowed = next(part for part in policy.split("; ") if part.startswith("form-action"))
    assert allowed.rstrip(";") == "form-action 'self' https://login.xero.com"


@pytest.mark.parametrize("path", ["consent/", "1/disconnection/"])
def test_looking_never_connects(browser: Browser, path: str) -> None:
    assert browser.get(f"{SETTINGS}{path}").status_code == 405
    assert Consent.across_firms.count() == 0
