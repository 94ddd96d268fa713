"""The way from the library to a running sandbox: an app, a consent, an Api, a fault."""

from dataclasses import replace
from datetime import date

import httpx2

from minutebook.xpm.api import Api
from minutebook.xpm.oauth import (
    XeroApp,
    list_tenants,
)
from minutebook.xpm.records import (
    NewJob,
)
from minutebook.xpm.transport import Timeouts, Transport
from minutebook.xpm_sandbox import SandboxServer

UGLY = 'Māori & Sons <b>"Ltd"</b> 北京 \u200fשלום\u200f 🥝'
START, DUE = date(2028, 2, 29), date(2028, 10, 31)


def connect(sandbox: SandboxServer) -> Api:
    access_token = sandbox.grant()["access_token"]
    tenants = list_tenants(xero_app(sandbox), access_token)
    tenant_id = next(tenant.tenant_id for tenant in tenants if tenant.tenant_type == "PRACTICEMANAGER")
    base_url = f"{sandbox.url}/practicemanager/3.1"
    return Api(Transport(base_url, tenant_id, lambda _fresh: access_token, Timeouts(connect=1, read=1)))


def xero_app(sandbox: SandboxServer) -> XeroApp:
    return XeroApp(
        client_id="sandbox-app",
        client_secret="sandbox-secret",
        redirect_uri="http://127.0.0.1:8000/connections/callback/",
        login_url=sandbox.url,
        identity_url=sandbox.url,
        api_url=sandbox.url,
        scopes=("openid", "offline_access", "practicemanager.job", "practicemanager.client"),
    )


def order(sandbox: SandboxServer, **fault: object) -> None:
    httpx2.post(f"{sandbox.url}/_sandbox/faults", json=fault).raise_for_status()


def new_job_for(api: Api, **values: object) -> NewJob:
    client = next(client for client in api.list_clients() if not client.is_archived)
    return replace(NewJob(UGLY, "One\n\n[ref M1]", client.uuid, START, DUE, client_number="M1"), **values)
