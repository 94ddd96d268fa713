"""Every address of the site, crawled: sign-in, CSRF, reading without writing, other firms, view rights only."""

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.firms.models import User
from minutebook.firms.roles import Role

from .addresses import Address, every_address, own_addresses
from .one_of_everything import OneOfEverything

OK, FORBIDDEN, NOT_FOUND = HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND
NO_SUCH_METHOD = HTTPStatus.METHOD_NOT_ALLOWED
# What a person sees who is not signed in.
PUBLIC = {
    "process_health": "asked by machines",
    "readiness": "asked by machines",
    "favicon": "asked by browsers that read no page",
    "account_login": "the way in",
    "account_logout": "sends to the way in",
    "account_signup": "says that nobody can sign up",
    "account_inactive": "says why nobody gets in",
    "password_forgotten": "whom to ask",
    "account_reset_password": "stands behind password_forgotten",
    "account_reset_password_done": "a forgotten password",
    "account_reset_password_from_key": "a link from an e-mail",
    "account_reset_password_from_key_done": "a link from an e-mail",
    "account_confirm_email": "a link from an e-mail",
    "account_email_verification_sent": "a link from an e-mail",
    "mfa_authenticate": "the second step of signing in",
}
# Reading may lead elsewhere, or bring nothing new.
READABLE = {OK, HTTPStatus.NO_CONTENT, HTTPStatus.FOUND, HTTPStatus.SEE_OTHER, NO_SUCH_METHOD}
# Answers the same for every number that is not this person's own consent: back to Settings, with the reason.
SAYS_WHY = {"practice_choice"}
# Posted to by everybody, and of no row.
CHANGES_NOTHING = {"stay": HTTPStatus.NO_CONTENT, "filter_new": HTTPStatus.SEE_OTHER}
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
SESSION_TABLE = "django_session"


@pytest.mark.parametrize("address", every_address(), ids=lambda one: f"{one.route or '/'}")
def test_address_needs_sign_in(address: Address, db: None) -> None:
    answer = Client().get(path_with(address, lambda name: "1"))
    is_open = not sends_to_sign_in(answer)
    assert not is_open or address.name in PUBLIC


def test_post_without_csrf_token_is_refused_everywhere(everything: OneOfEverything) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(everything.user(Role.ADMINISTRATOR))
    answers = crawl(client.post, everything)
    assert wrong(answers, {FORBIDDEN}) == {}


def test_reading_changes_no_row(everything: OneOfEverything, as_user: SignIn) -> None:
    client = as_user(everything.user(Role.ADMINISTRATOR))
    before = digest_of_rows()
    writes: list[str] = []
    with connection.execute_wrapper(note_writes(writes)):
        answers = crawl(client.get, everything)
    assert writes == []
    assert digest_of_rows() == before
    assert wrong(answers, READABLE) == {}
    assert [answer.status_code for answer in answers.values()].count(OK) > len(answers) // 2


def test_rows_of_another_firm_are_not_there(
    everything: OneOfEverything, stranger: User, as_user: SignIn
) -> None:
    client = as_user(stranger)
    for ask in (client.get, client.post):
        answers = crawl(ask, everything, [one for one in own_addresses() if is_of_a_row(one)])
        assert wrong(answers, {NOT_FOUND, NO_SUCH_METHOD}) == {}
        assert NOT_FOUND in {answer.status_code for answer in answers.values()}


def test_lists_show_another_firm_nothing(
    everything: OneOfEverything, stranger: User, as_user: SignIn
) -> None:
    answers = crawl(as_user(stranger).get, everything, [one for one in own_addresses() if not one.arguments])
    names = [everything.rows["company"].name, everything.rows["job"].name, everything.demo.firm.name]
    shown = [(name, text) for name, answer in answers.items() for text in names if text in body_of(answer)]
    assert shown == []


def test_viewer_may_change_nothing(everything: OneOfEverything, as_user: SignIn) -> None:
    client = as_user(everything.user(Role.VIEWER))
    before = digest_of_rows()
    answers = crawl(client.post, everything)
    assert wrong(answers, {FORBIDDEN, NOT_FOUND, NO_SUCH_METHOD}) == CHANGES_NOTHING
    assert digest_of_rows() == before


def is_of_a_row(address: Address) -> bool:
    return "pk" in address.arguments and address.name not in SAYS_WHY


def crawl(
    ask: Callable[..., HttpResponse], everything: OneOfEverything, addresses: list[Address] | None = None
) -> dict[str, HttpResponse]:
    """Ask every address of ours with arguments that reach something; answers by name."""
    answers = {}
    for address in addresses or own_addresses():
        arguments = everything.arguments(address.route, set(address.arguments))
        query = everything.query(address.name)
        answers[address.name] = ask(reverse(address.name, kwargs=arguments, query=query))
    return answers


def wrong(answers: dict[str, HttpResponse], wanted: set[HTTPStatus]) -> dict[str, int]:
    """The answers with another status than wanted; health is asked by machines and left out."""
    return {
        name: answer.status_code
        for name, answer in answers.items()
        if answer.status_code not in wanted and name not in PUBLIC
    }


def digest_of_rows() -> str:
    """A digest of every row of every table but the sessions'."""
    digest = hashlib.sha256()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table != SESSION_TABLE:
            digest.update(f"{model._meta.db_table}\n".encode())
            rows = model._base_manager.order_by("pk").values_list()
            digest.update("\n".join(map(repr, rows)).encode())
    return digest.hexdigest()


def note_writes(found: list[str]) -> Any:
    """Collects every statement that writes to a table other than the sessions'."""

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and SESSION_TABLE not in sql:
            found.append(sql[:120])
        return execute(sql, params, many, context)

    return run


def path_with(address: Address, value: Callable[[str], str]) -> str:
    """The address with these values as its arguments, whatever they reach."""
    if not address.name:
        return f"/{address.route}"
    return reverse(address.name, kwargs={name: value(name) for name in address.arguments})


def sends_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code == HTTPStatus.FOUND and answer["Location"].startswith("/accounts/login/")


def body_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return bytes(content).decode(errors="replace")
