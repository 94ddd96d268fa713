from __future__ import annotations

import pytest
from lxml import etree

from minutebook.xpm_sandbox.tests.practice import UGLY_NAMES, Practice, refusal, tag


def test_add_job_answers_in_the_recorded_form(practice: Practice) -> None:
    body = practice.job_body("<Description>ref A1</Description><ClientNumber>A1</ClientNumber>")
    response = practice.http.post("job.api/add", content=body.encode())
    job, client = practice.tenant.jobs[0], practice.tenant.clients[0]
    assert response.headers["content-type"] == "text/xml; charset=utf-8"
    assert response.text == (
        f'<Response api-method="Add"><Status>OK</Status><Job><ID>J000001</ID><UUID>{job.uuid}</UUID>'
        "<Name>Annual review</Name><Description>ref A1</Description>"
        f"<Client><UUID>{client.uuid}</UUID><Name>{client.name}</Name></Client>"
        "<ClientOrderNumber>A1</ClientOrderNumber><State>Planned</State>"
        "<StartDate>2026-07-01T00:00:00</StartDate><DueDate>2026-10-31T00:00:00</DueDate>"
        "<Assigned /><Tasks /><Milestones /><Notes /></Job></Response>"
    )


def test_add_job_never_merges_equal_jobs(practice: Practice) -> None:
    assert [practice.add_job().findtext("Job/ID") for _ in range(3)] == ["J000001", "J000002", "J000003"]


@pytest.mark.parametrize("name", UGLY_NAMES)
def test_add_job_gives_ugly_names_back(practice: Practice, name: str) -> None:
    practice.add_job(tag("Description", name), name=name)
    job = practice.get("job.api/get/J000001").find("Job")
    assert job is not None
    assert (job.findtext("Name"), job.findtext("Description")) == (name, name)


@pytest.mark.parametrize(
    ("wrong", "right", "reason"),
    [
        ("<Name>Annual review</Name>", "", "Name is required"),
        ("<Name>Annual review</Name>", "<Name>  </Name>", "Name is required"),
        ("<StartDate>20260701</StartDate>", "", "StartDate is required"),
        (
            "<StartDate>20260701</StartDate>",
            "<StartDate>2026-07-01</StartDate>",
            "Invalid date for StartDate",
        ),
        ("<DueDate>20261031</DueDate>", "<DueDate>20260229</DueDate>", "Invalid date for DueDate"),
        ("</Job>", "<Budget>1,000</Budget></Job>", "Invalid number for Budget"),
        ("</Job>", "<TemplateUUID>nothing</TemplateUUID></Job>", "Invalid job template identifier"),
        ("</Job>", "<CategoryUUID>nothing</CategoryUUID></Job>", "Invalid category identifier"),
        ("</Job>", "<ContactUUID>nothing</ContactUUID></Job>", "Invalid contact identifier"),
        ("Job>", "Client>", "Expected a Job element"),
    ],
)
def test_add_job_refuses_and_makes_nothing(practice: Practice, wrong: str, right: str, reason: str) -> None:
    answer = practice.post("job.api/add", practice.job_body().replace(wrong, right))
    assert (refusal(answer), practice.tenant.jobs) == (reason, [])


def test_add_job_takes_the_29th_of_february(practice: Practice) -> None:
    answer = practice.post("job.api/add", practice.job_body().replace("20261031", "20280229"))
    assert answer.findtext("Job/DueDate") == "2028-02-29T00:00:00"


def test_add_job_refuses_an_unknown_or_deleted_client(practice: Practice) -> None:
    practice.tenant.clients[0].is_deleted = True
    assert refusal(practice.add_job()) == "Invalid client identifier"


def test_own_id_is_taken_and_found(practice: Practice) -> None:
    practice.add_job("<ID>A7K2</ID>")
    assert practice.get("job.api/get/A7K2").findtext("Job/Name") == "Annual review"
    assert practice.add_job().findtext("Job/ID") == "J000001"


