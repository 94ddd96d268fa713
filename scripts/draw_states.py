"""Prints the state machine of a delivery's step into docs/exactly-once.md: `python -m scripts.draw_states`.

The drawing and the table come from `transitions.TABLE`, which decides; a test fails while the page differs.
"""

import os
import re
from pathlib import Path

import django

PAGE = Path(__file__).resolve().parents[1] / "docs/exactly-once.md"
PLACE = re.compile(r"(<!-- drawn from transitions.py -->\n).*?(<!-- end -->)", re.DOTALL)


def drawn() -> str:
    """The drawing and the table as Markdown."""
    from minutebook.practice_manager.delivery.transitions import TABLE  # noqa: PLC0415 Django must be set up

    arrows = sorted({(state.label, row.follows.label) for row in TABLE for state in row.states})
    labels = sorted({label for arrow in arrows for label in arrow})
    lines = ["```mermaid", "stateDiagram-v2", "  [*] --> to_be_sent"]
    lines += [f'  state "{label}" as {_name(label)}' for label in labels]
    lines += [f"  {_name(before)} --> {_name(after)}" for before, after in arrows if before != after]
    lines += ["```", "", "| State | What happened | If | Next | Not before |", "|---|---|---|---|---|"]
    for row in TABLE:
        states = ", ".join(state.label for state in row.states)
        cells = (
            states,
            "; ".join(str(event) for event in row.events),
            row.when.words if row.when else "",
            row.follows.label,
            row.wait.words if row.wait else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def page_as_it_should_be() -> str:
    """The page with the drawing of now in its place."""
    return PLACE.sub(lambda found: f"{found[1]}{drawn()}{found[2]}", PAGE.read_text(encoding="utf-8"))


def _name(label: str) -> str:
    return label.replace(" ", "_")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minutebook.config.settings")
    django.setup()
    PAGE.write_text(page_as_it_should_be(), encoding="utf-8")
