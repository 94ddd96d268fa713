"""What an attacker or a broken paste puts into every field and query: refused or kept, never a crash."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from minutebook.conftest import SignIn
from minutebook.firms.roles import Role

from .addresses import own_addresses
from .forms_of import Form, forms_of
from .one_of_everything import OneOfEverything

BAD = {
    "nul": "a\0b",
    "half a character": "a\ud800b",
    "control": "a\x07\x1b[31mb",
    "lines": "a\r\nBcc: x@evil.example\r\n\r\nb",
    "reversed": "a\u202eb",
    "markup": "<img src=x onerror=alert(1)>\"'</script>",
    "template": '{{ 7*7 }}{% load x %}#read("/etc/passwd")$#include$ \\u{41} `',
    "formula": "=cmd|' /C calc'!A0",
    "number too large": "9" * 30,
    "number without end": "9" * 5000,
    "negative": "-1",
    "no number": "NaN",
    "exponent": "1e400",
    "other digits": "١٢٣²",
    "long": "Ā" * 1_000_000,
}
QUERIES = (
    "q", "status", "kind", "page", "on", "document", "filter", "show", "contact", "next", "name", "pack", "action",
    "code", "state", "error", "do", "download",
)  # fmt: skip


def encoded(values: dict[str, Any]) -> str:
    return urlencode(values, doseq=True, errors="surrogatepass")


@pytest.fixture
def client(everything: OneOfEverything, as_user: SignIn) -> Client:
    browser = as_user(everything.user(Role.ADMINISTRATOR))
    browser.raise_request_exception = False
    return browser


def paths(everything: OneOfEverything) -> Iterator[str]:
    for address in own_addresses():
        arguments = everything.arguments(address.route, set(address.arguments))
        yield reverse(address.name, kwargs=arguments, query=everything.query(address.name))


def send(client: Client, form: Form, values: dict[str, Any]) -> int:
    """The status of an answer; what it changed is taken back."""
    with transaction.atomic():
        content_type = "application/x-www-form-urlencoded"
        status = client.post(form.action, encoded(values), content_type=content_type).status_code
        transaction.set_rollback(True)
    return status


@pytest.mark.parametrize("bad", BAD)
def test_no_query_breaks_a_page(everything: OneOfEverything, client: Client, bad: str) -> None:
    broken = {}
    for path in paths(everything):
        query = encoded(dict.fromkeys(QUERIES, BAD[bad][:3000]))
        with transaction.atomic():
            status = client.get(f"{path}{'&' if '?' in path else '?'}{query}").status_code
            transaction.set_rollback(True)
        if status >= 500 and path != "/readyz":
            broken[path] = status
    assert broken == {}


@pytest.mark.parametrize("bad", BAD)
def test_no_field_breaks_a_form(everything: OneOfEverything, client: Client, bad: str) -> None:
    broken, tried = [], 0
    for path in paths(everything):
        page = client.get(path)
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        for form in forms_of(page.content, path):
            # On every page; it would end the crawl.
            if form.action == reverse("account_logout"):
                continue
            for names in (form.typed, form.chosen, [f"{form.action}?none"]):
                tried += 1
                status = send(client, form, form.with_value(names, BAD[bad]))
                if status >= 500:
                    broken.append((form.action, names, status))
    assert broken == []
    assert tried > 60


def test_no_form_cuts_off_what_is_pasted(everything: OneOfEverything, client: Client) -> None:
    cutting = {}
    for path in paths(everything):
        answer = client.get(path)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            page = html.document_fromstring(answer.content)
            fields = page.xpath("//form[translate(@method, 'POST', 'post')='post']//*[@maxlength]/@name")
            cutting |= {path: fields} if fields else {}
    assert cutting == {}
