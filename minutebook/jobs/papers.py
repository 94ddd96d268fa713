"""Papers of a released pack that are put on the job in XPM, where the firm wants that."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from minutebook.practice_manager.delivery.services import NewStep, start

from .models import Job


@dataclass(frozen=True, slots=True)
class Paper:
    """One file: what it is, its file name, and the SHA-256 under which it is kept."""

    title: str
    name: str
    digest: str


def put_papers(job: Job, papers: Sequence[Paper]) -> None:
    """Queue the papers behind everything else of the job, in the caller's transaction, if the firm wants them there.

    Each is a call of its own (vendor page "XPM 3.1 Jobs": POST job.api/document).
    """
    if job.delivery is None or not job.delivery.connection.attaches_papers:
        return
    job.files = [asdict(paper) for paper in papers]
    job.save(update_fields=["files"])
    start(job.delivery, paper_steps(job))


def paper_steps(job: Job) -> list[NewStep]:
    """One call a paper, each with the reference by which it is found again."""
    if job.delivery is None:
        return []
    marker = job.delivery.marker
    return [
        NewStep("job.document", {**file, "reference": f"{marker}-d{number}"})
        for number, file in enumerate(job.files, start=1)
    ]
