"""The place of a soak: an installation with the demo firm in it, connected to a sandbox in a process of its own."""

from collections.abc import Callable
from pathlib import Path

from tests.journeys.installation import Installation

from .plan import Plan
from .play import Soak
from .verdict import Verdict


def run_soak(
    plan: Plan, folder: Path, tell: Callable[[str], object], template: Installation | None = None
) -> Verdict:
    """Build everything, or copy it from a firm that stands, play, compare, and take everything away."""
    installation = Installation(folder / "soak", template, plan.settings())
    try:
        if template is None:
            installation.build_firm()
        installation.start_sandbox(is_kept=False)
        installation.connect()
        return Soak(installation, plan, tell).run()
    finally:
        installation.end()
