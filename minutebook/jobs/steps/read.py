"""GET job.api/get, for the link to the job."""

from minutebook.practice_manager.delivery.kinds import Made, step_kind
from minutebook.practice_manager.limiter import Urgency
from minutebook.practice_manager.models import DeliveryStep
from minutebook.xpm.api import Api
from minutebook.xpm.errors import Refused

from ..models import Job
from .base import Step


@step_kind("job.read")
class ReadJob(Step):
    """GET job.api/get: the only answer that gives the link to the job's page in XPM."""

    is_repeat_safe = True
    urgency = Urgency.CHANGES

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Read the job back; one that XPM will not show is there all the same, only without a link."""
        try:
            job = api.get_job(step.delivery.results["job_number"])
        except Refused:
            return Made()
        is_web_page = job.web_url.startswith(("https://", "http://"))
        return Made(job.id, {"web_url": job.web_url} if is_web_page else {})

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Keep the link."""
        Job.across_firms.filter(delivery_id=step.delivery_id).update(web_url=made.results.get("web_url", ""))
