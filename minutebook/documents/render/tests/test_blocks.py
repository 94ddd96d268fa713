"""The block model: what it refuses, and that JSON keeps it whole."""

import json

import pytest

from minutebook.documents.blocks import (
    Bold,
    Column,
    Heading,
    Item,
    Paragraph,
    Table,
    from_json,
    items_of,
    runs_of,
    to_json,
)
from minutebook.documents.render.tests.samples import LETTER, REGISTER, RESOLUTION, UGLY


@pytest.mark.parametrize("paper", [LETTER, RESOLUTION, REGISTER, UGLY])
def test_json_keeps_a_paper_whole(paper: object) -> None:
    assert from_json(json.loads(json.dumps(to_json(paper)))) == paper


def test_to_json_names_each_kind() -> None:
    assert to_json(Paragraph(("Ann & ", Bold("Bob")))) == {
        "kind": "Paragraph",
        "runs": ["Ann & ", {"kind": "Bold", "text": "Bob"}],
    }


@pytest.mark.parametrize("value", [{"kind": "Script", "text": ""}, {"kind": "Heading", "onclick": ""}])
def test_from_json_refuses_what_it_does_not_know(value: dict) -> None:
    with pytest.raises((KeyError, TypeError)):
        from_json(value)


def test_table_refuses_a_row_of_another_length() -> None:
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        Table((Column("A", 1), Column("B", 1)), (("only one",),))


@pytest.mark.parametrize("level", [0, 4])
def test_heading_refuses_a_level_that_no_style_has(level: int) -> None:
    with pytest.raises(ValueError, match="level"):
        Heading("Title", level)


def test_short_forms_become_runs_and_items() -> None:
    assert runs_of("a") == ("a",)
    assert runs_of(Bold("a")) == (Bold("a"),)
    assert items_of(("a", Item("b", ("c",)))) == (Item("a"), Item("b", ("c",)))
