"""The trip to Xero's consent page and back: one-time state, PKCE, the choice among practices, and the way out."""

import hashlib
import json
import secrets
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction

from minutebook.core.errors import DomainError
from minutebook.core.sealed import seal, unseal
from minutebook.firms.models import User, record_event
from minutebook.work import clock
from minutebook.xpm import oauth
from minutebook.xpm.errors import ReconnectNeeded, XpmError

from .delivery.services import resume_held
from .models import Connection, Consent
from .sync import ask_for_reading
from .tokens import access_token
from .xero import xero_app

STATE_LIFE = timedelta(minutes=10)
CHOICE_LIFE = timedelta(minutes=30)
KEPT_FOR = timedelta(days=1)
PRACTICE = "PRACTICEMANAGER"


def begin_consent(user: User) -> tuple[Consent, str]:
    """A new trip for this user: its row, and the address of Xero's consent page."""
    app = xero_app()
    state, verifier = secrets.token_urlsafe(32), oauth.new_code_verifier()
    _forget_old_trips(user)
    consent: Consent = Consent.across_firms.create(
        firm_id=user.firm_id,
        user=user,
        state_hash=_hashed(state),
        verifier_sealed=seal(verifier, user.firm_id, "pkce_verifier"),
    )
    return consent, oauth.authorise_url(app, state, verifier)


def claim_consent(user: User, state: str, begun_here: list[int]) -> Consent:
    """The trip that this state belongs to, used up by this; refused for a foreign, used or old one.

    `begun_here` are the trips that this browser's session began.
    """
    now = clock.now()
    trips = Consent.objects.for_firm(user.firm_id).filter(
        pk__in=begun_here, user=user, state_hash=_hashed(state)
    )
    if trips.filter(used_at=None, created_at__gt=now - STATE_LIFE).update(used_at=now):
        claimed: Consent = trips.get()
        return claimed
    raise _refusal(trips.first())


def receive_code(consent: Consent, code: str) -> Connection | None:
    """Exchange the code; the connection when there is one practice, None when a person must choose.

    DomainError when Xero refuses the code, cannot be reached, or shows no practice.
    """
    app = xero_app()
    verifier = unseal(consent.verifier_sealed, consent.firm_id, "pkce_verifier")
    try:
        tokens = oauth.exchange_code(app, code, verifier)
        tenants = oauth.list_tenants(app, tokens.access_token)
    except ReconnectNeeded as error:
        raise DomainError(
            "code_refused", "Xero did not accept this sign-in any more. Connect again."
        ) from error
    except XpmError as error:
        raise DomainError("xero_unreachable", f"{error.message} Nothing was connected; try again.") from error
    practices = [tenant for tenant in tenants if tenant.tenant_type == PRACTICE]
    if not practices:
        raise DomainError("no_practice", NO_PRACTICE)
    _keep(consent, tokens, practices)
    return choose_practice(consent, practices[0].tenant_id) if len(practices) == 1 else None


NO_PRACTICE = (
    "Xero showed no practice to connect. The person who signs in needs the permission “Connect third-party add-ons” "
    "in Xero Practice Manager (in older versions “Authorise 3rd Party Full Access”; under Staff, their name, "
    "Permissions), and must tick the practice on Xero's page. Ask your XPM administrator, then connect again."
)


def open_choice(user: User, consent_id: int) -> Consent:
    """The trip whose practices wait for this user's choice; refused once chosen or after half an hour."""
    consent: Consent | None = (
        Consent.objects.for_firm(user.firm_id)
        .filter(pk=consent_id, user=user, used_at__gt=clock.now() - CHOICE_LIFE)
        .exclude(tokens_sealed="")
        .first()
    )
    if consent is None:
        raise DomainError("choice_over", "This choice is no longer open. Connect again.")
    return consent


def choose_practice(consent: Consent, tenant_id: str) -> Connection:
    """Connect one of the practices that Xero showed; the same practice again goes on with all its links.

    Another practice gets a connection of its own: clients and jobs of two practices never mix.
    """
    tenant = next((row for row in consent.tenants if row["tenant_id"] == tenant_id), None)
    if tenant is None:
        raise DomainError("unknown_practice", "Choose one of the practices that Xero showed.")
    with transaction.atomic():
        sealed = _take_tokens(consent)
        connection = _connect(consent, tenant, json.loads(unseal(sealed, consent.firm_id, "consent_tokens")))
        record_event("connection.connected", connection, consent.user)
        ask_for_reading(connection)
        resume_held(connection)
    return connection


