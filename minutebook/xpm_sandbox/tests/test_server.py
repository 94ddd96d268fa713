from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from minutebook.xpm_sandbox import SandboxServer, World, create_app, demo_seed
from minutebook.xpm_sandbox.faults import DroppedConnectionError, Fault
from minutebook.xpm_sandbox.tests.practice import Practice, fetch, roomy_seed


def test_world_tokens_and_ledger_survive_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    with SandboxServer(roomy_seed(), file) as first:
        token = first.grant()["access_token"]
        with _caller(first, token) as practice:
            practice.add_job()
            practice.get("job.api/get/J000001")
    with SandboxServer(None, file) as second, _caller(second, token) as practice:
        assert practice.get("job.api/get/J000001").findtext("Job/Name") == "Annual review"
        ledger = [(one["sequence"], one["path"]) for one in practice.ledger()]
    assert ledger == [(1, "job.api/add"), (2, "job.api/get/J000001"), (3, "job.api/get/J000001")]
    assert World.load(file) == second.world


def test_file_wins_over_seed_and_leaves_no_part_behind(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    SandboxServer(demo_seed(), file)
    other = demo_seed()
    other["tenants"][0]["name"] = "Other"
    assert SandboxServer(other, file).world.tenants[0].name == "Example & Partners"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["world.json"]


def test_cut_last_line_of_the_ledger_is_dropped(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    with (
        SandboxServer(roomy_seed(), file) as server,
        _caller(server, server.grant()["access_token"]) as practice,
    ):
        practice.add_job()
    ledger = tmp_path / "world.json.ledger"
    ledger.write_text(ledger.read_text(encoding="utf-8") + '{"sequence": 2, "at"', encoding="utf-8")
    assert [entry.sequence for entry in World.load(file).ledger.entries] == [1]
    assert ledger.read_text(encoding="utf-8").count("\n") == 1


def test_url_needs_a_start() -> None:
    with pytest.raises(RuntimeError, match="not started"):
        _ = SandboxServer().url


def test_server_can_stop_twice_and_start_again() -> None:
    server = SandboxServer()
    server.start()
    server.stop()
    server.stop()
    with server:
        assert fetch("GET", server.url).status_code == 200


def test_app_answers_in_process() -> None:
    app = create_app(World.from_seed(demo_seed()))
    with httpx2.Client(transport=httpx2.WSGITransport(app=app), base_url="http://sandbox") as http:
        assert http.get("/clients").status_code == 200


def test_dropped_connection_reaches_an_in_process_caller() -> None:
    app = create_app(World.from_seed(demo_seed()))
    app.sandbox.faults.faults.append(Fault("lost_reply", path="connect/token"))
    with (
        httpx2.Client(transport=httpx2.WSGITransport(app=app), base_url="http://sandbox") as http,
        pytest.raises(DroppedConnectionError),
    ):
        http.post("/connect/token")


def test_idempotency_key_is_ignored_or_honoured(server: SandboxServer) -> None:
    with _caller(server, server.grant()["access_token"]) as practice:
        practice.http.headers["Idempotency-Key"] = "k1"
        assert [practice.add_job().findtext("Job/ID") for _ in range(2)] == ["J000001", "J000002"]
        practice.set_modes(idempotency_key="honoured")
        assert [practice.add_job().findtext("Job/ID") for _ in range(2)] == ["J000003", "J000003"]


def test_body_beyond_the_limit_is_413(server: SandboxServer) -> None:
    with _caller(server, server.grant()["access_token"]) as practice:
        huge = b"x" * (32 * 1024 * 1024 + 1)
        assert practice.http.post("job.api/document", content=huge).status_code == 413


def test_command_serves_until_interrupted_and_keeps_the_world(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text(json.dumps(demo_seed()), encoding="utf-8")
    command = _start("--port", "0", "--data", str(tmp_path / "w.json"), "--seed", str(seed))
    assert command.stdout is not None
    url = command.stdout.readline().split()[3]
    assert fetch("GET", url).status_code == 200
    command.send_signal(signal.SIGTERM)
    assert command.wait(10) == 0
    command.stdout.close()
    assert (tmp_path / "w.json").exists()


def test_command_tells_a_seed_that_does_not_fit(tmp_path: Path) -> None:
    seed = tmp_path / "seed.json"
    seed.write_text('{"planets": []}', encoding="utf-8")
    command = _start("--port", "0", "--seed", str(seed))
    said, _ = command.communicate(timeout=20)
    assert (command.returncode, said) == (2, "The sandbox cannot start: World has no field planets\n")


def _start(*options: str) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "minutebook.xpm_sandbox", *options]
    return subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=dict(os.environ)
    )


@contextmanager
def _caller(server: SandboxServer, token: str) -> Iterator[Practice]:
    headers = {"Authorization": f"Bearer {token}", "xero-tenant-id": server.world.tenants[0].tenant_id}
    with httpx2.Client(base_url=f"{server.url}/practicemanager/3.1/", headers=headers, verify=False) as http:
        yield Practice(server, http)
