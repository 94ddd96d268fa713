import pytest
from django.test import RequestFactory

from minutebook.core.pages import page_of, search_text


@pytest.mark.parametrize(("asked", "given"), [("2", 2), ("", 1), ("x", 1), ("0", 3), ("99", 3), ("-1", 3)])
def test_page_past_either_end_is_the_nearest(asked: str, given: int) -> None:
    request = RequestFactory().get("/", {"page": asked})
    assert page_of(list(range(101)), request).number == given


def test_search_text_is_trimmed_cut_and_clean() -> None:
    assert search_text(RequestFactory().get("/", {"q": "  a\0b\n "})) == "a b"
    assert search_text(RequestFactory().get("/", {"q": "x" * 500})) == "x" * 200
