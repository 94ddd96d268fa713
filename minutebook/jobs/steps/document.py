"""POST job.api/document: a released paper as PDF, found again by the reference in its text."""

from minutebook.core.blobs import read_blob
from minutebook.core.errors import DomainError
from minutebook.practice_manager.delivery.kinds import Made, Match, step_kind
from minutebook.practice_manager.models import DeliveryStep
from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import Refused

from .base import Step


@step_kind("job.document")
class AddDocument(Step):
    """POST job.api/document: not repeatable, so each file's text carries a reference of its own."""

    is_awaited = False

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """All files of a job are listed in one call, so two complete readings without it are proof enough."""
        return True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Put the file on the job; one that is lost or altered here is not sent."""
        try:
            content = read_blob(step.payload["digest"])
        except DomainError as error:
            raise Refused(error.message) from error
        wanted = step.payload
        api.add_document(
            records.NewDocument(
                job=step.delivery.results["job_number"],
                title=wanted["title"],
                file_name=wanted["name"],
                content=content,
                text=f"[ref {wanted['reference']}]",
            )
        )
        return Made(wanted["reference"])

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """The job's files whose text carries our reference; else those of the same name without any, for a person."""
        mark = f"[ref {step.payload['reference']}]"
        files = api.list_job_documents(step.delivery.results["job_number"])
        ours = [file for file in files if mark in file.text]
        if ours:
            return [_match(file, step, is_ours=True) for file in ours]
        alike = [
            file for file in files if file.file_name == step.payload["name"] and "[ref " not in file.text
        ]
        return [_match(file, step, is_ours=False) for file in alike]


def _match(file: records.Document, step: DeliveryStep, *, is_ours: bool) -> Match:
    described = {"Title": file.title, "File": file.file_name}
    # The reference is one file's own: what XPM does with its name or title makes it no other file.
    return Match(Made(step.payload["reference"]), is_ours, described, is_ours)
