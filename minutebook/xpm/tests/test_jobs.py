"""Calls about jobs: paths, slices, and answers as whole records in both orders of elements."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import RetryLater
from minutebook.xpm.records import Document, Invoice, Job, JobUpdate, NewDocument, NewJob, NewNote, Ref
from minutebook.xpm.tests.samples import BARE_JOB, BASE, DOCUMENTED_JOB, JOB, RECORDED_JOB
from minutebook.xpm.tests.scripted import ScriptedServer, answer, ok

INVOICE_XML = (
    "<Invoice><ID>I1</ID><InternalUUID>v1</InternalUUID><Type>Final Invoice</Type><Status>Paid</Status>"
    "<Date>2026-08-01T00:00:00</Date><DueDate>2026-08-20T00:00:00</DueDate><Amount>60.00</Amount>"
    "<Jobs><Job><ID>J1</ID></Job><Job><ID>J2</ID></Job></Jobs></Invoice>"
)
INVOICE = Invoice(
    "I1", "v1", "Final Invoice", "Paid", date(2026, 8, 1), date(2026, 8, 20), Decimal(60), ("J1", "J2")
)
NEW_JOB = NewJob("A", "", "c1", date(2026, 7, 1), date(2026, 7, 2))
UPDATE = JobUpdate("J1", "A", "", date(2026, 7, 1), date(2026, 7, 2))


def test_current_jobs_are_read_in_both_orders_of_elements(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"<Jobs>{RECORDED_JOB}{DOCUMENTED_JOB}</Jobs>", "Current")]
    assert api.list_current_jobs() == [JOB, BARE_JOB]
    assert server.received[0].target == BASE + "job.api/current"


def test_jobs_of_a_client_and_invoices_of_a_job(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"<Jobs>{DOCUMENTED_JOB}</Jobs>"), ok(f"<Invoices>{INVOICE_XML}</Invoices>")]
    assert api.list_client_jobs("c1") == [BARE_JOB]
    assert api.list_job_invoices("J1") == [INVOICE]
    assert [request.target for request in server.received] == [
        BASE + "job.api/client/c1",
        BASE + "invoice.api/job/J1",
    ]


def test_job_is_read_without_its_lists_among_elements_we_do_not_know(
    api: Api, server: ScriptedServer
) -> None:
    job = (
        "<Job xmlns='u'><New><ID>J9</ID></New><Name>B</Name><Assigned><Staff><Name>R. Example</Name></Staff>"
        "<New /></Assigned><Name2>C</Name2><ID>J2</ID></Job>"
    )
    server.script = [ok(f"<WebUrl>https://x/1</WebUrl><New />{job}"), ok(f"<Jobs><New />{job}</Jobs>")]
    read = Job("J2", "", "B", assigned=(Ref("", "R. Example"),))
    assert [api.get_job("J2"), *api.list_current_jobs()] == [replace(read, web_url="https://x/1"), read]


def test_address_and_identifiers_that_nobody_could_keep(api: Api, server: ScriptedServer) -> None:
    longer = "x" * 61
    server.script = [
        ok(f"{DOCUMENTED_JOB}<WebUrl>https://x/{'1' * 300}</WebUrl>"),
        ok(DOCUMENTED_JOB.replace("<ID>J2", f"<ID>{longer}")),
        ok(DOCUMENTED_JOB.replace("<UUID>u2", f"<UUID>{longer}")),
    ]
    assert api.get_job("J2") == BARE_JOB
    for _each in range(2):
        with pytest.raises(RetryLater, match="is too long"):
            api.get_job("J2")


def test_job_without_a_number_is_no_job(api: Api, server: ScriptedServer) -> None:
    server.script = [ok("<Jobs><Job><ID>J1</ID></Job><Job><UUID>u2</UUID></Job></Jobs>")]
    with pytest.raises(RetryLater):
        api.list_current_jobs()


def test_invoices_may_be_left_out_and_may_not_name_all_their_jobs(api: Api, server: ScriptedServer) -> None:
    unnamed = INVOICE_XML.replace("<Job><ID>J2</ID></Job>", "<Job><UUID>u2</UUID></Job>")
    server.script = [ok(), ok(f"<Invoices>{unnamed}</Invoices>")]
    assert api.list_job_invoices("J1") == []
    assert api.list_job_invoices("J1") == [replace(INVOICE, job_ids=("J1",))]


def test_documents_of_a_job_are_read_without_their_content(api: Api, server: ScriptedServer) -> None:
    server.script = [
        ok(
            "<Documents><Document><Title>Pack &amp; more</Title><Text> [ref M-d1]\n</Text><Folder/>"
            "<FileName>01 K\u014dwhai.pdf</FileName><Date>2026-11-25T10:00:00</Date><URL>https://x/1</URL>"
            "</Document></Documents>"
        )
    ]
    assert api.list_job_documents("J/1") == [
        Document("Pack & more", "[ref M-d1]", "01 Kōwhai.pdf", date(2026, 11, 25))
    ]
    assert server.received[0].target == BASE + "job.api/documents/J%2F1"


@pytest.mark.parametrize(
    "call",
    [
        lambda api: api.list_current_jobs(),
        lambda api: api.list_client_jobs("c1"),
        lambda api: api.list_job_documents("J1"),
        lambda api: api.list_jobs(date(2026, 7, 1), date(2026, 7, 2)),
    ],
)
def test_answer_without_its_list_is_no_empty_list(
    api: Api, server: ScriptedServer, call: Callable[[Api], object]
) -> None:
    server.script = [ok()]
    with pytest.raises(RetryLater):
        call(api)


@pytest.mark.parametrize(
    ("call", "sent", "record"),
    [
        (lambda api: api.add_job(NEW_JOB), ("POST", BASE + "job.api/add"), JOB),
        (lambda api: api.update_job(UPDATE), ("PUT", BASE + "job.api/update"), JOB),
        (lambda api: api.set_state("J1", "u1", "INPROGRESS"), ("PUT", BASE + "job.api/state"), None),
        (lambda api: api.assign_staff("J1", "u1", add=["a"]), ("PUT", BASE + "job.api/assign"), JOB),
        (lambda api: api.add_note(NewNote("J1", "T", "x")), ("POST", BASE + "job.api/note"), None),
        (
            lambda api: api.add_document(NewDocument("J1", "T", "f.pdf", b"x")),
            ("POST", BASE + "job.api/document"),
            None,
        ),
    ],
)
def test_write_goes_to_its_path_and_gives_the_record(
    api: Api, server: ScriptedServer, call: Callable[[Api], object], sent: tuple[str, str], record: object
) -> None:
    server.script = [ok(RECORDED_JOB)]
    assert call(api) == record
    assert (server.received[0].method, server.received[0].target) == sent


def test_order_number_is_read_without_the_space_around_it(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(RECORDED_JOB.replace("<ClientOrderNumber>M<", "<ClientOrderNumber> M \n<"))]
    assert api.get_job("J000207") == JOB


def test_change_of_a_job_may_be_answered_with_the_status_only(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(), ok()]
    assert [api.assign_staff("J1", "u1", add=["a"]), api.update_job(UPDATE)] == [None, None]


def test_jobs_over_years_are_asked_for_in_slices(api: Api, server: ScriptedServer) -> None:
    server.script = [
        ok(f"<Jobs>{DOCUMENTED_JOB}</Jobs>"),
        ok(f"<Jobs>{DOCUMENTED_JOB}</Jobs>"),
        ok("<Jobs />"),
    ]
    assert api.list_jobs(date(2027, 2, 28), date(2029, 2, 17)) == [BARE_JOB]
    assert [request.target.partition("?")[2] for request in server.received] == [
        "from=20270228&to=20280222",
        "from=20280223&to=20290216",
        "from=20290217&to=20290217",
    ]


def test_jobs_of_one_day_are_one_call_and_of_none_no_call(api: Api, server: ScriptedServer) -> None:
    server.script = [ok("<Jobs />")]
    assert api.list_jobs(date(2028, 2, 29), date(2028, 2, 29)) == []
    assert api.list_jobs(date(2028, 3, 1), date(2028, 2, 29)) == []
    assert [request.target for request in server.received] == [
        BASE + "job.api/list?from=20280229&to=20280229"
    ]


def test_jobs_of_a_failed_slice_are_no_jobs(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(f"<Jobs>{DOCUMENTED_JOB}</Jobs>"), answer("", 500)]
    with pytest.raises(RetryLater):
        api.list_jobs(date(2027, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize("opening", ["", "<WebUrl> https://xpm.example/j </WebUrl>"])
def test_one_job_is_read_in_detail(api: Api, server: ScriptedServer, opening: str) -> None:
    server.script = [ok(opening + RECORDED_JOB)]
    assert api.get_job("J000207") == replace(JOB, web_url="https://xpm.example/j" if opening else "")


def test_assignment_is_one_call_for_all_people(api: Api, server: ScriptedServer) -> None:
    server.script = [ok(RECORDED_JOB)]
    api.assign_staff("J1", "u1", add=["a", "b"], remove=["c"], manager="m", partner="p")
    assert server.received[0].body == (
        '<Job><ID>J1</ID><UUID>u1</UUID><add-manager uuid="m"/><add-partner uuid="p"/>'
        '<add uuid="a"/><add uuid="b"/><remove uuid="c"/></Job>'
    )
