"""The library against the imitation when calls are spoilt: what each fault means for a write and for a read."""

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import (
    OutcomeUnknown,
    ReconnectNeeded,
    Refused,
    RetryLater,
    XpmError,
)
from minutebook.xpm.tests.living import new_job_for, order
from minutebook.xpm_sandbox import SandboxServer

SPOILT = [
    {"kind": "lost_reply"},
    {"kind": "slow", "seconds": 3},
    {"kind": "late", "seconds": 3},
    {"kind": "cut_reply"},
    {"kind": "cut_reply", "framed": True},
    {"kind": "reset_before"},
    {"kind": "status", "code": 500, "executed": True},
    {"kind": "status", "code": 503},
    {"kind": "html"},
    {"kind": "empty"},
    {"kind": "huge"},
    {"kind": "xml_bomb"},
    {"kind": "redirect"},
]


@pytest.mark.parametrize("fault", SPOILT, ids=str)
def test_spoilt_exchange_is_unknown_for_a_write_and_retry_for_a_read(
    sandbox: SandboxServer, practice: Api, fault: dict[str, object]
) -> None:
    new_job = new_job_for(practice)
    order(sandbox, **fault, path="job.api/*", times=2)
    with pytest.raises(OutcomeUnknown):
        practice.add_job(new_job)
    with pytest.raises(RetryLater):
        practice.list_current_jobs()


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"kind": "error_200", "text": "The period is locked & closed"}, Refused),
        ({"kind": "status", "code": 400}, Refused),
        ({"kind": "rate_minute"}, RetryLater),
        ({"kind": "rate_day"}, RetryLater),
        ({"kind": "forbidden"}, ReconnectNeeded),
        ({"kind": "expired_token", "times": 2}, ReconnectNeeded),
    ],
    ids=str,
)
def test_clear_no_leaves_nothing_behind(
    sandbox: SandboxServer, practice: Api, fault: dict[str, object], expected: type[XpmError]
) -> None:
    new_job = new_job_for(practice)
    order(sandbox, **fault, path="job.api/add")
    with pytest.raises(expected):
        practice.add_job(new_job)
    assert practice.list_client_jobs(new_job.client_uuid) == []


@pytest.mark.parametrize(
    "fault", [{"kind": "cut_reply"}, {"kind": "cut_reply", "framed": True}, {"kind": "huge"}]
)
def test_half_a_list_of_clients_is_no_list(
    sandbox: SandboxServer, practice: Api, fault: dict[str, object]
) -> None:
    order(sandbox, **fault, path="client.api/list")
    with pytest.raises(RetryLater):
        list(practice.list_clients())


@pytest.mark.parametrize("words", ["plain", "other"])
@pytest.mark.parametrize(("mode", "after"), [("absent", 60.0), ("present", 1.0)])
def test_limit_of_calls_at_once_says_when_to_come_back_in_any_words(
    sandbox: SandboxServer, practice: Api, words: str, mode: str, after: float
) -> None:
    sandbox.world.modes.change({"rate_words": words, "concurrent_retry_after": mode})
    sandbox.world.limits.concurrent = 0
    with pytest.raises(RetryLater) as caught:
        practice.list_staff()
    assert caught.value.after == after


def test_limit_of_calls_tells_when_to_go_on(sandbox: SandboxServer, practice: Api) -> None:
    practice.list_staff()
    assert practice.last_exchange is not None
    for _call in range(practice.last_exchange.minute_remaining or 0):
        practice.list_staff()
    with pytest.raises(RetryLater) as caught:
        practice.list_staff()
    assert 0 < caught.value.after <= 60
    assert caught.value.exchange is not None
    assert caught.value.exchange.rate_problem == "minute"
