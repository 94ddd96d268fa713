import pytest

from minutebook.conftest import SignIn
from minutebook.firms.models import Firm, User
from minutebook.mail.models import Message


@pytest.fixture
def message(firm: Firm) -> Message:
    made: Message = Message.objects.create(
        firm=firm, status="unknown", recipients=[{"name": "Zoë <b>", "email": "zoe@x.example"}],
        subject="Documents: Salt & <Stone>", body="Dear Zoë\n<script>", label="MB-000001", message_id="m1",
        attachments=[{"name": "Kōwhai.zip"}],
    )  # fmt: skip
    return made


def test_outbox_lists_the_firms_messages(
    as_user: SignIn, viewer: User, stranger: User, message: Message
) -> None:
    html = as_user(viewer).get("/outbox/").content.decode()
    assert "Documents: Salt &amp; &lt;Stone&gt;" in html
    assert "May have been sent" in html
    assert "Documents:" not in as_user(stranger).get("/outbox/").content.decode()


def test_outbox_searches_and_filters(as_user: SignIn, viewer: User, message: Message) -> None:
    client = as_user(viewer)
    asked = [{"q": "mb-000001"}, {"q": "stone"}, {"status": "unknown"}, {"status": "sent"}, {"q": "zzz"}]
    assert [len(client.get("/outbox/", query).context["page"]) for query in asked] == [1, 1, 1, 0, 0]


def test_message_shows_what_was_sent_escaped(as_user: SignIn, viewer: User, message: Message) -> None:
    html = as_user(viewer).get(f"/outbox/{message.pk}/").content.decode()
    assert "Zoë &lt;b&gt; &lt;zoe@x.example&gt;" in html
    assert "Dear Zoë<br>&lt;script&gt;" in html
    assert "Whether this message arrived is not known" in html


def test_message_of_another_firm_is_not_found(as_user: SignIn, stranger: User, message: Message) -> None:
    assert as_user(stranger).get(f"/outbox/{message.pk}/").status_code == 404
