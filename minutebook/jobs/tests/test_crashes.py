"""Every crash point with every behaviour of XPM, in both numberings: one job with each cost once, or a question.

The cases are made from the tables of `crashes`; what is expected of each is one rule, not a list.
"""

from collections.abc import Callable
from functools import partial

import pytest

from minutebook.firms.models import User
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.tests import office
from minutebook.jobs.tests.crashes import Behaviour, Point, asks_person, cases
from minutebook.jobs.tests.held import rest_of_world, whole_as_made, whole_expected_job, world_jobs
from minutebook.jobs.tests.story import Story
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.practice_manager.tests.virtual import VirtualClock
from minutebook.xpm_sandbox.server import SandboxServer

AskForJob = Callable[..., Job]
Status = Delivery.Status


server, sandbox, hands, ready = office.server, office.sandbox, office.hands, office.ready


@pytest.mark.parametrize(
    ("point", "behaviour", "numbering"),
    [pytest.param(*case, id=f"{case[0].name}-{case[1].name}-{case[2]}") for case in cases()],
)
def test_crash_ends_in_one_job_with_each_cost_once_or_a_question(
    sandbox: SandboxServer,
    hands: VirtualClock,
    ready: Connection,
    ask: AskForJob,
    job_draft: JobDraft,
    preparer: User,
    point: Point,
    behaviour: Behaviour,
    numbering: str,
) -> None:
    ready.numbering, ready.repeats_once = numbering, point.repeats_once
    ready.save()
    rest = rest_of_world(sandbox, made=0)
    before = world_jobs(sandbox)
    asked_for = partial(ask, costs=job_draft.costs[: point.costs])
    story = Story(sandbox, sandbox.app, hands, ready, preparer, asked_for, point, behaviour)
    job = story.run()
    made = world_jobs(sandbox)[len(before) :]
    assert set(story.asked) == ({"job.create"} if asks_person(point, behaviour, numbering) else set())
    if point.is_lost:
        assert (story.delivery.status, made) == (Status.REFUSED, [])
        return
    assert story.delivery.status == Status.DONE
    wanted = whole_expected_job(job) | point.edits
    assert [whole_as_made(one) for one in made] == [wanted]
    assert numbering == "series" or made[0]["id"] == job.delivery.marker
    assert rest_of_world(sandbox, made=1) == rest
