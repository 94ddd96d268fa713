from __future__ import annotations

import hashlib
import time
from typing import Any

import httpx2
import pytest

from minutebook.xpm_sandbox.tests.practice import Practice, fetch

ADD = "job.api/add"


def test_lost_reply_is_executed(practice: Practice) -> None:
    practice.order_fault("lost_reply", "POST", ADD)
    with pytest.raises(httpx2.RemoteProtocolError):
        practice.add_job()
    assert _made(practice) == ["J000001"]
    assert _last(practice) == (ADD, 200, True, "job J000001 made", "lost_reply")


def test_reset_before_is_not_executed(practice: Practice) -> None:
    practice.order_fault("reset_before", "POST", ADD)
    with pytest.raises(httpx2.RemoteProtocolError):
        practice.add_job()
    assert _made(practice) == []
    assert _last(practice) == (ADD, 0, False, "", "reset_before")


def test_reset_in_the_middle_of_the_body_is_not_executed(practice: Practice) -> None:
    practice.order_fault("reset_mid", "POST", ADD)
    with pytest.raises((httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError)):
        practice.add_job()
    assert _made(practice) == []
    assert _last(practice) == (ADD, 0, False, "", "reset_mid")
    whole = practice.job_body().encode()
    half = hashlib.sha256(whole[: len(whole) // 2]).hexdigest()
    assert practice.ledger()[-1]["body_sha256"] == half
    practice.add_job()
    assert _made(practice) == ["J000001"]


def test_cut_reply_breaks_in_the_middle(practice: Practice) -> None:
    practice.order_fault("cut_reply", "POST", ADD)
    with pytest.raises(httpx2.RemoteProtocolError):
        practice.add_job()
    assert _made(practice) == ["J000001"]


def test_cut_reply_may_look_whole(practice: Practice) -> None:
    practice.order_fault("cut_reply", "POST", ADD, framed=True)
    response = practice.http.post(ADD, content=practice.job_body())
    assert response.status_code == 200
    assert response.text.startswith("<Response api-method")
    assert "</Response>" not in response.text
    assert _made(practice) == ["J000001"]


def test_slow_is_executed_before_the_wait(practice: Practice) -> None:
    practice.order_fault("slow", "POST", ADD, seconds=0.6)
    with pytest.raises(httpx2.ReadTimeout):
        practice.http.post(ADD, content=practice.job_body(), timeout=0.2)
    assert _made(practice) == ["J000001"]


def test_late_is_executed_after_the_client_has_gone(practice: Practice) -> None:
    practice.order_fault("late", "POST", ADD, seconds=0.6)
    with pytest.raises(httpx2.ReadTimeout):
        practice.http.post(ADD, content=practice.job_body(), timeout=0.2)
    assert _made(practice) == []
    fetch("POST", f"{practice.server.url}/_sandbox/settle").raise_for_status()
    assert _made(practice) == ["J000001"]


@pytest.mark.parametrize(
    ("order", "status", "made"),
    [
        ({"kind": "error_200", "text": "Object reference not set"}, 200, 0),
        ({"kind": "error_200", "executed": True}, 200, 1),
        ({"kind": "status", "code": 500}, 500, 0),
        ({"kind": "status", "code": 500, "executed": True}, 500, 1),
        ({"kind": "status", "code": 503}, 503, 0),
        ({"kind": "rate_minute"}, 429, 0),
        ({"kind": "rate_day"}, 429, 0),
        ({"kind": "expired_token"}, 401, 0),
        ({"kind": "forbidden"}, 403, 0),
        ({"kind": "html"}, 200, 0),
        ({"kind": "empty"}, 200, 1),
        ({"kind": "xml_bomb"}, 200, 1),
        ({"kind": "redirect"}, 302, 0),
        ({"kind": "redirect", "code": 307, "text": "/elsewhere"}, 307, 0),
    ],
)
def test_answering_faults(practice: Practice, order: dict[str, Any], status: int, made: int) -> None:
    practice.order_fault(method="POST", path=ADD, **order)
    response = practice.http.post(ADD, content=practice.job_body())
    assert (response.status_code, len(_made(practice))) == (status, made)
    # only the first call is hit
    assert practice.add_job().findtext("Status") == "OK"


def test_error_200_carries_its_text(practice: Practice) -> None:
    practice.order_fault("error_200", "POST", ADD, text="A < B & C")
    assert practice.add_job().findtext("ErrorDescription") == "A < B & C"


def test_rate_faults_name_their_limit(practice: Practice) -> None:
    practice.order_fault("rate_minute", "POST", ADD, seconds=22)
    practice.order_fault("rate_day", "POST", ADD)
    minute, day = (practice.http.post(ADD, content=practice.job_body()).headers for _ in range(2))
    assert (minute["x-rate-limit-problem"], minute["retry-after"]) == ("minute", "22")
    assert (day["x-rate-limit-problem"], day["x-daylimit-remaining"]) == ("day", "0")
    assert 0 < int(day["retry-after"]) <= 86_400


def test_huge_answer_is_as_large_as_ordered(practice: Practice) -> None:
    practice.order_fault("huge", "GET", "staff.api/list", megabytes=2)
    assert len(practice.http.get("staff.api/list").content) > 2_000_000


def test_fault_spares_the_first_and_ends_after_its_times(practice: Practice) -> None:
    practice.order_fault("status", "GET", "staff.api/*", after=1, times=2)
    statuses = [practice.http.get("staff.api/list").status_code for _ in range(4)]
    assert statuses == [200, 500, 500, 200]


def test_fault_hits_only_a_body_that_contains_its_text(practice: Practice) -> None:
    practice.order_fault("status", "POST", ADD, containing="Zweite")
    bodies = (practice.job_body(name=name) for name in ("Erste", "Zweite"))
    assert [practice.http.post(ADD, content=body).status_code for body in bodies] == [200, 500]


def test_fault_hits_the_token_address(practice: Practice) -> None:
    world, url = practice.server.world, f"{practice.server.url}/connect/token"
    form = {"grant_type": "refresh_token", "refresh_token": world.refresh_tokens[0].value}
    practice.order_fault("lost_reply", "POST", "connect/token")
    with pytest.raises(httpx2.RemoteProtocolError):
        fetch("POST", url, data=form, auth=("sandbox-app", "sandbox-secret"))
    # the old token is taken once more, since its successor never arrived
    again = fetch("POST", url, data=form, auth=("sandbox-app", "sandbox-secret"))
    assert (again.status_code, len(world.refresh_tokens)) == (200, 3)


def test_unknown_fault_is_refused(practice: Practice) -> None:
    response = fetch("POST", f"{practice.server.url}/_sandbox/faults", json={"kind": "plague"})
    assert response.status_code == 400
    assert "lost_reply" in response.json()["error"]


def test_stop_ends_a_waiting_call_at_once(practice: Practice) -> None:
    practice.order_fault("late", "POST", ADD, seconds=30)
    with pytest.raises(httpx2.ReadTimeout):
        practice.http.post(ADD, content=practice.job_body(), timeout=0.2)
    start = time.monotonic()
    practice.server.stop()
    assert time.monotonic() - start < 5
    assert _made(practice) == []


def _made(practice: Practice) -> list[str]:
    return [job.id for job in practice.tenant.jobs]


def _last(practice: Practice) -> tuple[Any, ...]:
    entry = practice.ledger()[-1]
    return tuple(entry[name] for name in ("path", "status", "executed", "effect", "fault"))
