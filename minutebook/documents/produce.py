"""The main job without a browser: a request in, released files and a made job out, as one result."""

import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.db import transaction

from minutebook.companies.services import require_allowed
from minutebook.companies.snapshots import facts_of
from minutebook.core.blobs import read_blob
from minutebook.core.errors import DomainError
from minutebook.firms.models import User
from minutebook.jobs.corrections import LINES
from minutebook.jobs.drafts import JobDraft
from minutebook.jobs.models import Job
from minutebook.jobs.progress import OVER
from minutebook.jobs.queries import NEEDS_PERSON
from minutebook.jobs.readiness import what_stops
from minutebook.mail.services import Outgoing, Recipient, check_message
from minutebook.practice_manager.models import Delivery, DeliveryStep
from minutebook.practice_manager.queries import prerequisites
from minutebook.work.clock import today
from minutebook.work.worker import Worker, worker_is_alive

from .filenames import document_filename
from .job_drafts import save_job_draft
from .messages import propose_body, propose_subject
from .models import DocumentPack
from .people import check_addresses, concerned_ids, people_with_email
from .production import require_printable
from .requests import Request, change_from, job_from
from .services import choose_documents, draft_pack, release_pack, withdraw_pack, zip_name
from .work_context import propose_job

DONE, WAITING, TIME_OVER, NO_FILES = 0, 3, 4, 5


def produce(request: Request, user: User, folder: Path) -> tuple[dict[str, Any], int]:
    """Release the pack, write its files into the folder and wait for its job; gives the result and the exit code.

    Every refusal comes before the release; what goes wrong with the files afterwards is told in the result.
    """
    require_folder(folder)
    with transaction.atomic():  # a request that is refused leaves nothing behind
        pack, draft, outgoing = _prepare(request, user)
    _release(user, pack, draft, outgoing)
    files, problem = _write_files(pack, folder)
    delivery_id = pack.job.delivery_id if pack.job else None
    code = _wait(delivery_id, request.wait_seconds) if delivery_id else DONE
    return result_of(pack, files, problem), NO_FILES if problem else code


def result_of(pack: DocumentPack, files: list[dict[str, str]], files_problem: str = "") -> dict[str, Any]:
    """The one JSON result; `files` are those that were written, all of them unless `files_problem` says why not."""
    result: dict[str, Any] = {
        "trace_number": pack.trace_number,
        "pack_status": pack.status,
        "summary": pack.change.summary,
        "lodge_by": str(pack.change.due_on or ""),
        "files": files,
        "files_problem": files_problem,
        "job_number": "",
        "job_uuid": "",
        "status": "no job",
        "reason": f"No job: {pack.get_no_job_reason_display().lower()}." if pack.no_job_reason else "",
        "costs": [],
    }
    return result | _job_result(Job.across_firms.get(pk=pack.job_id)) if pack.job_id else result


def require_folder(folder: Path) -> None:
    """Refuse a folder that cannot be written to, before anything is released."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise DomainError(
            "directory", f"The files cannot be written to {folder}: {error.strerror}.", "release.directory"
        ) from error


def _write_files(pack: DocumentPack, folder: Path) -> tuple[list[dict[str, str]], str]:
    """Write the zip and each file as released; gives names, paths and digests, and why some are missing."""
    written: list[dict[str, str]] = []
    try:
        for name, digest in _names(pack):
            path = folder / name
            path.write_bytes(read_blob(digest))
            written.append({"name": name, "path": str(path), "sha256": digest})
    except OSError as error:
        problem = (
            f"Its files could not be written to {folder}: {error.strerror}. Download them from its page."
        )
    except DomainError as error:
        problem = error.message
    else:
        return written, ""
    return written, f"The pack {pack.trace_number} is released: do not ask again. {problem}"


def _names(pack: DocumentPack) -> Iterator[tuple[str, str]]:
    """Each file's name and digest, the zip first."""
    yield zip_name(pack), pack.zip_digest
    for number, document in enumerate(pack.documents.exclude(pdf_digest="").order_by("position"), start=1):
        for suffix, digest in (("pdf", document.pdf_digest), ("docx", document.word_digest)):
            yield document_filename(number, document.title, pack.company.name, suffix), digest


def _prepare(request: Request, user: User) -> tuple[DocumentPack, JobDraft, Outgoing | None]:
    """Record and draft everything, and refuse what release would refuse."""
    kind, facts = change_from(request)
    pack = draft_pack(request.company, kind, facts, user)
    if request.documents is not None:
        _choose(pack, request.documents)
    require_allowed(pack.change)
    require_printable(pack)
    draft, outgoing = _draft(pack, request, user), _outgoing(pack, request, user)
    if outgoing:
        check_message(outgoing)
    if draft.adds_job:
        connection = None if draft.in_book else prerequisites(pack.firm).connection
        for problem in what_stops(draft, connection, today(pack.firm.zone)):
            raise DomainError("job_draft", problem.message, _key_of(problem.field))
    return pack, draft, outgoing


