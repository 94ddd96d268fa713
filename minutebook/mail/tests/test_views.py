from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.mail.models import Message
from minutebook.work import clock
from minutebook.work.models import Heartbeat, Operation
from minutebook.work.services import enqueue


@pytest.fixture
def message(firm: Firm) -> Message:
    made: Message = Message.objects.create(
        firm=firm, status="unknown", recipients=[{"name": "Zoë <b>", "email": "zoe@x.example"}],
        subject="Documents: Salt & <Stone> for Zoë", body="Dear Zoë\n<script>", label="MB-000001", message_id="m1",
        attachments=[{"name": "Kōwhai.zip"}],
    )  # fmt: skip
    return made


def test_outbox_lists_the_firms_messages(
    as_user: SignIn, viewer: User, stranger: User, message: Message
) -> None:
    html = as_user(viewer).get("/outbox/").content.decode()
    assert "Documents: Salt &amp; &lt;Stone&gt; for Zoë" in html
    assert "May have been sent" in html
    assert "Documents:" not in as_user(stranger).get("/outbox/").content.decode()


def test_outbox_searches_and_filters(as_user: SignIn, viewer: User, message: Message) -> None:
    client = as_user(viewer)
    asked = [
        {"q": "mb-000001"},
        {"q": "stone"},
        {"status": "unknown"},
        {"status": "sent"},
        {"q": "zzz"},
        {"q": "ZOE"},
    ]
    assert [len(client.get("/outbox/", query).context["page"]) for query in asked] == [1, 1, 1, 0, 0, 1]


def test_outbox_takes_the_same_queries_for_one_and_for_thirty(
    as_user: SignIn, viewer: User, firm: Firm, message: Message
) -> None:
    client = as_user(viewer)
    client.get("/outbox/")
    with CaptureQueriesContext(connection) as for_one:
        client.get("/outbox/")
    for number in range(29):
        Message.objects.create(
            firm=firm, recipients=[], subject=f"Documents {number}", body="", message_id=f"n{number}",
            asked_by=viewer,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as for_thirty:
        assert len(client.get("/outbox/").context["page"]) == 30
    assert len(for_one) == len(for_thirty)


def test_message_shows_what_was_sent_escaped(as_user: SignIn, viewer: User, message: Message) -> None:
    html = as_user(viewer).get(f"/outbox/{message.pk}/").content.decode()
    assert "Zoë &lt;b&gt; &lt;zoe@x.example&gt;" in html
    assert "Dear Zoë<br>&lt;script&gt;" in html
    assert "Whether it arrived is not known" in html


def test_message_of_another_firm_is_not_found(as_user: SignIn, stranger: User, message: Message) -> None:
    assert as_user(stranger).get(f"/outbox/{message.pk}/").status_code == 404


@pytest.mark.parametrize("status", ["refused", "unknown"])
def test_message_that_failed_is_sent_again_by_those_who_may(
    as_user: SignIn, viewer: User, preparer: User, stranger: User, message: Message, status: str
) -> None:
    Message.across_firms.update(status=status, problem="No")
    page, again = f"/outbox/{message.pk}/", f"/outbox/{message.pk}/again/"
    offered = [again in as_user(user).get(page).content.decode() for user in (viewer, preparer)]
    assert offered == [False, True]
    answers = [as_user(user).post(again).status_code for user in (viewer, stranger, preparer)]
    assert answers == [403, 404, 303]
    message.refresh_from_db()
    assert (message.status, message.problem) == ("queued", "")
    assert Operation.across_firms.filter(kind="mail.send", subject_id=message.pk).exists()


def test_sent_message_is_not_offered_to_be_sent_again(
    as_user: SignIn, preparer: User, message: Message
) -> None:
    Message.across_firms.update(status="sent")
    client = as_user(preparer)
    assert "again/" not in client.get(f"/outbox/{message.pk}/").content.decode()
    client.post(f"/outbox/{message.pk}/again/")
    message.refresh_from_db()
    assert message.status == "sent"


def test_export_is_the_list_as_it_is_searched_and_filtered(
    as_user: SignIn, viewer: User, stranger: User, message: Message
) -> None:
    client, url = as_user(viewer), "/outbox/export/"
    message.subject, message.problem = "\tDocuments: Salt", "=cmd"
    message.save()
    content = client.get(url, {"status": "unknown", "q": "salt"}).content.decode()
    assert content.startswith("\ufeffSubject,To,Pack,State,Problem,Made,Sent,Asked for by")
    [row] = content.splitlines()[1:]
    assert row.startswith("'\tDocuments: Salt,zoe@x.example,MB-000001,May have been sent,'=cmd,")
    assert len(client.get(url, {"status": "sent"}).content.splitlines()) == 1
    assert len(as_user(stranger).get(url).content.splitlines()) == 1
    assert f'href="{url}?status=unknown"' in client.get("/outbox/", {"status": "unknown"}).content.decode()


@pytest.mark.parametrize(
    ("status", "problem", "words", "asks_again"),
    [
        ("queued", "", "background worker is not running", True),
        ("queued", "No mail server is set up: <x>.", "No mail server is set up: &lt;x&gt;.", True),
        ("sending", "", "Sending", True),
        ("sent", "", "Look at the message", False),
        ("refused", "The mail server refused it: 550", "refused it: 550", False),
        ("unknown", "", "Whether it arrived is not known.", False),
    ],
)
def test_state_is_shown_live_until_it_is_settled(
    as_user: SignIn, viewer: User, stranger: User, message: Message, status: str, problem: str, words: str,
    asks_again: bool,
) -> None:  # fmt: skip
    Message.across_firms.update(status=status, problem=problem)
    url = f"/outbox/{message.pk}/state/"
    page = as_user(viewer).get(url).content.decode()
    assert (words in page, f'hx-get="{url}"' in page) == (True, asks_again)
    assert as_user(stranger).get(url).status_code == 404


def test_waiting_message_says_what_failed_what_comes_next_and_what_can_be_done(
    as_user: SignIn, viewer: User, preparer: User, message: Message
) -> None:
    Message.across_firms.update(status="queued", problem="The mail server does not answer.")
    Heartbeat.objects.create(worker="w", at=clock.now())
    enqueue("mail.send", message.firm_id, message.pk, datetime(2030, 5, 1, 4, 5, tzinfo=UTC))
    page = as_user(preparer).get(f"/outbox/{message.pk}/").content.decode()
    assert "The mail server does not answer." in page
    assert "The next try is on 1 May 2030, 2:05 pm." in page
    assert [f"/outbox/{message.pk}/{act}/" in page for act in ("now", "stop", "again")] == [True, True, False]
    assert "/stop/" not in as_user(viewer).get(f"/outbox/{message.pk}/").content.decode()


@pytest.mark.parametrize(("act", "status"), [("now", "queued"), ("stop", "stopped")])
def test_waiting_message_is_tried_or_stopped_by_those_who_may(
    as_user: SignIn, viewer: User, preparer: User, stranger: User, message: Message, act: str, status: str
) -> None:
    Message.across_firms.update(status="queued")
    url = f"/outbox/{message.pk}/{act}/"
    answers = [as_user(user).post(url).status_code for user in (viewer, stranger, preparer)]
    assert answers == [403, 404, 303]
    message.refresh_from_db()
    assert message.status == status
