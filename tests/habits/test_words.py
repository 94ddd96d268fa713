"""Words that do not belong here, each with the reason beside it."""

import ast
import re
from pathlib import Path

import pytest

from .tree import ROOT, name_of, sources, texts

THIS = name_of(Path(__file__))
# Django asks for this base class under this name.
MANAGERS = {"UserManager"}
# Files of pages that may name it, each with its reason.
ACROSS_FIRMS = {
    "minutebook/companies/queries.py": "sub-queries tied to each company of a query that is scoped already",
    "minutebook/work/views.py": "the health of the whole process, no firm's rows are shown",
}
SCOPED_PARTS = (
    "views",
    "forms",
    "queries",
    "templates",
    "templatetags",
    "context",
    "panel",
    "desk",
    "picker",
)
REGISTRIES = ("pypi" + ".org", "pythonhosted" + ".org", "registry.npmjs" + ".org", "--index" + "-url")
HOMES = re.compile(r"(?<![\w.])/(?:home|root|Users|work)/[\w.-]")
TOOLS = re.compile(
    r"\b(?:this|our|an earlier|a later) session\b|\b(?:copilot|chatgpt|language model)\b", re.IGNORECASE
)
TODO = re.compile(r"(?:#|//|/\*|<!--).*\b(?:TODO|FIXME|XXX|HACK)\b(?!.*#\d+)")


def test_no_module_is_a_drawer() -> None:
    drawers = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [
        name_of(path) for path in sources(".py") if drawers & {path.stem, *path.relative_to(ROOT).parts}
    ] == []


def test_no_manager_keeps_logic() -> None:
    named = [
        f"{name_of(path)}: {node.name}"
        for path in sources(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Helper", "Utils"))
        if node.name not in MANAGERS
    ]
    assert named == []


def test_functions_say_what_they_do() -> None:
    vague = re.compile(r"^_?(?:process|handle|manage|do)_(?!\w*health)")
    named = [
        f"{name_of(path)}: {node.name}"
        for path in sources(".py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and vague.match(node.name) and not django_names_it(node)
    ]
    assert named == []


def test_every_todo_has_its_issue() -> None:
    assert found_lines(TODO) == []


def test_every_check_that_is_switched_off_has_its_reason() -> None:
    off = re.compile(r"# type: ignore\[[\w, -]+\]\s*$|# noqa: \w+\s*$")
    found = [place for place in found_lines(off) if "/tests/" not in place and not place.startswith("tests/")]
    assert found == []


def test_no_package_registry_is_written_down() -> None:
    assert found_lines(re.compile("|".join(re.escape(host) for host in REGISTRIES))) == []


def test_no_path_of_anybodys_machine_is_written_down() -> None:
    assert found_lines(HOMES) == []


def test_nothing_speaks_of_who_wrote_it() -> None:
    assert found_lines(TOOLS) == []


def test_pages_ask_only_their_own_firm() -> None:
    found = {
        name_of(path)
        for path in sources(".py", ".html")
        if any(part in SCOPED_PARTS for part in (path.stem, *Path(name_of(path)).parts))
        and "tests" not in path.parts
        if "across_firms" in path.read_text(encoding="utf-8")
    }
    assert found == set(ACROSS_FIRMS)


@pytest.mark.parametrize("line", ["# TODO later", "x = 1  # FIXME: this"])
def test_a_todo_without_issue_is_found(line: str) -> None:
    assert TODO.search(line)
    assert not TODO.search(f"{line} #12")


def found_lines(pattern: re.Pattern[str]) -> list[str]:
    """Where a pattern stands in anything written by hand, this file aside."""
    return [
        f"{name_of(path)}:{number}"
        for path in texts()
        if name_of(path) != THIS
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if pattern.search(line)
    ]


def django_names_it(function: ast.FunctionDef) -> bool:
    """Names that Django calls by itself."""
    hooks = {"process_exception", "process_request", "process_response", "process_view"}
    return function.name in hooks | {"handle_no_permission"}
