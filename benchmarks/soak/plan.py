"""What a soak does, drawn from its seed beforehand; only the machine's own timing differs when it is repeated."""

import random
from dataclasses import dataclass
from typing import Any

WRITES = ("add", "assign", "cost", "note", "state")
# The product's own times in seconds; all are run the same number of times faster, so that their ratios stay.
TIMES = {
    "XPM_READ_TIMEOUT_SECONDS": 60.0,
    "XPM_LEASE_SECONDS": 120.0,
    "XPM_GRACE_SECONDS": 180.0,
    "XPM_SECOND_PROBE_SECONDS": 600.0,
}
NO_LIMITS = {"XPM_CALLS_PER_MINUTE": "60000", "XPM_CALLS_PER_DAY": "10000000"}
FAULT_CHANCE = 0.6  # a round; more of them at once and the breaker would keep everything waiting
EITHER_WAY = ("error_200", "status", "html", "empty", "xml_bomb", "redirect")
ONE_WAY = ("lost_reply", "cut_reply", "reset_before", "slow", "late", "rate_minute", "expired_token")
STATUSES = (404, 500, 502, 503)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is done. `faster`: how many times as fast as the product's own times."""

    deliveries: int
    kills: int
    stops: int
    workers: int
    seed: int
    faster: int = 40

    def settings(self) -> dict[str, str]:
        """The environment of the installation."""
        return {name: f"{seconds / self.faster:g}" for name, seconds in TIMES.items()} | NO_LIMITS


@dataclass(frozen=True, slots=True)
class Round:
    """Some jobs asked for, then one worker killed, or stopped where `asleep_seconds` is given.

    `hits_call`: the blow waits for a worker whose call is under way; else it falls after `wait_seconds` on the one
    that `pick` (0 to 1) points at.
    """

    numbering: str
    asks: int
    faults: tuple[dict[str, Any], ...]
    hits_call: bool
    wait_seconds: float
    pick: float
    asleep_seconds: float = 0.0


def drawn(plan: Plan) -> list[Round]:
    """All rounds: half of the kills in XPM's number series, then the rest and all stops with own job numbers.

    In XPM's series nothing but time tells a call that was lost from one whose sender sleeps: what a worker stopped for
    longer than the grace may double there is the condition of the promise, not a matter of this test.
    """
    dice = random.Random(plan.seed)
    own = [False] * (plan.kills - plan.kills // 2) + [True] * plan.stops
    dice.shuffle(own)
    sleeps = [False] * (plan.kills // 2) + own
    shares = [plan.deliveries * number // len(sleeps) for number in range(len(sleeps) + 1)]
    return [
        _round(plan, dice, "series" if at < plan.kills // 2 else "own", shares[at + 1] - shares[at], sleep)
        for at, sleep in enumerate(sleeps)
    ]


def _round(plan: Plan, dice: random.Random, numbering: str, asks: int, is_stop: bool) -> Round:
    lease = TIMES["XPM_LEASE_SECONDS"] / plan.faster
    return Round(
        numbering=numbering,
        asks=asks,
        faults=(_fault(plan, dice),) if dice.random() < FAULT_CHANCE else (),
        hits_call=dice.random() < 0.7,
        wait_seconds=dice.uniform(0, 1),
        pick=dice.random(),
        asleep_seconds=dice.uniform(0.5, 3) * lease if is_stop else 0.0,
    )


def _fault(plan: Plan, dice: random.Random) -> dict[str, Any]:
    """One call that goes wrong; a slow or late one up to half as long again as we wait for it."""
    kind = dice.choice((*EITHER_WAY, *ONE_WAY))
    most = TIMES["XPM_READ_TIMEOUT_SECONDS"] / plan.faster * 1.5
    return {
        "kind": kind,
        "path": dice.choice([f"*job.api/{call}" for call in WRITES] + ["*"]),
        "after": dice.randint(0, 3),
        "seconds": 1.0 if kind == "rate_minute" else dice.uniform(0.2, most),
        "code": dice.choice(STATUSES) if kind == "status" else 302,
        "executed": dice.choice([True, False]) if kind in EITHER_WAY else None,
        "framed": dice.choice([True, False]),
    }
