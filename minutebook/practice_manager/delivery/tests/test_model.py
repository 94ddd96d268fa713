"""Every course that two workers, two jobs and three faults can take, under the real `decide`.

The checks are tried out as well: deciders that are wrong on purpose must be found.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import pytest

from minutebook.practice_manager.delivery.decide import Decision, after_probe, after_send
from minutebook.practice_manager.delivery.tests.model import (
    IDLE,
    Physics,
    World,
    first_world,
    moves,
)
from minutebook.practice_manager.delivery.transitions import Found, Known, Outcome, Rules, Status

SERIES = Physics(Rules(False, False, probes_needed=2, grace_seconds=60, second_probe_seconds=60))
COST = replace(SERIES, rules=replace(SERIES.rules, resends_when_absent=True))
OWN = replace(COST, rules=replace(COST.rules, probes_needed=1), refuses_second=True)
LONG_FLIGHT = 200  # XPM executes a call long after the grace is over
LATE = replace(OWN, flight_seconds=LONG_FLIGHT)


@dataclass(slots=True)
class Explored:
    """All worlds that were reached, and those that must not be."""

    worlds: int = 0
    doubled: list[World] = field(default_factory=list)
    lost: list[World] = field(default_factory=list)
    stuck: list[World] = field(default_factory=list)

    def wrong(self) -> dict[str, int]:
        """What went wrong, and in how many worlds."""
        counts = {"doubled": len(self.doubled), "lost": len(self.lost), "stuck": len(self.stuck)}
        return {name: count for name, count in counts.items() if count}


def explore(physics: Physics, jobs: int = 2, faults: int = 3) -> Explored:
    """Every world that can come about."""
    first = first_world(jobs, 2, faults)
    before: dict[World, list[World]] = {first: []}  # the worlds from which each is reached without a fault
    waiting = [first]
    while waiting:
        world = waiting.pop()
        for _, found in moves(world, physics):
            reached = found._replace(workers=tuple(sorted(found.workers, key=repr)))
            if reached not in before:
                before[reached] = []
                waiting.append(reached)
            if reached.faults == world.faults:
                before[reached].append(world)
    return Explored(
        worlds=len(before),
        doubled=[world for world in before if is_doubled(world)],
        lost=[world for world in before if is_lost(world)],
        stuck=list(before.keys() - all_that_lead_to_an_end(before)),
    )


def all_that_lead_to_an_end(before: dict[World, list[World]]) -> set[World]:
    """The worlds from which all ends well when nothing goes wrong any more."""
    good = {world for world in before if is_over(world)}
    waiting = list(good)
    while waiting:
        earlier = [one for one in before[waiting.pop()] if one not in good]
        good.update(earlier)
        waiting += earlier
    return good


def is_doubled(world: World) -> bool:
    return any(job.made > 1 for job in world.jobs)


def is_lost(world: World) -> bool:
    """Called done, refused or dropped against the truth."""
    return any(
        (job.status == Status.DONE and not job.made)
        or (job.status == Status.REFUSED and job.made)
        or job.status == Status.CANCELLED
        for job in world.jobs
    )


def is_over(world: World) -> bool:
    done = all(job.status == Status.DONE and not job.late and not job.lease for job in world.jobs)
    return done and all(worker == IDLE for worker in world.workers)


@pytest.mark.parametrize(
    "physics",
    [OWN, LATE, SERIES, COST],
    ids=["own numbers", "own numbers, calls that outlive the grace", "number series", "costs"],
)
def test_nothing_is_doubled_lost_or_stuck_in_any_course(physics: Physics) -> None:
    explored = explore(physics)
    assert explored.worlds > 50_000
    assert explored.wrong() == {}


@pytest.mark.parametrize("physics", [SERIES, COST], ids=["number series", "costs"])
def test_grace_must_outlast_a_call_where_xpm_takes_a_second_one(physics: Physics) -> None:
    explored = explore(replace(physics, flight_seconds=LONG_FLIGHT), jobs=1)
    assert explored.doubled


Decider = Callable[..., Decision]


def repeats_blindly(known: Known, outcome: Outcome, *rest: Any) -> Decision:
    decision = after_send(known, outcome, *rest)
    return Decision(Status.STAGED) if decision.status == Status.UNKNOWN else decision


def forgets_the_grace(known: Known, found: Found, rules: Rules, now: datetime) -> Decision:
    return after_probe(known, found, replace(rules, grace_seconds=0, probes_needed=1), now)


def counts_half_a_reading(known: Known, found: Found, *rest: Any) -> Decision:
    return after_probe(known, Found.NONE if found is Found.UNREADABLE else found, *rest)


def believes_every_refusal(known: Known, outcome: Outcome, *rest: Any) -> Decision:
    return after_send(replace(known, sends=1), outcome, *rest)


def takes_a_refusal_in_unknown_words_for_a_plain_one(known: Known, outcome: Outcome, *rest: Any) -> Decision:
    plain = outcome is Outcome.UNCLEAR_REFUSAL
    return after_send(known, Outcome.REFUSED if plain else outcome, *rest)


def drops_what_was_not_sent(known: Known, outcome: Outcome, *rest: Any) -> Decision:
    wanted = after_send(known, outcome, *rest)
    return Decision(Status.CANCELLED) if outcome is Outcome.NOT_SENT else wanted


def calls_it_done(known: Known, found: Found, *rest: Any) -> Decision:
    wanted = after_probe(known, found, *rest)
    return Decision(Status.DONE) if wanted.status == Status.QUESTION else wanted


@pytest.mark.parametrize(
    ("physics", "wrong"),
    [
        (replace(COST, after_send=repeats_blindly), "doubled"),
        (replace(COST, after_probe=forgets_the_grace), "doubled"),
        (replace(OWN, refuses_second=False, after_probe=counts_half_a_reading), "doubled"),
        (replace(LATE, after_send=believes_every_refusal), "lost"),
        (replace(COST, after_send=takes_a_refusal_in_unknown_words_for_a_plain_one), "lost"),
        (replace(COST, after_send=drops_what_was_not_sent), "stuck"),
        (replace(COST, after_probe=calls_it_done), "lost"),
    ],
)
def test_wrong_decider_is_found(physics: Physics, wrong: str) -> None:
    assert wrong in explore(physics, jobs=1).wrong()
