import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from minutebook.companies.models import Change
from minutebook.contacts.models import Contact
from minutebook.core.errors import DomainError
from minutebook.documents.models import DocumentPack
from minutebook.documents.produce import _prepare, _release
from minutebook.documents.requests import read_request
from minutebook.documents.tests.conftest import Produce, Result, make_person
from minutebook.firms.models import Firm, User
from minutebook.jobs.models import Job
from minutebook.jobs.tests.practice import Practice
from minutebook.mail.models import Message
from minutebook.practice_manager.models import Connection, Delivery
from minutebook.work import clock

NAN = float("nan")


def with_change(base: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {key: value for key, value in (base["change"] | changes).items() if value is not ...}


@pytest.mark.parametrize(
    ("job", "kept", "told"),
    [
        (..., "later", "No job: will add later."),
        (None, "later", "No job: will add later."),
        ({"reason": "no charge"}, "no charge", "No job: no charge."),
        ({"reason": "covered"}, "covered", "No job: covered by the yearly fee."),
    ],
)
def test_result_says_why_there_is_no_job_and_nothing_is_waived_unsaid(
    produce: Produce, job: Any, kept: str, told: str
) -> None:
    code, result = produce(job=job)
    assert (code, result["status"], result["reason"]) == (0, "no job", told)
    assert DocumentPack.across_firms.get().no_job_reason == kept


BAD_CHANGES: list[tuple[dict[str, Any], str]] = [
    ({"kind": "merger"}, "change.kind"),
    ({"kind": ...}, "change.kind"),
    ({"person": "Nobody <here>"}, "change.person"),
    ({"person": ...}, "change.person"),
    ({"person": 0}, "change.person"),
    ({"person": True}, "change.person"),
    ({"person": {}}, "change.person.name"),
    ({"person": {"name": "Zoë", "surname": "X"}}, "change.person"),
    ({"person": {"name": "Zoë", "birth_date": "29/2/1976"}}, "change.person.birth_date"),
    ({"person": {"name": "Zoë", "country": "Australia"}}, "change.person.country"),
    ({"person": {"name": "ā" * 301}}, "change.person.name"),
    ({"person": {"name": "Zoë", "email": "not one"}}, "change.person.email"),
    ({"office": "janitor"}, "office"),
    ({"effective_on": "tomorrow"}, "effective_on"),
    ({"effective_on": ...}, "effective_on"),
    ({"consent_date": "2026-11-22"}, "change"),
    ({"consent_dated": 0}, "consent_dated"),
    ({"has_applied_for_director_id": "no"}, "has_applied_for_director_id"),
    ({"has_applied_for_director_id": ""}, "has_applied_for_director_id"),
    ({"alternate_for": ["Zoë"]}, "alternate_for"),
    ({"person": {"name": ["Zoë"]}}, "change.person.name"),
    ({"person": {"name": "Zoë", "suburb": True}}, "change.person.suburb"),
    ({"person": {"name": "Zoë", "director_id": "12345"}}, "change.person.director_id"),
    ({"person": {"name": "Zoë", "director_id": "123 456 789 012 345"}}, "change.person.director_id"),
    ({"person": {"name": "Zoë", "director_id": "036 000 000 000 017 ask"}}, "change.person.director_id"),
    ({"person": {"name": "李 明", "director_id": "036 000 000 000 017"}}, ""),
]
SEND = {"way": "send", "recipients": [{"email": "z@x.example"}]}
BAD_KEYS: list[tuple[dict[str, Any], str]] = [
    ({"company": "Nobody Pty Ltd"}, "company"),
    ({"company": ...}, "company"),
    ({"change": ...}, "change"),
    ({"change": []}, "change"),
    ({"documents": "circulating_resolution"}, "documents"),
    ({"documents": ["love_letter"]}, "documents"),
    ({"documents": [{}]}, "documents"),
    ({"documents": []}, "documents"),
    ({"release": {"way": "fax"}}, "release.way"),
    ({"release": "download"}, "release"),
    ({"release": {"way": "download", "folder": "x"}}, "release"),
    ({"release": {"way": "send"}}, "recipients"),
    ({"release": {"way": "send", "recipients": "zoe@x.example"}}, "release.recipients"),
    ({"release": {"way": "send", "recipients": ["zoe@x.example"]}}, "release.recipients[0]"),
    ({"release": {"way": "send", "recipients": [{"email": "not one"}]}}, "recipients"),
    ({"release": {"way": "download", "directory": ["packs"]}}, "release.directory"),
    ({"release": SEND | {"subject": "a\nb"}}, "subject"),
    ({"release": SEND | {"subject": "a" * 301}}, "subject"),
    ({"release": SEND | {"subject": " "}}, "subject"),
    ({"release": SEND | {"subject": 7.5}}, "release.subject"),
    ({"release": SEND | {"body": ["Good day"]}}, "release.body"),
    (
        {"release": SEND | {"recipients": [{"name": {}, "email": "z@x.example"}]}},
        "release.recipients[0].name",
    ),
    ({"job": {"reason": "because"}}, "job.reason"),
    ({"job": []}, "job"),
    ({"job": {"cost": []}}, "job"),
    ({"wait_seconds": "soon"}, "wait_seconds"),
    ({"wait_seconds": NAN}, "wait_seconds"),
    ({"wait_seconds": -1}, "wait_seconds"),
    ({"wait_seconds": [1]}, "wait_seconds"),
    ({"hurry": True}, "request"),
]
LINE = {"description": "Fee", "unit_price": 130}
BAD_JOBS: list[tuple[dict[str, Any], str]] = [
    ({"template": "No such"}, "job.template"),
    ({"client": "Nobody"}, "job.client"),
    ({"staff": ["Nobody"]}, "job.staff"),
    ({"manager": "Nobody"}, "job.manager"),
    ({"name": ["Fee"]}, "job.name"),
    ({"name": None}, "job.name"),
    ({"description": True}, "job.description"),
    ({"start_date": "29 Feb"}, "job.start_date"),
    ({"due_date": "2001-01-01"}, "job.due_date"),
    ({"name": " "}, "job.name"),
    ({"create_client": "false"}, "job.create_client"),
    ({"costs": "none"}, "job.costs"),
    ({"costs": ["Fee"]}, "job.costs[0]"),
    ({"costs": [LINE, LINE | {"price": 1}]}, "job.costs[1]"),
    ({"costs": [LINE | {"quantity": NAN}]}, "job.costs[0].quantity"),
    ({"costs": [LINE | {"quantity": "Infinity"}]}, "job.costs[0].quantity"),
    ({"costs": [LINE | {"quantity": 0}]}, "job.costs[0].quantity"),
    ({"costs": [LINE | {"unit_price": "12.345"}]}, "job.costs[0].unit_price"),
    ({"costs": [LINE | {"unit_price": None}]}, "job.costs[0].unit_price"),
    ({"costs": [LINE | {"unit_price": True}]}, "job.costs[0].unit_price"),
    ({"costs": [LINE | {"billable": "no"}]}, "job.costs[0].billable"),
    ({"costs": [LINE | {"description": None}]}, "job.costs[0].description"),
    ({"costs": [LINE | {"code": {}}]}, "job.costs[0].code"),
    ({"costs": [LINE | {"date": "soon"}]}, "job.costs[0].date"),
    ({"costs": [LINE | {"description": "ā" * 301}]}, "job.costs[0].description"),
    ({"state": "asleep"}, "job.state"),
]


def rows() -> list[int]:
    return [model.across_firms.count() for model in (Change, DocumentPack, Contact, Job, Message)]


def is_refused(result: Result, field: str, before: list[int]) -> None:
    code, answer = result
    assert (code, answer["status"], answer["field"]) == (2, "refused", field)
    assert answer["message"]
    assert rows() == before, "a request that is refused leaves nothing behind"


@pytest.mark.parametrize(("changes", "field"), BAD_CHANGES)
def test_bad_change_is_refused_by_its_key(
    produce: Produce, request_json: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    before = rows()
    is_refused(produce(change=with_change(request_json, **changes)), field, before)


@pytest.mark.parametrize(("changes", "field"), BAD_KEYS)
def test_bad_key_is_refused_by_its_name(produce: Produce, changes: dict[str, Any], field: str) -> None:
    before = rows()
    is_refused(produce(**changes), field, before)


@pytest.mark.parametrize(("job", "field"), BAD_JOBS)
def test_bad_job_is_refused_by_its_key(
    produce: Produce, practice: Practice, job: dict[str, Any], field: str
) -> None:
    before = rows()
    is_refused(produce(job=job), field, before)


def test_job_without_a_connection_goes_into_the_job_book(produce: Produce, preparer: User) -> None:
    lines = [{"description": "=Fee & <more>", "quantity": 2, "unit_price": 65.5}]
    wanted = {
        "template": "registered_office",
        "staff": ["me", str(preparer)],
        "state": "in progress",
        "costs": lines,
    }
    code, result = produce(job=wanted)
    job = Job.across_firms.get()
    told = {name: result[name] for name in ("status", "job_number", "job_uuid", "marker", "reason", "costs")}
    cost = {"description": "=Fee & <more>", "reference": "", "status": "done", "reason": ""}
    assert (code, told) == (
        0,
        {
            "status": "in the job book", "job_number": "MB-00001", "job_uuid": "", "marker": "", "reason": "",
            "costs": [cost],
        },
    )  # fmt: skip
    assert (job.delivery, job.book_number, job.standard_job, job.state) == (
        None,
        "MB-00001",
        "registered_office",
        "in progress",
    )
    assert preparer in job.book_staff.all()


@pytest.mark.parametrize(
    ("job", "field"),
    [
        ({"template": "CoSec - Change"}, "job.template"),
        ({"staff": ["Nobody"]}, "job.staff"),
        ({"name": " "}, "job.name"),
    ],
)
def test_job_that_the_book_cannot_take_is_refused(produce: Produce, job: dict[str, Any], field: str) -> None:
    is_refused(produce(job=job), field, rows())


def test_job_while_the_connection_is_not_ready_is_refused(produce: Produce, practice: Practice) -> None:
    Connection.across_firms.update(is_active=False)
    before = rows()
    is_refused(produce(job={}), "job", before)


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '"text"', "\udcff", "[" * 9000])
def test_what_is_no_request_is_refused(
    administrator: User, tmp_path: Path, capsys: Any, content: str
) -> None:
    path = tmp_path / "request.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SystemExit) as ended:
        call_command("produce", str(path))
    assert (ended.value.code, json.loads(capsys.readouterr().out)["status"]) == (2, "refused")


