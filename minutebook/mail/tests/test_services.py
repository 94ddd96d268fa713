from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from minutebook.core.blobs import store_blob
from minutebook.core.errors import DomainError
from minutebook.firms.models import AuditEvent, Firm, User
from minutebook.mail.models import Message
from minutebook.mail.services import Outgoing, Recipient, queue_message, send_again
from minutebook.mail.tests.server import MailServer, free_port, mail_server, point_at
from minutebook.work import clock
from minutebook.work.models import Operation
from minutebook.work.services import claim, run
from minutebook.work.worker import Worker

Status = Message.Status
ZOE = Recipient("Zoë", "zoe@client.example")
MINH = Recipient("Minh", "minh@client.example")
UGLY_NAMES = [
    "Māia Tāwhiri-Ngārimu",
    'O\'Connor, Siân "Shaz" (Snr) <CEO>',
    "阮 文 明",
    "שלום \u202e abc",
    "Smile 😀 & Co",
    "ā" * 300,
    "A" * 300,
    "Vertical\x0btab",
    "Para\u2029graph",
    "",
]


@pytest.fixture
def server(settings: Any) -> Iterator[MailServer]:
    with mail_server(settings) as running:
        yield running


def queued(firm: Firm, user: User | None = None, *recipients: Recipient, **fields: Any) -> Message:
    wanted = {"subject": "Documents to sign", "body": "Good day"} | fields
    return queue_message(firm, user, Outgoing(recipients or (ZOE,), **wanted))


def work(message: Message) -> Message:
    Worker().work(until_idle=True)
    message.refresh_from_db()
    return message


def make_due() -> None:
    Operation.across_firms.update(due_at=clock.now() - timedelta(seconds=1))


def test_message_is_delivered_with_its_headers(firm: Firm, preparer: User, server: MailServer) -> None:
    message = work(
        queued(firm, preparer, ZOE, MINH, subject="Kōwhai & <Sons>: 文件 😀", body="Tēnā koe\n.\nline")
    )
    assert (message.status, message.problem, message.sent_at is not None) == (Status.SENT, "", True)
    assert server.envelopes == [("minutebook@localhost", ["zoe@client.example", "minh@client.example"])]
    mail = server.taken[0]
    assert mail["Subject"] == "Kōwhai & <Sons>: 文件 😀"
    assert [one.addr_spec for one in mail["To"].addresses] == ["zoe@client.example", "minh@client.example"]
    assert (mail["Message-ID"], mail["Reply-To"]) == (message.message_id, "office@ngata.example")
    assert mail["From"].addresses[0].display_name == "Ngata & Walker"
    assert mail.get_content().replace("\r\n", "\n") == "Tēnā koe\n.\nline\n"


@pytest.mark.parametrize("name", UGLY_NAMES)
def test_ugly_name_arrives_in_one_header_each(firm: Firm, server: MailServer, name: str) -> None:
    Firm.objects.filter(pk=firm.pk).update(name=name[:200])
    firm.refresh_from_db()
    message = work(queued(firm, None, Recipient(name, "zoe@client.example"), subject=f"For {name}"[:300]))
    assert (message.status, message.problem) == (Status.SENT, "")
    mail = server.taken[0]
    assert [(one.display_name, one.addr_spec) for one in mail["To"].addresses] == [
        (" ".join(name.split()), "zoe@client.example")
    ]
    assert mail["From"].addresses[0].addr_spec == "minutebook@localhost"
    assert mail.keys().count("Subject") == mail.keys().count("To") == 1
    assert mail["Bcc"] is None


def test_address_with_a_domain_in_other_letters_is_sent_to(firm: Firm, server: MailServer) -> None:
    message = work(queued(firm, None, Recipient("Kōwhai", "zoe@kōwhai.example")))
    assert message.status == Status.SENT
    assert server.envelopes[0][1] == ["zoe@xn--kwhai-g9a.example"]


