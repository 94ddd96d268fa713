"""The main job by clicking: from sign-in to the job in XPM, first by Download, then by Send."""

from pathlib import Path
from typing import Any

import pytest

from .browser import Visitor
from .clicking import (
    confirm_costs,
    cost_line,
    fill_cost,
    open_company,
    prepare_documents,
    start_appointment,
    wait_for_job,
)
from .installation import Installation, wait_until
from .letterbox import open_letterbox
from .packs import attachments_of, open_zip, words_of
from .worlds import as_expected, as_held, new_jobs, rest_of

COMPANY, PERSON = "Quorindale Holdings Pty Ltd", "Māia Tāwhiri-Ngārimu"
OTHER_COMPANY = "Salt & Stone (Bondi) Pty Ltd"
FEE = {"Cost Description": 'Our fee "A & B" <Kōwhai>', "Quantity": "1.5", "Unit Price": "145.55"}
SEARCH = {
    "Cost Description": "Search, Tiếng Việt",
    "Quantity": "2",
    "Unit Cost": "9.50",
    "Unit Price": "15.00",
}
CATEGORY = "CoSec - billable"
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_download_makes_one_job_however_often_it_is_pressed(
    installation: Installation, visitor: Visitor, tmp_path: Path
) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    visitor.look("dashboard")
    open_company(visitor, COMPANY)
    visitor.look("company")
    start_appointment(visitor, PERSON)
    visitor.look("change")
    prepare_documents(visitor)
    choose_documents(visitor)
    fill_panel(visitor)
    review_costs(visitor)
    second_tab = visitor.context.new_page()
    second_tab.goto(page.url)
    with page.expect_download() as pressed:
        page.get_by_role("button", name="Download").dblclick()
    first = tmp_path / pressed.value.suggested_filename
    pressed.value.save_as(first)
    check_zip(first)
    installation.start_worker()
    number = wait_for_job(page)
    visitor.look("pack released")
    made = compare_job(installation, before)
    assert made["id"] == number
    press_again(visitor, second_tab, first)
    assert compare_job(installation, before) == made


def test_send_mails_the_pack_and_the_job_is_marked_complete(
    installation: Installation, visitor: Visitor
) -> None:
    page, before = visitor.page, installation.sandbox.practice()
    visitor.sign_in(*installation.sign_in())
    open_company(visitor, OTHER_COMPANY)
    start_appointment(visitor, PERSON)
    prepare_documents(visitor)
    confirm_costs(page)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("heading", name="Send", level=1).wait_for()
    visitor.look("send")
    subject = f'Please sign: {OTHER_COMPANY} "now" <urgent>, Māia'
    page.get_by_label("Subject").fill(subject)
    page.get_by_role("checkbox", name="Giulia D'Agostino").check()
    page.get_by_label("Another recipient").fill('Māia "M" <Tāwhiri>')
    page.get_by_label("Their e-mail address").fill("maia@example.com")
    names = [one.strip() for one in page.locator(".attached li").all_inner_texts()]
    body = page.get_by_label("Message").input_value()
    with open_letterbox(installation.mail_port) as letterbox:
        installation.start_worker()
        page.get_by_role("button", name="Release and send").click()
        wait_for_job(page)
        wait_until(lambda: letterbox.messages, "the message")
    visitor.look("pack sent")
    [(recipients, message)] = letterbox.messages
    assert recipients == ["giulia.dagostino@post.example", "maia@example.com"]
    assert [(one.display_name, one.addr_spec) for one in message["To"].addresses] == [
        ("Giulia D'Agostino", "giulia.dagostino@post.example"),
        ('Māia "M" <Tāwhiri>', "maia@example.com"),
    ]
    # Python folds a long header before its first word, and keeps that space when it reads it.
    assert str(message["Subject"]).strip() == subject
    text = message.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines() == body.splitlines()
    files = attachments_of(message)
    assert list(files) == names
    assert all(OTHER_COMPANY in words_of(name, content) for name, content in files.items())
    compare_job(installation, before)
    mark_complete(visitor)
    made = compare_job(installation, before, completed=True)
    assert made["state"] == "DONE"
    page.get_by_role("link", name="Outbox").first.click()
    page.get_by_role("link", name=subject).click()
    visitor.look("message")


