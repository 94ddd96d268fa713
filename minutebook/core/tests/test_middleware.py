import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from minutebook.conftest import SignIn
from minutebook.core.errors import DomainError
from minutebook.core.middleware import DomainErrorPage, PrivatePages
from minutebook.firms.models import User


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def cached(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", headers={"Cache-Control": "max-age=60"})


def test_pages_are_never_kept_by_caches() -> None:
    answer = PrivatePages(plain)(RequestFactory().get("/"))
    assert {part.strip() for part in answer["Cache-Control"].split(",")} == {"no-store", "private"}


def test_page_that_says_how_long_it_is_kept_is_left_alone() -> None:
    assert PrivatePages(cached)(RequestFactory().get("/"))["Cache-Control"] == "max-age=60"


def test_refusal_becomes_a_page_in_plain_escaped_words(viewer: User) -> None:
    request = RequestFactory().get("/")
    request.user = viewer
    answer = DomainErrorPage(plain).process_exception(request, DomainError("x", "No <b>Kōwhai</b> & Sons"))
    assert answer is not None
    assert answer.status_code == 409
    assert "No &lt;b&gt;Kōwhai&lt;/b&gt; &amp; Sons" in answer.content.decode()


def test_other_errors_are_left_to_django(viewer: User) -> None:
    assert DomainErrorPage(plain).process_exception(RequestFactory().get("/"), ValueError("secret")) is None


@pytest.mark.parametrize("path", ["/", "/companies/", "/contacts/"])
def test_every_page_of_the_site_is_private(as_user: SignIn, viewer: User, path: str) -> None:
    answer = as_user(viewer).get(path)
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "unsafe" not in answer["Content-Security-Policy"]
