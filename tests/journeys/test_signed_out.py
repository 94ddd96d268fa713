"""A form that is sent after signing out elsewhere: the page says so, and what was typed is there to be sent again."""

import pytest

from .browser import Visitor
from .installation import Installation

pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_nothing_typed_is_lost_when_the_sign_in_is_gone(unconnected: Installation, visitor: Visitor) -> None:
    page, (email, password) = visitor.page, unconnected.sign_in()
    visitor.sign_in(email, password)
    page.goto(f"{visitor.site}/contacts/new/")
    page.get_by_label("Given names").fill("Ünsent & <b>")
    visitor.context.clear_cookies(name="sessionid")
    with visitor.allowing(403):
        page.get_by_role("button", name="Add contact").click()
        page.get_by_role("heading", name="You are signed out").wait_for()
    visitor.look("signed out")
    with visitor.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in on a new page").click()
    other = opened.value
    other.get_by_label("E-mail address").fill(email)
    other.get_by_label("Password").fill(password)
    other.get_by_role("button", name="Sign in").click()
    other.get_by_role("link", name="Companies").first.wait_for()
    page.go_back()
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
