"""The pages for people: every command and setting is named in them, and every link leads somewhere."""

import re
from pathlib import Path

import pytest

from minutebook.work.registry import known_kinds

from .tree import ROOT, name_of, pages, sources

SETTING = re.compile(r"""env\.\w+\(\s*"([A-Z_]+)"|email_url\("([A-Z_]+)\"""")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)(?:\s\"[^\"]*\")?\)")
# A path as pages name it: from the root, or from a folder of the package; a folder has its slash.
PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w.*-]+\.(?:py|md|typ|in|txt|html))?)`")
SLICES = [path for path in (ROOT / "minutebook").iterdir() if path.is_dir()]
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def commands() -> list[str]:
    """Every command of ours."""
    files = sources(".py")
    return sorted(path.stem for path in files if path.parent.name == "commands" and path.stem != "__init__")


def settings() -> list[str]:
    """Every name that the settings read from the environment."""
    text = (ROOT / "minutebook/config/settings.py").read_text(encoding="utf-8")
    return sorted({first or second for first, second in SETTING.findall(text)})


@pytest.mark.parametrize("command", commands())
def test_command_is_named_in_the_pages(command: str) -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in pages())
    assert re.search(rf"`minutebook {command}\b|\bminutebook {command}\b|`{command}`", written)


@pytest.mark.parametrize("setting", settings())
def test_setting_stands_in_the_operating_page(setting: str) -> None:
    assert f"`{setting}`" in (ROOT / "docs/operate.md").read_text(encoding="utf-8")


def test_every_kind_of_background_work_stands_in_the_architecture() -> None:
    kinds = sorted(kind for kind in known_kinds() if kind.partition(".")[0] in {path.name for path in SLICES})
    page = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert [kind for kind in kinds if f"`{kind}`" not in page] == []


def test_settings_are_found_at_all() -> None:
    assert {"DATABASE_URL", "MINUTEBOOK_DATA_DIR", "MINUTEBOOK_EMAIL_URL", "XPM_GRACE_SECONDS"} <= set(
        settings()
    )


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    assert [target for target in LINK.findall(text) if not leads_somewhere(page, target)] == []


@pytest.mark.parametrize("page", pages(), ids=name_of)
def test_named_paths_are_there(page: Path) -> None:
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    assert [path for path in PATH.findall(text) if not is_there(path)] == []


def test_a_path_that_is_gone_is_found() -> None:
    named = PATH.findall(
        "`companies/effects.py`, `companies/changes/`, `companies/consequences.py`, `Model.objects`"
    )
    assert named == ["companies/effects.py", "companies/changes/", "companies/consequences.py"]
    assert [is_there(path) for path in named] == [True, True, False]


def is_there(path: str) -> bool:
    """Whether a file or folder of this name, or one that fits its stars, is in the tree."""
    wanted = path.rstrip("/")
    return any(ROOT.glob(wanted)) or any((ROOT / "minutebook").rglob(wanted))


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether a link's file exists, and its heading where one is named; addresses of the web are not asked."""
    if re.match(r"[a-z]+:", target):
        return True
    file, _, heading = target.partition("#")
    path = (page.parent / file).resolve() if file else page
    return path.exists() and (not heading or path.is_dir() or heading in anchors(path))


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    lines = FENCE.sub("", page.read_text(encoding="utf-8")).splitlines()
    titles = (line.lstrip("#").strip().lower() for line in lines if line.startswith("#"))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def libraries() -> list[str]:
    """What Minutebook needs to run, by name."""
    lines = (ROOT / "requirements/base.in").read_text(encoding="utf-8").splitlines()
    return [re.split(r"[<>=\[]", line)[0] for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("library", libraries())
def test_library_has_its_reason_in_a_decision(library: str) -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs/decisions").glob("*.md"))
    assert re.search(rf"(?<![\w-]){re.escape(library)}(?![\w-])", written, re.IGNORECASE)
