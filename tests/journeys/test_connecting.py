"""Connecting by clicking: the checklist, Xero's consent page, the lists, the states, the staff, the switch."""

import pytest

from .browser import Visitor
from .clicking import open_company, prepare_documents, start_appointment
from .installation import Installation

COMPANY, PERSON = "Quorindale Holdings Pty Ltd", "Māia Tāwhiri-Ngārimu"
STATES = {"Planned": "PLAN", "In Progress": "WIP", "Complete": "DONE", "Cancelled": "CANCELLED"}
pytestmark = [pytest.mark.journey, pytest.mark.slow]


def test_firm_connects_through_the_consent_page(unconnected: Installation, visitor: Visitor) -> None:
    page = visitor.page
    unconnected.start_worker()
    visitor.sign_in(*unconnected.sign_in())
    see_the_switch_disabled(visitor)
    open_settings(visitor)
    visitor.look("checklist before")
    connect(visitor, unconnected)
    allow_access(visitor, unconnected)
    read_the_lists(visitor)
    open_settings(visitor)
    visitor.look("checklist connected")
    for label, code in STATES.items():
        page.get_by_label(f"{label}: code in XPM").fill(code)
    page.get_by_role("button", name="Save states").click()
    page.get_by_text("4 of 4 with a code").wait_for()
    page.get_by_role("button", name="Save staff").click()
    page.get_by_text("4 of 4 users linked").wait_for()
    page.get_by_role("button", name="Switch on jobs").click()
    page.get_by_role("button", name="Switch off").wait_for()
    visitor.look("checklist done")
    open_company(visitor, COMPANY)
    start_appointment(visitor, PERSON)
    prepare_documents(visitor)
    switch = page.get_by_role("switch", name="Add Job to Xero Practice Manager?")
    assert switch.is_enabled()
    assert switch.is_checked()
    assert page.get_by_role("checkbox", name="Rosalind Fernleigh (me)").is_checked()


def test_cancel_at_xero_connects_nothing(unconnected: Installation, visitor: Visitor) -> None:
    page = visitor.page
    visitor.sign_in(*unconnected.sign_in())
    open_settings(visitor)
    connect(visitor, unconnected)
    page.get_by_role("link", name="Rosalind Fernleigh").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_text("You chose Cancel at Xero: nothing was connected.").wait_for()
    visitor.look("consent refused")
    page.get_by_role("button", name="Connect to Xero").wait_for()


def see_the_switch_disabled(visitor: Visitor) -> None:
    """Before anything is connected, Document Production says what is missing and leads there."""
    page = visitor.page
    open_company(visitor, COMPANY)
    start_appointment(visitor, "Thị Thúy Nguyễn")
    prepare_documents(visitor)
    assert page.get_by_role("switch", name="Add Job to Xero Practice Manager?").is_disabled()
    page.get_by_text("Xero Practice Manager is not connected.").wait_for()
    visitor.look("document production unconnected")
    page.get_by_role("link", name="See to it").click()
    page.get_by_role("heading", name="Xero Practice Manager", level=1).wait_for()


def open_settings(visitor: Visitor) -> None:
    """Settings, Xero Practice Manager."""
    page = visitor.page
    page.get_by_role("link", name="Settings").first.click()
    page.get_by_role("main").get_by_role("link", name="Xero Practice Manager").click()
    page.get_by_role("heading", name="Xero Practice Manager", level=1).wait_for()


def connect(visitor: Visitor, unconnected: Installation) -> None:
    """Press Connect; the password is asked for once more, then the way leads to Xero."""
    page = visitor.page
    page.get_by_role("button", name="Connect to Xero").click()
    page.get_by_role("heading", name="Confirm that it is you").wait_for()
    visitor.look("password once more")
    page.get_by_label("Password").fill(unconnected.sign_in()[1])
    page.get_by_role("button", name="Confirm").click()


def allow_access(visitor: Visitor, unconnected: Installation) -> None:
    """At Xero: who signs in, which practice, allow."""
    page = visitor.page
    page.wait_for_url(f"{unconnected.sandbox.url}/**")
    page.get_by_role("link", name="Rosalind Fernleigh").click()
    page.get_by_role("checkbox", name="(PRACTICEMANAGER)").check()
    page.get_by_role("button", name="Allow access").click()
    page.wait_for_url(f"{visitor.site}/integration/**")


def read_the_lists(visitor: Visitor) -> None:
    """The lists are read while the page says how far it is; afterwards every client has its status."""
    page = visitor.page
    page.get_by_text("last read in full").wait_for(timeout=40_000)
    visitor.look("contacts integration")
    page.get_by_role("row", name="GUMBLESOME TOYS P/L").wait_for()
