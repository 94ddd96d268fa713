"""`make bench`: 500 jobs on a virtual clock with Xero's real limits, then a shorter run in real time, faster."""

import argparse
import os
import sys

import django


def main() -> int:
    """Print a line a run; exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=500, help="on the virtual clock")
    parser.add_argument("--real-jobs", type=int, default=60)
    parser.add_argument(
        "--times", type=int, default=4, help="how much faster than Xero's limits in real time"
    )
    wanted = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minutebook.config.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django must be set up first

    from .real import run_real  # noqa: PLC0415 - as above
    from .virtual import run_virtual  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    runs = [
        lambda: run_virtual(wanted.jobs, "fixed"),
        lambda: run_virtual(wanted.jobs, "rolling"),
        lambda: run_real(wanted.real_jobs, wanted.times),
    ]
    reached = []
    for one in runs:
        found = one()
        print(found.told(), flush=True)
        reached.append(found.is_reached)
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
