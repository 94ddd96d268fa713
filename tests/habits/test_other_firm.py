"""Another firm's numbers in every field and query of every page, as each role: nothing shown, nothing linked."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.firms.models import Firm
from minutebook.firms.roles import Role

from .addresses import own_addresses
from .forms_of import Form, forms_of
from .one_of_everything import OneOfEverything
from .test_bad_input import QUERIES, encoded, paths
from .test_urls import body_of, digest_of_rows
from .victim import NUMBER, SECRET, make_victim, mixed_rows

DOINGS = (f"link:{NUMBER}", f"remove:{NUMBER}", "add item", "add line", "save", "confirm", f"up:{NUMBER}")


@pytest.fixture
def victim(everything: OneOfEverything) -> Firm:
    return make_victim()


@pytest.mark.parametrize("role", Role.values)
def test_every_address_with_another_firms_number_is_not_there(
    everything: OneOfEverything, victim: Firm, as_user: SignIn, role: str
) -> None:
    client, told = as_user(everything.user(Role(role))), {}
    before = digest_of_rows()
    for address in own_addresses():
        arguments = everything.arguments(address.route, set(address.arguments))
        foreign = {name: NUMBER if name in ("pk", "step") else value for name, value in arguments.items()}
        for ask in (client.get, client.post) if foreign != arguments else ():
            path = reverse(address.name, kwargs=foreign)
            answer = ask(path)
            if SECRET in body_of(answer) or (answer.status_code in (200, 204)):
                told[f"{ask.__name__} {path}"] = answer.status_code
    assert told == {}
    assert digest_of_rows() == before


@pytest.mark.parametrize("role", Role.values)
def test_no_query_shows_another_firms_rows(
    everything: OneOfEverything, victim: Firm, as_user: SignIn, role: str
) -> None:
    client, told = as_user(everything.user(Role(role))), []
    for path in paths(everything):
        for value in (str(NUMBER), "Canary", "000 000 019"):
            query = encoded(dict.fromkeys(QUERIES, value))
            if SECRET in body_of(client.get(f"{path.partition('?')[0]}?{query}")):
                told.append((path, value))
    assert told == []


def test_no_field_links_to_another_firms_rows(
    everything: OneOfEverything, victim: Firm, as_user: SignIn
) -> None:
    client, told, tried = as_user(everything.user(Role.ADMINISTRATOR)), [], 0
    assert mixed_rows() == []
    for path in paths(everything):
        page = client.get(path)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for form in forms_of(page.content, path, everything.rows["contact"].name):
            for values in _tries(form) if form.action != reverse("account_logout") else ():
                tried += 1
                told += [(form.action, values[0])] * _gives_away(client, form, values)
    assert told == []
    assert tried > 200


def _tries(form: Form) -> Iterator[tuple[str, str]]:
    """The number in each field of its own, and in what the buttons do."""
    yield from ((name, str(NUMBER)) for name in dict.fromkeys([*form.typed, *form.chosen]) if name != "do")
    if "do" in form.chosen:
        yield from (("do", doing) for doing in DOINGS)


def _gives_away(client: Client, form: Form, value: tuple[str, str]) -> bool:
    values = form.with_value([value[0]], value[1]) | ({"item": [str(NUMBER)]} if value[0] == "do" else {})
    with transaction.atomic():
        answer: HttpResponse = client.post(
            form.action, encoded(values), content_type="application/x-www-form-urlencoded"
        )
        shown = body_of(answer)
        if answer.status_code in (302, 303) and answer["Location"].startswith("/"):
            shown += body_of(client.get(answer["Location"]))
        found = SECRET in shown or bool(mixed_rows())
        transaction.set_rollback(True)
    return found
