from pathlib import Path

from minutebook.demo.stage import MOST_RESTARTS, Stage


def test_child_that_ends_is_started_again_a_few_times_and_said(tmp_path: Path) -> None:
    stage, told = Stage({}, tmp_path), list[str]()
    stage.start("worker", "no-such-command")
    assert stage.keep_going(told.append) is False
    ended = f"The worker ended by itself (exit code 1); see {tmp_path / 'worker.log'}."
    assert told[:-1] == [f"{ended} It is started again."] * MOST_RESTARTS
    assert told[-1] == f"{ended} It was started again 3 times already, so everything stops."
    assert (tmp_path / "worker.log").read_text().count("Unknown command") == MOST_RESTARTS + 1
