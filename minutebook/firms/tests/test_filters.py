"""Filters that people keep: each for themselves, by name, for the lists only."""

import pytest
from django.template import RequestContext, Template
from django.test import RequestFactory
from django.urls import reverse

from minutebook.conftest import SignIn
from minutebook.core.errors import DomainError
from minutebook.firms.filters import MOST_OF_A_LIST, plain_query, save_filter, saved_filters
from minutebook.firms.models import SavedFilter, User

NEW = reverse("filter_new")
UGLY = 'Mine & <"theirs">'


@pytest.mark.parametrize(
    ("query", "plain"),
    [
        ("?q=K%C5%8Dwhai+%26+Sons&page=3", "q=K%C5%8Dwhai+%26+Sons"),
        ("status=&page=2", ""),
        ("", ""),
        ("filter=due&sort=-name", "filter=due&sort=-name"),
        ("row=1&" * 30 + "q=a", "row=1&" * 30 + "q=a"),
    ],
)
def test_query_is_kept_without_the_page(query: str, plain: str) -> None:
    assert plain_query(query) == plain


def test_filter_is_kept_used_and_taken_away(viewer: User, preparer: User, as_user: SignIn) -> None:
    client = as_user(viewer)
    answer = client.post(NEW, {"page": "outbox", "query": "status=queued&page=2", "name": f"  {UGLY} "})
    assert (answer.status_code, answer["Location"]) == (303, f"{reverse('outbox')}?status=queued")
    (kept,) = saved_filters(viewer, "outbox")
    assert (kept.name, kept.query) == (UGLY, "status=queued")
    removal = reverse("filter_removal", args=[kept.pk])
    assert as_user(preparer).post(removal).status_code == 404
    assert as_user(viewer).get(removal).status_code == 405
    assert as_user(viewer).post(removal).status_code == 303
    assert list(saved_filters(viewer, "outbox")) == []


def test_list_shows_only_the_persons_own(viewer: User, preparer: User, rf: RequestFactory) -> None:
    save_filter(viewer, "outbox", UGLY, "status=queued")
    save_filter(preparer, "outbox", "Somebody else's", "status=queued")

    def shown(query: str) -> str:
        request = rf.get(f"/?{query}")
        request.user = viewer
        return Template('{% load filters %}{% saved_filters_of "outbox" %}').render(
            RequestContext(request, {"csrf_token": "t"})
        )

    page = shown("q=a&page=2")
    assert "Mine &amp; &lt;&quot;theirs&quot;&gt;" in page
    assert "Somebody else" not in page
    assert "Keep this filter" in page
    assert "Keep this filter" not in shown("status=queued&page=3")
    assert 'aria-current="true"' in shown("status=queued&page=3")
    assert "Keep this filter" not in shown("page=3")


def test_same_name_takes_its_place(viewer: User) -> None:
    save_filter(viewer, "job_list", "Mine", "show=needs")
    save_filter(viewer, "job_list", "Mine", "show=planned")
    save_filter(viewer, "pack_list", "Mine", "status=draft")
    assert [one.query for one in saved_filters(viewer, "job_list")] == ["show=planned"]
    assert SavedFilter.across_firms.count() == 2


@pytest.mark.parametrize(
    ("page", "name", "query", "words"),
    [
        ("dashboard", "A", "q=a", "for the lists only"),
        ("job_list", "   ", "q=a", "a name of at most 40"),
        ("job_list", "n" * 41, "q=a", "a name of at most 40"),
        ("job_list", "A", "page=2", "nothing to keep"),
        ("job_list", "A", "q=" + "a" * 400, "too long to keep"),
        ("job_list", "A\x00B", "q=a", "a name of at most 40"),
    ],
)
def test_what_is_no_filter_is_refused(viewer: User, page: str, name: str, query: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        save_filter(viewer, page, name, query)
    assert not SavedFilter.across_firms.exists()


def test_no_more_than_fit_above_a_list(viewer: User) -> None:
    for number in range(MOST_OF_A_LIST):
        save_filter(viewer, "job_list", f"F{number}", "q=a")
    with pytest.raises(DomainError, match="Take one away first"):
        save_filter(viewer, "job_list", "One more", "q=a")
    save_filter(viewer, "job_list", "F0", "q=b")


def test_address_of_no_list_leads_nowhere_else(viewer: User, as_user: SignIn) -> None:
    answer = as_user(viewer).post(NEW, {"page": "https://evil.example", "query": "q=a", "name": "A"})
    assert (answer.status_code, answer["Location"]) == (303, reverse("dashboard"))
