"""Calls about jobs (vendor page "XPM 3.1 Jobs", scope practicemanager.job).

Of the writes here, `add_job`, `add_note` and `add_document` double when repeated; the others set values.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from minutebook.xpm.api.calls import Calls, path_to, read_nothing, reading_only
from minutebook.xpm.records import Document, Invoice, Job, JobUpdate, NewDocument, NewJob, NewNote
from minutebook.xpm.xml.envelope import Element, find_optional
from minutebook.xpm.xml.reading import read_document, read_invoice, read_job
from minutebook.xpm.xml.writing import (
    write_assignment,
    write_job_state,
    write_job_update,
    write_new_document,
    write_new_job,
    write_new_note,
)

JOBS = ("Jobs", "Job")
SLICE_DAYS = 360  # XPM refuses a span of a year or more


class JobCalls(Calls):
    """The calls about jobs."""

    def list_jobs(self, start: date, end: date) -> list[Job]:
        """Give the jobs created from `start` to `end`, both included, without tasks and notes.

        XPM 3.1 Jobs: GET job.api/list, in as many slices as it takes. Whose midnight counts is not
        documented: ask for a day more at both ends.
        """
        jobs: dict[str, Job] = {}
        while start <= end:
            last = min(end, start + timedelta(days=SLICE_DAYS - 1))
            query = {"from": f"{start:%Y%m%d}", "to": f"{last:%Y%m%d}"}
            jobs |= {job.id: job for job in self._read_list("job.api/list", JOBS, read_job, query)}
            start = last + timedelta(days=1)
        return list(jobs.values())

    def list_current_jobs(self) -> list[Job]:
        """Give the jobs that are not completed. XPM 3.1 Jobs: GET job.api/current."""
        return self._read_list("job.api/current", JOBS, read_job)

    def list_client_jobs(self, client_uuid: str) -> list[Job]:
        """Give all jobs of a client, whenever made. XPM 3.1 Jobs: GET job.api/client."""
        return self._read_list(path_to("job.api/client", client_uuid), JOBS, read_job)

    def get_job(self, job_id: str) -> Job:
        """Give one job in detail; raises NotFound. XPM 3.1 Jobs: GET job.api/get.

        NotFound by a bare 404 also comes for a job that exists under a number with punctuation.
        """
        return self._read(path_to("job.api/get", job_id), reading_only(JOBS, read_job))

    def add_job(self, job: NewJob) -> Job:
        """Add a job: a repeat adds a second one. XPM 3.1 Jobs: POST job.api/add."""
        return self._write("POST", "job.api/add", write_new_job(job), reading_only(JOBS, read_job))

    def update_job(self, job: JobUpdate) -> Job | None:
        """Set a job's values; its client cannot be changed. XPM 3.1 Jobs: PUT job.api/update.

        None when the answer holds no job.
        """
        return self._write("PUT", "job.api/update", write_job_update(job), _read_any_job)

    def set_state(self, job_id: str, job_uuid: str, code: str) -> None:
        """Set a job's state by its interface code, which is not the name that `Job.state` reads.

        XPM 3.1 Jobs: PUT job.api/state.
        """
        self._write("PUT", "job.api/state", write_job_state(job_id, job_uuid, code), read_nothing)

    def assign_staff(
        self,
        job_id: str,
        job_uuid: str,
        *,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        manager: str = "",
        partner: str = "",
    ) -> Job | None:
        """Put people on a job and take them off, by their UUIDs, in one call that may be repeated.

        XPM 3.1 Jobs: PUT job.api/assign. One unknown person may fail them all: read `Job.assigned`.
        None when the answer holds no job.
        """
        changes = [("add-manager", manager), ("add-partner", partner)]
        changes += [("add", uuid) for uuid in add] + [("remove", uuid) for uuid in remove]
        body = write_assignment(job_id, job_uuid, [(change, uuid) for change, uuid in changes if uuid])
        return self._write("PUT", "job.api/assign", body, _read_any_job)

    def add_note(self, note: NewNote) -> None:
        """Put a note on a job: a repeat adds a second one. XPM 3.1 Jobs: POST job.api/note."""
        self._write("POST", "job.api/note", write_new_note(note), read_nothing)

    def add_document(self, document: NewDocument) -> None:
        """Put a file on a job: a repeat adds a second one. XPM 3.1 Jobs: POST job.api/document."""
        self._write("POST", "job.api/document", write_new_document(document), read_nothing)

    def list_job_documents(self, job_id: str) -> list[Document]:
        """Give the files on a job, without their content. XPM 3.1 Jobs: GET job.api/documents."""
        return self._read_list(path_to("job.api/documents", job_id), ("Documents", "Document"), read_document)

    def list_job_invoices(self, job_id: str) -> list[Invoice]:
        """Give a job's invoices. XPM 3.1 Invoices: GET invoice.api/job."""
        return self._read_list_on_job(
            path_to("invoice.api/job", job_id), ("Invoices", "Invoice"), read_invoice
        )


def _read_any_job(root: Element) -> Job | None:
    element = find_optional(root, *JOBS)
    return None if element is None else read_job(element)
