"""The office of the crash cases keeps them apart: what one of them left on its way does nothing in the next."""

import httpx2
import pytest

from minutebook.jobs.tests import office
from minutebook.jobs.tests.held import world_jobs
from minutebook.jobs.tests.watch import Watch
from minutebook.practice_manager.tests.worlds import PRACTICE
from minutebook.xpm_sandbox.server import SandboxServer

server, sandbox = office.server, office.sandbox
NAME = "Left over"


def add_job(sandbox: SandboxServer, token: str) -> httpx2.Response:
    client = world_client(sandbox)
    body = (
        f"<Job><Name>{NAME}</Name><ClientUUID>{client}</ClientUUID>"
        "<StartDate>20261126</StartDate><DueDate>20261127</DueDate></Job>"
    )
    headers = {"Authorization": f"Bearer {token}", "xero-tenant-id": PRACTICE, "Content-Type": "text/xml"}
    return httpx2.post(
        f"{sandbox.url}/practicemanager/3.1/job.api/add", headers=headers, content=body, trust_env=False
    )


def world_client(sandbox: SandboxServer) -> str:
    tenant = next(one for one in sandbox.world.tenants if one.tenant_id == PRACTICE)
    return next(one.uuid for one in tenant.clients if not one.is_archived and not one.is_deleted)


def test_call_of_an_earlier_case_makes_nothing(sandbox: SandboxServer) -> None:
    sandbox.app.begin(Watch({}))
    token = sandbox.grant(tenants=[PRACTICE])["access_token"]
    assert add_job(sandbox, token).status_code == 200
    assert [job["name"] for job in world_jobs(sandbox)].count(NAME) == 1
    office.begin_anew(sandbox)
    sandbox.grant(tenants=[PRACTICE])
    with pytest.raises(httpx2.RemoteProtocolError):
        add_job(sandbox, token)
    assert [job["name"] for job in world_jobs(sandbox)].count(NAME) == 0
