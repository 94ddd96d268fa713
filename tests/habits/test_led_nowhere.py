"""Nobody is led to a page that then refuses them: every link and button that a role is shown also opens for it."""

from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from minutebook.conftest import SignIn
from minutebook.firms.roles import Role
from minutebook.practice_manager.models import Connection

from .addresses import own_addresses
from .one_of_everything import OneOfEverything


@pytest.mark.parametrize("is_active", [True, False])
@pytest.mark.parametrize("role", [Role.VIEWER, Role.PREPARER, Role.PARTNER])
def test_what_a_role_is_shown_opens_for_it(
    everything: OneOfEverything, as_user: SignIn, role: Role, is_active: bool
) -> None:
    Connection.across_firms.update(is_active=is_active)
    client = as_user(everything.user(role))
    seen: dict[tuple[str, str], str] = {}
    for path in paths(everything):
        answer = client.get(path)
        if answer.status_code == HTTPStatus.OK and answer["Content-Type"].startswith("text/html"):
            seen |= dict.fromkeys(ways_on(answer.content, path), path)
    refused = {way: page for way, page in seen.items() if status_of(client, *way) == HTTPStatus.FORBIDDEN}
    assert refused == {}
    assert len(seen) > 30


def paths(everything: OneOfEverything) -> Iterator[str]:
    for address in own_addresses():
        arguments = everything.arguments(address.route, set(address.arguments))
        yield reverse(address.name, kwargs=arguments, query=everything.query(address.name))


def ways_on(content: bytes, path: str) -> Iterator[tuple[str, str]]:
    """The links and forms of a page that lead to other pages of ours."""
    page = html.document_fromstring(content)
    targets = [("get", target) for target in page.xpath("//a/@href")]
    targets += [(form.get("method", "get"), form.get("action") or path) for form in live_forms(page)]
    for method, target in targets:
        full = urlsplit(urljoin(f"http://testserver{path}", target))
        is_ours = full.netloc == "testserver" and full.scheme == "http" and method in ("get", "post")
        if is_ours and full.path != reverse("account_logout"):
            yield method.lower(), f"{full.path}?{full.query}"


def live_forms(page: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Forms with a button that can be pressed."""
    # A dialog's form asks nothing of the server.
    for form in page.iter("form"):
        outside = page.xpath(f"//button[@form='{form.get('id')}']") if form.get("id") else []
        if any(is_live(button) for button in [*form.iter("button"), *outside]):
            yield form


def is_live(button: html.HtmlElement) -> bool:
    """Whether a person can press it."""
    return not button.xpath("self::*[@disabled or @aria-hidden] | ancestor::fieldset[@disabled]")


def status_of(client: Client, method: str, path: str) -> int:
    """How the way opens; what it changes is taken back."""
    with transaction.atomic():
        status = client.get(path).status_code if method == "get" else client.post(path).status_code
        transaction.set_rollback(True)
    return status
