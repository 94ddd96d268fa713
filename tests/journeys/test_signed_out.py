"""A form that is sent after signing out elsewhere: the page says so, and what was typed is there to be sent again."""

import pytest

from .browser import Visitor
from .clicking import (
    cost_line,
    fill_cost,
    open_company,
    prepare_documents,
    start_appointment,
    today_typed,
)
from .installation import Installation

COMPANY, PERSON = "Quorindale Holdings Pty Ltd", "Māia Tāwhiri-Ngārimu"

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_nothing_typed_is_lost_when_the_sign_in_is_gone(unconnected: Installation, visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in(*unconnected.sign_in())
    page.goto(f"{visitor.site}/contacts/new/")
    page.get_by_label("Given names").fill("Ünsent & <b>")
    send_in_vain(visitor, unconnected, "Add contact")
    assert page.get_by_label("Given names").input_value() == "Ünsent & <b>"
    # Signing in has changed the forms' token; the page sends the one that holds now.
    page.get_by_role("button", name="Add contact").click()
    page.get_by_role("heading", name="Ünsent & <b>", level=1).wait_for()


def test_second_factor_is_set_up_before_anything_else(unconnected: Installation, visitor: Visitor) -> None:
    page, (email, password) = visitor.page, unconnected.sign_in()
    visitor.sign_in(email, password)
    page.goto(f"{visitor.site}/settings/second-factor/")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Confirm").click()
    visitor.look("second factor")
    page.get_by_label("Second factor: required for everyone").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="Activate Authenticator App").wait_for()
    page.get_by_text("Your firm asks everybody for a code").wait_for()
    visitor.look("second factor set-up")
    assert page.get_by_role("link", name="Companies").count() == 0


def test_dates_prices_and_people_come_back_too(unconnected: Installation, visitor: Visitor) -> None:
    visitor.sign_in(*unconnected.sign_in())
    open_company(visitor, COMPANY)
    start_appointment(visitor, PERSON)
    page, appointed = visitor.page, {"Person": PERSON, "Appointed from": today_typed()}
    send_in_vain(visitor, unconnected, "Prepare documents")
    assert {name: page.get_by_label(name).first.input_value() for name in appointed} == appointed
    prepare_documents(visitor)
    line = {
        "Cost Description": "Our “work”",
        "Quantity": "2.5",
        "Unit Cost": "1.05",
        "Unit Price": "1,234.50",
    }
    fill_cost(cost_line(page, 1), line)
    page.get_by_role("textbox", name="Due date").fill("1 Dec 2031")
    send_in_vain(visitor, unconnected, "Save draft")
    boxes = {name: cost_line(page, 1).get_by_role("textbox", name=name, exact=True) for name in line}
    assert {name: box.input_value() for name, box in boxes.items()} == line
    assert page.get_by_role("textbox", name="Due date").input_value() == "1 Dec 2031"
    page.get_by_role("button", name="Save draft").last.click()
    page.get_by_text("The draft is saved.").wait_for()
    assert boxes["Unit Price"].input_value() == "1,234.50"


def send_in_vain(visitor: Visitor, installation: Installation, button: str) -> None:
    """Press a button after signing out elsewhere, sign in on a new page as it says, and go back."""
    page, (email, password) = visitor.page, installation.sign_in()
    visitor.context.clear_cookies(name="sessionid")
    with visitor.allowing(403):
        page.get_by_role("button", name=button).last.click()
        page.get_by_role("heading", name="You are signed out").wait_for()
    visitor.look("signed out")
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in on a new page").click()
    other = opened.value
    other.get_by_label("E-mail address").fill(email)
    other.get_by_label("Password").fill(password)
    other.get_by_role("button", name="Sign in").click()
    other.get_by_role("link", name="Companies").first.wait_for()
    other.close()
    page.go_back()
