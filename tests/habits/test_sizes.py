"""How long a file, a function and a template may be; the aim is far below these limits."""

import ast
from pathlib import Path

import pytest

from .tree import name_of, sources

MOST_LINES, MOST_FUNCTION_LINES, MOST_TEMPLATE_LINES = 400, 60, 160
MOST_PARAMETERS = 5
# Half of them can only be given by name.
WIDE = {"queue_job"}
# One long list each, with nothing to split.
TABLES = {
    "minutebook/config/settings.py",
    "minutebook/demo/companies.py",
    "minutebook/demo/people.py",
    "minutebook/demo/odd_companies.py",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def test_files_stay_short() -> None:
    files = [path for path in sources(".py", ".css", ".js", ".typ") if name_of(path) not in TABLES]
    assert too_long({name_of(path): count_lines(path) for path in files}, MOST_LINES) == {}


def test_templates_stay_short() -> None:
    assert (
        too_long({name_of(path): count_lines(path) for path in sources(".html")}, MOST_TEMPLATE_LINES) == {}
    )


def test_functions_stay_short() -> None:
    lengths = {
        f"{name_of(path)}:{function.lineno} {function.name}": (function.end_lineno or 0) - function.lineno + 1
        for path in sources(".py")
        for function in functions_of(path)
    }
    assert too_long(lengths, MOST_FUNCTION_LINES) == {}


def test_functions_take_few_parameters() -> None:
    counts = {
        f"{name_of(path)}:{function.lineno} {function.name}": parameters_of(function)
        for path in sources(".py")
        if "tests" not in path.parts
        for function in functions_of(path)
        if function.name not in WIDE
    }
    assert too_long(counts, MOST_PARAMETERS) == {}


@pytest.mark.parametrize(("lines", "found"), [(3, {}), (4, {"a": 4})])
def test_limit_itself_is_allowed(lines: int, found: dict[str, int]) -> None:
    assert too_long({"a": lines}, 3) == found


def too_long(counts: dict[str, int], most: int) -> dict[str, int]:
    """Those above the limit."""
    return {name: count for name, count in counts.items() if count > most}


def count_lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions_of(path: Path) -> list[Function]:
    """Every function and method of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def parameters_of(function: Function) -> int:
    """Parameters a caller must think of: without self, `*args`, `**options` and those that have a default."""
    given = function.args
    positional = [one for one in (*given.posonlyargs, *given.args) if one.arg not in ("self", "cls")]
    required_names = sum(default is None for default in given.kw_defaults)
    return len(positional) - len(given.defaults) + required_names
