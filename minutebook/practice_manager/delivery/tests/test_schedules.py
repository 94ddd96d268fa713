"""2,000 courses by chance of up to four workers, twenty jobs and six faults, each driven until all is at rest.

They are drawn from a seed, which is printed when one ends badly: MINUTEBOOK_SEED=n plays that one again. What is tried
out is tried out too: deciders that are wrong on purpose must be found.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from minutebook.practice_manager.delivery.tests.model import Physics, World, first_world, moves
from minutebook.practice_manager.delivery.tests.test_model import (
    COST,
    LATE,
    OWN,
    SERIES,
    forgets_the_grace,
    is_doubled,
    is_lost,
    is_over,
    repeats_blindly,
)
from minutebook.practice_manager.delivery.transitions import Status

SCHEDULES, MOST_MOVES = 2000, 3000
MOST_WORKERS, MOST_JOBS, MOST_FAULTS = 4, 20, 6
FAULT_CHANCE = 0.1  # a move, so that the faults spread over the course
LATE_CHANCE = 0.02  # so that a call may still be under way when it is looked for
SEED = os.environ.get("MINUTEBOOK_SEED")
FIRST = int(SEED) if SEED else random.SystemRandom().randrange(10**9)
WORLDS = {
    "own numbers": OWN,
    "own numbers, calls that outlive the grace": LATE,
    "number series": SERIES,
    "costs": COST,
}


@dataclass(frozen=True, slots=True)
class Course:
    """How one schedule ended: `wrong` is nothing, "doubled", "lost", "stuck" or "asked without need"."""

    seed: int
    told: tuple[str, ...]
    asked: int
    wrong: str = ""


def play(seed: int, physics: Physics) -> Course:
    """One course by chance, until all is at rest or something is wrong."""
    dice = random.Random(seed)
    jobs = min(dice.randint(1, MOST_JOBS), dice.randint(1, MOST_JOBS))  # the large ones are slow
    world = first_world(jobs, dice.randint(1, MOST_WORKERS), dice.randint(1, MOST_FAULTS))
    told, asked = [], 0
    while not is_over(world):
        if len(told) == MOST_MOVES:
            return Course(seed, tuple(told), asked, "stuck")
        name, follows = drawn(dice, world, physics)
        told.append(name)
        questions = new_questions(world, follows)
        asked, world = asked + len(questions), follows
        needless = any(not may_ask(world, index, physics) for index in questions)
        wrong = (
            "doubled" if is_doubled(world) else "lost" if is_lost(world) else "asked without need" * needless
        )
        if wrong:
            return Course(seed, tuple(told), asked, wrong)
    return Course(seed, tuple(told), asked)


def drawn(dice: random.Random, world: World, physics: Physics) -> tuple[str, World]:
    """The next move; faults and late calls each by a chance of their own, however many of them could happen."""
    usual, late, faults = [], [], []
    for move in moves(world, physics):
        is_late = move[0] in ("executed late", "lost on the way")
        (faults if move[1].faults < world.faults else late if is_late else usual).append(move)
    if faults and (not usual or dice.random() < FAULT_CHANCE):
        return dice.choice(faults)
    return dice.choice(late if late and (not usual or dice.random() < LATE_CHANCE) else usual)


def new_questions(before: World, after: World) -> list[int]:
    """Which jobs have just begun to wait for a person."""
    pairs = enumerate(zip(before.jobs, after.jobs, strict=True))
    return [at for at, (old, new) in pairs if old.status != Status.QUESTION == new.status]


def may_ask(world: World, index: int, physics: Physics) -> bool:
    """In XPM's series about what was not found; elsewhere only when it was sent as often as it may be."""
    job, rules = world.jobs[index], physics.rules
    return not rules.resends_when_absent or job.sends >= rules.most_sends


def courses(physics: Physics, count: int) -> Iterator[Course]:
    return (play(seed, physics) for seed in range(FIRST, FIRST + (1 if SEED else count)))


@pytest.mark.parametrize("physics", WORLDS.values(), ids=WORLDS)
def test_every_schedule_ends_well(physics: Physics) -> None:
    ends = Counter[str]()
    for course in courses(physics, SCHEDULES // len(WORLDS)):
        assert not course.wrong, f"MINUTEBOOK_SEED={course.seed}: {course.wrong} after {course.told}"
        ends["asked"] += course.asked
    print(f"MINUTEBOOK_SEED={FIRST} and those after it: lost 0 doubled 0 stuck 0 asked {ends['asked']}")


@pytest.mark.parametrize(
    ("physics", "wrong"),
    [
        (replace(COST, after_send=repeats_blindly), "doubled"),
        (replace(SERIES, after_send=repeats_blindly), "doubled"),
        (replace(COST, after_probe=forgets_the_grace), "doubled"),
    ],
    ids=["a cost is sent again blindly", "a job is sent again blindly", "no grace"],
)
@pytest.mark.skipif(SEED is not None, reason="one schedule need not meet the bug")
def test_planted_bug_is_found(physics: Physics, wrong: str) -> None:
    found = next((course for course in courses(physics, SCHEDULES) if course.wrong), None)
    assert found is not None, f"not found from MINUTEBOOK_SEED={FIRST} on"
    assert found.wrong == wrong
