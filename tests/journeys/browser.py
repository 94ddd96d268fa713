"""A browser that forgives nothing: any console error, CSP violation, failed request or axe finding fails the test."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Playwright, Request, Response

from .installation import Installation

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEIGHT = "document.documentElement.scrollHeight"
# A download and a page that is left end their request this way.
LEFT = "net::ERR_ABORTED"


def find_chromium() -> str | None:
    """The machine's Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for path in map(shutil.which, names) if path), None)


class Visitor:
    """A person at a browser; `problems` collects everything that must not happen."""

    def __init__(self, playwright: Playwright, installation: Installation, pictures: Path) -> None:
        self._browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        self.context: BrowserContext = self._browser.new_context(viewport=WIDE, accept_downloads=True)
        self.context.set_default_timeout(20_000)
        self.site, self.problems = installation.site, list[str]()
        self._pictures = Path(os.environ.get("JOURNEY_PICTURES", pictures))
        self._allowed: set[int] = set()
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def sign_in(self, email: str, password: str) -> None:
        """Through the sign-in page, as people do."""
        self.page.goto(f"{self.site}/")
        self.look("sign in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.get_by_role("link", name="Companies").first.wait_for()

    def look(self, name: str, page: Page | None = None) -> None:
        """Look at the page at both sizes: axe, sideways scrolling, and a picture for people."""
        page = page or self.page
        for word, size in (("narrow", NARROW), ("wide", WIDE)):
            # The whole page in view: a bar that sticks to the foot of the window then covers nothing.
            page.set_viewport_size(size)
            page.set_viewport_size(size | {"height": max(size["height"], page.evaluate(HEIGHT))})
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
            self.problems += [f"{name} ({word}): {_told(one)}" for one in found.response["violations"]]
            if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                self.problems.append(f"{name} ({word}): scrolls sideways")
            self._pictures.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=self._pictures / f"{_file_name(name)}-{word}.png", full_page=True)
            page.set_viewport_size(size)

    @contextmanager
    def allowing(self, *statuses: int) -> Iterator[None]:
        """Within this block answers with these statuses are wanted."""
        self._allowed = set(statuses)
        yield
        self._allowed = set()

    def leave(self) -> None:
        """Close the browser; fails with everything that went wrong."""
        self._browser.close()
        assert not self.problems, "\n".join(self.problems)

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(f"{page.url}: {error}"))
        page.on("requestfailed", self._note_failure)
        page.on("response", self._note_answer)

    def _hear(self, message: ConsoleMessage) -> None:
        is_about_a_status = re.search(r"status of (\d+)", message.text)
        if is_about_a_status and int(is_about_a_status[1]) in self._allowed:
            return
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.location.get('url')}: {message.type}: {message.text}")

    def _note_failure(self, request: Request) -> None:
        if request.failure and LEFT not in request.failure:
            self.problems.append(f"{request.method} {request.url}: {request.failure}")

    def _note_answer(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._allowed:
            self.problems.append(f"{response.request.method} {response.url}: {response.status}")


def _told(violation: Any) -> str:
    nodes = "; ".join(f"{node['target']} {node.get('failureSummary', '')}" for node in violation["nodes"][:4])
    return f"{violation['id']}: {nodes}".replace("\n", " ")


def _file_name(name: str) -> str:
    return re.sub(r"\W+", "-", name).strip("-").lower()
