"""A bare HTTP caller of the sandbox for its tests: speaks XML by hand, knows nothing of any client library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx2
from lxml import etree

from minutebook.xpm_sandbox import SandboxServer, demo_seed
from minutebook.xpm_sandbox.tenants import Tenant

UGLY_NAMES = (
    "Smith & Sons <Holdings> \"Pty\" 'Ltd'",
    "Ngāti Whātua Ōrākei",
    "天津有限公司",
    "שלום בע״מ",
    "🧾 Emoji & Co",
    "n" * 300,
    "two\nlines\n\nand a blank",
)


def roomy_seed() -> dict[str, Any]:
    """Give the demonstration seed with limits that a test does not meet by accident."""
    return demo_seed() | {"limits": {"minute": 5000, "day": 50_000}}


@dataclass
class Practice:
    """Calls to the first tenant of a sandbox with a good token."""

    server: SandboxServer
    http: httpx2.Client

    @property
    def tenant(self) -> Tenant:
        return self.server.world.tenants[0]

    def get(self, path: str, **params: str) -> etree._Element:
        return read(self.http.get(path, params=params or None))

    def post(self, path: str, body: str) -> etree._Element:
        return read(self.http.post(path, content=body.encode()))

    def put(self, path: str, body: str) -> etree._Element:
        return read(self.http.put(path, content=body.encode()))

    def add_job(self, more: str = "", name: str = "Annual review") -> etree._Element:
        return self.post("job.api/add", self.job_body(more, name))

    def job_body(self, more: str = "", name: str = "Annual review") -> str:
        client = self.tenant.clients[0].uuid
        dates = "<StartDate>20260701</StartDate><DueDate>20261031</DueDate>"
        return f"<Job>{tag('Name', name)}<ClientUUID>{client}</ClientUUID>{dates}{more}</Job>"

    def cost_body(self, job_id: str, more: str = "", dated: str = "20260702") -> str:
        amounts = "<Quantity>1.5</Quantity><UnitCost>45.00</UnitCost><UnitPrice>60.00</UnitPrice>"
        fixed = f"<Job>{job_id}</Job><Date>{dated}</Date><Description>Filing fee</Description>"
        return f"<Cost>{fixed}{amounts}{more}</Cost>"

    def set_modes(self, **modes: object) -> None:
        self.server.world.modes.change(dict(modes))

    def order_fault(self, kind: str, method: str, path: str, **more: object) -> None:
        fault = {"kind": kind, "method": method, "path": path, **more}
        fetch("POST", f"{self.server.url}/_sandbox/faults", json=fault).raise_for_status()

    def ledger(self) -> list[dict[str, Any]]:
        answer = fetch("GET", f"{self.server.url}/_sandbox/ledger.json").json()
        return list(answer["entries"])


def fetch(method: str, url: str, **more: Any) -> httpx2.Response:
    """Make one request; without certificates to load, since that is most of a short test's time."""
    return httpx2.request(method, url, verify=False, **more)


def read(response: httpx2.Response) -> etree._Element:
    return etree.fromstring(response.content)


def tag(name: str, value: str) -> str:
    element = etree.Element(name)
    element.text = value
    return etree.tostring(element, encoding="unicode")


def refusal(answer: etree._Element) -> str:
    """Give the reason of a refusal; fails when the answer is none."""
    assert answer.findtext("Status") == "ERROR"
    return str(answer.findtext("ErrorDescription"))
