"""A whole installation as real processes: own folder, own database, sandbox, workers, web; nothing shared."""

import json
import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from minutebook.demo.stage import Stage, free_port, wait_for
from minutebook.firms.roles import Role

from .databases import address_of, drop_database, is_postgres, make_database
from .inside import Inside
from .sandbox_door import SandboxDoor

CLIENT_ID, CLIENT_SECRET = "minutebook-journey", "journey-secret"
CALLBACK = "/settings/practice-manager/callback/"
# In the right order: a lease outlives one call's time-out, the grace outlives both.
QUICK = {
    "XPM_READ_TIMEOUT_SECONDS": "1.0",
    "XPM_LEASE_SECONDS": "1.6",
    "XPM_GRACE_SECONDS": "2.0",
    "XPM_SECOND_PROBE_SECONDS": "0.5",
    "XPM_CALLS_PER_MINUTE": "60000",
}


class Installation:
    """One firm's Minutebook with the demo firm in it. `end` stops every process and drops the database.

    `pace` are settings of its waits and limits.
    """

    def __init__(
        self, folder: Path, template: "Installation | None" = None, pace: dict[str, str] = QUICK
    ) -> None:
        self.folder, self._pace = folder, pace
        self._database = f"journey_{secrets.token_hex(6)}"
        self.site = f"http://127.0.0.1:{free_port(0)}"
        self.mail_port = free_port(0)
        self.sandbox = SandboxDoor(f"http://127.0.0.1:{free_port(0)}")
        if template is not None:
            shutil.copytree(template.folder, folder)
        folder.mkdir(exist_ok=True)
        if is_postgres():
            make_database(self._database, template._database if template else "template1")
        self.environment = self._environment()
        self.stage = Stage(self.environment, folder)
        self._inside: Inside | None = None
        self._sandbox_process: subprocess.Popen[bytes] | None = None

    def build_firm(self) -> None:
        """The tables and the demo firm; the sandbox's seed is kept in the folder."""
        self.run("migrate", "--verbosity", "0")
        seed = self.run("demo", "--part", "seed")
        (self.folder / "seed.json").write_text(seed, encoding="utf-8")

    def start_sandbox(self, *, is_kept: bool = True) -> None:
        """Start the imitation of Xero, told where this site is; a second time it goes on with what it held.

        Unless it `is_kept`: thousands of jobs written to a file with every call are slow.
        """
        seed = json.loads((self.folder / "seed.json").read_text(encoding="utf-8"))
        seed["apps"][0]["redirect_uris"] = [f"{self.site}{CALLBACK}"]
        (self.folder / "seed.json").write_text(json.dumps(seed), encoding="utf-8")
        port = self.sandbox.url.rsplit(":", 1)[1]
        data = str(self.folder / "sandbox.json") if is_kept else ""
        files = ["--data", data, "--seed", str(self.folder / "seed.json")]
        self._sandbox_process = self.stage.start("sandbox", "sandbox", "--port", port, *files)
        wait_for(f"{self.sandbox.url}/_sandbox/world.json")
        self.sandbox.lift_limits()

    def stop_sandbox(self) -> None:
        """XPM is down: nobody listens any more."""
        assert self._sandbox_process is not None
        self._sandbox_process.terminate()
        self._sandbox_process.wait(20)

    def connect(self) -> None:
        """Connect the firm, read its lists and switch jobs on, as `minutebook demo` does."""
        self.run("demo", "--part", "connect")

    def start_web(self) -> None:
        """Serve the site."""
        self.stage.start("web", "serve", "--bind", self.site.removeprefix("http://"))
        wait_for(f"{self.site}/healthz")

    def start_worker(self) -> subprocess.Popen[bytes]:
        """Start one more worker."""
        return self.stage.start("worker", "worker")

    @property
    def inside(self) -> Inside:
        """A process with this installation's database, started when it is first asked."""
        if self._inside is None:
            self._inside = Inside(self.environment, self.folder / "inside.log")
        return self._inside

    def run(self, *arguments: str) -> str:
        """Run a `minutebook` command to its end; what it printed."""
        done = self.stage.run(*arguments)
        assert done.returncode == 0, f"minutebook {' '.join(arguments)}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def sign_in(self, role: Role = Role.ADMINISTRATOR) -> tuple[str, str]:
        """E-mail address and password of the demo firm's user with this role."""
        return f"{role.value}@fernleigh.example", (self.folder / "demo-password").read_text().strip()

    def end(self) -> None:
        """Stop everything and take the database away."""
        if self._inside is not None:
            self._inside.close()
        self.stage.stop()
        if is_postgres():
            drop_database(self._database)

    def logs(self) -> str:
        """The last words of each process, for a failing test."""
        return "\n".join(
            f"--- {log.name}\n{log.read_text()[-4000:]}" for log in sorted(self.folder.glob("*.log"))
        )

    def _environment(self) -> dict[str, str]:
        xero = {f"XERO_{name}_URL": self.sandbox.url for name in ("LOGIN", "IDENTITY", "API")}
        database = {"DATABASE_URL": address_of(self._database)} if is_postgres() else {}
        return {
            **os.environ,
            **xero,
            **database,
            **self._pace,
            "MINUTEBOOK_DATA_DIR": str(self.folder),
            "MINUTEBOOK_BASE_URL": self.site,
            "MINUTEBOOK_EMAIL_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "XERO_CLIENT_ID": CLIENT_ID,
            "XERO_CLIENT_SECRET": CLIENT_SECRET,
        }


def wait_until(is_so: Callable[[], Any], what: str, seconds: float = 30, pause: float = 0.05) -> Any:
    """Wait for something to become true and give it; AssertionError names what did not come."""
    until = time.monotonic() + seconds
    while not (found := is_so()):
        assert time.monotonic() < until, f"not within {seconds} s: {what}"
        time.sleep(pause)
    return found
