"""PUT job.api/update: a cancelled job says so in its name, where the firm's code of the state is not known."""

from minutebook.practice_manager.delivery.kinds import Made, step_kind
from minutebook.practice_manager.models import DeliveryStep
from minutebook.xpm import records
from minutebook.xpm.api import Api

from ..rules import LONGEST_NAME
from .base import Step
from .cost import refuse_billed

CANCELLED = "CANCELLED: "


@step_kind("job.rename")
class MarkCancelled(Step):
    """PUT job.api/update with "CANCELLED: " before the name: sets values, so it may be repeated."""

    is_repeat_safe = True
    waits_for_all = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Rename the job; XPM does not say whether it keeps what is left out, so all that it shows is sent again."""
        refuse_billed(api, step)
        job = api.get_job(step.delivery.results["job_number"])
        if not job.name.startswith(CANCELLED) and job.start_date and job.due_date:
            api.update_job(
                records.JobUpdate(
                    id=job.id,
                    name=f"{CANCELLED}{job.name}"[:LONGEST_NAME],
                    description=job.description,
                    start_date=job.start_date,
                    due_date=job.due_date,
                    client_number=job.client_order_number,
                    category_uuid=step.payload["category_uuid"],
                )
            )
        return Made()
