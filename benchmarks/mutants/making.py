"""The mutants of a file: one for each place that an operator of cosmic-ray can change."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

_UNSEEN = {"frozen", "slots"}  # they guard against slips of whoever writes code, and decide nothing


@dataclass(frozen=True, slots=True)
class Mutant:
    """A file with one error in it, and where."""

    source: str
    line: int
    told: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a source; those that differ in nothing that runs (annotations) are left out."""
    plain = _as_run(source)
    for name in operator_names():
        operator = get_operator(name)
        if operator.arguments():
            continue
        occurrence = 0
        while (changed := mutate_code(source, operator(), occurrence)) is not None:
            occurrence += 1
            if _as_run(changed) != plain:
                yield _told(source, changed)


def _as_run(source: str) -> str:
    """The source without annotations, and without what only guards dataclasses; "" where it is none any more."""
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return ""
    for node in ast.walk(tree):
        if isinstance(node, ast.arg | ast.AnnAssign):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
        elif isinstance(node, ast.keyword) and node.arg in _UNSEEN:
            node.value = ast.Constant(None)
    return ast.dump(tree)


def _told(source: str, changed: str) -> Mutant:
    before, after = source.splitlines(), changed.splitlines()
    pairs = enumerate(zip(before, after, strict=False), start=1)
    line, (old, new) = next(((at, pair) for at, pair in pairs if pair[0] != pair[1]), (0, ("", "")))
    return Mutant(changed, line, f"{old.strip()}  ->  {new.strip()}")
