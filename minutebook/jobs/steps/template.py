"""GET job.api/costs, where the template may have brought costs of its own: before ours are added, or later."""

import json
from typing import Any

from minutebook.practice_manager.delivery.kinds import Made, step_kind
from minutebook.practice_manager.limiter import Urgency
from minutebook.practice_manager.models import DeliveryStep
from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import Refused

from ..template_costs import take_over
from .base import Step


@step_kind("job.template_costs")
class ReadTemplateCosts(Step):
    """GET job.api/costs: planned lines that the template brought are then changed by PUT, never added a second time."""

    is_repeat_safe = True
    blocks_rest = True
    only_reads = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Read what stands on the new job before anything is added to it."""
        costs = api.list_job_costs(step.delivery.results["job_number"])
        return Made(results={"template_costs": json.dumps([_plain(cost) for cost in costs])})

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Match them with the planned lines, keep the others for a decision, and remember them for the next job."""
        take_over(step, json.loads(made.results["template_costs"]))


@step_kind("job.late_costs")
class LookForTemplateCosts(Step):
    """GET job.api/costs after a job from a template that brought none so far: what it brings now is decided on."""

    is_repeat_safe = True
    only_reads = True
    urgency = Urgency.CHANGES

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Read the costs that are none of ours; a job that XPM will not show keeps what was sent to it."""
        try:
            costs = api.list_job_costs(step.delivery.results["job_number"])
        except Refused:
            return Made()
        foreign = [_plain(cost) for cost in costs if f"[ref {step.delivery.marker}-" not in cost.note]
        return Made(results={"late_costs": json.dumps(foreign)})

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Keep them for a decision, and for the next job, which then reads them before it adds its own."""
        if "late_costs" in made.results:
            take_over(step, json.loads(made.results["late_costs"]))


def _plain(cost: records.Cost) -> dict[str, Any]:
    return {
        "uuid": cost.uuid,
        "date": cost.date.isoformat() if cost.date else "",
        "description": cost.description,
        "code": cost.code,
        "note": cost.note,
        "quantity": str(cost.quantity),
        "unit_cost": str(cost.unit_cost),
        "unit_price": str(cost.unit_price),
        "billable": cost.billable,
    }
