"""The calls that make a job in XPM: create, assign, each cost, state. Each knows how it is found again."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from minutebook.practice_manager.delivery.kinds import Made, Match, step_kind
from minutebook.practice_manager.models import Client, DeliveryStep, JobState
from minutebook.work import clock
from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import NotFound, OutcomeUnknown

from .models import Cost, Job


class _Step:
    """What most steps of a job share."""

    is_repeat_safe = False
    waits_for_all = False
    blocks_rest = False

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        return False

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        return []

    def finish(self, step: DeliveryStep, made: Made) -> None:
        return None

    def refuse(self, step: DeliveryStep, reason: str) -> None:
        return None

    def renew(self, step: DeliveryStep) -> dict[str, Any]:
        return dict(step.payload)


@step_kind("job.create")
class CreateJob(_Step):
    """POST job.api/add. Our marker goes into the number (own numbers), the client order number and the description."""

    blocks_rest = True

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """Only a number of our own lets XPM refuse a second one; in its series a person is asked."""
        return step.delivery.uses_own_number

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Make the job; an echo that is not what we asked for counts as an unknown outcome."""
        job = api.add_job(_new_job(step))
        if not job.id or not _carries(job, step.delivery.marker) or not _is_as_wanted(job, step):
            raise OutcomeUnknown("XPM answered with a job that is not the one we asked for.")
        return _made(job)

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """By number, then among the client's jobs, then among those made around the day it was sent."""
        marker = step.delivery.marker
        found = {job.id: job for job in self._look(api, step) if _carries(job, marker)}
        # A list may leave the UUID out, and later steps need it.
        found = {number: job if job.uuid else api.get_job(number) for number, job in found.items()}
        return [Match(_made(job), _is_as_wanted(job, step), _described(job)) for job in found.values()]

    def _look(self, api: Api, step: DeliveryStep) -> list[records.Job]:
        marker = step.delivery.marker
        if step.delivery.uses_own_number:
            try:
                return [api.get_job(marker)]
            except NotFound:
                pass
        jobs = list(api.list_client_jobs(_client_uuid(step)))
        if any(_carries(job, marker) for job in jobs):
            return jobs
        sent = (step.last_sent_at or clock.now()).date()
        # A day on either side: nobody says whose midnight the list follows.
        return list(api.list_jobs(sent - timedelta(days=1), clock.now().date() + timedelta(days=1)))

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Write number and link into our job, and the client that an earlier step made."""
        if not step.payload["client_uuid"]:
            clients = Client.across_firms.filter(connection_id=step.delivery.connection_id)
            Job.across_firms.filter(delivery_id=step.delivery_id).update(
                client=clients.filter(uuid=_client_uuid(step)).first()
            )
        Job.across_firms.filter(delivery_id=step.delivery_id).update(
            number=made.results["job_number"],
            uuid=made.results["job_uuid"],
        )


@step_kind("job.assign")
class AssignStaff(_Step):
    """PUT job.api/assign: sets values, so it may be repeated."""

    is_repeat_safe = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Assign everybody in one call."""
        wanted, done = step.payload, step.delivery.results
        api.assign_staff(
            done["job_number"],
            done["job_uuid"],
            add=tuple(wanted["staff"]),
            manager=wanted["manager"],
            partner=wanted["partner"],
        )
        return Made()


@step_kind("job.cost")
class AddCost(_Step):
    """POST job.api/cost: not repeatable, so each line's note carries its own reference."""

    def resends_when_absent(self, step: DeliveryStep) -> bool:
        """All costs of a job are read in one call, so two complete readings without it are proof enough."""
        return True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Add the line; XPM may answer without saying which one it made."""
        cost = api.add_cost(_new_cost(step))
        return Made(cost.uuid if cost else "")

    def probe(self, api: Api, step: DeliveryStep) -> list[Match]:
        """The job's costs whose note carries our reference."""
        wanted = _new_cost(step)
        costs = api.list_job_costs(step.delivery.results["job_number"])
        return [
            Match(Made(cost.uuid), _same_cost(cost, wanted), _cost_described(cost))
            for cost in costs
            if wanted.note in cost.note.splitlines()
        ]

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Keep XPM's identifier of the line."""
        Cost.across_firms.filter(pk=step.payload["cost_id"]).update(uuid=made.remote_id)


@step_kind("job.read")
class ReadJob(_Step):
    """GET job.api/get: the only answer that gives the link to the job's page in XPM."""

    is_repeat_safe = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Read the job back."""
        job = api.get_job(step.delivery.results["job_number"])
        is_web_page = job.web_url.startswith(("https://", "http://"))
        return Made(job.id, {"web_url": job.web_url} if is_web_page else {})

    def finish(self, step: DeliveryStep, made: Made) -> None:
        """Keep the link."""
        Job.across_firms.filter(delivery_id=step.delivery_id).update(web_url=made.results.get("web_url", ""))


@step_kind("job.state")
class SetState(_Step):
    """PUT job.api/state with the firm's code; after everything else, since a completed job takes no costs."""

    is_repeat_safe = True
    waits_for_all = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Set the state."""
        done = step.delivery.results
        api.set_state(done["job_number"], done["job_uuid"], step.payload["code"])
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


def _new_job(step: DeliveryStep) -> records.NewJob:
    wanted, marker = step.payload, step.delivery.marker
    return records.NewJob(
        name=wanted["name"],
        description=f"{wanted['description']}\n[ref {marker}]".strip(),
        client_uuid=_client_uuid(step),
        start_date=date.fromisoformat(wanted["start_date"]),
        due_date=date.fromisoformat(wanted["due_date"]),
        client_number=marker if wanted["marks_client_number"] else "",
        id=marker if step.delivery.uses_own_number else "",
        template_uuid=wanted["template_uuid"],
        category_uuid=wanted["category_uuid"],
    )


def _client_uuid(step: DeliveryStep) -> str:
    return str(step.payload["client_uuid"] or step.delivery.results["client_uuid"])


def _carries(job: records.Job, marker: str) -> bool:
    """Three places, so that one edit by a person does not lose it."""
    return marker in (job.id, job.client_order_number) or f"[ref {marker}]" in job.description


def _is_as_wanted(job: records.Job, step: DeliveryStep) -> bool:
    # A list may leave the client out; what it leaves out contradicts nothing.
    same_client = job.client is None or job.client.uuid == _client_uuid(step)
    return same_client and _folded(job.name) == _folded(step.payload["name"])


def _folded(text: str) -> str:
    return " ".join(text.split())


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


def _new_cost(step: DeliveryStep) -> records.NewCost:
    wanted: dict[str, Any] = step.payload
    return records.NewCost(
        job=step.delivery.results["job_number"],
        date=date.fromisoformat(wanted["date"]),
        description=wanted["description"],
        quantity=Decimal(wanted["quantity"]),
        unit_cost=Decimal(wanted["unit_cost"]),
        unit_price=Decimal(wanted["unit_price"]),
        billable=wanted["billable"],
        code=wanted["code"],
        note=f"[ref {wanted['reference']}]",
    )


def _same_cost(cost: records.Cost, wanted: records.NewCost) -> bool:
    return (cost.quantity, cost.unit_cost, cost.unit_price) == (
        wanted.quantity,
        wanted.unit_cost,
        wanted.unit_price,
    )


def _cost_described(cost: records.Cost) -> dict[str, str]:
    return {
        "Description": cost.description,
        "Quantity": str(cost.quantity),
        "Unit Cost": str(cost.unit_cost),
        "Unit Price": str(cost.unit_price),
    }
