"""PUT job.api/state with the firm's own code."""

from typing import Any

from minutebook.practice_manager.delivery.kinds import Made, step_kind
from minutebook.practice_manager.models import DeliveryStep, JobState
from minutebook.work import clock
from minutebook.xpm.api import Api
from minutebook.xpm.errors import OutcomeUnknown, XpmError

from .base import Step
from .cost import refuse_billed


@step_kind("job.state")
class SetState(Step):
    """PUT job.api/state with the firm's code; after everything else, since a completed job takes no costs."""

    is_repeat_safe = True
    waits_for_all = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Set the state; after an answer that says nothing, the job tells whether it has it."""
        done = step.delivery.results
        if step.payload.get("unless_billed"):
            refuse_billed(api, step)
        try:
            api.set_state(done["job_number"], done["job_uuid"], step.payload["code"])
        except OutcomeUnknown:
            if not _has_state(api, step):
                raise
        return Made()

    def refuse(self, step: DeliveryStep, reason: str) -> None:
        """Let Settings say which code XPM did not take."""
        JobState.across_firms.filter(
            connection_id=step.delivery.connection_id, role=step.payload["role"]
        ).update(refused_code=step.payload["code"], refused_at=clock.now())

    def renew(self, step: DeliveryStep) -> dict[str, Any]:
        """With the code that Settings have now."""
        state = JobState.across_firms.filter(
            connection_id=step.delivery.connection_id, role=step.payload["role"]
        ).first()
        return dict(step.payload) | ({"code": state.code} if state and state.code else {})


def _has_state(api: Api, step: DeliveryStep) -> bool:
    """Whether the job shows the name that the firm gave for this state; a reading that fails proves nothing."""
    mapped = JobState.across_firms.filter(
        connection_id=step.delivery.connection_id, role=step.payload["role"]
    )
    names = {state.name.casefold() for state in mapped if state.name}
    try:
        return api.get_job(step.delivery.results["job_number"]).state.casefold() in names
    except XpmError:
        return False
