"""The second factor: asked of everyone where the firm says so, shown in this very sign-in, taken away when lost."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.firms.middleware import ONE_FACTOR
from minutebook.firms.models import AuditEvent, Firm, User
from tests.habits.addresses import every_address
from tests.habits.test_urls import PUBLIC, path_with

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
RULE = "/settings/second-factor/"


@pytest.fixture
def strict(firm: Firm) -> Firm:
    firm.requires_second_factor = True
    firm.save()
    return firm


def code_of(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time()))))


def sign_in(client: Client, user: User) -> str:
    typed = {"login": user.email, "password": "correct horse battery"}
    return str(client.post("/accounts/login/", typed)["Location"])


def actions(firm: Firm) -> list[str]:
    return list(AuditEvent.objects.for_firm(firm).order_by("id").values_list("action", flat=True))


def test_no_page_but_enrolment_is_reached_with_one_factor(
    strict: Firm, as_user: SignIn, administrator: User
) -> None:
    client = as_user(administrator)
    reached = {}
    for address in every_address():
        if address.name in ONE_FACTOR:
            continue
        path = path_with(address, lambda name: "1")
        for ask in (client.get, client.post):
            answer = ask(path)
            if (answer.status_code, answer.get("Location")) != (303, "/accounts/2fa/totp/activate/?next=%2F"):
                reached[path] = answer.status_code
    assert reached == {}
    assert {"account_login", "account_logout"} <= set(PUBLIC)


def test_enrolment_opens_the_rest_and_gives_recovery_codes(
    strict: Firm, as_user: SignIn, viewer: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = as_user(viewer)
    page = client.get("/companies/", follow=True).content.decode()
    assert ("Your firm asks everybody for a code" in page, "Companies" in page) == (True, False)
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret)})
    # The test's transaction commits after the answer; a real one before it, and the session is saved with it.
    answer.wsgi_request.session.save()
    assert answer["Location"] == "/accounts/2fa/recovery-codes/"
    assert client.get("/companies/").status_code == 200
    assert client.get(answer["Location"]).status_code == 200
    assert "user.second_factor_added" in actions(strict)


def test_session_of_before_the_enrolment_shows_a_code_first(
    strict: Firm, as_user: SignIn, viewer: User
) -> None:
    client = as_user(viewer)
    TOTP.activate(viewer, SECRET)
    assert client.get("/companies/")["Location"] == "/accounts/2fa/reauthenticate/?next=%2F"
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(SECRET)})
    assert client.get("/companies/").status_code == 200


def test_sign_in_with_a_code_that_works_once(strict: Firm, viewer: User) -> None:
    TOTP.activate(viewer, SECRET)
    code, first, second = code_of(SECRET), Client(), Client()
    assert sign_in(first, viewer) == "/accounts/2fa/authenticate/"
    assert first.get("/companies/").status_code == 302
    first.post("/accounts/2fa/authenticate/", {"code": code})
    assert first.get("/companies/").status_code == 200
    sign_in(second, viewer)
    second.post("/accounts/2fa/authenticate/", {"code": code})
    assert second.get("/companies/").status_code == 302
    assert actions(strict) == ["user.signed_in", "user.second_factor_failed"]


def test_rule_is_an_administrators_and_off_at_first(
    as_user: SignIn, administrator: User, partner: User, firm: Firm, other_firm: Firm
) -> None:
    assert as_user(partner).post(RULE, {"is_required": "on"}).status_code == 403
    page = as_user(administrator).get(RULE).content.decode()
    assert "yearly security assessment" in page
    assert "2 users who may sign in have none yet" in " ".join(page.split())
    as_user(administrator).post(RULE, {"is_required": "on"})
    firm.refresh_from_db()
    other_firm.refresh_from_db()
    assert (firm.requires_second_factor, other_firm.requires_second_factor) == (True, False)
    assert actions(firm) == ["firm.second_factor_rule"]


def test_rule_can_be_switched_off(strict: Firm, as_user: SignIn, administrator: User) -> None:
    TOTP.activate(administrator, SECRET)
    client = as_user(administrator)
    client.post("/accounts/2fa/reauthenticate/", {"code": code_of(SECRET)})
    client.post(RULE, {"unrelated": "x"})
    strict.refresh_from_db()
    assert strict.requires_second_factor is False


def test_lost_app_is_taken_away_by_the_firms_administrator_only(
    as_user: SignIn, administrator: User, partner: User, viewer: User, stranger: User, firm: Firm
) -> None:
    TOTP.activate(viewer, SECRET)
    theirs = as_user(viewer)
    path = reverse("second_factor_removal", args=[viewer.pk])
    assert [as_user(user).post(path).status_code for user in (partner, stranger)] == [403, 404]
    assert Authenticator.objects.count() == 1
    assert "Take the app away" in as_user(administrator).get(f"/settings/users/{viewer.pk}/").content.decode()
    assert as_user(administrator).post(path).status_code == 303
    assert Authenticator.objects.count() == 0
    assert theirs.get("/companies/").status_code == 302
    assert actions(firm) == ["user.second_factor_reset"]


@pytest.mark.parametrize(
    "path",
    [RULE, "/settings/users/{pk}/sign-in-link/", "/settings/users/{pk}/second-factor/removal/",
     "/settings/practice-manager/consent/", "/settings/practice-manager/1/disconnection/",
     "/accounts/2fa/totp/activate/"],
)  # fmt: skip
def test_what_opens_doors_asks_for_the_password_once_more(
    administrator: User, viewer: User, client: Client, path: str
) -> None:
    sign_in(client, administrator)
    answer = client.post(path.format(pk=viewer.pk))
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")


def test_secret_of_the_app_is_kept_encrypted(viewer: User) -> None:
    kept = TOTP.activate(viewer, SECRET).instance
    kept.refresh_from_db()
    assert SECRET not in str(kept.data)
    assert TOTP(kept).validate_code(code_of(SECRET))
