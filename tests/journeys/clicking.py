"""What a person clicks, step by step, from the list of companies to Document Production."""

from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from .browser import Visitor

ZONE = ZoneInfo("Australia/Sydney")


def today_typed() -> str:
    """Today where the firm is, as its people type it."""
    now = datetime.now(ZONE)
    return f"{now.day} {now:%b %Y}"


def open_company(visitor: Visitor, name: str) -> None:
    """Find a company by its name and open it."""
    page = visitor.page
    page.get_by_role("link", name="Companies").first.click()
    main = page.get_by_role("main")
    main.get_by_role("searchbox", name="Search companies").fill(name)
    main.get_by_role("button", name="Search").click()
    main.get_by_role("link", name=name).click()
    page.get_by_role("heading", name=name, level=1).wait_for()


def start_appointment(visitor: Visitor, person: str) -> None:
    """Record a change: open the form and choose the person, a director from today on."""
    page = visitor.page
    page.get_by_text("Record a change").click()
    page.get_by_role("link", name="Appoint an officeholder").click()
    choose(page, "Person", person)
    page.get_by_role("textbox", name="Appointed from").fill(today_typed())


def prepare_documents(visitor: Visitor) -> None:
    """Go on to Document Production."""
    visitor.page.get_by_role("button", name="Prepare documents").click()
    visitor.page.get_by_role("heading", name="Document Production").wait_for()


def choose(page: Page, field: str, name: str) -> None:
    """Type into a type-ahead and take the first that it offers, by keyboard."""
    box = page.get_by_role("combobox", name=field)
    box.fill("")
    box.press_sequentially(name)
    page.get_by_role("option", name=name).first.wait_for()
    box.press("Enter")


def cost_line(page: Page, number: int) -> Locator:
    """A line of Review Costs, counted from 1."""
    return page.get_by_role("region", name="Cost lines").locator("tbody tr").nth(number - 1)


def fill_cost(line: Locator, values: dict[str, str]) -> None:
    """Type into the fields of a line."""
    for name, value in values.items():
        line.get_by_role("textbox", name=name, exact=True).fill(value)


def confirm_costs(page: Page) -> None:
    """Press Confirm and see that it was taken, and that the keyboard goes on from there."""
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("region", name="Review Costs").get_by_text("Confirmed", exact=True).wait_for()
    page.wait_for_function("document.activeElement !== document.body")


def wait_for_job(page: Page, seconds: float = 40) -> str:
    """Until the page shows the job's number by itself; gives the number."""
    headline = page.locator("#job-progress .job-headline .pin-ok")
    headline.wait_for(timeout=seconds * 1000)
    return headline.inner_text().removeprefix("Job ").removesuffix(" is in XPM")
