"""GET job.api/get, before costs are added to a job that is there already: it must be the one that was chosen."""

from minutebook.practice_manager.delivery.kinds import Made, step_kind
from minutebook.practice_manager.models import DeliveryStep, JobState
from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import NotFound, Refused
from minutebook.xpm.identifiers import is_same_uuid

from ..models import Job
from .base import Step

CLOSED = (JobState.Role.COMPLETE, JobState.Role.CANCELLED)


@step_kind("job.open")
class FindOpenJob(Step):
    """GET job.api/get: all costs go to exactly this number and identifier; nothing is sent where it is closed."""

    is_repeat_safe = True
    blocks_rest = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Read the job; refuse one that is gone, another client's, or closed by now."""
        number = step.payload["number"]
        try:
            job = api.get_job(number)
        except NotFound as error:
            raise Refused(
                f"Job {number} is not in XPM any more. Choose another one, or a new job."
            ) from error
        if problem := _problem(job, step):
            raise Refused(problem)
        results = {"job_number": job.id, "job_uuid": job.uuid}
        is_web_page = job.web_url.startswith(("https://", "http://"))
        return Made(job.id, results | ({"web_url": job.web_url} if is_web_page else {}))

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Write number and link into our job."""
        Job.across_firms.filter(delivery_id=step.delivery_id).update(
            number=made.results["job_number"],
            uuid=made.results["job_uuid"],
            web_url=made.results.get("web_url", ""),
        )


def _problem(job: records.Job, step: DeliveryStep) -> str:
    wanted = step.payload
    if wanted["uuid"] and job.uuid and not is_same_uuid(job.uuid, wanted["uuid"]):
        return f"Job {job.id} in XPM is not the job that was chosen any more. Choose again."
    if job.client is None or not is_same_uuid(job.client.uuid, wanted["client_uuid"]):
        return f"Job {job.id} is a job of another client in XPM. Choose one of this client, or a new job."
    names = JobState.across_firms.filter(connection_id=step.delivery.connection_id, role__in=CLOSED)
    closed = {name.casefold() for name in names.values_list("name", flat=True) if name}
    if job.completed_date or job.state.casefold() in closed:
        state = job.state or "completed"
        return f"Job {job.id} is {state} in XPM and takes no costs. Reopen it there, or choose a new job."
    return ""
