"""Access tokens: refreshed by one process at a time, stored before they are used.

Xero's refresh token is single use; two refreshes at once would end the consent. So a refresh is claimed by a
conditional UPDATE, and no row is locked while Xero is asked.
"""

import time
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from minutebook.core.errors import DomainError
from minutebook.core.sealed import seal
from minutebook.work import clock
from minutebook.xpm.errors import ReconnectNeeded, RetryLater
from minutebook.xpm.oauth import TokenSet, refresh_tokens

from .models import Connection
from .notices import ask_for_notice
from .xero import xero_app

EXPIRY_MARGIN = timedelta(seconds=60)
# Longer than the library's longest token call, so that no second refresh starts while the first may still end.
REFRESH_LEASE = timedelta(seconds=90)
WAIT_SECONDS = 100.0
POLL_SECONDS = 0.1
SIGN_IN_AGAIN = (
    "Xero no longer accepts our sign-in. An administrator connects again in Settings; nothing is lost."
)


def access_token(connection: Connection, *, renew: bool = False) -> str:
    """A token that Xero accepts now; `renew` after a 401 asks for another one than `connection` carries.

    Refreshes `connection` in memory. ReconnectNeeded when the consent is gone or cannot be opened (the connection then
    says so), RetryLater when Xero could not be asked or another process takes too long.
    """
    try:
        return _token(connection, renew=renew)
    except DomainError as error:
        # The key that opens the tokens is lost, or this process has no Xero app: nothing can be sent.
        mark_reconnect(connection, error.message)
        raise ReconnectNeeded(error.message) from error


def _token(connection: Connection, *, renew: bool) -> str:
    refused_version = connection.token_version if renew else None
    gives_up_at = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < gives_up_at:
        connection.refresh_from_db(fields=TOKEN_FIELDS)
        _require_consent(connection)
        now = clock.now()
        if connection.token_version != refused_version and _is_fresh(connection, now):
            return connection.access_token
        if _claim_refresh(connection, now):
            _refresh(connection)
            return connection.access_token
        time.sleep(POLL_SECONDS)
    raise RetryLater("Another process is renewing the sign-in to Xero: it goes on by itself.")


def mark_reconnect(connection: Connection, problem: str = SIGN_IN_AGAIN) -> None:
    """Record that a person has to sign in again; unless somebody has just done so."""
    with transaction.atomic():
        lost = Connection.across_firms.filter(
            pk=connection.pk, token_version=connection.token_version, status=Connection.Status.CONNECTED
        ).update(status=Connection.Status.RECONNECT, problem=problem[:300], is_loss_noticed=False)
        if lost:
            ask_for_notice(connection)
    connection.refresh_from_db(fields=["status", "problem"])


TOKEN_FIELDS = [
    "status",
    "problem",
    "access_token_sealed",
    "access_expires_at",
    "refresh_token_sealed",
    "refresh_lease_until",
    "token_version",
]


def _require_consent(connection: Connection) -> None:
    if connection.status != Connection.Status.CONNECTED:
        raise ReconnectNeeded(connection.problem or SIGN_IN_AGAIN)


def _is_fresh(connection: Connection, now: datetime) -> bool:
    expires_at = connection.access_expires_at
    return (
        bool(connection.access_token_sealed) and expires_at is not None and expires_at - EXPIRY_MARGIN > now
    )


def _claim_refresh(connection: Connection, now: datetime) -> bool:
    """Whether this process, and no other, now refreshes this version of the tokens."""
    free = Q(refresh_lease_until=None) | Q(refresh_lease_until__lte=now)
    claimed = Connection.across_firms.filter(
        free, pk=connection.pk, token_version=connection.token_version, status=Connection.Status.CONNECTED
    ).update(refresh_lease_until=now + REFRESH_LEASE)
    return bool(claimed)


def _refresh(connection: Connection) -> None:
    try:
        tokens = refresh_tokens(xero_app(), connection.refresh_token)
    except ReconnectNeeded:
        _release(connection)
        mark_reconnect(connection)
        connection.refresh_from_db(fields=TOKEN_FIELDS)
        # Somebody signed in again while we asked: their tokens serve us too.
        _require_consent(connection)
        return
    except BaseException:
        # The answer may be lost with the new token in it: for 30 minutes Xero takes the old one again.
        _release(connection)
        raise
    _store(connection, tokens)
    connection.refresh_from_db(fields=TOKEN_FIELDS)


def _store(connection: Connection, tokens: TokenSet) -> None:
    """Keep the new pair, unless a new consent has replaced the tokens meanwhile."""
    Connection.across_firms.filter(pk=connection.pk, token_version=connection.token_version).update(
        access_token_sealed=seal(tokens.access_token, connection.firm_id, "access_token"),
        refresh_token_sealed=seal(
            tokens.refresh_token or connection.refresh_token, connection.firm_id, "refresh_token"
        ),
        access_expires_at=clock.now() + timedelta(seconds=tokens.expires_in),
        token_version=connection.token_version + 1,
        refresh_lease_until=None,
    )


def _release(connection: Connection) -> None:
    Connection.across_firms.filter(pk=connection.pk, token_version=connection.token_version).update(
        refresh_lease_until=None
    )
