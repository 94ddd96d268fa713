"""What XPM and its gateway say no with, and when to ask again."""

from collections.abc import Callable
from datetime import date

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import (
    NotFound,
    OutcomeUnknown,
    Refused,
    RetryLater,
    XpmError,
)
from minutebook.xpm.records import NewJob
from minutebook.xpm.tests.scripted import SILENCE, ScriptedServer, answer, error

NEW_JOB = NewJob("Annual review", "", "c1", date(2026, 7, 1), date(2026, 10, 31))


def test_words_of_a_refusal_can_be_stored_anywhere(api: Api, server: ScriptedServer) -> None:
    server.script = [
        answer('{"Detail": "from \\u0000is required"}', 400, kind="application/json"),
        answer("to \0is required", 400, kind="text/plain"),
    ]
    for word in ("from", "to"):
        with pytest.raises(Refused) as caught:
            api.add_job(NEW_JOB)
        assert caught.value.reason == caught.value.exchange.excerpt == f"{word} is required"


def test_missing_page_is_not_found_for_a_read_and_unknown_for_a_write(
    api: Api, server: ScriptedServer
) -> None:
    server.script = [answer("", 404), answer("", 404)]
    with pytest.raises(NotFound) as caught:
        api.get_job("J000207")
    assert caught.value.reason == "Xero Practice Manager does not know this record (404)."
    with pytest.raises(OutcomeUnknown):
        api.add_job(NEW_JOB)


def test_refusal_in_a_good_status_gives_xpms_words(api: Api, server: ScriptedServer) -> None:
    server.script = [error("Invalid staff identifier for add request &amp; more")]
    with pytest.raises(Refused) as caught:
        api.assign_staff("J000207", "", add=["s1"])
    assert type(caught.value) is Refused
    assert caught.value.reason == caught.value.message == "Invalid staff identifier for add request & more"
    assert caught.value.exchange.excerpt == "Invalid staff identifier for add request & more"
    assert (caught.value.exchange.status, api.last_exchange) == (200, caught.value.exchange)


def test_refusal_without_words_still_has_some(api: Api, server: ScriptedServer) -> None:
    server.script = [answer("<Response><Status>ERROR</Status></Response>")]
    with pytest.raises(Refused, match=r"^Xero Practice Manager refused the request without saying why.$"):
        api.add_job(NEW_JOB)


@pytest.mark.parametrize("status", [400, 413, 415])
def test_bad_request_is_refused_with_the_words_of_its_body(
    api: Api, server: ScriptedServer, status: int
) -> None:
    server.script = [
        error("from is required", status),
        answer('{"Title":"Bad","Detail":"to is required"}', status, kind="application/json"),
        answer("", status),
        answer("cut", status, Content_Length="900"),
    ]
    reasons = []
    for _each in range(4):
        with pytest.raises(Refused) as caught:
            api.add_job(NEW_JOB)
        reasons.append(caught.value.reason)
    plain = f"Xero Practice Manager refused the request ({status})."
    assert reasons == ["from is required", "to is required", plain, plain]


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("call", [lambda api: api.get_job("J9"), lambda api: api.set_state("J9", "", "DONE")])
def test_unknown_job_by_xpms_own_word_is_not_found(
    api: Api, server: ScriptedServer, call: Callable[[Api], object], status: int
) -> None:
    server.script = [error("Invalid job identifier", status)]
    with pytest.raises(NotFound, match=r"^Invalid job identifier$"):
        call(api)


