"""`make soak`: 2,000 deliveries, 500 kills and 100 stops of real workers on SQLite, then on PostgreSQL.

Each database ends with its line `lost 0 doubled 0 stuck 0 asked N`; the exit code is 1 when one of the first three is
not 0, or when anything else was touched. The seed is printed first; `--seed` repeats the schedule drawn from it.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WORKERS = {"sqlite": 2, "postgresql": 4}


def main() -> int:
    """Run it on one database, or each in a process of its own."""
    wanted = _read_options()
    if wanted.database == "both":
        return max([_run_elsewhere(name, wanted.seed) for name in WORKERS])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minutebook.config.settings")
    from .plan import Plan  # noqa: PLC0415 - the settings are read by now, with the database of this process
    from .room import run_soak  # noqa: PLC0415 - as above

    plan = Plan(
        deliveries=wanted.deliveries,
        kills=wanted.kills,
        stops=wanted.stops,
        workers=wanted.workers or WORKERS[wanted.database],
        seed=wanted.seed,
        faster=wanted.faster,
    )
    print(f"{wanted.database}: {plan}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        verdict = run_soak(plan, Path(folder), lambda words: print(words, flush=True))
    for words in (*verdict.lost, *verdict.doubled, *verdict.stuck, *verdict.remarks):
        print(words)
    print(verdict.told(), flush=True)
    return 0 if verdict.is_good else 1


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--database", choices=["both", *WORKERS], default="both")
    parser.add_argument("--deliveries", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--stops", type=int, default=100)
    parser.add_argument("--workers", type=int, help="processes side by side: 2 on SQLite, 4 on PostgreSQL")
    parser.add_argument("--faster", type=int, default=40, help="times the product's own waits")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1, 10**9))
    return parser.parse_args()


def _run_elsewhere(database: str, seed: int) -> int:
    """The same command for one database, with a server where it needs one."""
    environment = dict(os.environ)
    command = [sys.executable, "-m", "benchmarks.soak", *sys.argv[1:]]
    command += ["--seed", str(seed), "--database", database]
    if database == "sqlite":
        environment.pop("DATABASE_URL", None)
    else:
        command = [str(ROOT / "scripts/with_postgresql"), *command]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