def _release(user: User, pack: DocumentPack, draft: JobDraft, outgoing: Outgoing | None) -> None:
    """Release, or withdraw the draft: somebody else's change may have gone out since it was checked."""
    try:
        release_pack(pack, user, draft, outgoing)
    except DomainError as error:
        withdraw_pack(pack, f"Not released: {error.message}", user)
        raise


def _key_of(field: str) -> str:
    """A problem's field as the key of the request: `cost 2 unit_price` is `job.costs[1].unit_price`."""
    words = field.split(" ")
    if len(words) == 3 and words[0] == "cost":
        return f"job.costs[{int(words[1]) - 1}].{words[2]}"
    return f"job.{field}"


def _choose(pack: DocumentPack, keys: list[str]) -> None:
    known = {document.key for document in pack.documents.all()}
    if not keys:
        raise DomainError("documents", "documents is empty: name at least one.", "documents")
    for key in keys:
        if key not in known:
            raise DomainError(
                "documents", f"There is no document {key!r} here: {', '.join(sorted(known))}.", "documents"
            )
    choose_documents(pack, keys)


def _draft(pack: DocumentPack, request: Request, user: User) -> JobDraft:
    needs = prerequisites(pack.firm)
    if request.job is None or set(request.job) == {"reason"}:
        reason = (request.job or {}).get("reason", DocumentPack.NoJob.LATER)  # nothing is waived unsaid
        if reason not in DocumentPack.NoJob.values:
            raise DomainError(
                "reason", f"job.reason is one of {', '.join(DocumentPack.NoJob.values)}.", "job.reason"
            )
        proposal = propose_job(pack, user, None)
        draft = proposal.with_changes(adds_job=False, no_job_reason=reason)
        save_job_draft(pack, draft, proposal)
        return draft
    if needs.connection is not None and not needs.ready:
        raise DomainError("prerequisites", " ".join(missing.message for missing in needs.missing), "job")
    return job_from(request, propose_job(pack, user, needs.connection), needs.connection)


def _outgoing(pack: DocumentPack, request: Request, user: User) -> Outgoing | None:
    release = request.release
    if release["way"] != "send":
        return None
    recipients = tuple(
        Recipient(_given(one, "name", ""), _given(one, "email", "")) for one in release.get("recipients", ())
    )
    known = people_with_email(pack.company, concerned_ids(facts_of(pack.change)))
    check_addresses(pack.company, [one.email for one in recipients], known)
    return Outgoing(
        recipients=recipients,
        subject=_given(release, "subject", propose_subject(pack)),
        body=_given(release, "body", propose_body(pack, user)),
        label=pack.trace_number,
        link=f"/packs/{pack.pk}/",
    )


def _given(values: Mapping[str, Any], name: str, otherwise: str) -> str:
    return otherwise if values.get(name) is None else str(values[name])


def _wait(delivery_id: int, wait_seconds: float) -> int:
    """Until the job is settled, a person is needed, or time is over; runs the work itself where no worker lives."""
    until = time.monotonic() + wait_seconds
    while True:
        delivery = Delivery.across_firms.get(pk=delivery_id)
        if delivery.status in OVER:
            return DONE
        if delivery.status in NEEDS_PERSON:
            return WAITING
        if time.monotonic() >= until:
            return TIME_OVER
        if not worker_is_alive():
            Worker().work(until_idle=True)
        time.sleep(0.2)


def _job_result(job: Job) -> dict[str, Any]:
    if job.delivery is None:
        return _book_result(job)
    lines = job.delivery.steps.filter(kind__in=LINES).order_by("-position")
    steps = {step.payload["cost_id"]: step for step in lines}
    return {
        "job_number": job.number,
        "job_uuid": job.uuid,
        "job_url": job.web_url,
        "marker": job.delivery.marker,
        "status": job.delivery.status,
        "reason": job.delivery.reason,
        "costs": [_cost_result(cost, steps.get(cost.pk)) for cost in job.costs.all()],
    }


def _book_result(job: Job) -> dict[str, Any]:
    """A job of our own job book is made at once, with its costs."""
    made = {"reference": "", "status": "done", "reason": ""}
    return {
        "job_number": job.book_number,
        "marker": "",
        "status": "in the job book",
        "reason": "",
        "costs": [{"description": cost.description} | made for cost in job.costs.all()],
    }


def _cost_result(cost: Any, step: DeliveryStep | None) -> dict[str, str]:
    """The line and how its first call went; a line that only the template brought had none."""
    return {
        "description": cost.description,
        "reference": cost.reference,
        "status": step.status if step else "from the template",
        "reason": step.reason if step else "",
    }