class AtXero(Enum):
    """What became of a connection at Xero when it was ended here."""

    ENDED = "ended"
    STAYS = "stays"
    NOT_TOLD = "not told"


def disconnect(connection: Connection, user: User) -> AtXero:
    """End the connection here, and at Xero if it can be reached and nobody else here needs it. Links stay."""
    at_xero = _end_at_xero(connection)
    with transaction.atomic():
        Connection.objects.for_firm(connection.firm_id).filter(pk=connection.pk).update(
            status=Connection.Status.DISCONNECTED,
            is_active=False,
            problem="",
            access_token_sealed="",
            refresh_token_sealed="",
            access_expires_at=None,
            token_version=connection.token_version + 1,
        )
        record_event("connection.disconnected", connection, user, at_xero=at_xero is AtXero.ENDED)
    connection.refresh_from_db()
    return at_xero


def _refusal(consent: Consent | None) -> DomainError:
    if consent is None:
        return DomainError(
            "state_unknown",
            "This answer from Xero does not belong to a sign-in that you began here. Connect from this page.",
        )
    if consent.used_at is not None:
        return DomainError(
            "state_used", "This answer from Xero was used already. Connect again if you need to."
        )
    return DomainError("state_old", "The sign-in at Xero took longer than 10 minutes. Connect again.")


def _keep(consent: Consent, tokens: oauth.TokenSet, practices: list[oauth.Tenant]) -> None:
    """Store the tokens before anything else: they are single use and nobody can give them again."""
    expires_at = clock.now() + timedelta(seconds=tokens.expires_in)
    text = json.dumps(
        {
            "access": tokens.access_token,
            "refresh": tokens.refresh_token,
            "expires_at": expires_at.isoformat(),
        }
    )
    consent.tokens_sealed = seal(text, consent.firm_id, "consent_tokens")
    consent.tenants = [
        {"tenant_id": tenant.tenant_id, "name": tenant.name, "connection_id": tenant.connection_id}
        for tenant in practices
    ]
    consent.save(update_fields=["tokens_sealed", "tenants"])


def _take_tokens(consent: Consent) -> str:
    """The sealed tokens, once: two tabs may both choose, one of them wins."""
    sealed = consent.tokens_sealed
    rows = Consent.objects.for_firm(consent.firm_id).filter(pk=consent.pk).exclude(tokens_sealed="")
    if not sealed or not rows.update(tokens_sealed=""):
        raise DomainError("choice_over", "This choice is no longer open. Connect again.")
    return sealed


def _connect(consent: Consent, tenant: dict[str, str], tokens: dict[str, str]) -> Connection:
    known = Connection.objects.for_firm(consent.firm_id).filter(tenant_id=tenant["tenant_id"]).first()
    # Whoever connects first is told when a person is needed, until Settings say who is.
    connection: Connection = known or Connection(
        firm_id=consent.firm_id, tenant_id=tenant["tenant_id"], notice_emails=[consent.user.email]
    )
    connection.tenant_name = tenant["name"][:200] or "Xero Practice Manager"
    connection.xero_connection_id = tenant["connection_id"]
    connection.status, connection.problem = Connection.Status.CONNECTED, ""
    connection.connected_by, connection.connected_at = consent.user, clock.now()
    connection.seal_tokens(tokens["access"], tokens["refresh"])
    connection.access_expires_at = datetime.fromisoformat(tokens["expires_at"])
    connection.token_version += 1
    connection.refresh_lease_until = None
    connection.save()
    return connection


def _end_at_xero(connection: Connection) -> AtXero:
    others = Connection.across_firms.exclude(pk=connection.pk).filter(status=Connection.Status.CONNECTED)
    # Xero has one connection of our app to a practice, whichever of our firms asked for it.
    if others.filter(tenant_id=connection.tenant_id).exists():
        return AtXero.STAYS
    if connection.status != Connection.Status.CONNECTED:
        return AtXero.NOT_TOLD
    try:
        app, token = xero_app(), access_token(connection)
        oauth.delete_connection(app, token, connection.xero_connection_id)
        # To revoke would end all that this person at Xero has opened to us.
        if not others.exists():
            oauth.revoke_token(app, connection.refresh_token)
    except (XpmError, DomainError):
        return AtXero.NOT_TOLD
    return AtXero.ENDED


def _forget_old_trips(user: User) -> None:
    Consent.objects.for_firm(user.firm_id).filter(created_at__lt=clock.now() - KEPT_FOR).delete()


def _hashed(state: str) -> str:
    return hashlib.sha256(state.encode()).hexdigest()
