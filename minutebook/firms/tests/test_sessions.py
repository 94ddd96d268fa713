"""How long a sign-in lasts, and that nothing typed is lost when it ends."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import AuditEvent, User

MINUTE = 60
BEGIN = 1_800_000_000
CONTACT = {"name": "Kōwhai & <Rātā>", "country": "AU", "past-TOTAL_FORMS": "0", "past-INITIAL_FORMS": "0"}
NEW = "/contacts/new/?kind=trust"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEGIN, tick=False) as traveller:
        yield traveller


def _is_in(client: Client) -> bool:
    return client.get("/companies/").status_code == 200


def _sign_in(client: Client, user: User, **typed: str) -> str:
    answer = client.post(
        "/accounts/login/", {"login": user.email, "password": "correct horse battery"} | typed
    )
    return str(answer["Location"])


@pytest.mark.parametrize(("minutes", "stays"), [(30, True), (31, False)])
def test_idle_sign_in_ends_after_half_an_hour(
    clock: time_machine.Traveller, as_user: SignIn, viewer: User, minutes: int, stays: bool
) -> None:
    client = as_user(viewer)
    clock.move_to(BEGIN + minutes * MINUTE)
    assert _is_in(client) is stays


def test_sign_in_ends_after_a_day_however_busy(
    clock: time_machine.Traveller, as_user: SignIn, viewer: User
) -> None:
    client = as_user(viewer)
    for minutes in range(20, 24 * 60, 20):
        clock.move_to(BEGIN + minutes * MINUTE)
        assert _is_in(client)
    clock.move_to(BEGIN + 24 * 60 * MINUTE + 1)
    assert not _is_in(client)


@pytest.mark.parametrize(
    ("path", "is_post", "stays"), [("/sign-in/stay/", True, True), ("/integration/reading/", False, False)]
)
def test_only_the_person_keeps_a_sign_in_alive_not_the_page(
    clock: time_machine.Traveller, as_user: SignIn, viewer: User, path: str, is_post: bool, stays: bool
) -> None:
    client = as_user(viewer)
    clock.move_to(BEGIN + 20 * MINUTE)
    (client.post if is_post else client.get)(path, headers={"HX-Request": "true"})
    clock.move_to(BEGIN + 40 * MINUTE)
    assert _is_in(client) is stays


def test_ended_sign_in_is_gone_on_the_server_and_on_record(
    clock: time_machine.Traveller, as_user: SignIn, viewer: User
) -> None:
    client = as_user(viewer)
    clock.move_to(BEGIN + 31 * MINUTE)
    page = client.get("/companies/", follow=True)
    assert "30 minutes passed without a sign of you" in page.content.decode()
    assert page.redirect_chain == [("/accounts/login/?next=/companies/", 302)]
    keys = [row.get_decoded().get("_auth_user_id") for row in Session.objects.all()]
    assert str(viewer.pk) not in keys
    assert AuditEvent.objects.for_firm(viewer.firm).get().action == "user.sign_in_ended"


def test_what_a_page_asks_by_itself_gets_no_sign_in_page(client: Client, db: None) -> None:
    answer = client.get("/integration/reading/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"], answer.content) == (204, "signedOut", b"")


def test_form_sent_too_late_is_kept_and_sent_again(
    clock: time_machine.Traveller, as_user: SignIn, preparer: User
) -> None:
    client = as_user(preparer)
    clock.move_to(BEGIN + 31 * MINUTE)
    late = client.post(NEW, CONTACT)
    assert (late.status_code, late["Location"]) == (303, "/accounts/login/?next=/sign-in/unsent/")
    assert "what you typed is kept" in client.get(late["Location"]).content.decode()
    assert _sign_in(client, preparer, next="/sign-in/unsent/") == "/sign-in/unsent/"
    page = client.get("/sign-in/unsent/").content.decode()
    assert 'action="/contacts/new/?kind=trust"' in page
    assert 'value="Kōwhai &amp; &lt;Rātā&gt;"' in page
    names = re.findall(r'type="hidden" name="([^"]+)"', page)
    assert set(CONTACT) <= set(names)
    assert client.post(NEW, CONTACT).status_code == 303
    assert Contact.objects.for_firm(preparer.firm).get().name == "Kōwhai & <Rātā>"


def test_kept_form_is_shown_to_nobody_else(
    clock: time_machine.Traveller, as_user: SignIn, preparer: User, stranger: User
) -> None:
    client = as_user(preparer)
    clock.move_to(BEGIN + 31 * MINUTE)
    client.post(NEW, CONTACT)
    _sign_in(client, stranger)
    assert "Nothing waits here" in client.get("/sign-in/unsent/").content.decode()


def test_password_sent_too_late_is_kept_nowhere(
    clock: time_machine.Traveller, as_user: SignIn, viewer: User
) -> None:
    client = as_user(viewer)
    clock.move_to(BEGIN + 31 * MINUTE)
    client.post("/accounts/password/change/", {"oldpassword": "hush-1", "password1": "hush-2", "x": "kept"})
    kept = "".join(str(row.get_decoded()) for row in Session.objects.all())
    assert ("hush" in kept, "kept" in kept) == (False, True)


def test_form_sent_by_nobody_says_what_happened(client: Client, db: None) -> None:
    answer = client.post(NEW, CONTACT)
    assert answer.status_code == 403
    assert "nothing was saved" in answer.content.decode()
    assert Session.objects.count() == 0


def test_new_session_at_sign_in_dead_at_sign_out(client: Client, viewer: User) -> None:
    client.get("/accounts/login/")
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key
    _sign_in(client, viewer)
    mine = client.cookies["sessionid"].value
    assert mine != session.session_key
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = mine
    assert not _is_in(client)


def test_new_password_ends_other_sessions(as_user: SignIn, viewer: User) -> None:
    here, elsewhere = as_user(viewer), as_user(viewer)
    new = "another long secret"
    typed = {"oldpassword": "correct horse battery", "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", typed).status_code == 302
    assert (_is_in(here), _is_in(elsewhere)) == (True, False)


def test_user_put_out_sends_a_form_in_vain(as_user: SignIn, preparer: User) -> None:
    client = as_user(preparer)
    preparer.is_active = False
    preparer.save()
    assert client.post(NEW, CONTACT).status_code == 403
    assert Contact.objects.for_firm(preparer.firm).count() == 0
