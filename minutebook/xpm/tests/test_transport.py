"""Every way in which an exchange can end, over a real socket: for a read, and for a write."""

import gzip
import socket
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from time import monotonic

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import (
    NotSent,
    OutcomeUnknown,
    ReconnectNeeded,
    RetryLater,
)
from minutebook.xpm.records import Category, Job, NewCost, NewJob
from minutebook.xpm.tests.conftest import TENANT, Tokens
from minutebook.xpm.tests.scripted import DRIP, RESET, SILENCE, STALL, ScriptedServer, answer, error, ok
from minutebook.xpm.transport import PlainRequest, Timeouts, Transport, send_plain
from minutebook.xpm.wire import MAX_ANSWER_BYTES

NEW_JOB = NewJob("Annual review", "", "c1", date(2026, 7, 1), date(2026, 10, 31))
NEW_COST = NewCost("J000207", date(2026, 7, 1), "Fee", Decimal(1), Decimal(45), Decimal(60))
JOB = "<Job><ID>J000207</ID><UUID>u7</UUID><Name>Annual review</Name></Job>"
TEMPLATE_BOMB = "<!DOCTYPE Response [" + '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">' + "]>"

# What proves nothing, whether the write took effect or not.
UNCLEAR = {
    "closed_without_answer": SILENCE,
    "reset": RESET,
    "stalled": STALL,
    "headers_cut": b"HTTP/1.1 200 OK\r\nContent-Ty",
    "body_cut": ok(JOB)[:-30],
    "body_cut_then_stalled": ok(JOB)[:-30] + STALL,
    "xml_cut": answer(f"<Response><Status>OK</Status>{JOB}"),
    "empty": answer(""),
    "html": answer("<!DOCTYPE html><html><body>Sorry</body></html>", kind="text/html"),
    "page_that_is_xml": answer("<html><body>Sorry</body></html>", kind="text/html"),
    "json": answer('{"jobs":[],"status":"OK"}', kind="application/json"),
    "other_root": answer("<Jobs><Job><ID>J1</ID></Job></Jobs>"),
    "no_status": answer(f"<Response>{JOB}</Response>"),
    "odd_status": answer(f"<Response><Status>MAYBE</Status>{JOB}</Response>"),
    "no_payload": ok(),
    "job_without_number": ok("<Job><Name>Annual review</Name></Job><Jobs><Job></Job></Jobs>"),
    "odd_date": ok("<Job><ID>J1</ID><DueDate>soon</DueDate></Job><Jobs><Job></Job></Jobs>"),
    "dtd": answer(f"{TEMPLATE_BOMB}<Response><Status>OK</Status><Job><ID>&b;</ID></Job></Response>"),
    "external_dtd": answer(
        '<!DOCTYPE Response SYSTEM "http://127.0.0.1:9/x"><Response><Status>OK</Status></Response>'
    ),
    "bad_gzip": answer(b"not gzip", Content_Encoding="gzip"),
    "gzip_bomb": answer(gzip.compress(b" " * (MAX_ANSWER_BYTES + 1)), Content_Encoding="gzip"),
    "not_http": b"SSH-2.0-OpenSSH\r\n\r\n",
    "redirect": answer("", 302, Location="/elsewhere"),
    "method_not_allowed": answer("", 405),
    "conflict": answer("", 409),
    "server_error": answer("<h1>Oops</h1>", 500, kind="text/html"),
    "server_error_in_xml": error("Object reference not set", 500),
    "unavailable": answer('{"Title":"Unavailable"}', 503, kind="application/json"),
    "gateway_timeout": answer("", 504),
}


@pytest.mark.parametrize("given", UNCLEAR.values(), ids=UNCLEAR.keys())
def test_unclear_answer_to_a_write_is_outcome_unknown(api: Api, server: ScriptedServer, given: bytes) -> None:
    server.script = [given]
    with pytest.raises(OutcomeUnknown) as caught:
        api.add_job(NEW_JOB)
    assert caught.value.exchange == api.last_exchange
    assert (caught.value.exchange.method, caught.value.exchange.path) == ("POST", "job.api/add")
    assert len(server.received) == 1


