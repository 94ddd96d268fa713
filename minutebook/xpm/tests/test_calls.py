"""What all calls have in common: safe paths, and one latest exchange."""

from datetime import UTC

import pytest

from minutebook.xpm.api import Api
from minutebook.xpm.errors import Refused
from minutebook.xpm.records import NewNote
from minutebook.xpm.tests.scripted import ScriptedServer, ok


@pytest.mark.parametrize("job_id", ["", " ", ".", ".."])
def test_identifier_that_names_another_call_is_refused(api: Api, server: ScriptedServer, job_id: str) -> None:
    with pytest.raises(Refused):
        api.get_job(job_id)
    assert server.received == []


def test_last_exchange_is_shared_with_a_guarded_api(api: Api, server: ScriptedServer) -> None:
    assert api.last_exchange is None
    server.script = [ok()]
    guarded = api.guarded(idempotency_key="M1")
    guarded.add_note(NewNote("J1", "T", "x"))
    assert api.last_exchange == guarded.last_exchange
    assert (api.last_exchange.path, api.last_exchange.finished_at.tzinfo) == ("job.api/note", UTC)
