import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from minutebook.conftest import SignIn
from minutebook.firms.models import AuditEvent, Firm, User, record_event

from .test_logos import PNG

FIRM = {
    "name": "Ngata & <Walker>",
    "colour": "#0F4C5C",
    "time_zone": "Australia/Perth",
    "address": "1 High St\nBondi",
}


def _actions(firm: Firm) -> list[str]:
    return list(AuditEvent.objects.for_firm(firm).order_by("id").values_list("action", flat=True))


def test_settings_are_for_administrators(
    as_user: SignIn, partner: User, viewer: User, stranger: User, administrator: User
) -> None:
    urls = ["/settings/firm/", "/settings/users/", "/settings/users/new/", "/settings/audit/"]
    own = [*urls, f"/settings/users/{viewer.pk}/"]
    assert [as_user(partner).get(url).status_code for url in own] == [403] * 5
    assert [as_user(administrator).get(url).status_code for url in own] == [200] * 5
    assert as_user(stranger).get(f"/settings/users/{viewer.pk}/").status_code == 404
    assert as_user(stranger).post(f"/settings/users/{viewer.pk}/sign-in-link/").status_code == 404


def test_firm_is_changed_with_its_logo(
    as_user: SignIn, administrator: User, viewer: User, firm: Firm
) -> None:
    client = as_user(administrator)
    answer = client.post("/settings/firm/", FIRM | {"logo": SimpleUploadedFile("logo.png", PNG)})
    firm.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, "/settings/firm/")
    assert (firm.name, firm.colour, firm.time_zone) == ("Ngata & <Walker>", "#0f4c5c", "Australia/Perth")
    picture = as_user(viewer).get("/settings/firm/logo/")
    assert (picture.content, picture["Content-Type"]) == (PNG, "image/png")
    client.post("/settings/firm/", FIRM | {"removes_logo": "on"})
    assert as_user(viewer).get("/settings/firm/logo/").status_code == 404
    assert _actions(firm) == ["firm.changed", "firm.changed"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"colour": "red;x"}, "Write the colour as # and six digits"),
        ({"time_zone": "Mars/Olympus"}, "This is not one of the choices."),
        ({"logo": SimpleUploadedFile("l.png", b"<svg>")}, "This is not a PNG or JPEG picture."),
        ({"name": "a\nb"}, "Write this on one line"),
    ],
)
def test_firm_refuses_at_the_field(
    as_user: SignIn, administrator: User, firm: Firm, typed: dict[str, object], message: str
) -> None:
    answer = as_user(administrator).post("/settings/firm/", FIRM | typed)
    firm.refresh_from_db()
    assert (answer.status_code, firm.name) == (422, "Ngata & Walker")
    assert message in answer.content.decode()


def test_new_user_sets_a_password_by_the_link_once(
    as_user: SignIn, administrator: User, firm: Firm, client: Client
) -> None:
    boss = as_user(administrator)
    typed = {"first_name": "Zoë", "last_name": "O'Brien", "email": "Zoe@Ngata.example", "role": "preparer"}
    answer = boss.post("/settings/users/new/", typed)
    made = User.objects.get(email="zoe@ngata.example")
    assert (answer["Location"], made.firm, made.has_usable_password()) == (
        f"/settings/users/{made.pk}/",
        firm,
        False,
    )
    html = boss.post(f"/settings/users/{made.pk}/sign-in-link/").content.decode()
    path = re.findall(r"http://[^/]+(/accounts/password/reset/key/[^<]+)", html)[0]
    form = client.get(path, follow=True)
    new = {"password1": "a long enough secret", "password2": "a long enough secret"}
    client.post(form.redirect_chain[-1][0], new)
    made.refresh_from_db()
    assert made.check_password("a long enough secret")
    assert "link was invalid" in Client().get(path, follow=True).content.decode()
    assert _actions(firm) == ["user.added", "user.sign_in_link_made", "user.password_set_by_link"]


def test_user_with_an_address_of_another_firm_is_refused(
    as_user: SignIn, administrator: User, stranger: User
) -> None:
    typed = {"first_name": "A", "email": stranger.email.upper(), "role": "viewer"}
    answer = as_user(administrator).post("/settings/users/new/", typed)
    assert answer.status_code == 422
    assert "Somebody signs in with this e-mail address already." in answer.content.decode()


