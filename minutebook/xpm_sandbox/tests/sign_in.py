"""The steps of a sign-in, taken by hand."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx2

from minutebook.xpm_sandbox import SandboxServer
from minutebook.xpm_sandbox.tests.practice import fetch

REDIRECT_URI = "http://127.0.0.1:8000/connections/callback/"
SCOPE = "openid profile email offline_access practicemanager.job practicemanager.staff.read"
WISH = {
    "response_type": "code",
    "client_id": "sandbox-app",
    "redirect_uri": REDIRECT_URI,
    "scope": SCOPE,
    "state": "s1",
}


def ask(server: SandboxServer, **more: str) -> httpx2.Response:
    return fetch("GET", f"{server.url}/identity/connect/authorize", params=WISH | more)


def answer_consent(
    server: SandboxServer, answer: str, tenants: list[str], user: str = "u-priya", **more: str
) -> httpx2.Response:
    form = WISH | more | {"user": user, "answer": answer}
    return fetch("POST", f"{server.url}/identity/connect/authorize", data={**form, "tenant": tenants})


def get_code(server: SandboxServer, tenants: list[str], **more: str) -> str:
    response = answer_consent(server, "allow", tenants, **more)
    return parse_qs(urlsplit(response.headers["location"]).query)["code"][0]


def ask_token(
    server: SandboxServer, auth: tuple[str, str] | None = ("sandbox-app", "sandbox-secret"), **form: str
) -> httpx2.Response:
    return fetch("POST", f"{server.url}/connect/token", data=form, auth=auth)
