"""Which files are mutated, which tests must notice, and how many mutants must be killed."""

from dataclasses import dataclass

PURE, ACTING = 0.90, 0.80
_XPM = "minutebook/practice_manager"


@dataclass(frozen=True, slots=True)
class Suite:
    """One file, the share of its mutants that must be killed, and the tests that have to, the quickest first."""

    file: str
    goal: float
    tests: tuple[str, ...]

    @property
    def module(self) -> str:
        """The file's name as Python imports it."""
        return self.file.removesuffix(".py").replace("/", ".")


_DECIDE = (f"{_XPM}/delivery/tests/test_decide.py", f"{_XPM}/delivery/tests/test_drawing.py")
# The long courses of the limiter are left out: each would run for every mutant that no quick test notices.
_LONG = "whole_day or no_schedule or stops_all or backlog or hardly_waits or in_their_order or starves"
_LIMITER = (f"{_XPM}/tests/test_limiter_numbers.py", f"{_XPM}/tests/test_limiter.py", "-k", f"not ({_LONG})")
_DELIVERY = (
    *(f"{_XPM}/delivery/tests/test_{name}.py" for name in ("calls", "run", "services", "waiting")),
    "minutebook/jobs/tests/test_corrections.py",
)
# Not the worker's tests beside it: they start processes, which look for a database that is not in this one's memory.
_WORK = ("minutebook/work/tests/test_services.py",)

SUITES = (
    Suite(f"{_XPM}/delivery/decide.py", PURE, _DECIDE),
    Suite(f"{_XPM}/delivery/transitions.py", PURE, _DECIDE),
    Suite(f"{_XPM}/delivery/refusals.py", PURE, (f"{_XPM}/delivery/tests/test_calls.py",)),
    Suite(f"{_XPM}/rules.py", PURE, (f"{_XPM}/tests/test_rules.py",)),
    Suite(f"{_XPM}/limiter/admission.py", PURE, _LIMITER),
    Suite(f"{_XPM}/limiter/learning.py", PURE, _LIMITER),
    Suite(f"{_XPM}/limiter/estimate.py", PURE, _LIMITER),
    Suite(f"{_XPM}/limiter/numbers.py", PURE, _LIMITER),
    Suite(f"{_XPM}/delivery/calls.py", ACTING, _DELIVERY),
    Suite(f"{_XPM}/delivery/run.py", ACTING, _DELIVERY),
    Suite(f"{_XPM}/delivery/services.py", ACTING, _DELIVERY),
    Suite("minutebook/work/lease.py", ACTING, _WORK),
    Suite("minutebook/work/services.py", ACTING, _WORK),
)
