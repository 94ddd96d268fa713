"""POST job.api/add, found again by our marker."""

from datetime import date, timedelta

from minutebook.practice_manager.delivery.kinds import Made, Match, step_kind
from minutebook.practice_manager.models import Client, DeliveryStep
from minutebook.work import clock
from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import OutcomeUnknown, Refused
from minutebook.xpm.identifiers import is_same_uuid

from ..models import Job
from .base import Step

LEAST_CUT = 40


@step_kind("job.create")
class CreateJob(Step):
    """POST job.api/add. Our marker goes into the number (own numbers), the client order number and the description."""

    blocks_rest = True

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """Only a number of our own lets XPM refuse a second one; in its series a person is asked, or the firm has
        chosen that what is not found is sent once more.
        """
        return step.delivery.uses_own_number or bool(step.payload.get("repeats_once"))

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Make the job; an echo that is not what we asked for counts as an unknown outcome."""
        job = api.add_job(_new_job(step))
        if not job.id or not _echoes(job, step.delivery.marker) or not _is_as_wanted(job, step):
            raise OutcomeUnknown("XPM answered with a job that is not the one we asked for.")
        return _made(job)

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """By number, then among the client's jobs, then among those made since it was asked for.

        Where none carries our marker, those that may be ours without it are left to a person.
        """
        named = {job.id: job for job in _named(api, step)}
        looked = ({job.id: job for job in self._look(api, step)} | named).values()
        if ours := [job for job in looked if job.id in named or _carries(job, step.delivery.marker)]:
            return [_match(_whole(api, job), step, _is_surely_ours(job, step)) for job in ours]
        alike = [job for job in looked if _may_be_ours(job, step)]
        return [_match(_whole(api, job), step, False, is_ours=False) for job in alike]

    def _look(self, api: Api, step: DeliveryStep) -> list[records.Job]:
        marker = step.delivery.marker
        if step.delivery.uses_own_number:
            try:
                return [api.get_job(marker)]
            except Refused:
                # Not there, or no answer in words that we know: either says nothing of the lists.
                pass
        jobs = list(api.list_client_jobs(_client_uuid(step)))
        if any(_carries(job, marker) for job in jobs):
            return jobs
        # Since it was asked for: a restored database may not know when it was sent. A day on either side: nobody
        # says whose midnight the list follows.
        asked = step.delivery.created_at.date()
        return [*jobs, *api.list_jobs(asked - timedelta(days=1), clock.now().date() + timedelta(days=1))]

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Write number and link into our job, and the client that an earlier step made."""
        if not step.payload["client_uuid"]:
            clients = Client.across_firms.filter(connection_id=step.delivery.connection_id)
            Job.across_firms.filter(delivery_id=step.delivery_id).update(
                client=clients.filter(uuid__iexact=_client_uuid(step)).first()
            )
        Job.across_firms.filter(delivery_id=step.delivery_id).update(
            number=made.results["job_number"],
            uuid=made.results["job_uuid"],
        )


def _named(api: Api, step: DeliveryStep) -> list[records.Job]:
    """The job that a person has named."""
    try:
        return [api.get_job(step.named)] if step.named else []
    except Refused:
        return []


def _new_job(step: DeliveryStep) -> records.NewJob:
    wanted, marker = step.payload, step.delivery.marker
    return records.NewJob(
        name=wanted["name"],
        description=_description(
            wanted["description"], marker if wanted.get("marks_description", True) else ""
        ),
        client_uuid=_client_uuid(step),
        start_date=date.fromisoformat(wanted["start_date"]),
        due_date=date.fromisoformat(wanted["due_date"]),
        client_number=marker if wanted["marks_client_number"] else "",
        id=marker if step.delivery.uses_own_number else "",
        template_uuid=wanted["template_uuid"],
        category_uuid=wanted["category_uuid"],
    )


def _description(words: str, marker: str) -> str:
    return f"{words}\n[ref {marker}]".strip() if marker else words


def _client_uuid(step: DeliveryStep) -> str:
    return str(step.payload["client_uuid"] or step.delivery.results["client_uuid"])


def _carries(job: records.Job, marker: str) -> bool:
    """Three places, so that one edit by a person does not lose it."""
    return marker in (job.id, job.client_order_number) or f"[ref {marker}]" in job.description


def _is_surely_ours(job: records.Job, step: DeliveryStep) -> bool:
    """Whether it is used unasked; whoever named one without our marker sees it first, beside what was wanted."""
    return _carries(job, step.delivery.marker) and _is_as_wanted(job, step)


def _may_be_ours(job: records.Job, step: DeliveryStep) -> bool:
    """Nobody has told how much XPM keeps: to send again could make a second job where it lost our marker."""
    wanted = step.payload
    days = tuple(day.isoformat() if day else "" for day in (job.start_date, job.due_date))
    is_alike = days == (wanted["start_date"], wanted["due_date"]) and _is_as_wanted(job, step)
    if not is_alike or job.client_order_number or "[ref " in job.description:
        return False
    return _owner(job, step) is None


def _owner(job: records.Job, step: DeliveryStep) -> Job | None:
    """Our other job that has this one in XPM already."""
    own = Job.across_firms.filter(delivery__connection_id=step.delivery.connection_id, number=job.id)
    return own.exclude(delivery_id=step.delivery_id).first()


def _echoes(job: records.Job, marker: str) -> bool:
    """Whether the answer to our own call is about our job; what it leaves out contradicts nothing."""
    return _carries(job, marker) or not (job.client_order_number or job.description)


def _is_as_wanted(job: records.Job, step: DeliveryStep) -> bool:
    # A list may leave the client out; what it leaves out contradicts nothing.
    same_client = job.client is None or is_same_uuid(job.client.uuid, _client_uuid(step))
    return same_client and _is_same_name(job.name, step.payload["name"])


def _is_same_name(found: str, wanted: str) -> bool:
    """Nobody has told how long a name XPM keeps: one that it cut is still ours."""
    found, wanted = " ".join(found.split()), " ".join(wanted.split())
    return found == wanted or (len(found) >= LEAST_CUT and wanted.startswith(found))


def _whole(api: Api, job: records.Job) -> records.Job:
    """A list may leave the UUID out, and later steps need it."""
    return job if job.uuid else api.get_job(job.id)


def _match(job: records.Job, step: DeliveryStep, is_as_wanted: bool, *, is_ours: bool = True) -> Match:
    owner = _owner(job, step)
    more = {"Already the job of": f"document pack {owner.label}"} if owner else {}
    return Match(_made(job), is_as_wanted, _described(job) | more, is_ours)


def _made(job: records.Job) -> Made:
    results = {"job_number": job.id, "job_uuid": job.uuid}
    return Made(job.id, results)


def _described(job: records.Job) -> dict[str, str]:
    return {
        "Job": job.id,
        "Name": job.name,
        "Client": job.client.name if job.client else "",
        "State": job.state,
        "Start": job.start_date.isoformat() if job.start_date else "",
        "Due": job.due_date.isoformat() if job.due_date else "",
    }
