import subprocess
import sys
import time
from pathlib import Path

import pytest

from minutebook.demo.stage import MOST_RESTARTS, Stage, free_port, wait_for


def test_child_that_ends_is_started_again_a_few_times_and_said(tmp_path: Path) -> None:
    stage, told = Stage({}, tmp_path), list[str]()
    stage.start("worker", "no-such-command")
    assert stage.keep_going(told.append) is False
    ended = f"The worker ended by itself (exit code 1); see {tmp_path / 'worker.log'}."
    assert told[:-1] == [f"{ended} It is started again."] * MOST_RESTARTS
    assert told[-1] == f"{ended} It was started again 3 times already, so everything stops."
    assert (tmp_path / "worker.log").read_text().count("Unknown command") == MOST_RESTARTS + 1


DEMO = """
import sys
from pathlib import Path
from minutebook.demo.stage import Stage
folder, port = Path(sys.argv[1]), sys.argv[2]
arguments = "sandbox", "--port", port, "--data", str(folder / "sandbox.json")
print(Stage({}, folder).start("sandbox", *arguments).pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_children_end_with_a_demo_that_is_killed(tmp_path: Path) -> None:
    port = str(free_port(0))
    demo = subprocess.Popen(
        [sys.executable, "-c", DEMO, str(tmp_path), port], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert demo.stdout is not None
    child = int(demo.stdout.readline())
    wait_for(f"http://127.0.0.1:{port}/_sandbox/world.json")
    demo.kill()
    demo.communicate()
    until = time.monotonic() + 20
    while is_running(child) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(child)


def is_running(pid: int) -> bool:
    """Whether the process runs; one that has ended and that nobody has asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