def test_own_id_with_punctuation_is_kept_but_not_found(practice: Practice) -> None:
    assert practice.add_job("<ID>A-7.K</ID>").findtext("Job/ID") == "A-7.K"
    assert practice.http.get("job.api/get/A-7.K").status_code == 404


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("invalid", "Invalid job identifier"),
        ("not_found", "Job not found"),
        ("does_not_exist", "Job J9 does not exist"),
        ("other", "The request could not be processed"),
    ],
)
def test_unknown_job_is_refused_in_the_words_of_the_mode(practice: Practice, mode: str, words: str) -> None:
    practice.set_modes(unknown_job_words=mode)
    assert refusal(practice.get("job.api/get/J9")) == words


def test_unknown_job_is_404_in_that_mode(practice: Practice) -> None:
    practice.set_modes(unknown_job_words="404")
    assert practice.http.get("job.api/get/J9").status_code == 404


@pytest.mark.parametrize(
    ("rule", "said", "made"),
    [
        ("any", "", ["MABCDEFGHJK12"]),
        ("short_refused", "Job number may have 10 characters", []),
        ("short_cut", "", ["MABCDEFGHJ"]),
        ("digits_only", "Invalid job number", []),
        ("ignored", "", ["J000001"]),
    ],
)
def test_own_id_follows_the_rule_of_the_mode(
    practice: Practice, rule: str, said: str, made: list[str]
) -> None:
    practice.set_modes(own_id_rule=rule)
    answer = practice.add_job("<ID>MABCDEFGHJK12</ID>")
    assert answer.findtext("ErrorDescription", "") == said
    assert [job.id for job in practice.tenant.jobs] == made
    if rule == "digits_only":
        assert practice.add_job("<ID>77</ID>").findtext("Job/ID") == "77"


def test_own_id_clash_is_refused(practice: Practice) -> None:
    practice.add_job("<ID>A7</ID>")
    assert refusal(practice.add_job("<ID>a7</ID>")) == "Job identifier is already in use"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("in_use", "Job identifier is already in use"),
        ("unique", "Job number must be unique"),
        ("twice", "ID cannot be used twice"),
        ("not_allowed", "The number is already in use, it is not allowed"),
    ],
)
@pytest.mark.parametrize(("clash", "status"), [("error", 200), ("error_400", 400)])
def test_own_id_clash_is_refused_in_the_words_of_the_mode(
    practice: Practice, words: str, said: str, clash: str, status: int
) -> None:
    practice.set_modes(own_id_clash=clash, clash_words=words)
    practice.add_job("<ID>A7</ID>")
    response = practice.http.post("job.api/add", content=practice.job_body("<ID>A7</ID>").encode())
    assert (response.status_code, refusal(etree.fromstring(response.content))) == (status, said)
    assert [job.id for job in practice.tenant.jobs] == ["A7"]


def test_own_id_clash_makes_a_second_job_in_that_mode(practice: Practice) -> None:
    practice.set_modes(own_id_clash="second_job")
    practice.add_job("<ID>A7</ID>")
    practice.add_job("<ID>A7</ID>")
    assert [job.id for job in practice.tenant.jobs] == ["A7", "A7"]


@pytest.mark.parametrize(("mode", "status"), [("reusable", "OK"), ("not", "ERROR")])
def test_own_id_of_a_deleted_job_follows_the_mode(practice: Practice, mode: str, status: str) -> None:
    practice.set_modes(deleted_id=mode)
    practice.add_job("<ID>A7</ID>")
    practice.post("job.api/delete", "<Job><ID>A7</ID></Job>")
    assert practice.add_job("<ID>A7</ID>").findtext("Status") == status


def test_sequence_passes_over_own_ids(practice: Practice) -> None:
    practice.add_job("<ID>J000001</ID>")
    assert practice.add_job().findtext("Job/ID") == "J000002"


def test_client_number_is_cut_at_the_limit(practice: Practice) -> None:
    practice.set_modes(client_number_limit=4)
    assert (
        practice.add_job("<ClientNumber>ABCDEFG</ClientNumber>").findtext("Job/ClientOrderNumber") == "ABCD"
    )


def test_unknown_elements_are_ignored_or_refused(practice: Practice) -> None:
    assert practice.add_job("<State>COMPLETED</State>").findtext("Job/State") == "Planned"
    practice.set_modes(unknown_elements="refused")
    assert refusal(practice.add_job("<State>COMPLETED</State>")) == "Unknown element State"


