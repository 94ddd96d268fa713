"""Request bodies byte for byte, and what is refused before it is sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from minutebook.xpm.errors import Refused
from minutebook.xpm.records import (
    JobUpdate,
    NewClient,
    NewClientContact,
    NewCost,
    NewDocument,
    NewJob,
    NewNote,
)
from minutebook.xpm.xml.writing import (
    write_assignment,
    write_cost_update,
    write_job_state,
    write_job_update,
    write_new_client,
    write_new_cost,
    write_new_document,
    write_new_job,
    write_new_note,
)

JOB = NewJob("Annual review", "", "c1", date(2028, 2, 29), date(2028, 10, 31))
COST = NewCost("J1", date(2028, 2, 29), "Fee", Decimal("1"), Decimal("45.00"), Decimal("6E+1"))
UPDATE = JobUpdate("J1", "Annual review", "", date(2028, 2, 29), date(2028, 10, 31))
UGLY = "Māori & Sons <b>\"Ltd\"</b> 'x' 北京 \u200fשלום\u200f 🥝\nline two ]]> " + "長" * 300


def test_new_job_leaves_out_what_is_empty() -> None:
    assert write_new_job(JOB).decode() == (
        "<Job><Name>Annual review</Name><ClientUUID>c1</ClientUUID>"
        "<StartDate>20280229</StartDate><DueDate>20281031</DueDate></Job>"
    )


def test_new_job_writes_all_in_the_vendors_order() -> None:
    job = replace(
        JOB,
        description="Line 1\r\nLine 2\rref",
        client_number="M1",
        id="M1",
        template_uuid="t1",
        category_uuid="k1",
        contact_uuid="p1",
        budget=Decimal("1850.00"),
    )
    assert write_new_job(job).decode() == (
        "<Job><Name>Annual review</Name><Description>Line 1\nLine 2\nref</Description>"
        "<ClientUUID>c1</ClientUUID><ContactUUID>p1</ContactUUID><StartDate>20280229</StartDate><DueDate>20281031</DueDate>"
        "<ClientNumber>M1</ClientNumber><ID>M1</ID><TemplateUUID>t1</TemplateUUID>"
        "<CategoryUUID>k1</CategoryUUID><Budget>1850.00</Budget></Job>"
    )


def test_ugly_text_arrives_as_it_was() -> None:
    read_back = etree.fromstring(write_new_job(replace(JOB, name=UGLY, description=UGLY)))
    assert (read_back.findtext("Name"), read_back.findtext("Description")) == (UGLY, UGLY)


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_what_xml_cannot_carry_is_refused_by_name(character: str) -> None:
    words = rf"^Description holds a character that cannot be sent \(U\+{ord(character):04X}\)"
    with pytest.raises(Refused, match=words):
        write_new_job(replace(JOB, description=f"a{character}b"))
    with pytest.raises(Refused):
        write_assignment("J1", "", [("add", f"s{character}")])


@pytest.mark.parametrize("own_number", ["M-1", "M/1", "M 1", "Mā1", "M1\n", "../x"])
def test_own_job_number_with_punctuation_is_refused(own_number: str) -> None:
    with pytest.raises(Refused, match="letters and digits"):
        write_new_job(replace(JOB, id=own_number))


@pytest.mark.parametrize(
    "write",
    [
        lambda: write_new_job(replace(JOB, name=" \n")),
        lambda: write_new_job(replace(JOB, client_uuid="")),
        lambda: write_job_update(replace(UPDATE, id="")),
        lambda: write_job_state("J1", "u1", ""),
        lambda: write_new_cost(replace(COST, job="")),
        lambda: write_new_cost(replace(COST, description="")),
        lambda: write_cost_update("", COST),
        lambda: write_new_client(NewClient("")),
        lambda: write_new_note(NewNote("J1", "", "text")),
        lambda: write_new_document(NewDocument("J1", "Pack", "", b"")),
    ],
)
def test_missing_required_text_is_refused(write: Callable[[], bytes]) -> None:
    with pytest.raises(Refused, match="is empty, and Xero Practice Manager requires it"):
        write()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_is_refused(number: str) -> None:
    with pytest.raises(Refused, match=r"^UnitCost is not a number\.$"):
        write_new_cost(replace(COST, unit_cost=Decimal(number)))
    with pytest.raises(Refused, match=r"^Budget is not a number\.$"):
        write_new_job(replace(JOB, budget=Decimal(number)))


def test_job_update_sends_an_empty_description() -> None:
    assert write_job_update(UPDATE).decode() == (
        "<Job><ID>J1</ID><Name>Annual review</Name><Description></Description>"
        "<StartDate>20280229</StartDate><DueDate>20281031</DueDate></Job>"
    )


def test_state_and_assignment_name_the_job_by_both_keys() -> None:
    assert write_job_state("J1", "u1", "INPROGRESS") == (
        b"<Job><ID>J1</ID><UUID>u1</UUID><State>INPROGRESS</State></Job>"
    )
    assert write_assignment("J1", "", [("add-manager", "a1"), ("add", "a2"), ("remove", "a3")]) == (
        b'<Job><ID>J1</ID><add-manager uuid="a1"/><add uuid="a2"/><remove uuid="a3"/></Job>'
    )


def test_cost_is_written_without_exponents_and_its_update_without_the_job() -> None:
    values = (
        b"<Date>20280229</Date><Description>Fee</Description><Code>F</Code><Note>[ref M-c1]</Note>"
        b"<Quantity>1</Quantity><UnitCost>45.00</UnitCost><UnitPrice>60</UnitPrice><Billable>false</Billable></Cost>"
    )
    cost = replace(COST, code="F", note="[ref M-c1]", billable=False)
    assert write_new_cost(cost) == b"<Cost><Job>J1</Job>" + values
    assert write_cost_update("k1", cost) == b"<Cost><UUID>k1</UUID>" + values


def test_new_client_with_everything() -> None:
    client = NewClient(
        name="A & B",
        first_name="F",
        date_of_birth=date(2000, 2, 29),
        website="https://a.example",
        post_code="0610",
        postal_post_code="0611",
        account_manager_uuid="s1",
        job_manager_uuid="s2",
        billing_client_uuid="c2",
        contacts=(NewClientContact("Mere", position="Director", is_primary=True), NewClientContact("Li")),
    )
    assert write_new_client(client).decode() == (
        "<Client><Name>A &amp; B</Name><DateOfBirth>20000229</DateOfBirth><FirstName>F</FirstName>"
        "<WebSite>https://a.example</WebSite><PostCode>0610</PostCode><PostalPostCode>0611</PostalPostCode>"
        "<AccountManagerUUID>s1</AccountManagerUUID><JobManagerUUID>s2</JobManagerUUID>"
        "<BillingClientUUID>c2</BillingClientUUID><Contacts>"
        "<Contact><Name>Mere</Name><Position>Director</Position><IsPrimary>Yes</IsPrimary></Contact>"
        "<Contact><Name>Li</Name><IsPrimary>No</IsPrimary></Contact></Contacts></Client>"
    )


def test_note_and_document() -> None:
    assert write_new_note(NewNote("J1", "Sent", "", "Packs")) == (
        b"<Note><Job>J1</Job><Title>Sent</Title><Text></Text><Folder>Packs</Folder></Note>"
    )
    assert write_new_document(NewDocument("J1", "Pack", "pack.pdf", b"\x00\xff%PDF", "the pack")) == (
        b"<Document><Job>J1</Job><Title>Pack</Title><Text>the pack</Text>"
        b"<FileName>pack.pdf</FileName><Content>AP8lUERG</Content></Document>"
    )