@pytest.mark.parametrize(
    ("words", "is_not_found"),
    [
        ("Job not found", True), ("The job was not found.", True), ("JOB J000123 DOES NOT EXIST", True),
        ("Job number 'MABC-1' could not be found", True), ("Client doesn't exist", True), ("No such job", True),
        ("Unknown client", True), ("Job template not found", False), ("No such job template", False),
        ("Unknown job template", False), ("The request could not be processed", False),
        ("Staff of the job not found", False), ("Job " * 100_000, False), ("job " + "-" * 900_000, False),
    ],
)  # fmt: skip
def test_plain_english_for_an_unknown_record_is_not_found(
    api: Api, server: ScriptedServer, words: str, is_not_found: bool
) -> None:
    server.script = [error(words)]
    with pytest.raises(Refused) as caught:
        api.get_job("J9")
    assert (isinstance(caught.value, NotFound), caught.value.reason) == (is_not_found, words.strip())


def test_unknown_job_in_an_exception_is_not_found_for_a_read_only(api: Api, server: ScriptedServer) -> None:
    server.script = [error("Invalid job identifier", 500)] * 2 + [error("Out of memory", 500)]
    with pytest.raises(NotFound, match=r"^Invalid job identifier$"):
        api.get_job("J9")
    with pytest.raises(OutcomeUnknown):
        api.set_state("J9", "", "DONE")
    with pytest.raises(RetryLater):
        api.get_job("J9")


def test_unknown_template_is_not_taken_for_an_unknown_job(api: Api, server: ScriptedServer) -> None:
    server.script = [error("Invalid job template identifier")]
    with pytest.raises(Refused) as caught:
        api.add_job(NEW_JOB)
    assert type(caught.value) is Refused


@pytest.mark.parametrize(
    ("headers", "after"),
    [
        ({"Retry_After": "22", "X_Rate_Limit_Problem": "minute"}, 22.0),
        ({"Retry_After": "7200", "X_Rate_Limit_Problem": "day"}, 7200.0),
        ({"Retry_After": "999999999"}, 86400.0),
        ({"Retry_After": "-5"}, 60.0),
        ({"Retry_After": "soon"}, 60.0),
        ({"Retry_After": "Mon, 01 Jan 2026 00:00:00 +99999999999999999999"}, 60.0),
        ({"Retry_After": "Mon, 01 Jan 2026 00:00:00 -99999999"}, 60.0),
        ({"Retry_After": "Mon, 01 Jan 0001 00:00:00 +2359"}, 0.0),
        ({"Retry_After": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"}, 60.0),
        ({"Retry_After": ",,,"}, 60.0),
        ({"Retry_After": "٢"}, 60.0),
        ({"Retry_After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"X_Rate_Limit_Problem": "concurrent"}, 60.0),
        ({}, 60.0),
    ],
)
def test_reached_limit_is_retry_later_for_writes_too(
    api: Api, server: ScriptedServer, headers: dict[str, str], after: float
) -> None:
    server.script = [answer("", 429, **headers)]
    with pytest.raises(RetryLater) as caught:
        api.add_job(NEW_JOB)
    assert caught.value.after == after
    assert caught.value.exchange.rate_problem == headers.get("X_Rate_Limit_Problem", "")


def test_unavailable_read_heeds_retry_after(api: Api, server: ScriptedServer) -> None:
    server.script = [answer("", 503, Retry_After="120")]
    with pytest.raises(RetryLater) as caught:
        api.list_staff()
    assert caught.value.after == 120.0


def test_every_error_tells_a_person_something(api: Api, server: ScriptedServer) -> None:
    server.script = [SILENCE]
    with pytest.raises(XpmError) as caught:
        api.add_job(NEW_JOB)
    assert str(caught.value) == caught.value.message
    assert caught.value.message == (
        "Xero Practice Manager may have done this or not: the connection broke off. Look before repeating it."
    )


def test_unknown_client_is_not_found_when_read_and_a_refusal_when_used(
    api: Api, server: ScriptedServer
) -> None:
    server.script = [error("Invalid client identifier"), error("Invalid client identifier")]
    with pytest.raises(NotFound):
        api.get_client("c9")
    with pytest.raises(Refused) as caught:
        api.add_job(NEW_JOB)
    assert type(caught.value) is Refused