@pytest.mark.parametrize("given", UNCLEAR.values(), ids=UNCLEAR.keys())
def test_unclear_answer_to_a_read_is_retry_later(api: Api, server: ScriptedServer, given: bytes) -> None:
    server.script = [given]
    with pytest.raises(RetryLater) as caught:
        api.list_current_jobs()
    assert type(caught.value) is RetryLater
    assert caught.value.after == 30.0
    assert len(server.received) == 1


def test_expired_token_is_renewed_once_and_the_call_sent_again(
    api: Api, server: ScriptedServer, tokens: Tokens
) -> None:
    server.script = [answer('{"Status":401}', 401), ok(JOB)]
    assert api.add_job(NEW_JOB) == Job("J000207", "u7", "Annual review")
    assert [request.headers["authorization"] for request in server.received] == [
        "Bearer token-0",
        "Bearer token-1",
    ]
    assert server.received[0].body == server.received[1].body != ""
    assert tokens.asked == [False, True]


@pytest.mark.parametrize("script", [[401, 401], [403]])
def test_refused_access_asks_for_a_new_connection(
    api: Api, server: ScriptedServer, script: list[int]
) -> None:
    server.script = [answer('{"Detail":"AuthenticationUnsuccessful"}', status) for status in script]
    with pytest.raises(ReconnectNeeded) as caught:
        api.add_job(NEW_JOB)
    assert caught.value.exchange.excerpt == "AuthenticationUnsuccessful"
    assert server.script == []


def test_failing_token_goes_through_and_nothing_is_sent(server: ScriptedServer) -> None:
    def token(_fresh: bool) -> str:
        raise ReconnectNeeded("gone")

    with pytest.raises(ReconnectNeeded, match=r"^gone$"):
        Api(Transport(server.url, TENANT, token)).add_job(NEW_JOB)
    assert server.connections == 0


def _refused_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.mark.parametrize("call", [lambda api: api.add_job(NEW_JOB), lambda api: api.list_staff()])
@pytest.mark.parametrize("url", ["", "http://no-such-host.invalid", "ftp://127.0.0.1", "http://["])
def test_unreachable_address_is_not_sent(url: str, tokens: Tokens, call: Callable[[Api], object]) -> None:
    api = Api(Transport(url or _refused_port(), TENANT, tokens, Timeouts(connect=1, read=1)))
    with pytest.raises(NotSent) as caught:
        call(api)
    assert (caught.value.after, caught.value.exchange.status) == (10.0, None)
    assert api.last_exchange == caught.value.exchange


def test_failed_tls_is_not_sent(server: ScriptedServer, tokens: Tokens) -> None:
    api = Api(Transport(server.url.replace("http:", "https:"), TENANT, tokens, Timeouts(connect=1, read=1)))
    with pytest.raises(NotSent):
        api.add_job(NEW_JOB)
    assert server.received == []


def test_answer_beyond_the_size_limit_is_not_read_on(api: Api, server: ScriptedServer) -> None:
    filler = " " * MAX_ANSWER_BYTES
    body = f"<Response><Status>OK</Status><Categories>{filler}</Categories></Response>"
    server.script = [answer(gzip.compress(body.encode()), Content_Encoding="gzip")]
    with pytest.raises(RetryLater, match="the answer is larger than 64 MB"):
        api.list_categories()


def test_drip_is_cut_off_after_the_whole_time(server: ScriptedServer, tokens: Tokens) -> None:
    server.script = [ok(JOB)]
    api = Api(Transport(server.url, TENANT, tokens, Timeouts(connect=1, read=1, whole=0)))
    with pytest.raises(OutcomeUnknown, match="the answer took longer than 0 seconds"):
        api.add_job(NEW_JOB)


