"""Takes the README's picture of Document Production from the demo firm: `python -m scripts.screenshot`.

It drives the same pages as the browser journeys, so it needs what `make test` needs, and Chromium.
"""

import os
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.browser import HEIGHT, Visitor
from tests.journeys.clicking import confirm_costs, open_company, prepare_documents, start_appointment
from tests.journeys.installation import Installation

PICTURE = Path(__file__).resolve().parents[1] / "docs/images/document-production.png"
COMPANY, PERSON = "Quorindale Holdings Pty Ltd", "Māia Tāwhiri-Ngārimu"
WIDTH, LEAST_HEIGHT = 1440, 900


def take_picture(folder: Path) -> None:
    """Build the demo firm in a folder, prepare an appointment and write the picture."""
    installation = Installation(folder)
    try:
        installation.build_firm()
        installation.start_sandbox()
        installation.connect()
        installation.start_web()
        with sync_playwright() as playwright:
            visitor = Visitor(playwright, installation, folder / "pictures")
            visitor.sign_in(*installation.sign_in())
            open_company(visitor, COMPANY)
            start_appointment(visitor, PERSON)
            prepare_documents(visitor)
            confirm_costs(visitor.page)
            shoot(visitor.page)
            visitor.leave()
    finally:
        installation.end()


def shoot(page: Page) -> None:
    """The whole page in one window, so that the bar at its foot covers nothing."""
    page.set_viewport_size({"width": WIDTH, "height": LEAST_HEIGHT})
    page.set_viewport_size({"width": WIDTH, "height": page.evaluate(HEIGHT)})
    page.evaluate("document.activeElement.blur()")
    page.wait_for_load_state("networkidle")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=PICTURE)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ["DJANGO_SETTINGS_MODULE"] = "minutebook.config.settings"
        os.environ["MINUTEBOOK_DATA_DIR"] = folder
        take_picture(Path(folder) / "installation")
