"""Fixtures: a firm built once for a run, and whole installations copied from it, one for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from .browser import Visitor, find_chromium
from .installation import Installation


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """The demo firm in a database that nobody has open; only to be copied."""
    folder: Path = tmp_path_factory.mktemp("journeys") / "built"
    installation = Installation(folder)
    try:
        installation.build_firm()
        yield installation
    finally:
        installation.end()


@pytest.fixture
def unconnected(built: Installation, tmp_path: Path) -> Iterator[Installation]:
    """A firm beside a sandbox, not connected yet."""
    installation = Installation(tmp_path / "installation", built)
    try:
        installation.start_sandbox()
        yield installation
    finally:
        installation.end()
        print(installation.logs())


@pytest.fixture
def installation(unconnected: Installation) -> Installation:
    """A firm that is connected, its lists read, jobs switched on."""
    unconnected.connect()
    return unconnected


@pytest.fixture
def visitor(unconnected: Installation, tmp_path: Path) -> Iterator[Visitor]:
    """A browser in front of the site. Each test has its own: a running one would forbid others the database."""
    if find_chromium() is None:
        pytest.skip("no Chromium or Chrome on this machine: `apt-get install chromium`")
    unconnected.start_web()
    with sync_playwright() as playwright:
        visitor = Visitor(playwright, unconnected, tmp_path / "pictures")
        yield visitor
        visitor.leave()