@pytest.mark.parametrize("call", [lambda api: api.add_job(NEW_JOB), lambda api: list(api.list_clients())])
def test_drip_of_single_bytes_is_cut_off_too(
    api: Api, server: ScriptedServer, call: Callable[[Api], object]
) -> None:
    server.script = [ok(JOB) + DRIP]
    began = monotonic()
    with pytest.raises((OutcomeUnknown, RetryLater), match="the answer took longer than 1 seconds"):
        call(api)
    assert monotonic() - began < 2


def test_drip_of_the_sign_in_is_cut_off_too(server: ScriptedServer) -> None:
    server.script = [answer('{"access_token": "at", "expires_in": 1800}', kind="application/json") + DRIP]
    began = monotonic()
    with pytest.raises(RetryLater, match=r"^Xero's sign-in took too long to answer.$"):
        send_plain(PlainRequest("GET", server.url), Timeouts(connect=1, read=0.3, whole=1))
    assert monotonic() - began < 2


def test_answer_is_read_in_the_encoding_that_its_header_names(api: Api, server: ScriptedServer) -> None:
    named = "<UUID>k</UUID><Name>Café</Name>"
    server.script = [
        answer(
            f"<Response><Status>OK</Status>{one}</Response>".encode("latin-1"),
            kind="text/xml;charset=ISO-8859-1",
        )
        for one in (
            f"<Categories><Category>{named}</Category></Categories>",
            f"<Clients><Client>{named}</Client></Clients>",
        )
    ]
    assert api.list_categories() == [Category("k", "Café")]
    assert [client.name for client in api.list_clients()] == ["Café"]


def test_last_check_stops_the_call_before_the_first_byte(api: Api, server: ScriptedServer) -> None:
    def lose_lease() -> None:
        raise LookupError("lease lost")

    with pytest.raises(LookupError, match=r"^lease lost$"):
        api.guarded(before_send=lose_lease).add_job(NEW_JOB)
    assert api.last_exchange.status is None
    server.script = [ok("<Categories />")]
    api.list_categories()
    assert [request.method for request in server.received] == ["GET"]


def test_last_check_is_made_for_each_sending(api: Api, server: ScriptedServer) -> None:
    sent_before: list[int] = []
    server.script = [answer("", 401), ok(JOB), ok("<Categories />")]
    guarded = api.guarded(before_send=lambda: sent_before.append(len(server.received)), idempotency_key="M1")
    guarded.add_job(NEW_JOB)
    assert sent_before == [0, 1]
    assert [request.headers["idempotency-key"] for request in server.received] == ["M1", "M1"]
    api.list_categories()
    assert "idempotency-key" not in server.received[2].headers


def test_request_carries_tenant_type_and_no_cookies(api: Api, server: ScriptedServer) -> None:
    server.script = [answer("<Response><Status>OK</Status></Response>", Set_Cookie="a=b")] * 2
    api.add_cost(NEW_COST)
    api.add_cost(NEW_COST)
    request = server.received[1]
    assert (request.method, request.target) == ("POST", "/practicemanager/3.1/job.api/cost")
    assert request.headers["xero-tenant-id"] == TENANT
    assert request.headers["content-type"] == "application/xml; charset=utf-8"
    assert "cookie" not in request.headers


def test_redirect_is_not_followed(api: Api, server: ScriptedServer) -> None:
    server.script = [answer("", 302, Location=f"{server.url}/elsewhere"), ok("<Categories />")]
    with pytest.raises(RetryLater):
        api.list_categories()
    assert [request.target for request in server.received] == ["/practicemanager/3.1/category.api/list"]


def test_answer_of_another_good_status_counts_by_its_envelope(api: Api, server: ScriptedServer) -> None:
    categories = "<Categories><Category><UUID>k</UUID></Category></Categories>"
    server.script = [answer(f"<Response><Status>OK</Status>{categories}</Response>", 201)]
    assert api.list_categories() == [Category("k", "")]
