from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutebook.conftest import SignIn
from minutebook.contacts.models import Contact
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.mail.models import Message
from minutebook.office.frame import build_frame, connection_line
from minutebook.practice_manager.models import CallBudget, Connection, Delivery
from minutebook.work import clock


def _connection(firm: Firm, **facts: Any) -> Connection:
    made: Connection = Connection.objects.create(firm=firm, tenant_id="t", tenant_name="Practice", **facts)
    return made


def _counts(user: User) -> dict[str, tuple[int, str]]:
    groups = build_frame(user, "/outbox/3/").groups
    return {
        link.label: (link.count, link.count_words) for group in groups for link in group.links if link.count
    }


def test_counts_are_what_needs_a_person_in_this_firm(viewer: User, stranger: User, firm: Firm) -> None:
    practice = _connection(firm)
    contact = Contact.objects.create(firm=firm, kind="company", name="Salt & Stone")
    for number, status in enumerate(Delivery.Status.values):
        delivery = Delivery.objects.create(
            firm=firm, connection=practice, tenant_id="t", kind="job", marker=f"M{number}", status=status
        )
        Job.objects.create(
            firm=firm,
            contact=contact,
            name="CoSec",
            label="T",
            start_date=clock.now().date(),
            due_date=clock.now().date(),
            delivery=delivery,
        )
    for status in Message.Status.values:
        Message.objects.create(
            firm=firm, status=status, recipients=[], subject="s", body="b", message_id=status
        )
    assert _counts(viewer) == {"Needs attention": (3, ""), "Outbox": (2, "need you")}
    assert _counts(stranger) == {}
    Connection.across_firms.filter(pk=practice.pk).update(paused_at=clock.now())
    assert _counts(viewer)["Needs attention"] == (2, "")
    Connection.across_firms.filter(pk=practice.pk).update(status="reconnect")
    assert _counts(viewer)["Needs attention"] == (3, "")
    Message.objects.for_firm(firm).filter(status="refused").delete()
    assert _counts(viewer)["Outbox"] == (1, "needs you")


@pytest.mark.parametrize(
    ("path", "label"),
    [
        ("/", "Dashboard"),
        ("/companies/7/", "Companies"),
        ("/packs/7/", "Documents"),
        ("/settings/users/", "Settings"),
    ],
)
def test_page_is_marked_in_the_side_bar(viewer: User, path: str, label: str) -> None:
    links = [link for group in build_frame(viewer, path).groups for link in group.links]
    assert [link.label for link in links if link.is_current] == [label]


def test_connection_is_told_in_words(viewer: User, stranger: User, firm: Firm) -> None:
    assert (connection_line(viewer).words, connection_line(viewer).level) == ("XPM: not connected", "off")
    practice = _connection(firm)
    assert connection_line(viewer).words == "XPM: connected, 5,000 calls left today"
    budget = CallBudget.across_firms.create(
        firm=firm, connection=practice, day_started_at=clock.now(), day_count=4900
    )
    line = connection_line(User.objects.get(pk=viewer.pk))
    assert (line.words, line.level) == ("XPM: connected, 100 calls left today", "warning")
    budget.down_until = clock.now()
    budget.save()
    assert connection_line(viewer).words == "XPM: does not answer"
    practice.paused_at = clock.now()
    practice.save()
    assert (connection_line(viewer).words, connection_line(viewer).level) == (
        "XPM: calls are paused",
        "warning",
    )
    practice.status = Connection.Status.RECONNECT
    practice.save()
    assert (connection_line(viewer).words, connection_line(viewer).level) == ("XPM: sign in again", "warning")
    assert connection_line(stranger).words == "XPM: not connected"


def test_connection_leads_where_the_role_may_go(administrator: User, preparer: User) -> None:
    assert connection_line(administrator).url == "/settings/practice-manager/"
    assert connection_line(preparer).url == "/integration/"


def test_frame_costs_few_queries(viewer: User, firm: Firm) -> None:
    _connection(firm)
    with CaptureQueriesContext(connection) as queries:
        build_frame(viewer, "/")
    # The database's clock is no reading of rows.
    assert len([query for query in queries if " FROM " in query["sql"]]) <= 6


def test_page_that_shows_no_frame_asks_for_no_counts(as_user: SignIn, viewer: User, firm: Firm) -> None:
    Message.objects.create(firm=firm, status="refused", recipients=[], subject="s", body="b", message_id="m")
    client = as_user(viewer)
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/contacts/options/").status_code == 200
    assert [query["sql"] for query in queries if "mail_message" in query["sql"]] == []
    assert "1<span" in client.get("/").content.decode()
