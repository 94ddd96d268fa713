"""Signing in as an attacker tries it: guessing, finding out who is there, being sent elsewhere."""

import logging

import pytest
from django.core import mail
from django.test import Client

from minutebook.firms.models import AuditEvent, Firm, User

LOGIN = "/accounts/login/"
RIGHT = "correct horse battery"


def _try(client: Client, email: str, password: str = "wrong", **typed: str) -> str:
    answer = client.post(LOGIN, {"login": email, "password": password} | typed)
    return str(answer.get("Location", "")) or answer.content.decode()


def _events(firm: Firm) -> list[tuple[str, int | None]]:
    return list(AuditEvent.objects.for_firm(firm).order_by("id").values_list("action", "user_id"))


def test_sign_in_and_out_and_failures_are_on_record(client: Client, viewer: User, firm: Firm) -> None:
    _try(client, viewer.email.upper())
    _try(client, viewer.email, RIGHT)
    client.post("/accounts/logout/")
    pk = viewer.pk
    assert _events(firm) == [("user.sign_in_failed", None), ("user.signed_in", pk), ("user.signed_out", pk)]
    facts = (
        AuditEvent.objects.for_firm(firm)
        .filter(subject="user", subject_id=pk)
        .values_list("facts", flat=True)
    )
    assert [set(row) for row in facts] == [set(), {"device"}, {"device"}]


def test_unknown_address_stands_in_no_log(client: Client, db: None, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        _try(client, "canary-9431@x.example", "canary-9432")
    assert "no such user" in caplog.text
    assert "canary" not in caplog.text


def test_tenth_wrong_password_is_the_last_that_is_looked_at(client: Client, viewer: User, firm: Firm) -> None:
    for number in range(15):
        _try(Client(REMOTE_ADDR=f"203.0.113.{number}"), viewer.email)
    assert _events(firm) == [("user.sign_in_failed", None)] * 10
    assert "Too many failed" in _try(client, viewer.email, RIGHT)


def test_guessing_from_one_place_stops_for_that_place_only(viewer: User, client: Client) -> None:
    guesser = Client(REMOTE_ADDR="203.0.113.7")
    answers = [guesser.post(LOGIN, {"login": f"u{n}@x.example", "password": "x"}) for n in range(40)]
    assert 429 in {one.status_code for one in answers}
    assert _try(client, viewer.email, RIGHT) == "/"


def test_forged_address_changes_no_count(viewer: User, firm: Firm) -> None:
    for number in range(40):
        Client().post(
            LOGIN, {"login": f"u{number}@x.example", "password": "x"},
            headers={"X-Forwarded-For": f"198.51.100.{number}", "X-Real-IP": f"198.51.100.{number}"},
        )  # fmt: skip
    answer = Client().post(LOGIN, {"login": viewer.email, "password": RIGHT})
    assert answer.status_code == 429


def test_nobody_learns_who_signs_in_here(client: Client, viewer: User) -> None:
    known = _try(client, viewer.email).replace(viewer.email, "-")
    unknown = _try(client, "nobody@x.example").replace("nobody@x.example", "-")
    assert _without_tokens(known) == _without_tokens(unknown)


def test_forgotten_password_sends_nothing_to_anybody(client: Client, viewer: User) -> None:
    answers = [
        client.post("/accounts/password/reset/", {"email": one}) for one in (viewer.email, "a@b.example")
    ]
    assert [one.content for one in answers] == [answers[0].content] * 2
    assert mail.outbox == []


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "https:evil.example", "http:///evil.example",
     "javascript:alert(1)", "\t//evil.example", "/%09/evil.example", "https://testserver@evil.example",
     "https://testserver.evil.example", " https://evil.example", "///evil.example", "\\\\evil.example",
     "data:text/html,x", "ftp://testserver/", "https://evil.example\\@testserver"],
)  # fmt: skip
def test_sign_in_leads_nowhere_else(client: Client, viewer: User, elsewhere: str) -> None:
    place = _try(client, viewer.email, RIGHT, next=elsewhere)
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))
    assert "evil.example" not in place.partition("?")[0].replace("/%09/evil.example", "")


def _without_tokens(html: str) -> str:
    return "\n".join(line for line in html.splitlines() if "csrf" not in line)
