"""What every answer carries, errors and static files too; the settings that an https address switches on."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from minutebook.conftest import SignIn
from minutebook.firms.roles import Role

from .one_of_everything import OneOfEverything
from .test_bad_input import paths
from .tree import ROOT

POLICY = {"default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}
SCRIPT = """
import json, django; django.setup()
from django.test import Client
headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9"}
found = {}
for path in ("/accounts/login/", "/nowhere/", "/static/core/logo.svg"):
    answer = Client().get(path, headers=headers, HTTP_HOST="books.example")
    found[path] = [answer.status_code, dict(answer.headers), answer.cookies.output().splitlines()]
plain = Client().get("/accounts/login/", HTTP_HOST="books.example")
found["plain"] = [plain.status_code, dict(plain.headers), []]
print(json.dumps(found))
"""


def check(answer: Any) -> list[str]:
    """What is missing in an answer's head."""
    head = answer.headers if hasattr(answer, "headers") else answer
    policy = head.get("Content-Security-Policy", "")
    parts = {part.strip() for part in policy.split(";")}
    wrong = [f"no {part}" for part in POLICY - parts]
    wrong += [word for word in ("unsafe-inline", "unsafe-eval", "*") if word in policy]
    wanted = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "same-origin",
    }
    return wrong + [name for name, value in wanted.items() if head.get(name) != value]


def test_every_page_carries_them_and_is_kept_nowhere(everything: OneOfEverything, as_user: SignIn) -> None:
    client = as_user(everything.user(Role.ADMINISTRATOR))
    visitor = Client(raise_request_exception=False)
    answers = {path: client.get(path) for path in paths(everything)}
    answers |= {path: visitor.get(path) for path in ("/accounts/login/", "/companies/", "/nowhere/", "/%00")}
    answers["host"] = visitor.get("/", headers={"Host": "evil.example"})
    answers["csrf"] = Client(enforce_csrf_checks=True).post("/accounts/login/")
    wrong = {path: found for path, answer in answers.items() if (found := check(answer))}
    kept = {path for path, answer in answers.items() if "no-store" not in answer.get("Cache-Control", "")}
    assert (wrong, kept) == ({}, set())


@pytest.mark.parametrize(
    "path", ["/static/core/minutebook.js", "/static/core/logo.svg", "/static/nothing.js"]
)
def test_static_files_carry_them_too(client: Client, db: None, path: str) -> None:
    answer = client.get(path)
    answer.close()
    assert check(answer) == []
    assert "Access-Control-Allow-Origin" not in answer


def test_https_address_switches_on_what_it_can(tmp_path: Path) -> None:
    found = _under_https(tmp_path, "-c", SCRIPT)
    answers = json.loads(found)
    plain = answers.pop("plain")
    assert (plain[0], plain[1]["Location"]) == (301, "https://books.example/accounts/login/")
    for path, (_, head, cookies) in answers.items():
        assert check(head) == [], path
        assert head["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
        for cookie in cookies:
            assert cookie.startswith("Set-Cookie: __Host-")
            assert "Secure" in cookie
            assert "Path=/" in cookie
            assert "SameSite=Lax" in cookie
    assert len(answers["/accounts/login/"][2]) == 1


def test_deployment_check_finds_nothing(tmp_path: Path) -> None:
    arguments = ("-m", "minutebook", "check", "--deploy", "--fail-level", "WARNING")
    assert "no issues" in _under_https(tmp_path, *arguments)


def test_secrets_are_their_owners_alone(tmp_path: Path) -> None:
    _under_https(tmp_path / "new", "-m", "minutebook", "check")
    made = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "new").iterdir()}
    assert made == {"secret-key": "0o600", "token-keys": "0o600"}
    assert oct((tmp_path / "new").stat().st_mode & 0o777) == "0o700"


def test_debug_is_off_and_no_model_waits_for_a_migration(settings: Any, db: None) -> None:
    assert "DEBUG = False" in (ROOT / "minutebook/config/settings.py").read_text().splitlines()
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def _under_https(folder: Path, *arguments: str) -> str:
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("MINUTEBOOK", "DATABASE"))
        },
        "MINUTEBOOK_DATA_DIR": str(folder),
        "MINUTEBOOK_BASE_URL": "https://books.example",
        "DJANGO_SETTINGS_MODULE": "minutebook.config.settings",
        "PYTHONWARNINGS": "ignore",
    }
    done = subprocess.run(
        [sys.executable, *arguments], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
