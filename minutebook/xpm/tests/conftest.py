"""A scripted server, and an Api that talks to it over a real socket."""

from collections.abc import Iterator

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.tests.living import connect
from minutebook.xpm.tests.scripted import ScriptedServer
from minutebook.xpm.transport import Timeouts, Transport
from minutebook.xpm_sandbox import SandboxServer

TENANT = "d6f40000-0000-4000-8000-000000000001"


class Tokens:
    """Gives "token-0", and a new one each time a fresh one is asked for."""

    def __init__(self) -> None:
        self.asked: list[bool] = []

    def __call__(self, fresh: bool) -> str:
        self.asked.append(fresh)
        return f"token-{sum(self.asked)}"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    with ScriptedServer() as running:
        yield running


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
def api(server: ScriptedServer, tokens: Tokens) -> Iterator[Api]:
    timeouts = Timeouts(connect=1, read=0.3, whole=1)
    made = Api(Transport(f"{server.url}/practicemanager/3.1/", TENANT, tokens, timeouts))
    yield made
    made.close()


@pytest.fixture
def sandbox() -> Iterator[SandboxServer]:
    with SandboxServer() as running:
        yield running


@pytest.fixture
def practice(sandbox: SandboxServer) -> Iterator[Api]:
    api = connect(sandbox)
    yield api
    api.close()
