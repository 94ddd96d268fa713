"""PUT job.api/assign: staff, job manager and partner in one call."""

from dataclasses import dataclass

from minutebook.practice_manager.delivery.kinds import Made, step_kind
from minutebook.practice_manager.models import DeliveryStep, Staff
from minutebook.xpm import records
from minutebook.xpm.api import Api
from minutebook.xpm.errors import Refused
from minutebook.xpm.identifiers import is_same_uuid

from .base import Step


@step_kind("job.assign")
class AssignStaff(Step):
    """PUT job.api/assign: sets values, so it may be repeated."""

    is_repeat_safe = True

    def send(self, api: Api, step: DeliveryStep) -> Made:
        """Assign everybody in one call; whoever XPM then leaves out is told."""
        team = _Team(tuple(step.payload["staff"]), step.payload["manager"], step.payload["partner"])
        job = self._assign(api, step, team)
        if job is not None and team.less(job):
            # An answer may leave out who was assigned; the job itself does not.
            missing = team.less(api.get_job(step.delivery.results["job_number"]))
            if missing:
                raise Refused(f"XPM left out {_names(step, missing)}.", api.last_exchange)
        return Made()

    def _assign(self, api: Api, step: DeliveryStep, team: "_Team") -> records.Job | None:
        number, uuid = step.delivery.results["job_number"], step.delivery.results["job_uuid"]
        try:
            return api.assign_staff(number, uuid, add=team.staff, manager=team.manager, partner=team.partner)
        except Refused:
            # XPM may refuse to assign somebody twice: a repeat asks only for those who are not there.
            job = api.get_job(number)
            left = team.less(job)
            if left == team:
                raise
            if not left:
                return job
        return api.assign_staff(number, uuid, add=left.staff, manager=left.manager, partner=left.partner)


@dataclass(frozen=True, slots=True)
class _Team:
    """Staff by their UUIDs in XPM; false when nobody is in it."""

    staff: tuple[str, ...]
    manager: str
    partner: str

    def __bool__(self) -> bool:
        return bool(self.staff or self.manager or self.partner)

    def less(self, job: records.Job) -> "_Team":
        """Those who are not on the job."""
        return _Team(
            tuple(uuid for uuid in self.staff if not any(_is(person, uuid) for person in job.assigned)),
            "" if _is(job.manager, self.manager) else self.manager,
            "" if _is(job.partner, self.partner) else self.partner,
        )


def _is(person: records.Ref | None, uuid: str) -> bool:
    return person is not None and is_same_uuid(person.uuid, uuid)


def _names(step: DeliveryStep, team: _Team) -> str:
    wanted = {*team.staff, team.manager, team.partner}
    people = Staff.objects.for_firm(step.firm_id).filter(connection=step.delivery.connection, uuid__in=wanted)
    return ", ".join(person.name for person in people) or "somebody"
