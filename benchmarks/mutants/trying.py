"""Trying one mutant: a child of this process, in which Django stands and the tables are made, plants it and runs tests.

A process of its own for each, but without the ten seconds that Django and the migrations take to start.
"""

import os
import signal
import sys
import time
from collections.abc import Sequence
from types import ModuleType

import django.test.utils
import pytest

KILLED, SURVIVED = "killed", "survived"
_FLAGS = ("-x", "-q", "-p", "no:randomly", "-p", "no:xdist", "-p", "no:cacheprovider")
POLL_SECONDS = 0.02


def try_out(module: str, source: str, tests: Sequence[str], seconds: float) -> str:
    """Whether the tests notice; those that do not come to an end do."""
    child = os.fork()
    if not child:
        _be_the_child(module, source, tests)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED
        time.sleep(POLL_SECONDS)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return KILLED


def _be_the_child(module: str, source: str, tests: Sequence[str]) -> None:
    code = 1
    try:
        os.setsid()
        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (1, 2):
            os.dup2(silent, stream)
        plant(module, source)
        # The tables were made before; they are this child's own copy.
        django.test.utils.setup_databases = lambda *_, **__: []
        django.test.utils.teardown_databases = lambda *_, **__: None
        code = int(pytest.main([*_FLAGS, *tests]))
    finally:
        os._exit(code)


def plant(name: str, source: str) -> None:
    """Put a module made from this source in the place of the one that is imported, wherever it has got to."""
    old = sys.modules[name]
    new = ModuleType(name)
    new.__file__, new.__package__, new.__spec__ = old.__file__, old.__package__, old.__spec__
    sys.modules[name] = new
    parent, _, own = name.rpartition(".")
    setattr(sys.modules[parent], own, new)
    exec(compile(source, str(old.__file__), "exec"), new.__dict__)
    for module in [one for at, one in sys.modules.items() if at.startswith("minutebook")]:
        for key, value in list(vars(module).items()):
            if module is not new and key in new.__dict__ and value is old.__dict__.get(key):
                setattr(module, key, new.__dict__[key])