@pytest.mark.parametrize(
    ("recipient", "subject", "field"),
    [
        (Recipient("Zoë\r\nBcc: all@x.example", "zoe@client.example"), "S", "recipients"),
        (Recipient("Zoë", "zoe@client.example\nBcc: all@x.example"), "S", "recipients"),
        (Recipient("Zoë", "zoe@client.example, all@x.example"), "S", "recipients"),
        (Recipient("Zoë", "not an address"), "S", "recipients"),
        (Recipient("Zoë", ""), "S", "recipients"),
        (ZOE, "Hello\nBcc: all@x.example", "subject"),
        (ZOE, " \t ", "subject"),
    ],
)
def test_what_would_break_a_header_is_refused(
    firm: Firm, recipient: Recipient, subject: str, field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        queued(firm, None, recipient, subject=subject)
    assert (refused.value.field, Message.across_firms.count()) == (field, 0)


@pytest.mark.parametrize("count", [0, 21])
def test_nobody_and_too_many_are_refused(firm: Firm, count: int) -> None:
    with pytest.raises(DomainError) as refused:
        queue_message(firm, None, Outgoing((ZOE,) * count, "S", "B"))
    assert refused.value.field == "recipients"


def test_firm_name_with_a_line_break_cannot_add_a_header(firm: Firm, server: MailServer) -> None:
    Firm.objects.filter(pk=firm.pk).update(name="Ngata\r\nBcc: all@x.example")
    firm.refresh_from_db()
    assert work(queued(firm)).status == Status.SENT
    assert server.taken[0]["Bcc"] is None
    assert server.envelopes[0][1] == ["zoe@client.example"]


def test_attachments_arrive_byte_for_byte_under_their_names(firm: Firm, server: MailServer) -> None:
    contents = {
        "01 Kōwhai & Sons.pdf": bytes(range(256)) * 300,
        "empty.pdf": b"",
        "文件 😀.pdf": b"%PDF\r\n.\r\n",
    }
    files = [
        {"name": name, "digest": store_blob(content), "type": "application/pdf"}
        for name, content in contents.items()
    ]
    outgoing = Outgoing((ZOE,), "S", "B").with_files(files)
    work(queue_message(firm, None, outgoing))
    parts = list(server.taken[0].iter_attachments())
    assert {part.get_filename(): part.get_payload(decode=True) for part in parts} == contents
    assert [part.get_content_type() for part in parts] == ["application/pdf"] * 3


def test_attachment_that_is_gone_is_said_and_nothing_is_sent(firm: Firm, server: MailServer) -> None:
    missing = [{"name": "a.pdf", "digest": "0" * 64, "type": "application/pdf"}]
    message = work(queue_message(firm, None, Outgoing((ZOE,), "S", "B").with_files(missing)))
    assert (message.status, server.taken) == (Status.REFUSED, [])
    assert message.problem == "A stored file is missing. Restore it from the last backup."


def test_all_recipients_refused_is_refused_with_the_codes(firm: Firm, server: MailServer) -> None:
    server.refuses = {"zoe@client.example": "550 no such <user>"}
    message = work(queued(firm))
    assert (message.status, message.problem) == (
        Status.REFUSED,
        "The mail server refused it: zoe@client.example: 550",
    )
    assert server.taken == []


def test_one_recipient_of_two_refused_is_said(firm: Firm, server: MailServer) -> None:
    server.refuses = {"zoe@client.example": "550 no such user"}
    message = work(queued(firm, None, ZOE, MINH))
    assert (message.status, message.problem) == (
        Status.SENT,
        "Not to everybody. The mail server refused zoe@client.example: 550.",
    )
    assert server.envelopes[0][1] == ["minh@client.example"]


@pytest.mark.parametrize("where", ["recipient", "message"])
def test_server_that_asks_to_wait_is_tried_again(firm: Firm, server: MailServer, where: str) -> None:
    if where == "recipient":
        server.refuses = {"zoe@client.example": "450 greylisted"}
    else:
        server.data_answer = "451 try later"
    message = work(queued(firm))
    assert (message.status, server.taken) == (Status.QUEUED, [])
    assert "tried again by itself" in message.problem
    server.refuses, server.data_answer = {}, "250 OK"
    make_due()
    assert work(message).status == Status.SENT
    assert len(server.taken) == 1


def test_message_refused_for_good_waits_for_a_person(firm: Firm, preparer: User, server: MailServer) -> None:
    server.data_answer = "552 too big"
    message = work(queued(firm))
    assert (message.status, message.problem) == (Status.REFUSED, "The mail server refused it: 552")
    server.data_answer = "250 OK"
    assert work(message).status == Status.REFUSED
    send_again(message, preparer)
    assert work(message).status == Status.SENT
    assert len(server.taken) == 1


def test_server_that_is_down_is_tried_again_in_a_minute(firm: Firm, settings: Any) -> None:
    point_at(settings, free_port())
    message = work(queued(firm))
    assert (message.status, message.sent_at) == (Status.QUEUED, None)
    assert (
        message.problem
        == "The mail server takes no connections: it may be down. It is tried again by itself."
    )
    due = Operation.across_firms.get().due_at
    assert timedelta(seconds=50) < due - clock.now() <= timedelta(seconds=60)
    with mail_server(settings) as server:
        make_due()
        assert work(message).status == Status.SENT
        assert len(server.taken) == 1


def test_mail_server_whose_name_is_unknown_has_provably_sent_nothing(firm: Firm, settings: Any) -> None:
    point_at(settings, 25)
    settings.EMAIL_HOST = "127.0.0.1.invalid"
    message = work(queued(firm))
    assert message.status == Status.QUEUED


def test_server_that_is_down_for_a_day_is_left_to_a_person(firm: Firm, settings: Any) -> None:
    point_at(settings, free_port())
    message = queued(firm)
    Message.across_firms.update(created_at=clock.now() - timedelta(hours=25))
    message = work(message)
    assert message.status == Status.REFUSED
    assert "An administrator checks the mail settings." in message.problem


@pytest.mark.parametrize("breaks", ["before it is kept", "after it is kept"])
def test_connection_that_breaks_in_the_middle_may_have_sent(
    firm: Firm, preparer: User, server: MailServer, breaks: str
) -> None:
    server.breaks = breaks
    message = work(queued(firm))
    assert (message.status, message.problem) == (
        Status.UNKNOWN,
        "The connection broke while it was being sent.",
    )
    kept = len(server.taken)
    make_due()
    assert work(message).status == Status.UNKNOWN
    assert len(server.taken) == kept, "a doubtful message is never sent again by itself"
    server.breaks = ""
    send_again(message, preparer)
    assert work(message).status == Status.SENT
    assert len(server.taken) == kept + 1


def test_worker_that_died_while_sending_leaves_a_doubt(firm: Firm, server: MailServer) -> None:
    message = queued(firm)
    Message.across_firms.update(status=Status.SENDING)
    message = work(message)
    assert (message.status, server.taken) == (Status.UNKNOWN, [])


def test_worker_that_lost_its_lease_sends_nothing(firm: Firm, server: MailServer) -> None:
    message = queued(firm)
    slow = claim("slow")
    Operation.across_firms.update(lease_until=clock.now())
    quick = claim("quick")
    assert slow is not None
    assert quick is not None
    run(slow)
    message.refresh_from_db()
    assert (message.status, server.taken) == (Status.QUEUED, [])
    run(quick)
    message.refresh_from_db()
    assert (message.status, len(server.taken)) == (Status.SENT, 1)


def test_message_is_queued_once_with_its_event(firm: Firm, preparer: User) -> None:
    message = queued(firm, preparer, ZOE, subject="  Documents  ", label="7KQ2-M9XD", link="/packs/1/")
    assert (message.subject, message.label, message.link) == ("Documents", "7KQ2-M9XD", "/packs/1/")
    event = AuditEvent.across_firms.get()
    assert (event.action, event.subject_id, event.facts) == ("message.queued", message.pk, {"recipients": 1})


@pytest.mark.parametrize("status", [Status.QUEUED, Status.SENDING, Status.SENT])
def test_only_a_refused_or_doubtful_message_is_sent_again(firm: Firm, preparer: User, status: str) -> None:
    message = queued(firm)
    Message.across_firms.update(status=status)
    with pytest.raises(DomainError) as refused:
        send_again(message, preparer)
    assert refused.value.code == "not_resendable"


def test_message_waits_and_says_so_where_no_mail_server_is_set_up(firm: Firm, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    message = work(queued(firm))
    assert (message.status, message.sent_at) == (Status.QUEUED, None)
    assert message.problem.startswith("No mail server is set up")
    with mail_server(settings) as server:
        make_due()
        assert (work(message).status, message.problem, len(server.taken)) == (Status.SENT, "", 1)


def test_message_of_somebody_deactivated_since_is_refused_until_another_sends_it(
    firm: Firm, preparer: User, administrator: User, server: MailServer
) -> None:
    message = queued(firm, preparer)
    User.objects.filter(pk=preparer.pk).update(is_active=False)
    assert (work(message).status, server.taken) == (Status.REFUSED, [])
    assert "may no longer sign in" in message.problem
    send_again(message, administrator)
    assert (work(message).status, message.asked_by, len(server.taken)) == (Status.SENT, administrator, 1)
