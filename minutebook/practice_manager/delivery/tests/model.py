"""An in-memory world of workers, jobs and an XPM that fails, for trying out what `decide` answers.

A world is a plain value; `moves` gives everything that may happen to it next. Seconds are whole and count from now:
to let time pass is to bring all moments nearer. Workers act at once; only one that a fault has put to sleep dawdles.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from minutebook.practice_manager.delivery.decide import (
    Decision,
    after_probe,
    after_send,
    begun,
    counted,
)
from minutebook.practice_manager.delivery.transitions import Found, Known, Outcome, Rules, Status

NOW = datetime(2028, 2, 29, 23, 59, 30, tzinfo=UTC)
LEASE_SECONDS = 30
MOST_FAILURES = 4  # more of them change nothing
UNSENT = -1


class Job(NamedTuple):
    """A step in our database, and what of it is in XPM or on its way there."""

    status: Status = Status.STAGED
    sends: int = 0
    empty_probes: int = 0
    sent_ago: int = UNSENT
    failures: int = 0
    wait: int = 0
    lease: int = 0  # seconds left; 0: nobody has it
    made: int = 0
    late: tuple[int, ...] = ()  # calls without a worker: seconds in which XPM may still execute them


class Worker(NamedTuple):
    """What a worker is doing. `phase`: "" idle, "intent", "call", "answer", "look", "read"."""

    job: int = -1
    phase: str = ""
    said: Outcome | Found | None = None
    is_fenced: bool = False
    is_asleep: bool = False


class World(NamedTuple):
    """Everything there is; `faults` is how many may still happen."""

    jobs: tuple[Job, ...]
    workers: tuple[Worker, ...]
    faults: int


@dataclass(frozen=True, slots=True)
class Physics:
    """What XPM does, and the functions that decide. `flight_seconds`: how late a call may still be executed."""

    rules: Rules
    refuses_second: bool = False
    flight_seconds: int = 50
    after_send: Callable[..., Decision] = after_send
    after_probe: Callable[..., Decision] = after_probe


IDLE = Worker()
Move = tuple[str, World]


def first_world(jobs: int, workers: int, faults: int) -> World:
    """All asked for, nothing begun."""
    return World((Job(),) * jobs, (IDLE,) * workers, faults)


def moves(world: World, physics: Physics) -> Iterator[Move]:
    """Everything that may happen next; time passes only when no worker that is awake has something to do."""
    is_busy = False
    for number, worker in enumerate(world.workers):
        if worker == IDLE and IDLE in world.workers[:number]:
            continue  # it does what the other idle one may do
        found = list(_steps_of(world, number, worker, physics))
        is_busy = is_busy or bool(found and not worker.is_asleep)
        yield from found
        if worker.phase and world.faults:
            yield from _mishaps(world, number, worker, physics)
    for number, job in enumerate(world.jobs):
        yield from _elsewhere(world, number, job, physics)
    if not is_busy:
        yield from _time_passes(world, physics)


def _steps_of(world: World, number: int, worker: Worker, physics: Physics) -> Iterator[Move]:
    """What the worker does when nothing goes wrong; one that slept goes on where it was."""
    awake = worker._replace(is_asleep=False)
    if not worker.phase:
        for index, job in enumerate(world.jobs):
            if not job.lease and _is_due(job):
                yield _taken(world, number, index, physics)
        return
    job = world.jobs[worker.job]
    if worker.is_fenced or not job.lease:
        # Lease.hold refuses: an unsent call stays unsent, an answer is not written.
        yield "gives up", _put(world, number, IDLE)
    elif worker.phase == "intent":
        yield "sends", _put(world, number, awake._replace(phase="call"))
    elif worker.phase == "call":
        yield "executed", _answered(world, number, *_executed(job, physics))
    elif worker.phase == "look":
        found = Found.NONE if not job.made else Found.ONE if job.made == 1 else Found.DIFFERENT
        yield "reads", _put(world, number, awake._replace(phase="read", said=found))
    else:
        yield "writes down", _put(world, number, IDLE, worker.job, _decided(job, worker.said, physics))


def _taken(world: World, number: int, index: int, physics: Physics) -> Move:
    """Claim a job: fence whoever had it, then recover it, commit an intent, or look."""
    workers = tuple(
        one._replace(is_fenced=True) if one.job == index and one.phase else one for one in world.workers
    )
    world, job = world._replace(workers=workers), world.jobs[index]._replace(lease=LEASE_SECONDS)
    if job.status == Status.SENDING:
        return "recovers", _put(world, number, IDLE, index, _decided(job, Outcome.INTERRUPTED, physics))
    if job.status == Status.UNKNOWN:
        return "looks", _put(world, number, Worker(index, "look"), index, job)
    known = begun(_known(job), NOW)
    sent = _with_known(job, known)._replace(status=Status.SENDING, wait=0)
    return "intends", _put(world, number, Worker(index, "intent"), index, sent)


def _mishaps(world: World, number: int, worker: Worker, physics: Physics) -> Iterator[Move]:
    """Faults of a worker, of the network and of XPM; each uses one up."""
    world = world._replace(faults=world.faults - 1)
    job = world.jobs[worker.job]
    left = job._replace(late=_with_late(job, physics)) if worker.phase == "call" else job
    yield "crash", _put(world, number, IDLE, worker.job, left)
    if worker.is_asleep:
        return
    # One that sleeps through its call hears nothing of it any more when it wakes.
    deaf = worker._replace(phase="answer", said=Outcome.UNKNOWN) if worker.phase == "call" else worker
    yield "sleep", _put(world, number, deaf._replace(is_asleep=True), worker.job, left)
    if worker.phase == "intent":
        yield "not sent", _answered(world, number, job, Outcome.NOT_SENT)
    elif worker.phase == "call":
        executed, _ = _executed(job, physics)
        yield "reply lost", _answered(world, number, executed, Outcome.UNKNOWN)
        yield "timed out", _answered(world, number, left, Outcome.UNKNOWN)
        yield "lost", _answered(world, number, job, Outcome.UNKNOWN)
        yield "error after it was executed", _answered(world, number, executed, Outcome.UNCLEAR_REFUSAL)
        for outcome in (Outcome.UNCLEAR_REFUSAL, Outcome.REFUSED, Outcome.WAIT, Outcome.NO_ACCESS):
            yield str(outcome), _answered(world, number, job, outcome)
    elif worker.phase == "look":
        yield "half a reading", _put(world, number, worker._replace(phase="read", said=Found.UNREADABLE))


def _elsewhere(world: World, index: int, job: Job, physics: Physics) -> Iterator[Move]:
    """What XPM and people do: a late call is executed or lost; people answer by what they see in XPM."""
    for late in set(job.late):
        rest = list(job.late)
        rest.remove(late)
        waits = job._replace(late=tuple(rest))
        yield "executed late", _put_job(world, index, _executed(waits, physics)[0])
        yield "lost on the way", _put_job(world, index, waits)
    if job.status == Status.HELD:
        yield "connected again", _put_job(world, index, job._replace(status=Status.STAGED))
    elif job.status == Status.QUESTION and not job.made:
        yield "make it again", _put_job(world, index, _again(job))
    elif job.status == Status.QUESTION:
        yield "this is it", _put_job(world, index, job._replace(status=Status.DONE))
    elif job.status == Status.REFUSED:
        yield "put right", _put_job(world, index, _again(job))


def _again(job: Job) -> Job:
    return job._replace(status=Status.STAGED, sends=0, empty_probes=0, wait=0)


def _time_passes(world: World, physics: Physics) -> Iterator[Move]:
    """To the next moment at which something can happen."""
    moments = [one for job in world.jobs for one in (job.wait, job.lease, *job.late) if one > 0]
    if not moments:
        return
    passed = min(moments)
    jobs = tuple(_aged(job, passed, physics) for job in world.jobs)
    yield f"{passed} s", world._replace(jobs=jobs)


def _aged(job: Job, passed: int, physics: Physics) -> Job:
    most = int(physics.rules.grace_seconds)
    return job._replace(
        wait=max(job.wait - passed, 0),
        lease=max(job.lease - passed, 0),
        sent_ago=UNSENT if job.sent_ago == UNSENT else min(job.sent_ago + passed, most),
        late=tuple(one - passed for one in job.late if one > passed),
    )


def _is_due(job: Job) -> bool:
    waits = job.status in (Status.STAGED, Status.UNKNOWN) and not job.wait
    return waits or job.status == Status.SENDING


def _executed(job: Job, physics: Physics) -> tuple[Job, Outcome]:
    if physics.refuses_second and job.made:
        return job, Outcome.UNCLEAR_REFUSAL
    return job._replace(made=job.made + 1), Outcome.DONE


def _with_late(job: Job, physics: Physics) -> tuple[int, ...]:
    return tuple(sorted((*job.late, physics.flight_seconds)))


def _answered(world: World, number: int, job: Job, said: Outcome) -> World:
    worker = world.workers[number]._replace(phase="answer", said=said, is_asleep=False)
    return _put(world, number, worker, worker.job, job)


def _decided(job: Job, event: Outcome | Found | None, physics: Physics) -> Job:
    """Write the decision down, and give the lease back."""
    assert event is not None
    status, wait, known = _decide(_known(job), event, physics)
    return _with_known(job, known)._replace(status=status, wait=wait, lease=0)


@cache
def _decide(known: Known, event: Outcome | Found, physics: Physics) -> tuple[Status, int, Known]:
    decider = physics.after_send if isinstance(event, Outcome) else physics.after_probe
    decision = decider(known, event, physics.rules, NOW)
    after = counted(known, event, decision, physics.rules, NOW)
    seconds = (decision.not_before - NOW).total_seconds() if decision.not_before else 0
    return decision.status, max(int(seconds), 0), replace(after, failures=min(after.failures, MOST_FAILURES))


@cache
def _moment(sent_ago: int) -> datetime | None:
    return None if sent_ago == UNSENT else NOW - timedelta(seconds=sent_ago)


def _known(job: Job) -> Known:
    return Known(job.sends, job.empty_probes, _moment(job.sent_ago), job.failures)


def _with_known(job: Job, known: Known) -> Job:
    ago = UNSENT if known.last_sent_at is None else int((NOW - known.last_sent_at).total_seconds())
    return job._replace(
        sends=known.sends, empty_probes=known.empty_probes, sent_ago=ago, failures=known.failures
    )


def _put(world: World, number: int, worker: Worker, index: int = -1, job: Job | None = None) -> World:
    workers = (*world.workers[:number], worker, *world.workers[number + 1 :])
    world = world._replace(workers=workers)
    return world if job is None else _put_job(world, index, job)


def _put_job(world: World, index: int, job: Job) -> World:
    return world._replace(jobs=(*world.jobs[:index], job, *world.jobs[index + 1 :]))