def choose_documents(visitor: Visitor) -> None:
    """Untick one, put another first by keyboard, look at its page."""
    page = visitor.page
    visitor.look("document production")
    page.get_by_role("checkbox", name="Director ID letter").uncheck()
    assert page.locator("[data-chosen]").inner_text() == "5"
    page.get_by_role("button", name="Move Circulating resolution of the directors up").press("Enter")
    first = page.get_by_role("region", name="Documents").get_by_role("listitem").first
    first.get_by_role("checkbox", name="Circulating resolution of the directors").wait_for()
    assert not page.get_by_role("checkbox", name="Director ID letter").is_checked()
    page.get_by_role("link", name="Preview Consent to act as director").click()
    page.get_by_role("region", name="Consent to act as director").get_by_role("img").wait_for()


def fill_panel(visitor: Visitor) -> None:
    """Switch the job off and on, choose staff, a partner and a description."""
    page = visitor.page
    toggle = page.get_by_role("switch", name="Add Job to Xero Practice Manager?")
    toggle.uncheck()
    page.get_by_role("textbox", name="Job name").wait_for(state="hidden")
    toggle.check()
    page.get_by_role("checkbox", name="Beth Quayle").check()
    page.get_by_label("Partner").select_option(label="Imogen Fernleigh-Tāmati")
    page.get_by_role("textbox", name="Description", exact=False).first.fill(
        "Line one & two\nMāori <b>not bold</b>"
    )


def review_costs(visitor: Visitor) -> None:
    """Edit the proposed line, add one of our own and one from XPM, take the last away again, confirm."""
    page = visitor.page
    fill_cost(cost_line(page, 1), FEE)
    page.get_by_role("button", name="Add line").click()
    cost_line(page, 2).wait_for()
    fill_cost(cost_line(page, 2), SEARCH)
    page.get_by_label("Standard cost").select_option(
        label="Registered office service, a year (CS-ROS), $150.00"
    )
    page.get_by_role("button", name="Add", exact=True).click()
    cost_line(page, 3).wait_for()
    page.get_by_role("button", name="Remove line 3").click()
    cost_line(page, 3).wait_for(state="detached")
    confirm_costs(page)
    totals = page.locator(".totals").inner_text().split()
    assert [word for word in totals if word.startswith("$")] == ["$19.00", "$248.33", "$229.33"]
    visitor.look("document production filled in")


def check_zip(path: Path) -> None:
    """PDF and Word of the five chosen documents in the chosen order, each about the right person."""
    manifest, files = open_zip(path)
    titles = [
        "Circulating resolution of the directors",
        "Cover letter",
        "Consent to act as director",
        "Register of officeholders",
        "ASIC lodgement summary",
    ]
    assert [one["title"] for one in manifest["files"]] == [title for title in titles for _ in range(2)]
    assert list(files) == [
        f"{number:02} {title} - {COMPANY}.{suffix}"
        for number, title in enumerate(titles, start=1)
        for suffix in ("pdf", "docx")
    ]
    assert manifest["company"] == {"name": COMPANY, "acn": "990100000"}
    assert path.name == f"{COMPANY} - {manifest['trace_number']}.zip"
    for name, content in files.items():
        assert COMPANY in words_of(name, content), name
        assert "DRAFT" not in words_of(name, content), name


def compare_job(installation: Installation, before: Any, *, completed: bool = False) -> Any:
    """The sandbox's whole world: one job, exactly as the pack's rows say, and nothing else changed; gives the job."""
    after = installation.sandbox.practice()
    [made] = new_jobs(before, after)
    [wanted] = installation.inside.call("wanted_jobs").values()
    held = as_held(made)
    expected = as_expected(wanted, after, CATEGORY)
    if completed:
        assert held["completed_date"] is not None
        expected["completed_date"] = held["completed_date"]
    assert held == expected
    assert rest_of(after) == rest_of(before)
    return made


def press_again(visitor: Visitor, second_tab: Any, first: Path) -> None:
    """A second tab, a second download and Back give the same bytes and ask for nothing."""
    page = visitor.page
    second_tab.get_by_role("button", name="Download").click()
    second_tab.get_by_role("link", name="Download again").wait_for()
    for tab in (second_tab, page):
        with tab.expect_download() as again:
            tab.get_by_role("link", name="Download again").click()
        assert Path(again.value.path()).read_bytes() == first.read_bytes()
    page.go_back()
    page.get_by_role("link", name="Download again").wait_for()


def mark_complete(visitor: Visitor) -> None:
    """Mark the job complete in XPM and see it done."""
    page = visitor.page
    page.get_by_role("button", name="Mark Complete").click()
    page.get_by_text("State set to Complete").wait_for()
    page.locator(".making-ok", has_text="State set to Complete").wait_for(timeout=40_000)
