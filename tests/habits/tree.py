"""The files of the project that the habits look at."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FOLDERS = ("minutebook", "tests", "benchmarks", "scripts")
_TEXTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile", "pyproject.toml", ".ci/run")


def sources(*suffixes: str) -> list[Path]:
    """Files of ours with these suffixes, migrations left out."""
    found = (path for folder in _FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in suffixes)
    return sorted(path for path in found if not {"migrations", "__pycache__"} & set(path.parts))


def pages() -> list[Path]:
    """README, CONTRIBUTING, CHANGELOG and everything under docs."""
    return sorted(path for path in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")))


def texts() -> list[Path]:
    """Everything that is written by hand: sources, templates, styles, pages, the build's own files."""
    written = sources(".py", ".html", ".css", ".js", ".txt", ".md", ".typ", ".json")
    files = (ROOT / name for name in _TEXTS)
    return sorted(
        {*written, *pages(), *(path for path in files if path.exists()), *ROOT.glob("requirements/*")}
    )


def name_of(path: Path) -> str:
    """The path as people write it."""
    return path.relative_to(ROOT).as_posix()
