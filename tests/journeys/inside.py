"""A process inside an installation: asks for jobs and tells what its database holds, one JSON line each way.

The tests' own process has another database, so it speaks to this one over a pipe.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
START = "import django; django.setup(); from tests.journeys import questions; questions.serve()"


class Inside:
    """The tests' end of the pipe."""

    def __init__(self, environment: dict[str, str], log_file: Path) -> None:
        settings = {"DJANGO_SETTINGS_MODULE": "minutebook.config.settings"}
        with log_file.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", START],
                cwd=ROOT,
                env={**environment, **settings},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def call(self, name: str, **arguments: Any) -> Any:
        """Call a function of `questions` in there; its answer as JSON values."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"name": name, "arguments": arguments}) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"{name}: the process inside has ended, see inside.log"
        said = json.loads(answer)
        assert "error" not in said, said
        return said["answer"]

    def close(self) -> None:
        """End the process."""
        self._process.communicate(timeout=20)
