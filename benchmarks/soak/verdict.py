"""Comparing the whole of what the sandbox holds, and what it executed, with what the database believes."""

from collections import Counter
from dataclasses import dataclass, field

from tests.journeys.installation import Installation
from tests.journeys.worlds import Plain, as_expected, as_held, new_jobs, rest_of

ASKING = ("question", "refused", "held")


@dataclass(slots=True)
class Verdict:
    """Markers by what became of them; `asked` counts deliveries that wait for a person."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether the promise was kept and nothing else was touched."""
        return not (self.lost or self.doubled or self.stuck or self.remarks)

    def told(self) -> str:
        """The one line."""
        return (
            f"lost {len(self.lost)} doubled {len(self.doubled)} stuck {len(self.stuck)} "
            f"asked {len(self.asked)}"
        )


def judge(installation: Installation, before: Plain) -> Verdict:
    """Every delivery against the practice, every job against the deliveries, and all else as it was."""
    old, world = before["tenants"][0], installation.sandbox.world()
    new = world["tenants"][0]
    statuses = installation.inside.call("deliveries")
    held: dict[str, list[Plain]] = {}
    for job in new_jobs(old, new):
        held.setdefault(str(job["client_order_number"]), []).append(as_held(job))
    verdict = Verdict()
    for marker, wanted in installation.inside.call("wanted_jobs").items():
        judge_one(verdict, marker, statuses[marker], held.pop(marker, []), as_expected(wanted, new))
    verdict.doubled += [f"nobody asked for {marker}" for marker in held]
    if rest_of(new) != rest_of(old) or world["tenants"][1:] != before["tenants"][1:]:
        verdict.remarks.append("something else than jobs has changed")
    verdict.remarks += _calls_without_attempt(installation)
    return verdict


def judge_one(verdict: Verdict, marker: str, status: str, jobs: list[Plain], expected: Plain) -> None:
    """One delivery: the jobs that carry its marker against the one that was asked for."""
    notes = [count for job in jobs for count in Counter(line["note"] for line in job["costs"]).values()]
    if len(jobs) > 1 or max(notes, default=1) > 1:
        verdict.doubled.append(f"{marker} ({status}): {jobs}")
    elif status in ASKING:
        verdict.asked.append(marker)
    elif status != "done":
        verdict.stuck.append(f"{marker} ({status})")
    elif jobs != [expected]:
        verdict.lost.append(f"{marker}: {jobs} instead of {expected}")


def _calls_without_attempt(installation: Installation) -> list[str]:
    """No write was executed whose intent was not committed before."""
    executed = Counter[str](
        str(entry["path"]).rsplit("/", 1)[1]
        for entry in installation.sandbox.ledger()
        if entry["method"] == "POST" and entry["effect"] and "job.api/" in entry["path"]
    )
    sent = installation.inside.call("sends_by_kind")
    pairs = {"add": "job.create", "cost": "job.cost"}
    return [
        f"{executed[call]} executed calls of {call}, {sent.get(kind, 0)} attempts"
        for call, kind in pairs.items()
        if executed[call] > sent.get(kind, 0)
    ]
