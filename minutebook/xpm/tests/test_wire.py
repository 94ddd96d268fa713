"""What an exchange keeps, and what it must not keep."""

import hashlib
from datetime import UTC, date, datetime, timedelta

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import (
    OutcomeUnknown,
    RetryLater,
)
from minutebook.xpm.exchange import Exchange
from minutebook.xpm.records import NewJob
from minutebook.xpm.tests.scripted import ScriptedServer, answer

NEW_JOB = NewJob("Annual review", "", "c1", date(2026, 7, 1), date(2026, 10, 31))
JOB = "<Job><ID>J000207</ID><UUID>u7</UUID><Name>Annual review</Name></Job>"


def test_exchange_keeps_the_evidence_and_no_payload(api: Api, server: ScriptedServer) -> None:
    rate = {"X_MinLimit_Remaining": "59", "X_DayLimit_Remaining": "4539", "X_AppMinLimit_Remaining": "9938"}
    server.script = [
        answer(f"<Response><Status>OK</Status>{JOB}</Response>", xero_correlation_id="corr-1", **rate)
    ]
    before = datetime.now(UTC)
    api.add_job(NEW_JOB)
    kept = api.last_exchange
    assert kept == Exchange(
        method="POST",
        path="job.api/add",
        request_sha256=hashlib.sha256(server.received[0].body.encode()).hexdigest(),
        started_at=kept.started_at,
        finished_at=kept.finished_at,
        status=200,
        correlation_id="corr-1",
        minute_remaining=59,
        day_remaining=4539,
        app_minute_remaining=9938,
    )
    assert before <= kept.started_at <= kept.finished_at <= before + timedelta(seconds=5)


def test_exchange_keeps_of_a_header_what_a_row_can_hold(api: Api, server: ScriptedServer) -> None:
    server.script = [answer("", 429, xero_correlation_id="c" * 900, X_Rate_Limit_Problem="p" * 900)]
    with pytest.raises(RetryLater) as caught:
        api.add_job(NEW_JOB)
    kept = caught.value.exchange
    assert (kept.correlation_id, kept.rate_problem) == ("c" * 80, "p" * 80)


def test_exchange_leaves_out_the_query_and_the_personal_part_of_half_an_answer(
    api: Api, server: ScriptedServer
) -> None:
    server.script = [answer("<Response><Status>OK</Status><Clients><Client><Name>Mere Tāwhai")]
    with pytest.raises(RetryLater) as caught:
        api.search_clients("Tāwhai")
    assert (caught.value.exchange.path, caught.value.exchange.excerpt) == ("client.api/search", "")


def test_exchange_quotes_500_characters_of_a_page_in_the_answers_place(
    api: Api, server: ScriptedServer
) -> None:
    server.script = [
        answer("<p>" + "é" * 900, kind="text/html"),
        answer("<p>" + "é" * 900, 500, kind="text/html"),
    ]
    for _status in (200, 500):
        with pytest.raises(OutcomeUnknown) as caught:
            api.add_job(NEW_JOB)
        assert caught.value.exchange.excerpt == "<p>" + "é" * 497
