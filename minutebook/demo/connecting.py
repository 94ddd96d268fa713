"""Connecting the demo firm as its administrator would: through the sandbox's consent page, then reading the lists."""

import time
from urllib.parse import parse_qsl, urlsplit, urlunsplit

import httpx2

from minutebook.firms.models import User
from minutebook.practice_manager.consent import begin_consent, claim_consent, receive_code
from minutebook.practice_manager.matching import link_staff, propose_staff
from minutebook.practice_manager.models import Connection
from minutebook.practice_manager.queries import current_connection
from minutebook.practice_manager.services import StateName, activate, set_states
from minutebook.work.worker import Worker

from .world import PRACTICE_TENANT_ID
from .world_lists import JOB_STATES

SANDBOX_USER = "user-administrator"
READ_SECONDS = 60.0


def connect_demo(administrator: User) -> Connection:
    """Connect, read everything, map the states and switch jobs on; does nothing where that was done before."""
    connection = current_connection(administrator.firm)
    if connection is not None and connection.is_active:
        return connection
    consent, address = begin_consent(administrator)
    answer = allow_access(address, SANDBOX_USER, PRACTICE_TENANT_ID)
    claimed = claim_consent(administrator, answer["state"], [consent.pk])
    made = receive_code(claimed, answer["code"])
    if made is None:
        raise RuntimeError("the sandbox showed several practices")
    _wait_for_lists(made)
    set_states(made, {role: StateName(*state) for role, state in JOB_STATES.items()}, administrator)
    _link_users(administrator, made)
    activate(made, administrator)
    return made


def allow_access(address: str, sandbox_user: str, tenant_id: str) -> dict[str, str]:
    """Press "Allow access" on the sandbox's consent page; the values it sends back with."""
    parts = urlsplit(address)
    asked = dict(parse_qsl(parts.query))
    answer = httpx2.post(
        urlunsplit(parts._replace(query="")),
        data={**asked, "user": sandbox_user, "tenant": tenant_id, "answer": "allow"},
        follow_redirects=False,
        timeout=20,
    )
    if answer.status_code != 302:
        raise RuntimeError(f"the consent page answered {answer.status_code}")
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def _wait_for_lists(connection: Connection) -> None:
    """Until some worker, this one or another, has read everything."""
    until = time.monotonic() + READ_SECONDS
    while connection.last_synced_at is None:
        if time.monotonic() > until:
            raise RuntimeError(f"the lists were not read: {connection.sync_problem or 'no answer'}")
        Worker().work(until_idle=True)
        time.sleep(0.2)
        connection.refresh_from_db()


def _link_users(administrator: User, connection: Connection) -> None:
    users = User.objects.filter(firm=administrator.firm)
    link_staff(connection, [(user, propose_staff(user, connection)) for user in users], administrator)
