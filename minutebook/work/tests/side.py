"""Runs a piece of a test on a second database connection, as another process would."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def on_another_connection(act: Callable[[], Any]) -> Any:
    """What `act` gives on its own connection; its error is raised here."""
    return together([act])[0]


def together(acts: list[Callable[[], Any]]) -> list[Any]:
    """What each of these gives, run at one moment on a connection each; the first error is raised."""
    given: list[Any] = [None] * len(acts)
    errors: list[BaseException] = []
    line = threading.Barrier(len(acts))

    def run(at: int) -> None:
        try:
            line.wait(30)
            given[at] = acts[at]()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]
    return given


def meanwhile(act: Callable[[], Any], seconds: float = 1.0) -> Callable[[], Any]:
    """Start `act` on another connection and let it come to where it waits for this one; the call gives what it gave."""
    given: list[Any] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            given.append(act())
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    def ended() -> Any:
        thread.join(60)
        if errors:
            raise errors[0]
        return given[0]

    thread = threading.Thread(target=run)
    thread.start()
    thread.join(seconds)
    return ended
