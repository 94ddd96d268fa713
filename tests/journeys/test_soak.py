"""A small soak, so that the long one (`make soak`) cannot rot, and its judgement on what must not be."""

import os
import random
from pathlib import Path

import pytest

from benchmarks.soak.plan import Plan, drawn
from benchmarks.soak.room import run_soak
from benchmarks.soak.verdict import Verdict, judge_one

from .installation import Installation
from .worlds import Plain

SEED = int(os.environ.get("MINUTEBOOK_SEED", 0)) or random.SystemRandom().randrange(1, 10**9)


@pytest.mark.slow
def test_small_soak_loses_and_doubles_nothing(built: Installation, tmp_path: Path) -> None:
    plan = Plan(deliveries=12, kills=4, stops=2, workers=2, seed=SEED, faster=60)
    print(plan)
    told: list[str] = []
    verdict = run_soak(plan, tmp_path, told.append, built)
    assert (verdict.lost, verdict.doubled, verdict.stuck, verdict.remarks) == ([], [], [], []), plan
    assert told[-1].endswith("4 killed, 2 stopped"), told


def test_plan_is_drawn_from_its_seed_alone() -> None:
    plan = Plan(deliveries=2000, kills=500, stops=100, workers=4, seed=5)
    rounds = drawn(plan)
    assert rounds == drawn(plan)
    assert sum(one.asks for one in rounds) == 2000
    assert sum(not one.asleep_seconds for one in rounds) == 500
    assert [one.numbering for one in rounds if one.asleep_seconds] == ["own"] * 100
    assert [one.numbering for one in rounds] == ["series"] * 250 + ["own"] * 350


JOB: Plain = {"name": "Job", "costs": [{"note": "[ref M-1]"}]}
TWICE: Plain = {"name": "Job", "costs": [{"note": "[ref M-1]"}, {"note": "[ref M-1]"}]}


@pytest.mark.parametrize(
    ("status", "jobs", "told"),
    [
        ("done", [JOB], "lost 0 doubled 0 stuck 0 asked 0"),
        ("done", [], "lost 1 doubled 0 stuck 0 asked 0"),
        ("done", [JOB | {"name": "Other"}], "lost 1 doubled 0 stuck 0 asked 0"),
        ("done", [JOB, JOB], "lost 0 doubled 1 stuck 0 asked 0"),
        ("question", [JOB, JOB], "lost 0 doubled 1 stuck 0 asked 0"),
        ("done", [TWICE], "lost 0 doubled 1 stuck 0 asked 0"),
        ("question", [], "lost 0 doubled 0 stuck 0 asked 1"),
        ("under_way", [JOB], "lost 0 doubled 0 stuck 1 asked 0"),
        ("cancelled", [], "lost 0 doubled 0 stuck 1 asked 0"),
    ],
)
def test_judgement(status: str, jobs: list[Plain], told: str) -> None:
    verdict = Verdict()
    judge_one(verdict, "M", status, jobs, JOB)
    assert verdict.told() == told
    assert verdict.is_good == ("1" not in told.split(" asked")[0])