def test_request_that_is_not_there_is_refused(administrator: User, capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("produce", "/nowhere/request.json")
    assert (ended.value.code, json.loads(capsys.readouterr().out)["status"]) == (2, "refused")


@pytest.mark.parametrize("email", ["nobody@x.example", "viewer"])
def test_user_who_may_not_release_is_refused(produce: Produce, viewer: User, email: str) -> None:
    asked = viewer.email if email == "viewer" else email
    is_refused(produce("--user", asked), "user", rows())


def test_company_and_person_of_another_firm_are_not_found(
    produce: Produce, request_json: dict[str, Any], other_firm: Firm
) -> None:
    stranger = make_person(other_firm, "Sam", "Stranger")
    before = rows()
    for who in (stranger.name, stranger.pk):
        is_refused(produce(change=with_change(request_json, person=who)), "change.person", before)


def test_folder_that_cannot_be_written_to_is_refused_before_release(produce: Produce, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    is_refused(
        produce(release={"way": "download", "directory": str(tmp_path / "file")}), "release.directory", rows()
    )


def test_person_who_is_not_there_is_made(produce: Produce, request_json: dict[str, Any]) -> None:
    person = {
        "name": "Zoë O'Connor <Snr>",
        "birth_date": "1976-02-29",
        "director_id": "036 000 000 000 017",
        "line_1": "1 Sea St",
    }
    code, _ = produce(change=with_change(request_json, person=person))
    made = Contact.across_firms.get(name="Zoë O'Connor <Snr>")
    assert (code, made.director_id, made.country, made.line_1) == (0, "036000000000017", "AU", "1 Sea St")


def test_null_is_an_empty_text_never_the_word(produce: Produce, request_json: dict[str, Any]) -> None:
    person = {"name": "Zoë O'Connor", "director_id": "036 000 000 000 017", "line_2": None, "postcode": 2000}
    assert produce(change=with_change(request_json, person=person))[0] == 0
    made = Contact.across_firms.get(name="Zoë O'Connor")
    assert (made.line_2, made.email, made.postcode, made.country) == ("", "", "2000", "AU")


def test_change_that_another_pack_makes_already_leaves_nothing_behind(
    produce: Produce, request_json: dict[str, Any]
) -> None:
    assert produce()[0] == 0
    is_refused(produce(), "person", rows())
    today = request_json["change"]["effective_on"]
    move = {
        "kind": "registered_office", "resolved_on": today, "company_occupies": True,
        "address": {"line_1": "1 Sea St", "suburb": "Manly", "state": "NSW", "postcode": "2095"},
    }  # fmt: skip
    assert produce(change=move, documents=...)[0] == 0
    is_refused(produce(change=move, documents=...), "", rows())


def test_of_two_requests_at_the_same_moment_one_goes_out_and_the_other_is_withdrawn(
    request_json: dict[str, Any], administrator: User
) -> None:
    request = read_request(request_json, administrator.firm)
    first, second = _prepare(request, administrator), _prepare(request, administrator)
    _release(administrator, *first)
    with pytest.raises(DomainError):
        _release(administrator, *second)
    for pack, _, _ in (first, second):
        pack.refresh_from_db()
        pack.change.refresh_from_db()
    assert [(pack.status, pack.change.status) for pack, _, _ in (first, second)] == [
        ("released", "pending"),
        ("withdrawn", "withdrawn"),
    ]


@pytest.mark.django_db(transaction=True)
def test_database_that_is_older_than_the_code_is_refused(
    administrator: User, tmp_path: Path, capsys: Any
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'work'")
    try:
        with pytest.raises(SystemExit) as ended:
            call_command("produce", str(tmp_path / "request.json"))
    finally:
        call_command("migrate", "work", fake=True, verbosity=0)
    answer = json.loads(capsys.readouterr().out)
    assert (ended.value.code, "minutebook migrate" in answer["message"]) == (2, True)


def test_person_who_may_be_somebody_else_is_asked_for_by_id(
    produce: Produce, request_json: dict[str, Any], person: Contact, firm: Firm
) -> None:
    before = rows()
    other = {"name": person.name.upper(), "birth_date": "1999-01-01"}
    is_refused(produce(change=with_change(request_json, person=other)), "change.person.name", before)
    make_person(firm, "Nguyễn Thị", "Minh Khai")
    for wanted, field in (({"name": person.name}, "change.person.name"), (person.name, "change.person")):
        code, answer = produce(change=with_change(request_json, person=wanted))
        assert (code, answer["field"], str(person.pk) in answer["message"]) == (2, field, True)
    assert produce(change=with_change(request_json, person=person.pk))[0] == 0


def test_sent_pack_waits_in_the_outbox(produce: Produce) -> None:
    recipients = [{"name": "Zoë", "email": "zoe@client.example"}]
    code, _ = produce(release={"way": "send", "recipients": recipients, "subject": "Documents"})
    message = Message.across_firms.get()
    assert (code, message.recipients, message.subject, len(message.attachments)) == (
        0,
        recipients,
        "Documents",
        1,
    )


def test_job_that_is_not_made_in_time_ends_with_four(produce: Produce, practice: Practice) -> None:
    code, result = produce(job={"costs": [LINE]})
    assert (code, result["status"], result["costs"][0]["status"]) == (4, "waiting", "staged")
    job = Job.across_firms.get()
    assert (result["marker"], job.staff.count()) == (Delivery.across_firms.get().marker, 0)


def test_job_that_waits_for_a_person_ends_with_three(
    produce: Produce, practice: Practice, administrator: User
) -> None:
    Connection.across_firms.update(status=Connection.Status.RECONNECT)
    code, result = produce(job={"costs": [LINE]}, wait_seconds=10)
    assert (code, result["status"]) == (3, "held")


def test_late_day_is_computed_from_the_firms_today(produce: Produce, request_json: dict[str, Any]) -> None:
    code, result = produce()
    effective_on = clock.today(Change.across_firms.get().company.firm.zone)
    assert (code, result["lodge_by"] >= (effective_on + timedelta(days=28)).isoformat()) == (0, True)
