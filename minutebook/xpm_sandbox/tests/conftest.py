"""A sandbox on a real socket, and a caller of it."""

from __future__ import annotations

from collections.abc import Iterator

import httpx2
import pytest

from minutebook.xpm_sandbox import SandboxServer
from minutebook.xpm_sandbox.tests.practice import Practice, roomy_seed


@pytest.fixture
def server() -> Iterator[SandboxServer]:
    with SandboxServer(roomy_seed()) as running:
        yield running


@pytest.fixture
def practice(server: SandboxServer) -> Iterator[Practice]:
    headers = {
        "Authorization": f"Bearer {server.grant()['access_token']}",
        "xero-tenant-id": server.world.tenants[0].tenant_id,
    }
    with httpx2.Client(base_url=f"{server.url}/practicemanager/3.1/", headers=headers, verify=False) as http:
        yield Practice(server, http)
