from __future__ import annotations

from minutebook.xpm_sandbox.tests.practice import Practice, refusal


def test_add_note_shows_on_the_job(practice: Practice) -> None:
    practice.add_job()
    practice.post(
        "job.api/note", "<Note><Job>J000001</Job><Title>Pack</Title><Text>a &amp; b\n\nc</Text></Note>"
    )
    note = practice.get("job.api/get/J000001").find("Job/Notes/Note")
    assert note is not None
    assert (note.findtext("Title"), note.findtext("Text"), note.findtext("CreatedBy")) == (
        "Pack",
        "a & b\n\nc",
        "Priya Raman",
    )


def test_add_document_is_listed_without_its_content(practice: Practice) -> None:
    practice.add_job()
    body = "<Job>J000001</Job><Title>Pack</Title><FileName>pack.pdf</FileName><Content>JVBE\nRg==</Content>"
    practice.post("job.api/document", f"<Document>{body}</Document>")
    listed = practice.get("job.api/documents/J000001")
    assert listed.findtext("Documents/Document/FileName") == "pack.pdf"
    assert practice.tenant.jobs[0].documents[0].content == "JVBERg=="


def test_add_document_refuses_what_is_not_base64(practice: Practice) -> None:
    practice.add_job()
    body = "<Job>J000001</Job><Title>Pack</Title><FileName>pack.pdf</FileName><Content>%PDF</Content>"
    answer = practice.post("job.api/document", f"<Document>{body}</Document>")
    assert refusal(answer) == "Invalid value for Content"


def test_add_change_and_complete_a_task(practice: Practice) -> None:
    practice.add_job()
    kind = practice.tenant.tasks[0].uuid
    parts = f"<Job>J000001</Job><TaskUUID>{kind}</TaskUUID><EstimatedMinutes>30</EstimatedMinutes>"
    made = practice.post("job.api/task", f"<Task>{parts}<Label>Draft</Label></Task>")
    uuid = made.findtext("Job/Tasks/Task/UUID")
    practice.put("job.api/task", f"<Task><UUID>{uuid}</UUID><EstimatedMinutes>45</EstimatedMinutes></Task>")
    practice.put(f"job.api/task/{uuid}/complete", "")
    task = practice.get("job.api/get/J000001").find("Job/Tasks/Task")
    assert task is not None
    assert [task.findtext(tag) for tag in ("Name", "EstimatedMinutes", "Completed")] == [
        "Draft",
        "45",
        "true",
    ]
    practice.put(f"job.api/task/{uuid}/reopen", "")
    assert practice.tenant.jobs[0].tasks[0].completed is False


def test_task_refuses_what_the_practice_does_not_know(practice: Practice) -> None:
    practice.add_job()
    body = "<Task><Job>J000001</Job><TaskUUID>nothing</TaskUUID></Task>"
    assert refusal(practice.post("job.api/task", body)) == "Invalid task identifier"
