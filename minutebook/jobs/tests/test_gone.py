"""What was chosen for a job is gone in XPM by the time it is made: nothing is made twice, and a person is told what."""

from collections.abc import Callable

from minutebook.firms.models import User
from minutebook.jobs.corrections import Parts, Team, correct_parts, draft_of
from minutebook.jobs.models import Job
from minutebook.jobs.services import correct_job
from minutebook.jobs.tests.held import as_made, expected_job, settle, world_jobs
from minutebook.jobs.tests.test_promise import CALLS
from minutebook.practice_manager.models import Client, Connection, Delivery, DeliveryStep, JobTemplate, Staff
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.work.worker import Worker
from minutebook.xpm_sandbox.faults import Fault
from minutebook.xpm_sandbox.server import SandboxServer
from minutebook.xpm_sandbox.tenants import Tenant

AskForJob = Callable[..., Job]
Status = Delivery.Status


def tenant_of(sandbox: SandboxServer) -> Tenant:
    return next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)


def test_template_that_is_gone_is_named_and_another_one_makes_the_job(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, job = world_jobs(sandbox), ask()
    assert job.template is not None
    gone = job.template
    tenant = tenant_of(sandbox)
    tenant.templates[:] = [one for one in tenant.templates if one.uuid != gone.uuid]
    assert settle(job) == Status.REFUSED
    assert Delivery.across_firms.get(pk=job.delivery_id).reason == "Invalid job template identifier"
    assert world_jobs(sandbox) == before
    other = JobTemplate.across_firms.filter(connection=ready).exclude(pk=gone.pk)[0]
    job.refresh_from_db()
    correct_job(job, draft_of(job).with_changes(template_id=other.pk), preparer)
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_client_that_is_deleted_is_told_and_another_one_is_billed(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, job = world_jobs(sandbox), ask()
    assert job.client is not None
    gone = job.client
    there = tenant_of(sandbox).find_client(gone.uuid)
    assert there is not None
    there.is_deleted = True
    assert settle(job) == Status.REFUSED
    assert Delivery.across_firms.get(pk=job.delivery_id).reason == "Invalid client identifier"
    assert world_jobs(sandbox) == before
    other = Client.across_firms.filter(connection=ready, is_archived=False, is_gone=False).exclude(
        pk=gone.pk
    )[0]
    job.refresh_from_db()
    correct_job(job, draft_of(job).with_changes(client_id=other.pk), preparer)
    assert settle(job) == Status.DONE
    assert [one["client_uuid"] for one in world_jobs(sandbox)[len(before) :]] == [other.uuid]


def test_member_of_staff_who_is_gone_is_told_and_the_made_job_goes_on_with_another(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob, preparer: User
) -> None:
    before, job = world_jobs(sandbox), ask()
    gone = job.staff.exclude(pk=job.manager_id)[0]
    staff = tenant_of(sandbox).staff
    staff[:] = [one for one in staff if one.uuid != gone.uuid]
    assert settle(job) == Status.REFUSED
    assert Delivery.across_firms.get(pk=job.delivery_id).reason == "Invalid staff identifier for add request"
    (made,) = world_jobs(sandbox)[len(before) :]
    left = Staff.across_firms.filter(connection=ready, uuid__in=[one.uuid for one in staff])
    job.refresh_from_db()
    correct_parts(job, Parts((), Team((left[0].pk,), job.manager_id, job.partner_id)), preparer)
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]
    assert world_jobs(sandbox)[-1]["id"] == made["id"]


def test_client_archived_after_the_release_keeps_the_job_that_was_asked_for(
    sandbox: SandboxServer, ready: Connection, ask: AskForJob
) -> None:
    before, job = world_jobs(sandbox), ask()
    there = tenant_of(sandbox).find_client(job.client.uuid) if job.client else None
    assert there is not None
    there.is_archived = True
    assert settle(job) == Status.DONE
    assert [as_made(one) for one in world_jobs(sandbox)[len(before) :]] == [expected_job(job)]


def test_job_that_a_person_deletes_in_xpm_half_way_is_not_made_again(
    sandbox: SandboxServer, ask: AskForJob
) -> None:
    before, job = world_jobs(sandbox), ask()
    sandbox.app.sandbox.faults.faults.append(Fault("rate_minute", path=CALLS["cost"], seconds=7))
    Worker().work(until_idle=True)
    tenant = tenant_of(sandbox)
    assert len(tenant.jobs) == len(before) + 1
    del tenant.jobs[len(before) :]
    assert settle(job) == Status.REFUSED
    assert Delivery.across_firms.get(pk=job.delivery_id).reason == "Invalid job identifier"
    assert world_jobs(sandbox) == before
    create = DeliveryStep.across_firms.get(kind="job.create")
    assert (create.status, create.attempts.filter(purpose="send").count()) == ("done", 1)
