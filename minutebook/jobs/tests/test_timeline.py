"""The time line tells what people and the worker did, in words a person understands."""

from collections.abc import Callable

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from minutebook.firms.models import User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.held import settle
from minutebook.jobs.tests.test_promise import CALLS
from minutebook.jobs.timeline import _LOOKED, _SENT, timeline_of
from minutebook.practice_manager.delivery.decide import Found, Outcome
from minutebook.practice_manager.delivery.services import retry
from minutebook.practice_manager.models import Connection
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_of_a_call_has_words(outcome: Outcome) -> None:
    assert _SENT[str(outcome)]


@pytest.mark.parametrize("found", Found)
def test_every_outcome_of_a_look_up_has_words(found: Found) -> None:
    assert _LOOKED[str(found)]


def test_time_line_tells_refusal_retry_and_making(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, administrator: User, preparer: User
) -> None:
    sandbox.app.sandbox.faults.faults += [
        Fault("error_200", path=CALLS["create"], text="Invalid job <template> identifier"),
        Fault("lost_reply", path=CALLS["cost"]),
    ]
    job = ask()
    assert settle(job) == "refused"
    assert job.delivery is not None
    retry(job.delivery, preparer)
    assert settle(job) == "done"
    told = [(one.who, one.words, one.said) for one in reversed(timeline_of(job))]
    assert told[:3] == [
        (str(administrator), "asked for the job", ""),
        ("", "XPM refused the job", "Invalid job <template> identifier"),
        (str(preparer), "pressed Retry", ""),
    ]
    assert [words for _, words, _ in told[3:]] == [
        "Done in XPM: the job",
        "Done in XPM: the staff",
        "No clear answer came for “Our fee & <more>”",
        "Done in XPM: “Search”",
        "Done in XPM: the link to the job",
        "Looked in XPM for “Our fee & <more>”: it is there",
        "Done in XPM: the note “Made from Minutebook”",
    ]
    numbers = {one.words: bool(one.support_number) for one in timeline_of(job)}
    assert (numbers["XPM refused the job"], numbers["Done in XPM: the job"]) == (True, False)


def test_time_line_takes_the_same_queries_however_long(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob
) -> None:
    job = ask()
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(database) as queries:
            timeline_of(job)
        counts.append(len(queries))
        settle(job)
    assert counts[0] == counts[1]
