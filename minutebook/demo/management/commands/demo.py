"""`minutebook demo`: everything set up, the main job run once before your eyes, then the site served."""

import json
import secrets
import signal
import sys
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from minutebook.core.kept_secrets import kept_secret
from minutebook.demo.connecting import connect_demo
from minutebook.demo.firm import build_demo_firm, demo_email
from minutebook.demo.main_job import differences, main_request
from minutebook.demo.stage import Stage, free_port, wait_for
from minutebook.demo.world import demo_world
from minutebook.firms.roles import Role
from minutebook.practice_manager.xero import redirect_uri

CLIENT_ID = "minutebook-demo"
GRACE_SECONDS = "8"
NO_MAIL_SERVER = "django.core.mail.backends.dummy.EmailBackend"


class Command(BaseCommand):
    """Set the demo up, run its main job once, check it against the sandbox, then serve."""

    help = "Sets up the demo firm with a sandbox, runs the main job once and serves the site."

    def add_arguments(self, parser: CommandParser) -> None:
        """--once for the exit code; the parts are for the command's own children."""
        parser.add_argument(
            "--once", action="store_true", help="stop after the job; exit 1 if it is not as asked for"
        )
        parser.add_argument("--port", type=int, default=8000, help="port of the site (default 8000)")
        parser.add_argument("--part", choices=["seed", "connect"], help="run by the command itself")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the whole demo, or one part of it as a child."""
        if options["part"]:
            self.stdout.write(json.dumps(_PARTS[options["part"]]()))
            return
        demo = _Demo(self, options["port"])
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        is_right = False
        try:
            is_right = demo.run()
            if not options["once"]:
                is_right = demo.serve() and is_right
        except KeyboardInterrupt:
            self.stdout.write("Stopping.")
        finally:
            # A second Ctrl-C must not leave children behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            demo.stage.stop()
        sys.exit(0 if is_right else 1)


class _Demo:
    """One run: its processes and the steps it tells."""

    def __init__(self, command: BaseCommand, port: int) -> None:
        self._say = command.stdout.write
        self._folder = Path(settings.DATA_DIR)
        self.site = f"http://127.0.0.1:{free_port(port)}"
        self.sandbox = f"http://127.0.0.1:{free_port(8765)}"
        xero = {f"XERO_{name}_URL": self.sandbox for name in ("LOGIN", "IDENTITY", "API")}
        self.stage = Stage(
            {
                **xero,
                "MINUTEBOOK_DATA_DIR": str(self._folder),
                "MINUTEBOOK_BASE_URL": self.site,
                "XERO_CLIENT_ID": CLIENT_ID,
                "XERO_CLIENT_SECRET": kept_secret(self._folder / "demo-client-secret", secrets.token_hex),
                "XPM_GRACE_SECONDS": GRACE_SECONDS,
                **self._mail(),
            },
            self._folder,
        )

    def run(self) -> bool:
        """Set up, run the main job, compare; whether the sandbox holds exactly that job."""
        self._tell(1, f"Database and demo firm in {self._folder}")
        self._do("migrate", "--verbosity", "0")
        (self._folder / "sandbox-seed.json").write_text(json.dumps(self._do("demo", "--part", "seed")))
        self._tell(2, f"Sandbox of Xero Practice Manager at {self.sandbox}, and a worker")
        if self._mail():
            self._say(f"  E-mail does not go out: each message is written as a file into {self._mail_folder}")
        self._start_sandbox()
        self.stage.start("worker", "worker")
        self._tell(3, "Signing in to Xero's imitation, allowing access, reading clients, staff and templates")
        request = self._do("demo", "--part", "connect")
        jobs_before = self._count_jobs()
        self._tell(4, "The main job: a director is appointed, the pack goes out, its job is made")
        return self._main_job(request, jobs_before)

    def serve(self) -> bool:
        """Serve the site until Ctrl-C; False when a part of it cannot be kept going."""
        self.stage.start("web", "serve", "--bind", self.site.removeprefix("http://"))
        wait_for(f"{self.site}/healthz")
        self._say(f"\nOpen {self.site} and sign in:")
        self._say(f"  {demo_email(Role.ADMINISTRATOR)}   {_password()}")
        self._say(f"The sandbox shows what it holds at {self.sandbox}. Ctrl-C stops everything.")
        return self.stage.keep_going(self._say)

    def _mail(self) -> dict[str, str]:
        """E-mail into files, unless a mail server is set."""
        if settings.EMAIL_BACKEND != NO_MAIL_SERVER:
            return {}
        return {"MINUTEBOOK_EMAIL_URL": f"filemail:///{quote_plus(str(self._mail_folder))}"}

    @property
    def _mail_folder(self) -> Path:
        return self._folder / "mail"

    def _main_job(self, request: dict[str, Any], jobs_before: int) -> bool:
        path = self._folder / "request.json"
        path.write_text(json.dumps(request, ensure_ascii=False, indent=2))
        done = self.stage.run("produce", str(path), "--out", str(self._folder / "packs"))
        if not done.stdout.strip():
            raise CommandError(done.stderr)
        result = json.loads(done.stdout)
        if done.returncode != 0:
            self._say(f"  It did not end as it should: {result.get('message') or result.get('reason')}")
            return False
        self._show(result)
        found = differences(result, request, self._world(), jobs_before)
        for difference in found:
            self._say(f"  WRONG: {difference}")
        if not found:
            self._say(f"  The sandbox holds exactly this job, {result['job_number']}, with its costs.")
        return not found

    def _show(self, result: dict[str, Any]) -> None:
        self._say(
            f"  {result['summary']}; lodge by {result['lodge_by']}; trace number {result['trace_number']}"
        )
        for file in result["files"]:
            self._say(f"  wrote {file['path']}")
        self._say(f"  job {result['job_number']} ({result['job_uuid']}): {result['status']}")
        for cost in result["costs"]:
            self._say(f"  cost {cost['reference']}: {cost['description']}: {cost['status']}")

    def _start_sandbox(self) -> None:
        files = [
            "--data",
            str(self._folder / "sandbox.json"),
            "--seed",
            str(self._folder / "sandbox-seed.json"),
        ]
        self.stage.start("sandbox", "sandbox", "--port", self.sandbox.rsplit(":", 1)[1], *files)
        wait_for(f"{self.sandbox}/_sandbox/world.json")

    def _count_jobs(self) -> int:
        return sum(len(tenant["jobs"]) for tenant in self._world()["tenants"])

    def _world(self) -> Any:
        with urllib.request.urlopen(f"{self.sandbox}/_sandbox/world.json", timeout=20) as answer:  # noqa: S310 loopback
            return json.load(answer)

    def _do(self, *arguments: str) -> Any:
        """Run a command of ours; its JSON answer, if it gives one."""
        done = self.stage.run(*arguments)
        if done.returncode != 0:
            raise CommandError(f"minutebook {' '.join(arguments)} failed:\n{done.stderr}")
        return json.loads(done.stdout) if done.stdout.strip() else None

    def _tell(self, step: int, words: str) -> None:
        self._say(f"[{step}/4] {words}")


def _password() -> str:
    return kept_secret(Path(settings.DATA_DIR) / "demo-password", lambda: secrets.token_urlsafe(12))


def _seed() -> dict[str, Any]:
    """Build the firm and give the sandbox's seed."""
    demo = build_demo_firm(_password())
    return demo_world(
        demo.firm,
        client_id=settings.XERO_CLIENT_ID,
        client_secret=settings.XERO_CLIENT_SECRET,
        redirect_uri=redirect_uri(),
    )


def _connect() -> dict[str, Any]:
    """Connect the firm and give the request of the main job."""
    demo = build_demo_firm(_password())
    connect_demo(demo.user(Role.ADMINISTRATOR))
    return main_request(demo)


_PARTS = {"seed": _seed, "connect": _connect}
