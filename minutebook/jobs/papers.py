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
    """Keep the papers with the job, and queue them behind everything else of it if the firm wants them in XPM.

    In the caller's transaction. A job of the job book takes them along when it is handed over.
    """
    job.files = [asdict(paper) for paper in papers]
    job.save(update_fields=["files"])
    if job.delivery is not None and (steps := paper_steps(job)):
        start(job.delivery, steps)


def paper_steps(job: Job) -> list[NewStep]:
    """One call a paper, each with the reference by which it is found again; none if the firm wants none there.

    Vendor page "XPM 3.1 Jobs": POST job.api/document.
    """
    if job.delivery is None or not job.delivery.connection.attaches_papers:
        return []
    marker = job.delivery.marker
    return [
        NewStep("job.document", {**file, "reference": f"{marker}-d{number}"})
        for number, file in enumerate(job.files, start=1)
    ]