def test_elements_follow_the_documented_order(practice: Practice) -> None:
    practice.set_modes(element_order="doc", api_method="absent")
    answer = practice.add_job("<Budget>1850.00</Budget>")
    job = answer.find("Job")
    assert job is not None
    assert dict(answer.attrib) == {}
    assert " ".join(str(child.tag) for child in job) == (
        "ID UUID Name Description State ClientOrderNumber Budget StartDate DueDate "
        "Client Assigned Tasks Milestones Notes"
    )


def test_update_keeps_what_was_left_out_and_never_moves_the_client(practice: Practice) -> None:
    practice.add_job("<Description>old</Description><ClientNumber>A1</ClientNumber>")
    other = f"<ClientUUID>{practice.tenant.clients[1].uuid}</ClientUUID>"
    answer = practice.put("job.api/update", _update("J000001", other))
    job = practice.tenant.jobs[0]
    assert answer.findtext("Job/Name") == "New name"
    assert (job.description, job.client_order_number) == ("old", "A1")
    assert job.client_uuid == practice.tenant.clients[0].uuid


def test_update_clears_what_was_left_out_in_that_mode(practice: Practice) -> None:
    practice.set_modes(job_update_omitted="clears")
    practice.add_job("<Description>old</Description><Budget>5</Budget>")
    practice.put("job.api/update", _update("J000001"))
    assert (practice.tenant.jobs[0].description, practice.tenant.jobs[0].budget) == ("", None)


def test_state_takes_the_code_and_shows_the_name(practice: Practice) -> None:
    practice.add_job()
    answer = practice.put("job.api/state", "<Job><ID>J000001</ID><State>INPROGRESS</State></Job>")
    assert etree.tostring(answer) == b'<Response api-method="State"><Status>OK</Status></Response>'
    assert practice.get("job.api/get/J000001").findtext("Job/State") == "In Progress"


@pytest.mark.parametrize("code", ["In Progress", "inprogress", "", "DONE"])
def test_state_refuses_anything_but_a_code(practice: Practice, code: str) -> None:
    practice.add_job()
    body = f"<Job><ID>J000001</ID><State>{code}</State></Job>"
    response = practice.http.put("job.api/state", content=body)
    assert response.status_code == 200
    assert response.text == (
        '<Response api-method="State"><Status>ERROR</Status>'
        "<ErrorDescription>Invalid state code</ErrorDescription></Response>"
    )


def test_state_completed_sets_the_date_and_reopening_clears_it(practice: Practice) -> None:
    practice.add_job()
    practice.put("job.api/state", "<Job><ID>J000001</ID><State>COMPLETED</State></Job>")
    assert practice.get("job.api/get/J000001").find("Job/CompletedDate") is not None
    practice.put("job.api/state", "<Job><ID>J000001</ID><State>PLANNED</State></Job>")
    assert practice.get("job.api/get/J000001").find("Job/CompletedDate") is None


def test_delete_refuses_the_second_time(practice: Practice) -> None:
    practice.add_job()
    body = "<Job><ID>J000001</ID></Job>"
    assert practice.post("job.api/delete", body).findtext("Status") == "OK"
    assert refusal(practice.post("job.api/delete", body)) == "Invalid job identifier"
    assert refusal(practice.get("job.api/get/J000001")) == "Invalid job identifier"


def test_two_keys_that_disagree_find_no_job(practice: Practice) -> None:
    practice.add_job()
    practice.add_job()
    second = practice.tenant.jobs[1].uuid
    body = f"<Job><ID>J000001</ID><UUID>{second}</UUID><State>INPROGRESS</State></Job>"
    assert refusal(practice.put("job.api/state", body)) == "Invalid job identifier"


@pytest.mark.parametrize(
    "body", ["", "not xml", "<Job>", '<!DOCTYPE Job [<!ENTITY a "b">]><Job><Name>&a;</Name></Job>']
)
def test_add_job_answers_400_to_what_is_no_plain_xml(practice: Practice, body: str) -> None:
    assert practice.http.post("job.api/add", content=body).status_code == 400


def _update(job_id: str, more: str = "") -> str:
    dates = "<StartDate>20260801</StartDate><DueDate>20261130</DueDate>"
    return f"<Job><ID>{job_id}</ID><Name>New name</Name>{dates}{more}</Job>"
