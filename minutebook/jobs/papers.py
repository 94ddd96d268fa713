"""What a pack leaves on its job in XPM: a note with its number and deadline, and its papers where the firm wants it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from minutebook.core.dates import show_date
from minutebook.firms.models import User, record_event
from minutebook.practice_manager.delivery.services import NewStep, start
from minutebook.practice_manager.models import Delivery

from .models import Job

NOTE_TITLE = "Made from Minutebook"


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


def go_on_with(job: Job, label: str, lodge_by: date | None, papers: Sequence[Paper], user: User) -> None:
    """Let the job go on with a new pack in the place of the one it was made for, in the caller's transaction.

    A note says so in XPM, and the new papers follow the old ones there, if the firm wants papers.
    """
    job.label, job.lodge_by, job.files = label, lodge_by, [asdict(paper) for paper in papers]
    job.save(update_fields=["label", "lodge_by", "files"])
    record_event("job.goes_on", job, user, label=label)
    if job.delivery is not None:
        before = job.delivery.steps.filter(kind="job.document").count()
        start(job.delivery, [note_step(job, job.delivery), *paper_steps(job, before)])


def paper_steps(job: Job, before: int = 0) -> list[NewStep]:
    """One call a paper, each with the reference by which it is found again; none if the firm wants none there.

    `before` counts the papers that went there earlier. Vendor page "XPM 3.1 Jobs": POST job.api/document.
    """
    if job.delivery is None or not job.delivery.connection.attaches_papers:
        return []
    marker = job.delivery.marker
    return [
        NewStep("job.document", {**file, "reference": f"{marker}-d{number}"})
        for number, file in enumerate(job.files, start=before + 1)
    ]


def note_step(job: Job, delivery: Delivery) -> NewStep:
    """What the work is for, in a note that no edit of the description loses."""
    deadline = f"To be lodged with ASIC by {show_date(job.lodge_by)}." if job.lodge_by else ""
    text = "\n".join(filter(None, [f"Document pack {job.label}.", deadline]))
    return NewStep("job.note", {"title": NOTE_TITLE, "text": text, "reference": note_reference(delivery)})


def note_reference(delivery: Delivery) -> str:
    """A reference that no other note of this delivery has."""
    return f"{delivery.marker}-n{delivery.steps.filter(kind='job.note').count() + 1}"