def test_deactivated_user_is_out_at_once(as_user: SignIn, administrator: User, viewer: User) -> None:
    theirs = as_user(viewer)
    assert theirs.get("/companies/").status_code == 200
    answer = as_user(administrator).post(
        f"/settings/users/{viewer.pk}/", {"first_name": "Siân", "role": "viewer"}
    )
    assert answer.status_code == 303
    assert theirs.get("/companies/")["Location"].startswith("/accounts/login/")
    viewer.refresh_from_db()
    viewer.is_active = True
    viewer.save()
    assert theirs.get("/companies/")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("typed", [{"role": "viewer", "is_active": "on"}, {"role": "administrator"}])
def test_last_administrator_stays(
    as_user: SignIn, administrator: User, stranger: User, typed: dict[str, str]
) -> None:
    answer = as_user(administrator).post(
        f"/settings/users/{administrator.pk}/", {"first_name": "Ada"} | typed
    )
    administrator.refresh_from_db()
    assert (answer.status_code, administrator.role, administrator.is_active) == (422, "administrator", True)
    assert "This is the firm’s only administrator." in answer.content.decode()


def test_user_form_sets_nothing_else(
    as_user: SignIn, administrator: User, viewer: User, other_firm: Firm
) -> None:
    typed = {
        "first_name": "S", "role": "viewer", "is_active": "on", "is_superuser": "on", "firm": str(other_firm.pk),
        "email": "new@x.example", "password": "x",
    }  # fmt: skip
    before = (viewer.firm_id, viewer.email, viewer.password)
    as_user(administrator).post(f"/settings/users/{viewer.pk}/", typed)
    viewer.refresh_from_db()
    assert (viewer.first_name, viewer.is_superuser) == ("S", False)
    assert (viewer.firm_id, viewer.email, viewer.password) == before


def test_audit_list_shows_the_firms_own_events(
    as_user: SignIn, administrator: User, stranger: User, firm: Firm
) -> None:
    record_event("pack.released", firm, administrator, note="<b>")
    html = as_user(administrator).get("/settings/audit/", {"action": "released"}).content.decode()
    wanted = ("Document pack: released", "note &lt;b&gt;", "Ada Walker")
    assert [words in html for words in wanted] == [True] * 3
    assert "Document pack" not in as_user(stranger).get("/settings/audit/").content.decode()


def test_users_and_audit_trail_take_the_same_queries_for_a_few_and_for_thirty(
    as_user: SignIn, administrator: User, firm: Firm
) -> None:
    client, pages = as_user(administrator), ("/settings/users/", "/settings/audit/")
    queries = []
    for others in (1, 30):
        for number in range(others):
            person = User.objects.create_user(f"{others}-{number}@firm.example", firm=firm)
            record_event("user.added", person, person)
        counted = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as asked:
                assert len(client.get(page).context["page"]) >= others
            counted.append(len(asked))
        queries.append(counted)
    assert queries[0] == queries[1]


def test_audit_list_speaks_the_trades_words(as_user: SignIn, administrator: User, firm: Firm) -> None:
    record_event(
        "connection.states_set", firm, administrator, codes={"planned": "PLAN"}, contact_id=7, is_on=True
    )
    record_event("delivery.retried", firm, administrator)
    html = as_user(administrator).get("/settings/audit/").content.decode()
    assert "Connection: states set" in html
    assert "codes (planned PLAN), contact 7, is on yes" in html
    assert "Job in XPM: retried" in html
    assert "elivery" not in html
    found = as_user(administrator).get("/settings/audit/", {"action": "states set"}).context["page"]
    assert [event.action for event in found] == ["connection.states_set"]


def test_sign_in_page_signs_in_and_refuses(client: Client, viewer: User) -> None:
    wrong = client.post("/accounts/login/", {"login": viewer.email, "password": "wrong"})
    assert "form-errors" in wrong.content.decode()
    right = client.post("/accounts/login/", {"login": viewer.email, "password": "correct horse battery"})
    assert (right.status_code, right["Location"]) == (302, "/")


@pytest.mark.parametrize("page", ["/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/"])
def test_account_pages_stand_in_our_frame(as_user: SignIn, viewer: User, page: str) -> None:
    answer = as_user(viewer).get(page)
    assert answer.status_code == 200
    assert 'id="side"' in answer.content.decode()


def test_nobody_registers_themselves(client: Client, db: None) -> None:
    client.post("/accounts/signup/", {"email": "a@b.example", "password1": "x" * 20, "password2": "x" * 20})
    assert User.objects.count() == 0
