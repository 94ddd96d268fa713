"""`make mutate`: the share of killed mutants for each file, and every survivor; exit code 1 below a goal.

`--only delivery` takes the files whose name holds that word, `--sample 40` so many mutants of each, drawn by the seed.
"""

import argparse
import os
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .making import Mutant, mutants
from .suites import SUITES, Suite

SECONDS_AT_LEAST, TIMES_USUAL = 20.0, 8.0


def main() -> int:
    """Try every mutant of every file that is wanted."""
    wanted = _read_options()
    _prepare()
    good = True
    for suite in SUITES:
        if wanted.only in suite.file:
            good = _judge(suite, wanted) and good
    return 0 if good else 1


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants", description=__doc__)
    parser.add_argument("--only", default="")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants tried at once")
    return parser.parse_args()


def _prepare() -> None:
    """Django, and the tables in memory, once for all children."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "minutebook.config.settings"
    import django  # noqa: PLC0415 - the settings must be named first

    django.setup()
    from django.test.utils import setup_databases  # noqa: PLC0415 - as above

    setup_databases(verbosity=0, interactive=False)


def _judge(suite: Suite, wanted: argparse.Namespace) -> bool:
    from .trying import SURVIVED, try_out  # noqa: PLC0415 - after `_prepare`

    source = Path(suite.file).read_text(encoding="utf-8")
    begun = time.monotonic()
    if try_out(suite.module, source, suite.tests, 900) != SURVIVED:
        print(f"{suite.file}: the tests fail without any mutant", flush=True)
        return False
    patience = max(SECONDS_AT_LEAST, TIMES_USUAL * (time.monotonic() - begun))
    tried = list(mutants(source))
    if wanted.sample and wanted.sample < len(tried):
        tried = random.Random(wanted.seed).sample(tried, wanted.sample)

    def survives(mutant: Mutant) -> bool:
        return try_out(suite.module, mutant.source, suite.tests, patience) == SURVIVED

    with ThreadPoolExecutor(wanted.jobs) as pool:
        survivors = [mutant for mutant, alive in zip(tried, pool.map(survives, tried), strict=True) if alive]
    score = 1 - len(survivors) / len(tried)
    for mutant in survivors:
        print(f"  {suite.file}:{mutant.line}: {mutant.told}")
    missed = "" if score >= suite.goal else f"  MISSED, the goal is {suite.goal:.0%}"
    print(f"{suite.file}: {score:.1%} of {len(tried)} mutants killed{missed}", flush=True)
    return score >= suite.goal


if __name__ == "__main__":
    sys.exit(main())
